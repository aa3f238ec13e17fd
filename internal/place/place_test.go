package place_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

var sets = []store.Set{journal.Migrations, realm.Migrations, place.Migrations}

// world is two realms, jia with a small estate and yi with nothing.
type world struct {
	t  *testing.T
	db *store.DB
	j  *journal.Journal
	*place.Service
	at                                             time.Time
	estate, building, unit, flat, flat2, venue, yi place.Place
}

func build(t *testing.T, db *store.DB) *world {
	ring, err := seal.New(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, at: time.Date(2026, 6, 1, 9, 0, 0, 0, clock.Zone)}
	w.j = journal.New(ring, clock.NewManual(w.at))
	w.Service = place.New(w.j)
	realms := realm.New(w.j)
	w.do(func(ctx context.Context, tx *store.Tx) error {
		for _, id := range []string{"jia", "yi"} {
			if _, err := realms.Add(ctx, tx, journal.Actor{}, realm.Realm{ID: id, Kind: realm.Street, Title: lang.Same(id)}); err != nil {
				return err
			}
		}
		return nil
	})
	w.estate = w.add(place.Place{Kind: place.Estate, Title: "青石小区"})
	w.building = w.add(place.Place{Kind: place.Building, Parent: w.estate.ID, Title: "3幢"})
	w.unit = w.add(place.Place{Kind: place.Unit, Parent: w.building.ID, Title: "2单元"})
	w.flat = w.add(place.Place{Kind: place.Dwelling, Parent: w.unit.ID, Title: "301室"})
	w.flat2 = w.add(place.Place{Kind: place.Dwelling, Parent: w.unit.ID, Title: "1201室"})
	w.venue = w.add(place.Place{Kind: place.Venue, Parent: w.estate.ID, Title: "议事厅"})
	w.yi = w.add(place.Place{Realm: "yi", Kind: place.Estate, Title: "青石小区"})
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

func (w *world) tryAdd(p place.Place) (got place.Place, err error) {
	if p.Realm == "" {
		p.Realm = "jia"
	}
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		got, err = w.Add(ctx, tx, journal.Actor{}, p)
		return err
	})
	return got, err
}

func (w *world) add(p place.Place) place.Place {
	w.t.Helper()
	got, err := w.tryAdd(p)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

func TestAdd(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		got, err := w.Get(ctx, db, "jia", w.flat.ID)
		if err != nil || got != w.flat || got.Full != "青石小区 3幢 2单元 301室" {
			t.Errorf("get: %+v, want %+v, %v", got, w.flat, err)
		}
		if want := "/" + strings.Join([]string{w.estate.ID, w.building.ID, w.unit.ID, w.flat.ID}, "/") + "/"; got.Path != want {
			t.Errorf("path %s, want %s", got.Path, want)
		}
		if len(got.Code) != 6 || strings.ContainsAny(got.Code, "0O1ILZ2S5B8V") {
			t.Errorf("code %q", got.Code)
		}
		if p, err := w.ByCode(ctx, db, "jia", " "+strings.ToLower(got.Code[:3])+"-"+got.Code[3:]); err != nil || p.ID != got.ID {
			t.Errorf("by code: %+v, %v", p, err)
		}
		if _, err := w.ByCode(ctx, db, "yi", got.Code); !errors.Is(err, place.ErrNone) {
			t.Errorf("by another realm's code: %v", err)
		}
		if _, err := w.Get(ctx, db, "yi", w.flat.ID); !errors.Is(err, place.ErrNone) {
			t.Errorf("another realm's place: %v", err)
		}
		if name, err := w.Name(ctx, db, "jia", w.unit.ID); name != "青石小区 3幢 2单元" || err != nil {
			t.Errorf("name: %s, %v", name, err)
		}
		for why, p := range map[string]place.Place{
			"no title":                {Kind: place.Estate},
			"no kind":                 {Title: "x"},
			"an unknown kind":         {Kind: "moon", Title: "x"},
			"a unit at the top":       {Kind: place.Unit, Title: "1单元"},
			"an estate in a building": {Kind: place.Estate, Title: "x", Parent: w.building.ID},
			"a dwelling in a venue":   {Kind: place.Dwelling, Title: "x", Parent: w.venue.ID},
			"an unknown parent":       {Kind: place.Building, Title: "x", Parent: "none"},
			"another realm's parent":  {Kind: place.Building, Title: "x", Parent: w.yi.ID},
			"a title twice":           {Kind: place.Building, Title: " 3幢 ", Parent: w.estate.ID},
			"a title twice at top":    {Kind: place.Estate, Title: "青石小区"},
			"a code twice":            {Kind: place.Estate, Title: "x", Code: w.flat.Code},
			"a code with look-alikes": {Kind: place.Estate, Title: "x", Code: "O0I1L2"},
		} {
			if _, err := w.tryAdd(p); !fault.Is(err, fault.Invalid) || len(fault.As(err).Fields) == 0 {
				t.Errorf("%s: %v", why, err)
			}
		}
		if p := w.add(place.Place{Kind: place.Public, Title: "东路", Code: "acd ef3"}); p.Code != "ACDEF3" {
			t.Errorf("a given code: %s", p.Code)
		}
		entries, err := w.j.About(ctx, db, "jia", w.flat.ID)
		if err != nil || len(entries) != 1 || entries[0].Kind != "place.added" || !strings.Contains(string(entries[0].Payload), "301室") {
			t.Errorf("journal: %+v, %v", entries, err)
		}
	})
}

