package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// A load is a way of asking, of which every connection has a maker of its own.
type load struct {
	name        string
	connections int
	aim         float64 // the least share of the floor's rate; 0 where none is set
	large       float64 // the same from 1,000,000 matters on; 0 where it is the same
	reads       bool    // and writes nothing
	linli       func(world, *rand.Rand) maker
	floor       func(world, *rand.Rand) maker
}

// maker gives the next request and the status that its answer must have. It is told the tag of the page that was answered
// before, empty if that had none.
type maker func(tag []byte) (request []byte, status int)

func get(path string, headers ...string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: bench\r\n" + strings.Join(append(headers, ""), "\r\n") + "\r\n")
}

func bearer(r ward) string { return "Authorization: Bearer " + r.Token }

// firstPages asks for the newest fifty matters of one community after another.
func firstPages(of func(ward) []byte) func(world, *rand.Rand) maker {
	return func(w world, dice *rand.Rand) maker {
		var all [][]byte
		for _, r := range w.Realms {
			all = append(all, of(r))
		}
		n := dice.IntN(len(all))
		return func([]byte) ([]byte, int) { n++; return all[n%len(all)], http.StatusOK }
	}
}

// anyMatter asks for matters from all over the database.
func anyMatter(of func(ward, int64) []byte) func(world, *rand.Rand) maker {
	return func(w world, dice *rand.Rand) maker {
		return func([]byte) ([]byte, int) {
			r := w.Realms[dice.IntN(len(w.Realms))]
			return of(r, 1+dice.Int64N(r.Matters)), http.StatusOK
		}
	}
}

// raising posts incidents at places of the communities; each has its own title.
func raising(path func(ward) string, headers func(ward) []string) func(world, *rand.Rand) maker {
	return func(w world, dice *rand.Rand) maker {
		return func([]byte) ([]byte, int) {
			r := w.Realms[dice.IntN(len(w.Realms))]
			body := fmt.Sprintf(`{"kind":"haiyue/incident","title":"楼道的灯不亮了 %08d","body":"晚上看不清台阶，希望尽快看看，谢谢你们。","place":%q,"fields":{"sort":"facilities"}}`, dice.IntN(100_000_000), r.Places[dice.IntN(len(r.Places))])
			head := append([]string{"POST " + path(r) + " HTTP/1.1", "Host: bench", "Content-Type: application/json", fmt.Sprint("Content-Length: ", len(body))}, headers(r)...)
			return []byte(strings.Join(head, "\r\n") + "\r\n\r\n" + body), http.StatusCreated
		}
	}
}

// mix asks 80 times in a hundred for a list, 15 times for a matter and 5 times raises one.
func mix(list, show, raise func(world, *rand.Rand) maker) func(world, *rand.Rand) maker {
	return func(w world, dice *rand.Rand) maker {
		l, s, r := list(w, dice), show(w, dice), raise(w, dice)
		return func(tag []byte) ([]byte, int) {
			switch n := dice.IntN(100); {
			case n < 80:
				return l(tag)
			case n < 95:
				return s(tag)
			}
			return r(tag)
		}
	}
}

// again asks for pages that it has already, as a browser does: it shows the tag of the page that it has.
func again(of func(ward, ...string) []byte) func(world, *rand.Rand) maker {
	return func(w world, dice *rand.Rand) maker {
		all := make([][]byte, len(w.Realms)) // the request for each page, with its tag
		for i, r := range w.Realms {
			all[i] = of(r)
		}
		n := -1
		return func(tag []byte) ([]byte, int) {
			if n >= 0 && len(tag) > 0 {
				all[n] = of(w.Realms[n], "If-None-Match: "+string(tag))
			}
			n = (n + 1) % len(all)
			return all[n], http.StatusNotModified
		}
	}
}

// words are what people look for: of two characters and more, in many matters and in few.
var words = strings.Fields("灯 电梯 积水 轮椅 单元门 滴水声 消防通道 老人走路")

// searching looks for words in one community after another.
func searching(of func(ward, string) []byte) func(world, *rand.Rand) maker {
	return func(w world, dice *rand.Rand) maker {
		var all [][]byte
		for _, r := range w.Realms {
			for _, word := range words {
				all = append(all, of(r, url.QueryEscape(word)))
			}
		}
		n := dice.IntN(len(all))
		return func([]byte) ([]byte, int) { n += 7; return all[n%len(all)], http.StatusOK }
	}
}

