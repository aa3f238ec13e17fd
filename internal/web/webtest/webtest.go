// Package webtest is a small community whose people ask for pages: the world that page tests stand on.
package webtest

import (
	"context"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/file"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/web"
	"linli/playbooks"
)

// Sets are the tables that an office needs.
var Sets = []store.Set{journal.Migrations, job.Migrations, once.Migrations, realm.Migrations, place.Migrations, person.Migrations, org.Migrations,
	access.Migrations, file.Migrations, practice.Migrations, matter.Migrations}

// Office is the community nanmen, under the street pingchuan, on 2 March 2026: an estate of two buildings with two
// dwellings each, a grid over it, a committee, and people with and without posts.
type Office struct {
	testing.TB
	DB      *store.DB
	Clock   *clock.Manual
	Journal *journal.Journal
	Jobs    *job.Queue
	Realms  *realm.Service
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Files   *file.Service
	Access  *access.Service
	Books   *practice.Service
	Matters *matter.Service
	Site    *web.Site
	Handler http.Handler // set it once the routes are told

	Tokens  map[string]string // by login
	IDs     map[string]*access.Identity
	Account map[string]string

	Estate, Home, Next place.Place // the estate, its buildings 3幢 and 4幢
	Flat               place.Place // in Home
	Grid               place.Area
	Committee          org.Org
	Since              time.Time // from when they hold their posts
}

// Realm is the community's id.
const Realm = "nanmen"

// Held are the people by login: each holds the post, or is the member, that stands behind it. Their names are 欧阳 and the
// login. All are people of the community.
var Held = map[string]string{"worker": "community_worker", "second": "community_worker", "secretary": "secretary", "gridder": "grid_leader",
	"leader": "building_leader", "member": "party_member", "resident": "", "neighbour": ""}

// New settles an office. Tell its Site the routes, then set Handler.
func New(t testing.TB, db *store.DB) *Office {
	t.Helper()
	ctx := context.Background()
	o := &Office{TB: t, DB: db, Clock: clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)), Tokens: map[string]string{}, IDs: map[string]*access.Identity{}, Account: map[string]string{}}
	o.Since = o.Clock.Now().AddDate(-1, 0, 0)
	ring, err := seal.New(make([]byte, 32))
	o.Must(err)
	o.Journal = journal.New(ring, o.Clock)
	blobs, err := file.Open(ctx, filepath.Join(t.TempDir(), "files"))
	o.Must(err)
	t.Cleanup(func() { blobs.Close() })
	o.Jobs = job.New(db, o.Clock)
	o.Realms, o.Places, o.Orgs, o.People = realm.New(o.Journal), place.New(o.Journal), org.New(o.Journal), person.New(o.Journal, ring)
	o.Files, o.Access, o.Books = file.New(o.Journal, blobs, o.Clock), access.New(o.Clock, o.Clock), practice.New(o.Journal, o.Clock)
	o.Matters = matter.New(matter.Needs{DB: db, Journal: o.Journal, Ring: ring, Clock: o.Clock, Calendar: clock.China(), Books: o.Books, Places: o.Places, Orgs: o.Orgs,
		People: o.People, Files: o.Files, Jobs: o.Jobs})
	book, problems := playbook.Parse(Realm, playbooks.Texts()[Realm])
	if book == nil {
		t.Fatal(problems)
	}
	o.Do(func(ctx context.Context, tx *store.Tx) error { return o.settle(ctx, tx, book) })
	for name, account := range o.Account {
		o.Tokens[name], _, err = o.Access.AddToken(ctx, db, account, "test", time.Time{})
		o.Must(err)
		o.Identify(name)
	}
	o.Site = &web.Site{DB: db, Realms: o.Realms, Access: o.Access, Clock: o.Clock}
	return o
}

// Identify works out again who somebody is now.
func (o *Office) Identify(name string) *access.Identity {
	o.Helper()
	id, err := access.Identify(context.Background(), o.DB, Realm, o.Account[name], o.Clock.Now())
	o.Must(err)
	o.IDs[name] = id
	return id
}

