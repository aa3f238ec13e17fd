package org_test

import (
	"bytes"
	"context"
	"testing"
	"time"

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

var sets = []store.Set{journal.Migrations, realm.Migrations, place.Migrations, person.Migrations, org.Migrations}

// world is the realm jia with two estates, a grid over the first, a committee, a branch and four people.
type world struct {
	t  *testing.T
	db *store.DB
	j  *journal.Journal
	*org.Service
	places                            *place.Service
	at                                time.Time
	estate, far, building, unit, flat place.Place
	grid                              place.Area
	committee, branch                 org.Org
	wang, li, zhao, qian              person.Person
}

func build(t *testing.T, db *store.DB) *world {
	ring, err := seal.New(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, at: time.Date(2026, 6, 1, 0, 0, 0, 0, clock.Zone)}
	w.j = journal.New(ring, clock.NewManual(w.at))
	w.Service, w.places = org.New(w.j), place.New(w.j)
	people := person.New(w.j, ring)
	w.do(func(ctx context.Context, tx *store.Tx) error {
		if _, err := realm.New(w.j).Add(ctx, tx, journal.Actor{}, realm.Realm{ID: "jia", Kind: realm.Street, Title: lang.Same("甲")}); err != nil {
			return err
		}
		for _, p := range []struct {
			to            *place.Place
			kind          place.Kind
			parent, title string
		}{{&w.estate, place.Estate, "", "青石小区"}, {&w.far, place.Estate, "", "远山小区"}, {&w.building, place.Building, "e", "3幢"},
			{&w.unit, place.Unit, "b", "2单元"}, {&w.flat, place.Dwelling, "u", "301室"}} {
			parent := map[string]string{"": "", "e": w.estate.ID, "b": w.building.ID, "u": w.unit.ID}[p.parent]
			var err error
			if *p.to, err = w.places.Add(ctx, tx, journal.Actor{}, place.Place{Realm: "jia", Kind: p.kind, Parent: parent, Title: p.title}); err != nil {
				return err
			}
		}
		for name, to := range map[string]*person.Person{"王一": &w.wang, "李二": &w.li, "赵三": &w.zhao, "钱四": &w.qian} {
			var err error
			if *to, err = people.Add(ctx, tx, journal.Actor{}, person.Person{Realm: "jia", Name: name}, person.Contact{}); err != nil {
				return err
			}
		}
		return nil
	})
	w.grid = w.area(place.Grid, "第一网格", w.estate.ID)
	w.committee = w.org(org.Org{Kind: "residents_committee", Title: "居民委员会"})
	w.branch = w.org(org.Org{Kind: "estate_branch", Title: "青石支部", Area: w.area(place.Branch, "青石支部范围", w.estate.ID).ID})
	return w
}

func (w *world) try(f func(ctx context.Context, tx *store.Tx) error) error {
	ctx := context.Background()
	return w.db.Tx(ctx, func(tx *store.Tx) error { return f(ctx, tx) })
}

func (w *world) do(f func(ctx context.Context, tx *store.Tx) error) {
	w.t.Helper()
	if err := w.try(f); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) area(k place.AreaKind, title string, places ...string) (a place.Area) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) (err error) {
		a, err = w.places.AddArea(ctx, tx, journal.Actor{}, place.Area{Realm: "jia", Kind: k, Title: title, From: w.at.AddDate(-1, 0, 0)}, places)
		return err
	})
	return a
}

func (w *world) tryOrg(o org.Org) (got org.Org, err error) {
	o.Realm = "jia"
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		got, err = w.Add(ctx, tx, journal.Actor{}, o)
		return err
	})
	return got, err
}

func (w *world) org(o org.Org) org.Org {
	w.t.Helper()
	got, err := w.tryOrg(o)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

func (w *world) tryPost(p org.Post) (got org.Post, err error) {
	p.Realm = "jia"
	if p.Org == "" {
		p.Org = w.committee.ID
	}
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		got, err = w.AddPost(ctx, tx, journal.Actor{}, p)
		return err
	})
	return got, err
}

func (w *world) post(p org.Post) org.Post {
	w.t.Helper()
	got, err := w.tryPost(p)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

func (w *world) end(post string, at time.Time) error {
	return w.try(func(ctx context.Context, tx *store.Tx) error {
		return w.EndPost(ctx, tx, journal.Actor{}, "jia", post, at)
	})
}
