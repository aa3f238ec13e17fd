package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/access/accessweb"
	"linli/internal/app"
	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// town is the whole program over the small community of package office, with some more people: grid (a grid worker of the
// community), property (who works for its property company), officer (of the street) and elsewhere (a worker of another
// community of the same street).
type town struct {
	*office.Office
	app       *app.App
	site      *app.Site
	config    app.Config
	committee string
	flat      place.Place // in Home
	dummy     person.Person

	private, among, public int64  // matters of the resident: for the parties only, among neighbours, for everybody
	paper                  string // a file of the private one
	codes                  map[int64]string
	calls                  int
	waiting                string // the database while jobs waited
}

// inTown runs f in a town of its own on each engine.
func inTown(t *testing.T, f func(t *testing.T, o *town)) {
	t.Helper()
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := "http://" + r.Host
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": at, "authorization_endpoint": at + "/auth", "token_endpoint": at + "/token", "jwks_uri": at + "/keys"})
	}))
	t.Cleanup(provider.Close)
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		c := app.Config{DB: storetest.Address(t, engine), Data: t.TempDir(), Clock: clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)),
			Ways: app.Ways{Provider: accessweb.Provider{Issuer: provider.URL, Client: "linli", Secret: "s", Name: "一网通办"}}}
		if err := os.WriteFile(filepath.Join(c.Data, "key"), []byte(key), 0o600); err != nil {
			t.Fatal(err)
		}
		a := open(t, c)
		o := &town{Office: office.Open(t, a.DB), app: a, config: c, codes: map[int64]string{}}
		o.settle()
		o.site = a.Site(nil, false)
		o.Handler = o.site
		f(t, o)
	})
}

// do changes something in the record.
func (o *town) do(f func(ctx context.Context, tx *store.Tx) error) {
	o.T.Helper()
	o.Must(o.DB.Tx(context.Background(), func(tx *store.Tx) error { return f(context.Background(), tx) }))
}

func (o *town) settle() {
	ctx := context.Background()
	o.committee = o.IDs["worker"].Posts[0].Post.Org
	o.do(func(ctx context.Context, tx *store.Tx) (err error) {
		if _, err = o.Realms.Add(ctx, tx, journal.Actor{}, realm.Realm{ID: "beihe", Kind: realm.Community, Street: "pingchuan", Title: lang.T("北河社区", "Beihe")}); err != nil {
			return err
		}
		unit, err := o.Places.Add(ctx, tx, journal.Actor{}, place.Place{Realm: "nanmen", Kind: place.Unit, Parent: o.Home.ID, Title: "1单元"})
		if err != nil {
			return err
		}
		if o.flat, err = o.Places.Add(ctx, tx, journal.Actor{}, place.Place{Realm: "nanmen", Kind: place.Dwelling, Parent: unit.ID, Title: "101室"}); err != nil {
			return err
		}
		account, err := o.Access.CreateIn(ctx, tx, "dummy", "no password")
		if err != nil {
			return err
		}
		o.dummy, err = o.People.Add(ctx, tx, journal.Actor{}, person.Person{Realm: "nanmen", Name: "司徒某人", Account: account}, person.Contact{})
		return err
	})
	o.comes("grid", "nanmen", "grid_team", "grid_worker", org.Post{Area: o.Grid.ID})
	o.comes("property", "nanmen", "property_company", "property_worker", org.Post{Area: o.Grid.ID})
	o.comes("officer", "pingchuan", "street_office", "street_officer", org.Post{})
	o.comes("elsewhere", "beihe", "residents_committee", "community_worker", org.Post{})
	for name, as := range map[string]access.Scope{"reads": access.Read, "writes": access.Write} {
		var err error
		o.Tokens[name], _, err = o.Access.AddScoped(ctx, o.DB, o.IDs["worker"].Account, "a program's", as, time.Time{})
		o.Must(err)
	}
	paper, err := o.app.Files.Put(ctx, o.DB, "nanmen", o.IDs["resident"].Actor(""), strings.NewReader("%PDF-1.7\n"))
	o.Must(err)
	o.paper = paper.ID
	o.private = o.raises(matter.Draft{Kind: "nanmen/relief", Title: "房子漏了", Place: o.Home.ID, Fields: map[string]any{"urgent": "ordinary", "trouble": "一言难尽", "papers": []any{paper.ID}}})
	wish := office.Wish("一盏夜灯")
	wish.Place = o.Home.ID
	o.among = o.raises(wish)
	o.public = o.raises(matter.Draft{Kind: "nanmen/hard_issue", Title: "路灯不亮", Place: o.Home.ID})
}