var (
	apiList   = firstPages(func(r ward) []byte { return get("/api/v1/realms/"+r.ID+"/matters", bearer(r)) })
	queue     = firstPages(func(r ward) []byte { return queuePage(r) })
	repeat    = again(queuePage)
	apiSearch = searching(func(r ward, word string) []byte {
		return get("/api/v1/realms/"+r.ID+"/matters?q="+word, bearer(r))
	})
	floorSearch = searching(func(r ward, word string) []byte { return get("/" + r.ID + "/search?q=" + word) })
	apiShow     = anyMatter(func(r ward, n int64) []byte {
		return get(fmt.Sprint("/api/v1/realms/", r.ID, "/matters/", n), bearer(r))
	})
	apiRaise = raising(func(r ward) string { return "/api/v1/realms/" + r.ID + "/matters" }, func(r ward) []string { return []string{bearer(r)} })

	floorList  = firstPages(func(r ward) []byte { return get("/" + r.ID + "/matters") })
	floorOpen  = firstPages(func(r ward) []byte { return get("/" + r.ID + "/open") })
	floorShow  = anyMatter(func(r ward, n int64) []byte { return get(fmt.Sprint("/", r.ID, "/matters/", n)) })
	apiCount   = firstPages(func(r ward) []byte { return get("/api/v1/realms/"+r.ID+"/standing", bearer(r)) })
	openCount  = firstPages(func(r ward) []byte { return get("/" + r.ID + "/standing") })
	floorRaise = raising(func(r ward) string { return "/" + r.ID + "/matters" }, func(ward) []string { return nil })
)

func queuePage(r ward, headers ...string) []byte {
	return get("/"+r.ID+"/queue", append(headers, "Cookie: linli="+r.Session)...)
}

// loads are what is measured, in this order in every round.
var loads = []load{
	{"list", 8, 0.6, 0, true, apiList, floorList},
	{"queue", 8, 0.5, 0, true, queue, floorOpen},
	{"repeat", 8, 3, 0, true, repeat, floorOpen},
	{"show", 8, 0.4, 0, true, apiShow, floorShow},
	{"search", 8, 0, 0, true, apiSearch, floorSearch},
	{"counts", 8, 5, 20, true, apiCount, openCount},
	{"mixed", 8, 0.5, 0, false, mix(apiList, apiShow, apiRaise), mix(floorList, floorShow, floorRaise)},
	{"raise", 16, 1.3, 0, false, apiRaise, floorRaise},
}

func byName(name string) load {
	return loads[slices.IndexFunc(loads, func(l load) bool { return l.name == name })]
}

// press loads a server for a while and gives its rate, in answers a second. An answer with another status than it must
// have ends it: a quick refusal is no speed.
func press(ctx context.Context, addr string, makes func(world, *rand.Rand) maker, w world, connections int, d time.Duration) (float64, error) {
	type result struct {
		n   int
		err error
	}
	results := make(chan result, connections)
	var ready sync.WaitGroup
	ready.Add(connections)
	start := make(chan time.Time)
	for i := range connections {
		go func() {
			c, err := dial(addr)
			ready.Done()
			if err != nil {
				results <- result{0, err}
				return
			}
			defer c.close()
			next := makes(w, rand.New(rand.NewPCG(uint64(i), uint64(time.Now().UnixNano()))))
			end := (<-start).Add(d)
			n := 0
			for ctx.Err() == nil {
				request, want := next(c.tag)
				status, _, err := c.do(request)
				if err == nil && status != want && (want != http.StatusNotModified || status != http.StatusOK) { // a page changes with the minute
					err = fmt.Errorf("%.60q answered %d", request, status)
				}
				if err != nil {
					results <- result{n, err}
					return
				}
				if time.Now().After(end) { // what ends after the bell does not count
					break
				}
				n++
			}
			results <- result{n, ctx.Err()}
		}()
	}
	ready.Wait()
	begun := time.Now()
	for range connections {
		select {
		case start <- begun:
		case r := <-results: // it could not connect
			return 0, r.err
		}
	}
	total := 0
	var failed error
	for range connections {
		r := <-results
		total += r.n
		if failed == nil {
			failed = r.err
		}
	}
	return float64(total) / d.Seconds(), failed
}
