package app_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/org"
	"linli/internal/store"
)

var update = flag.Bool("update", false, "write who gets what into testdata/who.txt")

// roles are who asks for everything. The first is nobody; reads and writes are a program's tokens of the worker.
var roles = []struct{ key, says string }{
	{"", "a stranger"}, {"neighbour", "a resident"}, {"elsewhere", "a worker of another community"}, {"resident", "the raiser"}, {"member", "a party member"},
	{"leader", "the building leader"}, {"grid", "a grid worker"}, {"property", "a property worker"}, {"worker", "a community worker"}, {"secretary", "the secretary"},
	{"officer", "a street officer"}, {"system", "the system admin"}, {"security", "the security admin"}, {"auditor", "the auditor"},
	{"reads", "a token that reads"}, {"writes", "a token that writes"},
}

// ask is one thing to ask for: an address of a route, told apart from the route's others by says.
type ask struct{ says, method, path string }

// TestWhoGetsWhat asks for every page, and carries out every form and every operation of the API with nothing in it, as
// everybody, and compares with testdata/who.txt. A new route is missed there until somebody has decided who gets it. A form
// that is let in finds its fields empty ("faults in the form"), or does what it does.
func TestWhoGetsWhat(t *testing.T) {
	inTown(t, func(t *testing.T, o *town) {
		var b strings.Builder
		for _, route := range routes(o) {
			for _, a := range asks(o, route) {
				by := map[string][]string{}
				for _, r := range roles {
					got := o.class(r.key, a)
					by[got] = append(by[got], r.says)
				}
				fmt.Fprintf(&b, "%s%s\n", route, a.says)
				for _, c := range slices.SortedFunc(maps.Keys(by), func(x, y string) int { return cmp.Or(len(by[x])-len(by[y]), strings.Compare(x, y)) }) {
					who := strings.Join(by[c], ", ")
					if len(by) == 1 {
						who = "everybody"
					} else if len(by[c]) > len(roles)/2 {
						who = "everybody else"
					}
					fmt.Fprintf(&b, "    %-18s %s\n", c, who)
				}
			}
		}
		const golden = "testdata/who.txt"
		if *update {
			o.Must(os.MkdirAll("testdata", 0o755))
			o.Must(os.WriteFile(golden, []byte(b.String()), 0o644))
		}
		want, err := os.ReadFile(golden)
		o.Must(err)
		got, expected := blocks(b.String()), blocks(string(want))
		for route, says := range got {
			switch {
			case expected[route] == "":
				t.Errorf("%s stands in no line of %s: decide who gets it. Now it is\n%s", route, golden, says)
			case expected[route] != says:
				t.Errorf("%s is now\n%sand was to be\n%s", route, says, expected[route])
			}
		}
		for route := range expected {
			if got[route] == "" {
				t.Errorf("%s has %s, which is no route any more", golden, route)
			}
		}
	})
}

// blocks are the lines that stand under each route.
func blocks(text string) map[string]string {
	all := map[string]string{}
	route := ""
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, " ") {
			route = strings.TrimSpace(line)
			continue
		}
		all[route] += line
	}
	return all
}

// routes are the patterns of the running program: its pages, and what its API says of itself.
func routes(o *town) []string {
	o.T.Helper()
	all := slices.Clone(o.site.Routes)
	w := httptest.NewRecorder()
	o.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/openapi.json", nil))
	var doc struct{ Paths map[string]map[string]any }
	o.Must(json.Unmarshal(w.Body.Bytes(), &doc))
	for path, methods := range doc.Paths {
		for m := range methods {
			all = append(all, strings.ToUpper(m)+" "+path)
		}
	}
	if len(all) < 120 || len(doc.Paths) < 20 {
		o.T.Fatalf("only %d routes", len(all))
	}
	slices.SortFunc(all, func(a, b string) int {
		_, x, _ := strings.Cut(a, " ")
		_, y, _ := strings.Cut(b, " ")
		return cmp.Or(strings.Compare(x, y), strings.Compare(a, b))
	})
	return all
}

var param = regexp.MustCompile(`([^/]*)/\{(\w+)\}`)