// comes books somebody who has an account and a post in a body of their own.
func (o *town) comes(name, in, body, kind string, post org.Post) {
	o.T.Helper()
	ctx := context.Background()
	var account string
	o.do(func(ctx context.Context, tx *store.Tx) (err error) {
		if account, err = o.Access.CreateIn(ctx, tx, name, "no password"); err != nil {
			return err
		}
		p, err := o.People.Add(ctx, tx, journal.Actor{}, person.Person{Realm: in, Name: "欧阳" + name, Account: account}, person.Contact{})
		if err != nil {
			return err
		}
		where, err := o.Orgs.Add(ctx, tx, journal.Actor{}, org.Org{Realm: in, Kind: body, Title: "单位" + name})
		if err != nil {
			return err
		}
		post.Realm, post.Org, post.Kind, post.Person, post.From = in, where.ID, kind, p.ID, o.Clock.Now().AddDate(-1, 0, 0)
		_, err = o.Orgs.AddPost(ctx, tx, journal.Actor{}, post)
		return err
	})
	var err error
	o.Tokens[name], _, err = o.Access.AddToken(ctx, o.DB, account, "test", time.Time{})
	o.Must(err)
	o.IDs[name], err = access.Identify(ctx, o.DB, in, account, o.Clock.Now())
	o.Must(err)
}

// raises raises a matter by the resident and keeps its tracking code.
func (o *town) raises(d matter.Draft) int64 {
	o.T.Helper()
	var m *matter.Matter
	var code string
	o.do(func(ctx context.Context, tx *store.Tx) (err error) {
		m, code, err = o.Matters.Raise(ctx, tx, o.IDs["resident"], "nanmen", "community", d)
		return err
	})
	o.codes[m.Number] = code
	return m.Number
}

// programs are those of a town who show a token in the way of programs.
var programs = map[string]bool{"reads": true, "writes": true}

// answers has somebody ask, and gives what comes back. What goes on for ever is left once it has begun. Each request comes
// from an address of its own.
func (o *town) answers(by string, r *http.Request) *httptest.ResponseRecorder {
	o.T.Helper()
	o.calls++
	r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1", o.calls>>16&255, o.calls>>8&255, o.calls&255)
	if programs[by] {
		r.Header.Set("Authorization", "Bearer "+o.Tokens[by])
	}
	ctx, leave := context.WithTimeout(r.Context(), time.Minute)
	defer leave()
	w := &leaver{httptest.NewRecorder(), leave}
	o.Handler.ServeHTTP(w, r.WithContext(ctx))
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		o.T.Fatalf("%s %s does not end", r.Method, r.URL)
	}
	return w.ResponseRecorder
}

// asks is a request of somebody, by the cookie of a browser or the token of a program.
func (o *town) asks(by, method, path string) *http.Request {
	if programs[by] {
		by = ""
	}
	r := o.Request(by, method, path, nil)
	if method != http.MethodGet {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// leaver is a reader who leaves a live stream as soon as it begins.
type leaver struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

func (l *leaver) WriteHeader(status int) {
	l.ResponseRecorder.WriteHeader(status)
	if l.Header().Get("Content-Type") == "text/event-stream" {
		l.leave()
	}
}

func (l *leaver) Write(b []byte) (int, error) {
	if l.Header().Get("Content-Type") == "text/event-stream" {
		l.leave()
	}
	return l.ResponseRecorder.Write(b)
}