func (o *Office) settle(ctx context.Context, tx *store.Tx, book *playbook.Playbook) (err error) {
	var nobody journal.Actor
	for _, r := range []realm.Realm{{ID: "pingchuan", Kind: realm.Street, Title: lang.T("平川街道", "Pingchuan")}, {ID: Realm, Kind: realm.Community, Street: "pingchuan", Title: lang.T("南门社区", "Nanmen")}} {
		if _, err := o.Realms.Add(ctx, tx, nobody, r); err != nil {
			return err
		}
		if err := o.Books.Install(ctx, tx, nobody, r.ID, book, ""); err != nil {
			return err
		}
	}
	add := func(k place.Kind, in place.Place, title string) (p place.Place) {
		if err == nil {
			p, err = o.Places.Add(ctx, tx, nobody, place.Place{Realm: Realm, Kind: k, Parent: in.ID, Title: title})
		}
		return p
	}
	o.Estate = add(place.Estate, place.Place{}, "汽运小区")
	o.Home, o.Next = add(place.Building, o.Estate, "3幢"), add(place.Building, o.Estate, "4幢")
	o.Flat = add(place.Dwelling, o.Home, "101室")
	add(place.Dwelling, o.Home, "102室")
	add(place.Dwelling, o.Next, "101室")
	add(place.Dwelling, o.Next, "102室")
	if err != nil {
		return err
	}
	if o.Grid, err = o.Places.AddArea(ctx, tx, nobody, place.Area{Realm: Realm, Kind: place.Grid, Title: "汽运网格", From: o.Since}, []string{o.Estate.ID}); err != nil {
		return err
	}
	if o.Committee, err = o.Orgs.Add(ctx, tx, nobody, org.Org{Realm: Realm, Kind: "residents_committee", Title: "居委会"}); err != nil {
		return err
	}
	for name, held := range Held {
		if err := o.person(ctx, tx, name, held); err != nil {
			return err
		}
	}
	return nil
}

func (o *Office) person(ctx context.Context, tx *store.Tx, name, held string) (err error) {
	var nobody journal.Actor
	if o.Account[name], err = o.Access.CreateIn(ctx, tx, name, "no password"); err != nil {
		return err
	}
	p, err := o.People.Add(ctx, tx, nobody, person.Person{Realm: Realm, Name: "欧阳" + name, Account: o.Account[name]}, person.Contact{})
	if err != nil || held == "" {
		return err
	}
	if held == "party_member" {
		return o.People.AddMember(ctx, tx, nobody, person.Membership{Realm: Realm, Person: p.ID, Kind: held, From: o.Since})
	}
	post := org.Post{Realm: Realm, Org: o.Committee.ID, Kind: held, Person: p.ID, From: o.Since}
	switch held {
	case "building_leader":
		post.Place = o.Home.ID
	case "grid_leader":
		post.Area = o.Grid.ID
	}
	_, err = o.Orgs.AddPost(ctx, tx, nobody, post)
	return err
}

// Must ends the test on an error.
func (o *Office) Must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// Do runs f in a transaction and ends the test when it fails.
func (o *Office) Do(f func(ctx context.Context, tx *store.Tx) error) {
	o.Helper()
	o.Must(o.DB.Tx(context.Background(), func(tx *store.Tx) error { return f(context.Background(), tx) }))
}

// Raise raises a matter and gives its number.
func (o *Office) Raise(by string, d matter.Draft) (number int64) {
	o.Helper()
	o.Do(func(ctx context.Context, tx *store.Tx) error {
		m, _, err := o.Matters.Raise(ctx, tx, o.IDs[by], Realm, "community", d)
		if err == nil {
			number = m.Number
		}
		return err
	})
	return number
}

// Move makes a move.
func (o *Office) Move(by string, number int64, a matter.Act) {
	o.Helper()
	o.Do(func(ctx context.Context, tx *store.Tx) error {
		_, err := o.Matters.Move(ctx, tx, o.IDs[by], matter.Ref{Realm: Realm, Number: number}, a)
		return err
	})
}

// Entries counts the journal's entries of a kind in the community.
func (o *Office) Entries(kind string) int {
	o.Helper()
	n, err := store.One(context.Background(), o.DB, store.Value[int], `select count(*) from journal where realm = $1 and kind = $2`, Realm, kind)
	o.Must(err)
	return n
}