// asks are the addresses to try of a route: each of its parameters filled in, where it matters in several ways.
func asks(o *town, route string) []ask {
	o.T.Helper()
	method, pattern, _ := strings.Cut(route, " ")
	all := []ask{{"", method, strings.ReplaceAll(strings.ReplaceAll(pattern, "{$}", ""), "{realm}", "nanmen")}}
	switch pattern { // what is the street's
	case "/{realm}", "/{realm}/today", "/{realm}/queue", "/{realm}/raise", "/{realm}/figures", "/{realm}/coverage", "/api/v1/realms/{realm}/matters", "/api/v1/realms/{realm}/standing":
		all = append(all, ask{" · of the street", method, strings.ReplaceAll(pattern, "{realm}", "pingchuan")})
	}
	for {
		m := param.FindStringSubmatch(all[0].path)
		if m == nil {
			return all
		}
		var next []ask
		for _, f := range o.fills(pattern, m[1], m[2]) {
			for _, a := range all {
				next = append(next, ask{a.says + f.says, method, strings.Replace(a.path, "{"+m[2]+"}", f.value, 1)})
			}
		}
		if len(next) == 0 {
			o.T.Fatalf("%s: say in fills what {%s} after %s may be", route, m[2], m[1])
		}
		all = next
	}
}

type fill struct{ says, value string }

// fresh marks what every request needs anew, because the one before may have used it up.
const (
	freshClaim  = "fresh-claim"
	freshSub    = "fresh-sub"
	freshPlaced = "fresh-placed"
	freshKind   = "fresh-kind"
)

// fills are the values of a parameter, by what stands before it.
func (o *town) fills(pattern, before, name string) []fill {
	one := func(v string) []fill { return []fill{{"", v}} }
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	leaders := o.IDs["leader"].Posts[0].Post.ID
	switch before + "/" + name {
	case "matters/number", "matters/id":
		return []fill{{" · for parties only", number(o.private)}, {" · among neighbours", number(o.among)}, {" · public", number(o.public)}, {" · none", "999"}}
	case "track/code":
		return []fill{{" · for parties only", o.codes[o.private]}, {" · none", "AAAAAAAAAA"}}
	case "raised/code":
		return one(o.codes[o.private])
	case "moves/move":
		return one("comment")
	case "board/number":
		return one(freshPlaced)
	case "claims/claim":
		return one(freshClaim)
	case "own/sub":
		return one(freshSub)
	case "posts/id", "posts/post":
		return one(leaders)
	case "orgs/id":
		return one(o.committee)
	case "org-kinds/id":
		return one(freshKind)
	case "areas/id":
		return one(o.Grid.ID)
	case "coverage/id", "coverage/estate":
		return one(strings.Split(o.Home.Path, "/")[1])
	case "places/id", "places/code", "p/code":
		if strings.Contains(pattern, "/api/") {
			return one(o.Home.ID)
		}
		return one(o.Home.Code)
	case "files/id":
		return []fill{{" · for parties only", o.paper}, {" · none", "none"}}
	case "accounts/person", "people/id":
		return one(o.dummy.ID)
	case "journal/number":
		return one("1")
	case "playbooks/name", "raise/playbook", "lists/playbook", "figures/playbook":
		return one("nanmen")
	case "nanmen/kind":
		if strings.HasPrefix(pattern, "/{realm}/raise/") {
			return []fill{{" · a wish", "wish"}, {" · a hard issue", "hard_issue"}}
		}
	case "nanmen/list":
		return one("open_wishes")
	case "nanmen/figure":
		return one("lamps")
	}
	return nil
}

// class is what somebody gets who asks: a few words.
func (o *town) class(by string, a ask) string {
	o.T.Helper()
	path := o.fresh(a.path)
	r := o.asks(by, a.method, path)
	if strings.HasPrefix(path, "/api/") && a.method != http.MethodGet {
		r = httptest.NewRequest(a.method, path, strings.NewReader("{}"))
		r.Header.Set("Content-Type", "application/json")
		if by != "" && !programs[by] {
			r.Header.Set("Authorization", "Bearer "+o.Tokens[by])
		}
	}
	w := o.answers(by, r)
	to, _ := url.Parse(w.Header().Get("Location"))
	sorry := slices.ContainsFunc(w.Result().Cookies(), func(c *http.Cookie) bool { return c.Name == "flash" && strings.HasPrefix(c.Value, "!") })
	switch c := w.Code; {
	case c == http.StatusUnauthorized, c == http.StatusSeeOther && to.Path == "/signin" && path != "/signin":
		return "has to sign in"
	case c == http.StatusOK && a.method == http.MethodGet:
		return "gets it"
	case c == http.StatusForbidden, sorry:
		return "is refused"
	case c == http.StatusOK, c == http.StatusCreated, c == http.StatusSeeOther && a.method == http.MethodPost:
		return "may do it"
	case c == http.StatusSeeOther:
		return "is sent on"
	case c == http.StatusNotFound:
		return "finds nothing"
	case c == http.StatusUnprocessableEntity, c == http.StatusConflict:
		return "faults in the form"
	}
	o.T.Fatalf("%s %s by %q: status %d\n%s", a.method, path, by, w.Code, w.Body)
	return ""
}

