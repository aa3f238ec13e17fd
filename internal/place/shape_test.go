package place_test

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/journal"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// lot is a rectangle of a hundredth of a degree, the n-th to the east.
func lot(n float64) geo.Shape {
	w, e := 120+n/100, 120+(n+1)/100
	return geo.Shape{{{{w, 30}, {e, 30}, {e, 30.01}, {w, 30.01}, {w, 30}}}}
}

func TestShapes(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		set := func(realm, id string, s geo.Shape) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.SetShape(ctx, tx, journal.Actor{}, realm, id, s)
			})
		}
		four := w.add(place.Place{Kind: place.Building, Parent: w.estate.ID, Title: "4幢"})
		grid := w.area(place.Area{Kind: place.Grid, Title: "网格"}, w.estate.ID)
		branch := w.area(place.Area{Kind: place.Branch, Title: "支部"}, w.building.ID)
		empty := w.area(place.Area{Kind: place.MicroGrid, Title: "微网格"}, w.venue.ID)
		for id, s := range map[string]geo.Shape{w.building.ID: lot(1), four.ID: lot(2), branch.ID: lot(5), w.flat.ID: lot(9)} {
			if err := set("jia", id, s); err != nil {
				t.Fatal(err)
			}
		}
		if err := set("jia", four.ID, lot(3)); err != nil { // again, elsewhere
			t.Fatal(err)
		}
		places, areas, err := w.Shapes(ctx, db, "jia", w.at)
		if err != nil || len(places) != 3 || places[0].Place.ID != w.building.ID || !reflect.DeepEqual(places[1].Shape, lot(3)) {
			t.Errorf("places: %+v, %v", places, err)
		}
		if len(areas) != 2 || areas[0].Area.ID != grid.ID || !areas[0].Made || len(areas[0].Shape) != 2 || areas[1].Area.ID != branch.ID || areas[1].Made || !reflect.DeepEqual(areas[1].Shape, lot(5)) {
			t.Errorf("areas: %+v, not %s", areas, empty.Title)
		}
		for name, err := range map[string]error{
			"unknown": set("jia", "none", lot(1)), "another realm's": set("yi", four.ID, lot(1)),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := set("jia", four.ID, geo.Shape{{{{120, 30}}}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("no polygon: %v", err)
		}
		if e, _ := w.j.About(ctx, db, "jia", four.ID); len(e) != 3 || e[2].Kind != "shape.set" {
			t.Errorf("journal: %+v", e)
		}

		// Written to a file, read back, and taken in again: the same.
		features, err := w.Export(ctx, db, "jia", w.at)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := geo.Encode(&file, features); err != nil {
			t.Fatal(err)
		}
		read, err := geo.Decode(file.Bytes())
		if err != nil || !reflect.DeepEqual(read, features) {
			t.Errorf("read back: %+v, want %+v, %v", read, features, err)
		}
		n, err := w.take("jia", read)
		if err != nil || n != 4 {
			t.Errorf("%d taken, %v", n, err)
		}
		again, err := w.Export(ctx, db, "jia", w.at)
		if err != nil || !reflect.DeepEqual(again, features) {
			t.Errorf("after taking it back: %+v, %v", again, err)
		}
	})
}

func (w *world) take(realm string, features []geo.Feature) (n int, err error) {
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		n, err = w.Import(ctx, tx, journal.Actor{}, realm, features, w.at)
		return err
	})
	return n, err
}

func TestImport(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		w.area(place.Area{Kind: place.Grid, Title: "网格"}, w.estate.ID)
		of := func(n float64, more ...string) geo.Feature {
			f := geo.Feature{Shape: lot(n), Properties: map[string]any{}}
			for i := 0; i < len(more); i += 2 {
				f.Properties[more[i]] = more[i+1]
			}
			return f
		}
		if n, err := w.take("jia", []geo.Feature{of(1, "name", "青石小区"), of(2, "code", strings.ToLower(w.building.Code)), of(3, "name", "网格", "kind", "grid"), {ID: w.unit.ID, Shape: lot(4)}}); n != 4 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		before, _ := w.j.Position(ctx, db, "jia")
		for want, features := range map[string][]geo.Feature{
			"Feature 2: no place or area is called “天上小区”": {of(1, "name", "青石小区"), of(2, "name", "天上小区")},
			"Feature 2: it is about the same as feature 1": {of(1, "name", "青石小区"), of(2, "code", w.estate.Code)},
			"Feature 1: no place or area is called “网格”":   {of(1, "name", "网格", "kind", "branch")},
			"Feature 1: no place or area is called “”":     {of(1)},
			"no feature to take": {{Shape: lot(1), Properties: map[string]any{"made": true}}},
		} {
			if _, err := w.take("jia", features); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %s", err, want)
			}
		}
		if after, _ := w.j.Position(ctx, db, "jia"); after != before {
			t.Error("a file was half taken")
		}
		if _, err := w.take("yi", []geo.Feature{{ID: w.estate.ID, Shape: lot(1)}}); err == nil || errors.Is(err, place.ErrNone) {
			t.Errorf("another realm's place: %v", err)
		}
	})
}
