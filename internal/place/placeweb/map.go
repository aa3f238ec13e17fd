package placeweb

import (
	"net/http"
	"slices"
	"strconv"

	"linli/internal/access"
	"linli/internal/geo"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/ui"
	"linli/internal/web"
)

// routesMap tells the site the addresses of the map.
func (p *Pages) routesMap(s *web.Site) {
	s.Handle("GET /{realm}/map", p.chart)
	s.Handle("GET /{realm}/map/shapes", p.shapes)
	s.Handle("GET /{realm}/map.geojson", p.export)
	s.Handle("GET /{realm}/map/import", p.newImport)
	s.Handle("POST /{realm}/map/import", p.takeIn)
	s.Handle("GET /{realm}/places/{code}/shape", p.outlining)
	s.Handle("POST /{realm}/places/{code}/shape", p.outline)
	s.Handle("GET /{realm}/areas/{id}/shape", p.outlining)
	s.Handle("POST /{realm}/areas/{id}/shape", p.outline)
}

// mapPage is a layer of shapes, drawn where scripts run, and the same as a list.
type mapPage struct {
	Page   ui.Page
	Staff  bool
	Layers []ui.NavItem
	Shapes string // where the script reads them; "" when there are none
	Tiles  Tiles
	Rows   []mapRow
	Flaws  []mapRow
	Note   *flawNote
	Check  string
	Export string
	Import string
	Also   int // of the layer, without a shape
}

type mapRow struct{ ID, Href, Title, Under string }

// layers are what the map can show: areas of each kind, then estates and buildings.
var layers = []string{string(place.Grid), string(place.MicroGrid), string(place.Assembly), string(place.Branch), string(place.Estate), string(place.Building)}

func layerOf(r *http.Request) string {
	if l := r.URL.Query().Get("layer"); slices.Contains(layers, l) {
		return l
	}
	return layers[0]
}

func layerTitle(l string) lang.Text {
	if slices.Contains(place.AreaKinds, place.AreaKind(l)) {
		return place.AreaKind(l).Title()
	}
	return place.Kind(l).Title()
}

func (p *Pages) chart(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	base, layer := "/"+v.Realm.ID, layerOf(r)
	m := mapPage{Page: v.Page, Staff: v.ID.Staff(), Tiles: p.Tiles, Export: base + "/map.geojson", Check: base + "/areas/check"}
	m.Page.Title = v.Page.T("地图", "Map")
	for _, l := range layers {
		m.Layers = append(m.Layers, ui.NavItem{Href: base + "/map?layer=" + l, Label: heading(v.Page, layerTitle(l)), Current: l == layer})
	}
	if v.ID.KeepsSome(access.Areas) {
		m.Import = base + "/map/import"
	}
	all, err := p.layer(r, v, layer)
	if err != nil {
		return err
	}
	for _, d := range all {
		switch {
		case d.flaw != "":
			m.Flaws = append(m.Flaws, mapRow{d.id(), d.href, d.title, d.under})
		case d.shape != nil:
			m.Rows = append(m.Rows, mapRow{d.id(), d.href, d.title, d.under})
			m.Shapes = base + "/map/shapes?layer=" + layer
		default:
			m.Rows = append(m.Rows, mapRow{"", d.href, d.title, d.under})
			m.Also++
		}
	}
	if layer == string(place.Grid) && m.Staff {
		flaws, err := p.Places.Flaws(r.Context(), p.DB, v.Realm.ID, place.Grid, p.Clock.Now())
		if err != nil {
			return err
		}
		m.Note = noteOf(v.Page, flaws)
	}
	return v.Render(w, r, http.StatusOK, mapView(m))
}

// layerShape is one thing of a layer, with its shape where it has one.
type layerShape struct {
	key, href, title, under string
	flaw                    string // gap or overlap
	shape                   geo.Shape
}

// id ties the line of the list to the shape on the map.
func (l layerShape) id() string { return "s-" + l.key }