// fresh makes what a request may use up.
func (o *town) fresh(path string) string {
	o.T.Helper()
	switch {
	case strings.Contains(path, freshClaim):
		var id string
		o.do(func(ctx context.Context, tx *store.Tx) error {
			return o.Access.AddClaim(ctx, tx, o.Journal, "nanmen", store.NewID(), "司徒申请", o.flat.ID)
		})
		id, err := store.One(context.Background(), o.DB, store.Value[string], `select max(id) from claim where realm = 'nanmen'`)
		o.Must(err)
		return strings.Replace(path, freshClaim, id, 1)
	case strings.Contains(path, freshSub):
		var sub org.Post
		o.do(func(ctx context.Context, tx *store.Tx) (err error) {
			now := o.Clock.Now()
			sub, err = o.Orgs.StandIn(ctx, tx, journal.Actor{}, "nanmen", o.IDs["leader"].Posts[0].Post.ID, o.dummy.ID, now, now.AddDate(0, 0, 1))
			return err
		})
		return strings.Replace(path, freshSub, sub.ID, 1)
	case strings.Contains(path, freshKind):
		var k org.OwnKind
		o.do(func(ctx context.Context, tx *store.Tx) (err error) {
			k, err = o.Orgs.AddKind(ctx, tx, journal.Actor{}, org.OwnKind{Realm: "nanmen", Title: lang.Same("议事会" + store.NewID()[14:])})
			return err
		})
		return strings.Replace(path, freshKind, k.ID, 1)
	case strings.Contains(path, freshPlaced):
		n := o.raises(office.Wish("等人认领"))
		o.Move("worker", n, matter.Act{Move: "place"})
		return strings.Replace(path, freshPlaced, strconv.FormatInt(n, 10), 1)
	}
	return path
}

// TestStrangersCannotTell asks for what is private and for what is not there, as everybody to whom it is private, in every way
// in which a matter is named: the two answers are the same, to the last byte but for the address and the request's id.
func TestStrangersCannotTell(t *testing.T) {
	inTown(t, func(t *testing.T, o *town) {
		private, none := strconv.FormatInt(o.private, 10), strconv.FormatInt(o.private+8, 10)
		compared := 0
		for _, route := range routes(o) {
			for _, x := range []struct{ param, private, none string }{{"matters/{number}", private, none}, {"matters/{id}", private, none}, {"board/{number}", private, none}, {"files/{id}", o.paper, store.NewID()}} {
				method, path, _ := strings.Cut(route, " ")
				if !strings.Contains(path, x.param) {
					continue
				}
				before, _, _ := strings.Cut(x.param, "{")
				path = strings.NewReplacer("{realm}", "nanmen", "{move}", "comment", x.param, before+"{}").Replace(path)
				for _, r := range roles {
					if slices.Contains([]string{"resident", "worker", "secretary", "reads", "writes"}, r.key) {
						continue // to whom it is not private
					}
					got, want := o.bare(r.key, method, strings.Replace(path, "{}", x.private, 1)), o.bare(r.key, method, strings.Replace(path, "{}", x.none, 1))
					if i := apart(got, want); i >= 0 {
						t.Errorf("%s by %s: what is private is told from what is not there, by …%q… and …%q…", route, r.says, around(got, i), around(want, i))
					}
					compared++
				}
			}
		}
		if compared < 8*11 {
			t.Errorf("only %d were compared", compared)
		}
	})
}

// apart is where two texts begin to differ; -1 where they do not.
func apart(a, b string) int {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	return -1
}

func around(s string, i int) string { return s[min(len(s), max(0, i-60)):min(len(s), i+60)] }

var requestID = regexp.MustCompile(`"request":"[0-9a-f]{16}"`)

// bare is an answer without what names the request and its address.
func (o *town) bare(by, method, path string) string {
	o.T.Helper()
	w := o.answers(by, o.asks(by, method, path))
	w.Header().Del("X-Request-Id")
	if w.Code < 300 {
		o.T.Errorf("%s %s by %q is answered %d", method, path, by, w.Code)
	}
	text := fmt.Sprint(w.Code, " ", w.Header(), "\n", w.Body.String())
	return strings.NewReplacer(path, "…", url.QueryEscape(path), "…").Replace(requestID.ReplaceAllString(text, "…"))
}
