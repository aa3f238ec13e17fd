package access_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
)

var sets = []store.Set{journal.Migrations, realm.Migrations, place.Migrations, person.Migrations, org.Migrations, access.Migrations}

const password = "correct horse"

// world is the realms jia and yi; in jia an estate with two buildings, a grid over the first, a committee, and one
// person with an account.
type world struct {
	t  testing.TB
	db *store.DB
	*access.Service
	clock            *clock.Manual
	places           *place.Service
	people           *person.Service
	orgs             *org.Service
	start            time.Time
	estate, one, two place.Place
	flat             place.Place // in building one
	grid             place.Area
	committee        org.Org
	account          string
	person           person.Person
}

func build(t testing.TB, db *store.DB) *world {
	ring, err := seal.New(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, start: time.Date(2026, 6, 1, 9, 0, 0, 0, clock.Zone)}
	w.clock = clock.NewManual(w.start)
	j := journal.New(ring, w.clock)
	w.Service, w.places, w.people, w.orgs = access.New(w.clock, w.clock), place.New(j), person.New(j, ring), org.New(j)
	if w.account, err = w.Create(context.Background(), db, "Worker.A", password); err != nil {
		t.Fatal(err)
	}
	w.do(func(ctx context.Context, tx *store.Tx) (err error) {
		for _, id := range []string{"jia", "yi"} {
			if _, err := realm.New(j).Add(ctx, tx, journal.Actor{}, realm.Realm{ID: id, Kind: realm.Street, Title: lang.Same(id)}); err != nil {
				return err
			}
		}
		add := func(k place.Kind, in place.Place, title string) (p place.Place) {
			if err == nil {
				p, err = w.places.Add(ctx, tx, journal.Actor{}, place.Place{Realm: "jia", Kind: k, Parent: in.ID, Title: title})
			}
			return p
		}
		w.estate = add(place.Estate, place.Place{}, "青石小区")
		w.one, w.two = add(place.Building, w.estate, "1幢"), add(place.Building, w.estate, "2幢")
		w.flat = add(place.Dwelling, w.one, "101室")
		if err != nil {
			return err
		}
		if w.grid, err = w.places.AddArea(ctx, tx, journal.Actor{}, place.Area{Realm: "jia", Kind: place.Grid, Title: "第一网格"}, []string{w.one.ID}); err != nil {
			return err
		}
		if w.committee, err = w.orgs.Add(ctx, tx, journal.Actor{}, org.Org{Realm: "jia", Kind: "residents_committee", Title: "居委会"}); err != nil {
			return err
		}
		w.person, err = w.people.Add(ctx, tx, journal.Actor{}, person.Person{Realm: "jia", Name: "甘露", Account: w.account}, person.Contact{})
		return err
	})
	return w
}

func (w *world) do(f func(ctx context.Context, tx *store.Tx) error) {
	w.t.Helper()
	ctx := context.Background()
	if err := w.db.Tx(ctx, func(tx *store.Tx) error { return f(ctx, tx) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) post(p org.Post) org.Post {
	w.t.Helper()
	p.Realm, p.Org, p.Person = "jia", w.committee.ID, w.person.ID
	w.do(func(ctx context.Context, tx *store.Tx) (err error) {
		p, err = w.orgs.AddPost(ctx, tx, journal.Actor{}, p)
		return err
	})
	return p
}

func (w *world) identify(on time.Time) *access.Identity {
	w.t.Helper()
	i, err := access.Identify(context.Background(), w.db, "jia", w.account, on)
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

func (w *world) signIn() string {
	w.t.Helper()
	token, err := w.SignIn(context.Background(), w.db, "worker.a", password)
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}
