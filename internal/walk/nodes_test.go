package walk_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/internal/app"
	"linli/internal/journal"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// proxied sends requests to the nodes in turn, and passes on when one is gone; it is where the client asks now.
func proxied(t *testing.T, c *killed, nodes ...*killed) {
	var turn atomic.Int64
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = "http", nodes[int(turn.Add(1))%len(nodes)].addr
			r.Out.Host = r.In.Host
		},
		ErrorHandler:  func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
		FlushInterval: -1,
	}
	srv := httptest.NewServer(proxy)
	t.Cleanup(srv.Close)
	c.addr = strings.TrimPrefix(srv.URL, "http://")
	c.base = srv.URL + "/api/v1/realms/" + killedRealm
}

// employed gives the account a post, and the function that ends it.
func employed(t *testing.T, c *killed) (end func()) {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Data: c.data, DB: c.db})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	tx := func(fn func(*store.Tx) error) {
		t.Helper()
		if err := a.DB.Tx(ctx, fn); err != nil {
			t.Fatal(err)
		}
	}
	people, err := a.People.Search(ctx, a.DB, killedRealm, "韦澜", 1)
	if err != nil || len(people) != 1 {
		t.Fatal(people, err)
	}
	var post org.Post
	tx(func(tx *store.Tx) error {
		o, err := a.Orgs.Add(ctx, tx, journal.Actor{}, org.Org{Realm: killedRealm, Kind: "residents_committee", Title: "南门社区居委会"})
		if err != nil {
			return err
		}
		post, err = a.Orgs.AddPost(ctx, tx, journal.Actor{}, org.Post{Realm: killedRealm, Org: o.ID, Kind: "community_worker", Person: people[0].ID, From: time.Now().Add(-time.Hour)})
		return err
	})
	return func() {
		tx(func(tx *store.Tx) error {
			return a.Orgs.EndPost(ctx, tx, journal.Actor{}, killedRealm, post.ID, time.Now())
		})
	}
}

// ask opens a page of a node as the account.
func (c *killed) ask(path string) *http.Response {
	c.t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+c.addr+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	resp, err := c.client.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// TestNodes has two servers share one PostgreSQL behind a proxy, while writers raise matters through it. One node is killed
// in the middle and comes back: nothing that was acknowledged is missing, and what was refused and sent again is there once.
func TestNodes(t *testing.T) {
	a := newKilled(t, storetest.Address(t, store.Postgres))
	b, c := new(killed), new(killed)
	*b, *c = *a, *a
	t.Cleanup(func() {
		if b.cmd != nil {
			b.kill()
		}
	})
	a.start()
	b.start()
	proxied(t, c, a, b)
	const writers, each = 8, 30
	var at, refused atomic.Int64
	var done, half sync.WaitGroup
	half.Add(writers)
	told := make([]map[string]raised, writers)
	for w := range writers {
		told[w] = map[string]raised{}
		done.Go(func() {
			for i := range each {
				if i == each/3 {
					half.Done()
				}
				title := fmt.Sprintf("%d 号的第 %d 件", w, i)
				for {
					m, status, err := c.raise(fmt.Sprintf("key-%d-%d", w, i), title)
					if err == nil && status == http.StatusCreated {
						told[w][title] = m
						at.Add(1)
						break
					}
					if err == nil && status != http.StatusBadGateway && status != http.StatusConflict {
						t.Errorf("%s: %d", title, status)
						return
					}
					refused.Add(1)
				}
			}
		})
	}
	half.Wait()
	addr := a.addr
	if err := a.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	done.Wait()
	_ = a.cmd.Wait()
	a.cmd = nil
	a.addr = b.addr // the proxy learned that it is gone
	rows := c.rows()
	if len(rows) != writers*each {
		t.Errorf("%d matters, %d were acknowledged", len(rows), at.Load())
	}
	found := map[string]raised{}
	for i, r := range rows {
		found[r.Title] = r.raised
		if r.Number != int64(len(rows)-i) {
			t.Errorf("number %d stands where %d should", r.Number, len(rows)-i)
		}
	}
	for w := range told {
		for title, m := range told[w] {
			if found[title] != m {
				t.Errorf("%s was acknowledged as %+v and is now %+v", title, m, found[title])
			}
		}
	}
	if refused.Load() == 0 {
		t.Errorf("nobody noticed that %s was killed: this shows nothing", addr)
	}
	c.verify()
	b.stop()
}

// TestNodesAgree has one node hear of what happens on the other: a live page of a new matter, and everybody's next request of
// a post that ended.
func TestNodesAgree(t *testing.T) {
	a := newKilled(t, storetest.Address(t, store.Postgres))
	end := employed(t, a)
	b := new(killed)
	*b = *a
	a.start()
	b.start()
	defer b.kill()
	live := b.ask("/" + killedRealm + "/queue/stream")
	lines := bufio.NewScanner(live.Body)
	lines.Scan() // that it is open
	said := make(chan string, 100)
	go func() {
		defer close(said)
		for lines.Scan() {
			said <- lines.Text()
		}
	}()
	limit := time.After(time.Minute)
	for heard, i := false, 0; !heard; i++ { // until the node listens
		if _, status, err := a.raise(fmt.Sprintf("key-%d", i), "另一台机器上提的事"); err != nil || status != http.StatusCreated {
			t.Fatal(status, err)
		}
		select {
		case text := <-said:
			heard = strings.Contains(text, "queue-news")
		case <-time.After(500 * time.Millisecond):
		case <-limit:
			t.Fatal("the other node never heard of it")
		}
	}
	for _, n := range []*killed{a, b} {
		if s := n.ask("/" + killedRealm + "/queue").StatusCode; s != http.StatusOK {
			t.Fatalf("with a post: %d", s)
		}
	}
	end()
	for _, n := range []*killed{a, b} {
		if s := n.ask("/" + killedRealm + "/queue").StatusCode; s != http.StatusForbidden {
			t.Errorf("after the post ended: %d", s)
		}
	}
}
