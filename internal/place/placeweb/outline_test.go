package placeweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"linli/internal/geo"
	"linli/internal/office"
	"linli/internal/place/placeweb"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

const square = `{"type":"Polygon","coordinates":[[[119.4,32.2],[119.41,32.2],[119.41,32.21],[119.4,32.21],[119.4,32.2]]]}`

// TestDraw draws a building and a grid, corrects one, and keeps what was drawn when it is wrong.
func TestDraw(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		at, over := "/nanmen/places/"+o.Home.Code, "/nanmen/areas/"+o.Grid.ID
		for by, status := range map[string]int{"": 303, "resident": 403, "gridder": 200, "worker": 200} {
			o.Get(by, at+"/shape", status)
		}
		o.Get("gridder", over+"/shape", 403)
		o.Get("worker", "/nanmen/places/ZZZZZZ/shape", 404)
		o.Get("worker", at, 200).Has("画形状")
		o.Get("resident", at, 200).Lacks("画形状")
		o.Post("resident", at+"/shape", url.Values{"shape": {square}}, 403)
		for says, text := range map[string]string{
			"还没有画":       " ",
			"第 2 行读不下去":  "{\n\"type\"",
			"只收 Polygon": `{"type":"Point","coordinates":[1,2]}`,
			"没有闭合":       strings.Replace(square, `,[119.4,32.2]]]`, `]]`, 1),
			"相交":         `{"type":"Polygon","coordinates":[[[119.4,32.2],[119.41,32.21],[119.41,32.2],[119.4,32.22],[119.4,32.2]]]}`,
			"像是纬度写在了前面":  `{"type":"Polygon","coordinates":[[[32.2,119.4],[32.2,119.41],[32.21,119.41],[32.2,119.4]]]}`,
		} {
			wrong := o.Post("worker", at+"/shape", url.Values{"shape": {text}}, 422)
			wrong.Has(says)
			if got := office.Text(wrong.One("textarea", "name", "shape")); got != strings.Join(strings.Fields(text), " ") {
				t.Errorf("%s: what was drawn is lost: %q", says, got)
			}
		}
		if o.Entries("shape.set") != 0 {
			t.Fatal("a wrong shape is kept")
		}
		for _, path := range []string{at, over} {
			o.Post("worker", path+"/shape", url.Values{"shape": {square}}, 303)
			if got := office.Text(o.Get("worker", path+"/shape", 200).One("textarea", "name", "shape")); got != square {
				t.Errorf("%s is drawn as %s", path, got)
			}
		}
		o.Post("worker", at+"/shape", url.Values{"shape": {strings.ReplaceAll(square, "119.41", "119.42")}}, 303)
		places, areas, err := o.Places.Shapes(context.Background(), o.DB, office.Realm, o.Clock.Now())
		o.Must(err)
		if len(places) != 1 || places[0].Shape[0][0][1] != (geo.Point{119.42, 32.2}) || len(areas) != 1 || areas[0].Made {
			t.Errorf("%+v, %+v", places, areas)
		}
	})
}

// TestDrawOverShiftedTiles keeps in WGS 84 what was drawn over tiles of another datum, and shows it again where it was drawn.
func TestDrawOverShiftedTiles(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := office.Open(t, db)
		placeweb.New(placeweb.Needs{DB: db, Clock: o.Clock, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters, Tiles: placeweb.Tiles{Datum: geo.GCJ02}}).Routes(o.Site)
		o.Handler = o.Site.Handler()
		at := "/nanmen/places/" + o.Home.Code + "/shape"
		o.Post("worker", at, url.Values{"shape": {square}}, 303)
		places, _, err := o.Places.Shapes(context.Background(), o.DB, office.Realm, o.Clock.Now())
		o.Must(err)
		kept := places[0].Shape[0][0][0]
		if off := geo.GCJ02.Show(kept); kept == (geo.Point{119.4, 32.2}) || abs(off[0]-119.4) > 1e-7 || abs(off[1]-32.2) > 1e-7 {
			t.Errorf("kept at %v, shown at %v", kept, off)
		}
	})
}

func abs(x float64) float64 { return max(x, -x) }
