package matterweb_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"linli/internal/desk"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/playbooks"
)

// lastingPages are pages of which a browser may keep what it has.
var lastingPages = []string{"/nanmen/queue", "/nanmen/queue?shows=new", "/nanmen/queue/counts", "/nanmen/lists", "/nanmen/lists/nanmen/open_wishes", "/nanmen/figures",
	"/nanmen/figures/nanmen/wishes_met", "/nanmen/today"}

// view asks for a page, as a browser that has it under a tag, or has nothing.
func view(o *office.Office, by, path, tag string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	r := o.Request(by, http.MethodGet, path, nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	w := httptest.NewRecorder()
	o.Handler.ServeHTTP(w, r)
	return w
}

// TestNeverStale changes something in every way there is. After each change whoever has a page is either given it anew, or
// what they have is what they would be given; and where nothing changed, nothing is sent.
func TestNeverStale(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		desk.New(desk.Needs{DB: db, Clock: o.Clock, Journal: o.Journal, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters, Books: o.Books}).Routes(o.Site)
		o.Handler = o.Site.Handler()
		ctx := context.Background()
		o.Raise("resident", office.Wish("台灯"))
		tx := func(fn func(*store.Tx) error) { t.Helper(); o.Must(db.Tx(ctx, fn)) }
		posts := o.IDs["second"].Posts
		type kept struct{ tag, body string }
		known := map[string]kept{}
		readers := []string{"worker", "second", "secretary"}
		look := func(after string, all bool) {
			t.Helper()
			for _, by := range readers {
				for _, path := range lastingPages {
					had := known[by+path]
					fresh := view(o, by, path, "")
					got := view(o, by, path, had.tag)
					switch {
					case got.Code == http.StatusNotModified && (fresh.Code != http.StatusOK || fresh.Body.String() != had.body):
						t.Errorf("after %s, %s goes on seeing the old %s", after, by, path)
					case got.Code == http.StatusNotModified && got.Body.Len() > 0:
						t.Errorf("after %s, %s is sent %s with nothing new", after, by, path)
					case got.Code != http.StatusNotModified && all && fresh.Code == http.StatusOK:
						t.Errorf("after %s, %s is sent %s again", after, by, path)
					}
					if fresh.Code != http.StatusOK && fresh.Header().Get("ETag") != "" {
						t.Errorf("after %s, a refusal of %s may be kept", after, path)
					}
					known[by+path] = kept{fresh.Header().Get("ETag"), fresh.Body.String()}
				}
			}
		}
		look("the start", false)
		look("nothing", true)
		for _, change := range []struct {
			what string
			do   func()
		}{
			{"raising", func() { o.Raise("neighbour", office.Wish("收音机")) }},
			{"a move", func() { o.Move("worker", 1, matter.Act{Move: "place"}) }},
			{"what was suggested and decided", func() {
				doneWishes(o, 1)
				w := office.Wish("想要台灯")
				w.Place = o.Home.ID
				o.Move("worker", o.Raise("resident", w), matter.Act{Move: "assign", Suggested: true, Fields: map[string]any{"worker": o.IDs["second"].Person}})
				hits, err := o.Matters.Suggestions(ctx, db, nil, "nanmen")
				if err != nil || len(hits) != 1 {
					t.Fatalf("%v, %v", hits, err)
				}
			}},
			{"more time asked for", func() {
				o.Move("second", 4, matter.Act{Move: "extend", Note: "等货", Fields: map[string]any{"until": "2026-03-20"}})
			}},
			{"a comment", func() { o.Move("secretary", 2, matter.Act{Move: "comment", Note: "看看"}) }},
			{"a minute", func() { o.Clock.Advance(time.Minute) }},
			{"a month and what it brings", func() {
				o.Clock.Advance(31 * 24 * time.Hour)
				for n := 1; n > 0; {
					var err error
					n, err = o.Matters.Due(ctx)
					o.Must(err)
				}
			}},
			{"a new name", func() {
				tx(func(tx *store.Tx) error {
					p, err := o.People.Get(ctx, tx, "nanmen", o.IDs["resident"].Person)
					if err != nil {
						return err
					}
					p.Name = "改名字"
					return o.People.Change(ctx, tx, journal.Actor{}, p, person.Contact{})
				})
			}},
			{"another name of the community", func() {
				r, err := o.Realms.Get(ctx, db, "nanmen")
				o.Must(err)
				r.Title.Zh, r.Phone = "南门新村", "0511-5550100"
				tx(func(tx *store.Tx) error { return o.Realms.Change(ctx, tx, journal.Actor{}, r) })
			}},
			{"a new membership", func() {
				tx(func(tx *store.Tx) error {
					return o.People.AddMember(ctx, tx, journal.Actor{}, person.Membership{Realm: "nanmen", Person: o.IDs["worker"].Person, Kind: person.Volunteer, From: o.Clock.Now()})
				})
			}},
			{"a new grid", func() {
				tx(func(tx *store.Tx) error {
					_, err := o.Places.AddArea(ctx, tx, journal.Actor{}, place.Area{Realm: "nanmen", Kind: place.Grid, Title: "新网格", From: o.Clock.Now()}, nil)
					return err
				})
			}},
			{"another version of the playbook", func() {
				text := strings.Replace(string(playbooks.Texts()["nanmen"]), `version: "2026-11"`, `version: "2026-12"`, 1)
				book, problems := playbook.Parse("nanmen", []byte(text))
				if book == nil {
					t.Fatal(problems)
				}
				tx(func(tx *store.Tx) error { return o.Books.Install(ctx, tx, journal.Actor{}, "nanmen", book, "") })
			}},
			{"a post handed over", func() {
				tx(func(tx *store.Tx) error {
					_, _, err := o.Matters.HandOver(ctx, tx, journal.Actor{}, "nanmen", o.IDs["leader"].Posts[0].Post.ID, o.IDs["worker"].Person, o.Clock.Now())
					return err
				})
			}},
			{"the end of a post", func() {
				tx(func(tx *store.Tx) error {
					return o.Orgs.EndPost(ctx, tx, journal.Actor{}, "nanmen", posts[0].Post.ID, o.Clock.Now().Add(30*time.Second))
				})
			}},
			{"the moment at which it ended", func() { o.Clock.Advance(31 * time.Second) }},
		} {
			change.do()
			look(change.what, false)
			look(change.what+" and then nothing", true)
		}
		if w := view(o, "second", "/nanmen/queue", known["second/nanmen/queue"].tag); w.Code != http.StatusForbidden {
			t.Errorf("who lost their post: %d", w.Code)
		}
		mine := known["worker/nanmen/queue"].tag
		for what, w := range map[string]*httptest.ResponseRecorder{
			"somebody else":     view(o, "secretary", "/nanmen/queue", mine),
			"another language":  view(o, "worker", "/nanmen/queue", mine, &http.Cookie{Name: "lang", Value: "en"}),
			"large type":        view(o, "worker", "/nanmen/queue", mine, &http.Cookie{Name: "size", Value: "large"}),
			"another theme":     view(o, "worker", "/nanmen/queue", mine, &http.Cookie{Name: "theme", Value: "dark"}),
			"what is said once": view(o, "worker", "/nanmen/queue", mine, &http.Cookie{Name: "flash", Value: "b2s"}),
			"another page":      view(o, "worker", "/nanmen/queue?shows=done", mine),
		} {
			if w.Code != http.StatusOK {
				t.Errorf("%s is answered %d", what, w.Code)
			}
		}
	})
}