func TestList(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		titles := func(all []place.Place, err error) string {
			if err != nil {
				t.Error(err)
			}
			var s []string
			for _, p := range all {
				s = append(s, p.Title)
			}
			return strings.Join(s, " ")
		}
		check := func(what, got, want string) {
			if got != want {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		check("children count as people do", titles(w.Children(ctx, db, "jia", w.unit.ID)), "301室 1201室")
		check("the top", titles(w.Children(ctx, db, "jia", "")), "青石小区")
		check("ancestors", titles(w.Ancestors(ctx, db, w.flat)), "青石小区 3幢 2单元")
		check("no ancestors", titles(w.Ancestors(ctx, db, w.estate)), "")
		check("words", titles(w.Search(ctx, db, "jia", "青石 301", 10)), "301室")
		check("the widest first", titles(w.Search(ctx, db, "jia", "青石", 2)), "青石小区 3幢")
		check("a code", titles(w.Search(ctx, db, "jia", strings.ToLower(w.venue.Code), 9)), "议事厅")
		check("a wildcard is a letter", titles(w.Search(ctx, db, "jia", "%", 10)), "")
		check("an underline is a letter", titles(w.Search(ctx, db, "jia", "_01室", 10)), "")
		check("nothing", titles(w.Search(ctx, db, "jia", "  ", 10)), "")
		check("dwellings", titles(w.OfKind(ctx, db, "jia", place.Dwelling)), "301室 1201室")
		m, err := w.ByIDs(ctx, db, "jia", []string{w.flat.ID, w.yi.ID, "none"})
		if err != nil || len(m) != 1 || m[w.flat.ID] != w.flat {
			t.Errorf("by ids: %v, %v", m, err)
		}
		if m, err := w.ByIDs(ctx, db, "jia", nil); err != nil || len(m) != 0 {
			t.Errorf("by no ids: %v, %v", m, err)
		}
	})
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		path, id string
		want     bool
	}{{"/a/b/", "a", true}, {"/a/b/", "b", true}, {"/ab/", "a", false}, {"/a/", "", false}, {"", "a", false}} {
		if got := place.Within(c.path, c.id); got != c.want {
			t.Errorf("within %q %q: %v", c.path, c.id, got)
		}
	}
}
