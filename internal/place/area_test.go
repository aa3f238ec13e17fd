package place_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func (w *world) tryArea(a place.Area, places ...string) (got place.Area, err error) {
	a.Realm = "jia"
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		got, err = w.AddArea(ctx, tx, journal.Actor{}, a, places)
		return err
	})
	return got, err
}

func (w *world) area(a place.Area, places ...string) place.Area {
	w.t.Helper()
	got, err := w.tryArea(a, places...)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

func (w *world) gridOf(p place.Place, on time.Time) string {
	w.t.Helper()
	a, err := w.GridOf(context.Background(), w.db, "jia", p.ID, on)
	if err != nil {
		w.t.Error(err)
	}
	return a.Title
}

func TestGrid(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		day := 24 * time.Hour
		if g := w.gridOf(w.flat, w.at); g != "" {
			t.Errorf("a grid before there is one: %s", g)
		}
		one := w.area(place.Area{Kind: place.Grid, Title: "第一网格", From: w.at}, w.estate.ID)
		w.area(place.Area{Kind: place.Branch, Title: "支部", From: w.at}, w.building.ID)
		for what, c := range map[string]struct {
			p    place.Place
			on   time.Time
			want string
		}{
			"through its estate": {w.flat, w.at, "第一网格"},
			"itself":             {w.estate, w.at, "第一网格"},
			"before it begins":   {w.flat, w.at.Add(-time.Millisecond), ""},
		} {
			if got := w.gridOf(c.p, c.on); got != c.want {
				t.Errorf("%s: %q, want %q", what, got, c.want)
			}
		}
		uncovered, overlapping, err := w.Check(ctx, db, "jia", place.Grid, w.at)
		if len(uncovered) != 0 || len(overlapping) != 0 || err != nil {
			t.Errorf("covered once: %v, %v, %v", uncovered, overlapping, err)
		}
		// The nearest wins, and it shows as an overlap.
		w.area(place.Area{Kind: place.Grid, Title: "第二网格", From: w.at}, w.flat2.ID)
		if g, h := w.gridOf(w.flat, w.at), w.gridOf(w.flat2, w.at); g != "第一网格" || h != "第二网格" {
			t.Errorf("the nearest: %s, %s", g, h)
		}
		uncovered, overlapping, err = w.Check(ctx, db, "jia", place.Grid, w.at)
		if len(uncovered) != 0 || len(overlapping) != 1 || overlapping[0].Place.ID != w.flat2.ID || overlapping[0].Areas != 2 || err != nil {
			t.Errorf("an overlap: %v, %v, %v", uncovered, overlapping, err)
		}
		if uncovered, _, _ = w.Check(ctx, db, "jia", place.Grid, w.at.Add(-day)); len(uncovered) != 2 {
			t.Errorf("before the grids: %v", uncovered)
		}
		// A successor ends what it follows, and not what was before.
		next := w.area(place.Area{Kind: place.Grid, Title: "新网格", From: w.at.Add(day), Predecessor: one.ID}, w.building.ID)
		if g, h := w.gridOf(w.flat, w.at), w.gridOf(w.flat, w.at.Add(day)); g != "第一网格" || h != "新网格" {
			t.Errorf("before and after: %s, %s", g, h)
		}
		if g := w.gridOf(w.venue, w.at.Add(day)); g != "" {
			t.Errorf("left out by the successor: %s", g)
		}
		areas, err := w.Areas(ctx, db, "jia", place.Grid, w.at.Add(day))
		if len(areas) != 2 || err != nil {
			t.Errorf("areas: %v, %v", areas, err)
		}
		// Places move out and in; history stays.
		change := func(in, out []string, at time.Time) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.ChangeArea(ctx, tx, journal.Actor{}, "jia", next.ID, in, out, at)
			})
		}
		if err := change([]string{w.venue.ID}, []string{w.building.ID}, w.at.Add(2*day)); err != nil {
			t.Fatal(err)
		}
		if g, h, i := w.gridOf(w.flat, w.at.Add(day)), w.gridOf(w.flat, w.at.Add(2*day)), w.gridOf(w.venue, w.at.Add(2*day)); g != "新网格" || h != "" || i != "新网格" {
			t.Errorf("after the change: %q, %q, %q", g, h, i)
		}
		if err := change([]string{w.venue.ID}, nil, w.at.Add(3*day)); err != nil {
			t.Error(err)
		}
		if places, err := w.PlacesOf(ctx, db, "jia", next.ID, w.at.Add(3*day)); len(places) != 1 || err != nil {
			t.Errorf("put in twice: %v, %v", places, err)
		}
		if err := change([]string{w.yi.ID}, nil, w.at.Add(3*day)); !fault.Is(err, fault.Invalid) {
			t.Errorf("another realm's place: %v", err)
		}
		if err := change(nil, nil, w.at); !errors.Is(err, place.ErrEnded) {
			t.Errorf("a change before it began: %v", err)
		}
		end := func(at time.Time) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.EndArea(ctx, tx, journal.Actor{}, "jia", next.ID, at)
			})
		}
		if err := end(w.at.Add(4 * day)); err != nil {
			t.Fatal(err)
		}
		if err := end(w.at.Add(5 * day)); !errors.Is(err, place.ErrEnded) {
			t.Errorf("ended twice: %v", err)
		}
		w.area(place.Area{Kind: place.Grid, Title: "短网格", From: w.at.Add(5 * day), Until: w.at.Add(6 * day)}, w.venue.ID)
		if g, h := w.gridOf(w.venue, w.at.Add(6*day-time.Millisecond)), w.gridOf(w.venue, w.at.Add(6*day)); g != "短网格" || h != "" {
			t.Errorf("around an end given at first: %q, %q", g, h)
		}
		if g, h := w.gridOf(w.venue, w.at.Add(4*day-time.Millisecond)), w.gridOf(w.venue, w.at.Add(4*day)); g != "新网格" || h != "" {
			t.Errorf("around its end: %q, %q", g, h)
		}
	})
}

func TestAreaRefused(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := build(t, db)
		grid := w.area(place.Area{Kind: place.Grid, Title: "一", From: w.at})
		for why, a := range map[string]place.Area{
			"no title":                   {Kind: place.Grid},
			"no kind":                    {Title: "x"},
			"an end before its start":    {Kind: place.Grid, Title: "x", From: w.at, Until: w.at},
			"an unknown predecessor":     {Kind: place.Grid, Title: "x", From: w.at, Predecessor: "none"},
			"another kind's predecessor": {Kind: place.Branch, Title: "x", From: w.at.Add(1e9), Predecessor: grid.ID},
			"before its predecessor":     {Kind: place.Grid, Title: "x", From: w.at, Predecessor: grid.ID},
		} {
			if _, err := w.tryArea(a); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		if _, err := w.tryArea(place.Area{Kind: place.Grid, Title: "x"}, w.yi.ID); !fault.Is(err, fault.Invalid) {
			t.Errorf("another realm's place: %v", err)
		}
	})
}
