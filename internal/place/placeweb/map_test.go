package placeweb_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/journal"
	"linli/internal/office"
	"linli/internal/place"
	"linli/internal/place/placeweb"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func lot(n float64) geo.Shape {
	w, e := 120+n/100, 120+(n+1)/100
	return geo.Shape{{{{w, 30}, {e, 30}, {e, 30.01}, {w, 30.01}, {w, 30}}}}
}

func shape(o *office.Office, id string, s geo.Shape) {
	o.T.Helper()
	o.Write(func(ctx context.Context, tx *store.Tx) error {
		return o.Places.SetShape(ctx, tx, journal.Actor{}, office.Realm, id, s)
	})
}

// looks are the features that the script is given, as title: look.
func looks(t *testing.T, a *office.Answer) string {
	t.Helper()
	var c struct {
		Features []struct {
			Properties struct{ Title, Look string }
		}
	}
	if err := json.Unmarshal(a.Body.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range c.Features {
		all = append(all, f.Properties.Title+": "+f.Properties.Look)
	}
	return strings.Join(all, "; ")
}

func TestMap(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Get("", "/nanmen/map", 200).Has("这一层还没有形状", "汽运网格") // the list is there without shapes
		shape(o, o.Home.ID, lot(1))
		shape(o, o.Next.ID, lot(2))
		page := o.Get("", "/nanmen/map?layer=nonsense", 200)
		page.Has("汽运网格", "4 套房屋")
		page.One("div", "data-map", "/nanmen/map/shapes?layer=grid")
		if got := looks(t, o.Get("", "/nanmen/map/shapes?layer=grid", 200)); got != "汽运网格: tone-0" {
			t.Error(got)
		}
		if got := looks(t, o.Get("", "/nanmen/map/shapes?layer=building", 200)); got != "汽运小区 3幢: tone-0; 汽运小区 4幢: tone-1" {
			t.Error(got)
		}
		// A gap and an overlap, for those who work here only.
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			if err := o.Places.ChangeArea(ctx, tx, journal.Actor{}, office.Realm, o.Grid.ID, []string{o.Home.ID}, []string{o.Estate.ID}, o.Clock.Now()); err != nil {
				return err
			}
			_, err := o.Places.AddArea(ctx, tx, journal.Actor{}, place.Area{Realm: office.Realm, Kind: place.Grid, Title: "第二网格", From: o.Since}, []string{o.Home.ID})
			return err
		})
		if got := looks(t, o.Get("worker", "/nanmen/map/shapes?layer=grid", 200)); got != "汽运网格: tone-0; 第二网格: tone-1; 汽运小区 3幢: overlap; 汽运小区 4幢: gap" {
			t.Error(got)
		}
		if got := looks(t, o.Get("resident", "/nanmen/map/shapes?layer=grid", 200)); strings.Contains(got, "gap") {
			t.Error(got)
		}
		o.Get("worker", "/nanmen/map", 200).Has("空白和重叠", "不在任何网格里", "在 2 个网格里")
		o.Get("resident", "/nanmen/map", 200).Lacks("空白和重叠")
	})
}

func TestMapFiles(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		for by, status := range map[string]int{"": 303, "resident": 403, "gridder": 403, "worker": 200} {
			o.Get(by, "/nanmen/map/import", status)
		}
		var file bytes.Buffer
		o.Must(geo.Encode(&file, []geo.Feature{{Properties: map[string]any{"name": "汽运小区 3幢"}, Shape: lot(1)}, {Properties: map[string]any{"name": "汽运网格"}, Shape: lot(2)}}))
		o.Send("resident", "/nanmen/map/import", "file", file.String(), 403)
		o.Send("worker", "/nanmen/map/import", "other", file.String(), 422).Has("请选择文件")
		wrong := strings.ReplaceAll(file.String(), "汽运网格", "没有的网格")
		o.Send("worker", "/nanmen/map/import", "file", wrong, 422).Has("第 2 个要素：没有叫“没有的网格”的地点或范围")
		o.Send("worker", "/nanmen/map/import", "file", file.String()[:40], 422).Has("不是 GeoJSON")
		if n := o.Entries("shape.set"); n != 0 {
			t.Errorf("%d shapes of a refused file", n)
		}
		o.Send("worker", "/nanmen/map/import", "file", file.String(), 303)
		out := o.Get("", "/nanmen/map.geojson", 200)
		if out.Header().Get("Content-Type") != "application/geo+json" {
			t.Error(out.Header())
		}
		all, err := geo.Decode(out.Body.Bytes())
		if err != nil || len(all) != 2 || all[0].Properties["code"] != o.Home.Code {
			t.Errorf("exported: %+v, %v", all, err)
		}
	})
}

// TestTiles sees that shapes are moved for the tiles that they are shown over, and nowhere else.
func TestTiles(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := office.Open(t, db)
		tiles := placeweb.Tiles{URL: "https://tiles.example.org/{z}/{x}/{y}.png", Datum: geo.GCJ02, Credit: "审图号 <0>"}
		o.Must(tiles.Check())
		o.Site.Images = tiles.Host()
		placeweb.New(placeweb.Needs{DB: db, Clock: o.Clock, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters, Tiles: tiles}).Routes(o.Site)
		o.Handler = o.Site.Handler()
		shape(o, o.Home.ID, lot(1))
		page := o.Get("", "/nanmen/map", 200)
		page.One("div", "data-tiles", tiles.URL)
		if csp := page.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "img-src 'self' data: blob: https://tiles.example.org;") {
			t.Error(csp)
		}
		var shown, kept struct {
			Features []struct {
				Geometry struct{ Coordinates [][][2]float64 }
			}
		}
		o.Must(json.Unmarshal(o.Get("", "/nanmen/map/shapes?layer=building", 200).Body.Bytes(), &shown))
		o.Must(json.Unmarshal(o.Get("", "/nanmen/map.geojson", 200).Body.Bytes(), &kept))
		a, b := shown.Features[0].Geometry.Coordinates[0][0], kept.Features[0].Geometry.Coordinates[0][0]
		if d := math.Hypot(a[0]-b[0], a[1]-b[1]); d < 1e-3 || d > 1e-2 || b != [2]float64{120.01, 30} {
			t.Errorf("shown at %v, kept at %v", a, b)
		}
	})
	for _, bad := range []placeweb.Tiles{{URL: "tiles"}, {URL: "https://{s}.example.org/{z}/{x}/{y}"}, {URL: "https://example.org/{z}/{x}"}, {URL: "ftp://example.org/{z}/{x}/{y}"},
		{URL: "https://a.example;script-src/{z}/{x}/{y}"}, {URL: "https://example.org/{z}/{x}/{y}", Datum: "bd09"}} {
		if err := bad.Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if (placeweb.Tiles{}).Check() != nil || (placeweb.Tiles{}).Host() != "" {
		t.Error("no tiles are right")
	}
}
