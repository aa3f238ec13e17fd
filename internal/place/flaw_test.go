package place_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// said words flaws: where, how many dwellings, in which grids.
func said(flaws []place.Flaw) string {
	var all []string
	for _, f := range flaws {
		s := fmt.Sprint(f.Place.Full, " ", f.Dwellings)
		for _, a := range f.Areas {
			s += " " + a.Title
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

func TestFlaws(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		four := w.add(place.Place{Kind: place.Building, Parent: w.estate.ID, Title: "4幢"})
		w.add(place.Place{Kind: place.Dwelling, Parent: four.ID, Title: "101室"})
		flaws := func(want string) {
			t.Helper()
			got, err := w.Flaws(ctx, db, "jia", place.Grid, w.at)
			if err != nil || said(got) != want {
				t.Errorf("flaws: %s, want %s, %v", said(got), want, err)
			}
			none, many, err := w.Check(ctx, db, "jia", place.Grid, w.at)
			n := 0
			for _, f := range got {
				n += f.Dwellings
			}
			if err != nil || n != len(none)+len(many) {
				t.Errorf("%d dwellings, the check finds %d and %d, %v", n, len(none), len(many), err)
			}
		}
		flaws("青石小区 3")
		one := w.area(place.Area{Kind: place.Grid, Title: "第1网格"}, w.building.ID)
		flaws("青石小区 4幢 1")
		two := w.area(place.Area{Kind: place.Grid, Title: "第2网格"}, w.estate.ID)
		flaws("青石小区 3幢 2 第1网格 第2网格")
		w.area(place.Area{Kind: place.MicroGrid, Title: "微网格"}, w.building.ID) // another kind is no overlap
		w.area(place.Area{Kind: place.Grid, Title: "第3网格"}, w.flat.ID)
		flaws("青石小区 3幢 2单元 301室 1 第1网格 第2网格 第3网格; 青石小区 3幢 2单元 1201室 1 第1网格 第2网格")

		put := func(area place.Area, places ...string) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.PutInto(ctx, tx, journal.Actor{}, "jia", area.ID, places, w.at)
			})
		}
		if err := put(one, w.flat.ID, w.flat2.ID); err != nil {
			t.Fatal(err)
		}
		flaws("")
		if got := w.gridOf(w.flat, w.at) + w.gridOf(w.flat2, w.at) + w.gridOf(four, w.at) + w.gridOf(w.venue, w.at); got != "第1网格第1网格第2网格第2网格" {
			t.Errorf("after mending: %s", got)
		}
		if err := put(two, w.building.ID); err != nil { // and back, whole
			t.Fatal(err)
		}
		flaws("")
		if got := w.gridOf(w.flat, w.at); got != "第2网格" {
			t.Errorf("the building went to %s", got)
		}
		if err := put(two); !fault.Is(err, fault.Invalid) {
			t.Errorf("no place: %v", err)
		}
		if err := put(two, "none"); !fault.Is(err, fault.Invalid) {
			t.Errorf("an unknown place: %v", err)
		}
		if err := put(place.Area{ID: "none"}, four.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown area: %v", err)
		}
	})
}

func TestAreasOfAPlace(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		w.area(place.Area{Kind: place.Branch, Title: "支部"}, w.estate.ID)
		old := w.area(place.Area{Kind: place.Grid, Title: "旧网格", From: w.at.AddDate(-1, 0, 0)}, w.estate.ID)
		next := w.area(place.Area{Kind: place.Grid, Title: "新网格", From: w.at, Predecessor: old.ID}, w.building.ID)
		titles := func(all []place.Area, err error) string {
			var s []string
			for _, a := range all {
				s = append(s, a.Title)
			}
			if err != nil {
				t.Error(err)
			}
			return strings.Join(s, " ")
		}
		if got := titles(w.AreasAt(ctx, db, "jia", w.flat.Path, w.at)); got != "新网格 支部" {
			t.Errorf("now: %s", got)
		}
		if got := titles(w.AreasAt(ctx, db, "jia", w.flat.Path, w.at.Add(-1e9))); got != "旧网格 支部" {
			t.Errorf("before: %s", got)
		}
		if got := titles(w.NotNow(ctx, db, "jia", place.Grid, w.at)); got != "旧网格" {
			t.Errorf("over: %s", got)
		}
		if a, err := w.Successor(ctx, db, "jia", old.ID); a.ID != next.ID || err != nil {
			t.Errorf("successor: %+v, %v", a, err)
		}
	})
}