// layer reads what a layer holds; of grids, to those who work here, also where dwellings lie in none or in several.
func (p *Pages) layer(r *http.Request, v *web.Visit, layer string) (all []layerShape, err error) {
	ctx, now := r.Context(), p.Clock.Now()
	places, areas, err := p.Places.Shapes(ctx, p.DB, v.Realm.ID, now)
	if err != nil {
		return nil, err
	}
	k := place.AreaKind(layer)
	if !slices.Contains(place.AreaKinds, k) {
		return p.placeLayer(r, v, place.Kind(layer), places)
	}
	there, err := p.Places.Areas(ctx, p.DB, v.Realm.ID, k, now)
	if err != nil {
		return nil, err
	}
	sizes, err := p.Places.Sizes(ctx, p.DB, v.Realm.ID, k, now)
	if err != nil {
		return nil, err
	}
	for _, a := range there {
		l := layerShape{key: a.ID, href: areaPath(a), title: a.Title, under: v.Page.Say(howMany(place.Dwelling, sizes[a.ID]))}
		posts, err := p.Orgs.ForArea(ctx, p.DB, v.Realm.ID, a.ID, now)
		if err != nil {
			return nil, err
		}
		for _, x := range posts {
			l.under += " · " + v.ID.Named(x.Post, x.Name) + v.Page.T("（", " (") + v.Page.Say(x.Title) + v.Page.T("）", ")")
		}
		if i := slices.IndexFunc(areas, func(d place.Drawn) bool { return d.Area.ID == a.ID }); i >= 0 {
			l.shape = areas[i].Shape
		}
		all = append(all, l)
	}
	if k != place.Grid || !v.ID.Staff() {
		return all, nil
	}
	flaws, err := p.Places.Flaws(ctx, p.DB, v.Realm.ID, k, now)
	for _, f := range flaws {
		l := layerShape{key: f.Place.ID, href: pathOf(f.Place), title: f.Place.Full, flaw: "gap", under: v.Page.T("不在任何网格里", "in no grid")}
		if len(f.Areas) > 0 {
			l.flaw, l.under = "overlap", v.Page.T("在 "+strconv.Itoa(len(f.Areas))+" 个网格里", "in "+strconv.Itoa(len(f.Areas))+" grids")
		}
		l.shape = shapeAt(places, f.Place)
		all = append(all, l)
	}
	return all, err
}

// placeLayer is estates or buildings.
func (p *Pages) placeLayer(r *http.Request, v *web.Visit, k place.Kind, places []place.Drawn) (all []layerShape, err error) {
	there, err := p.Places.OfKind(r.Context(), p.DB, v.Realm.ID, k)
	for _, x := range there {
		l := layerShape{key: x.ID, href: pathOf(x), title: x.Full, under: x.Code}
		if i := slices.IndexFunc(places, func(d place.Drawn) bool { return d.Place.ID == x.ID }); i >= 0 {
			l.shape = places[i].Shape
		}
		all = append(all, l)
	}
	return all, err
}

// shapeAt is a place's shape, or that of the nearest wider place that has one.
func shapeAt(places []place.Drawn, at place.Place) geo.Shape {
	var near geo.Shape
	for _, d := range places { // the widest come first
		if place.Within(at.Path, d.Place.ID) {
			near = d.Shape
		}
	}
	return near
}

// shapes is what the script draws: a layer with the estates under it, moved to where the tiles have them.
func (p *Pages) shapes(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	layer := layerOf(r)
	all, err := p.layer(r, v, layer)
	if err != nil {
		return err
	}
	var out []geo.Feature
	if layer != string(place.Estate) {
		ground, err := p.layer(r, v, string(place.Estate))
		if err != nil {
			return err
		}
		for _, l := range ground {
			out = append(out, geo.Feature{Properties: map[string]any{"title": l.title, "look": "ground"}, Shape: l.shape})
		}
	}
	for i, l := range all {
		look := "tone-" + strconv.Itoa(i%6)
		if l.flaw != "" {
			look = l.flaw
		}
		out = append(out, geo.Feature{ID: l.id(), Properties: map[string]any{"title": l.title, "href": l.href, "look": look, "under": l.under}, Shape: l.shape})
	}
	out = slices.DeleteFunc(out, func(f geo.Feature) bool { return f.Shape == nil })
	for i := range out {
		out[i].Shape = out[i].Shape.Map(p.Tiles.Datum.Show)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, no-cache")
	return geo.Encode(w, out)
}
