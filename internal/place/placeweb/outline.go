package placeweb

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// outlinePage asks where a place or an area lies: drawn on a map where scripts run, and as text everywhere.
type outlinePage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	Around   string // the shapes around it
	Tiles    Tiles
	Text     ui.Field
	Import   string
}

// thing is a place or an area that is to be drawn.
type thing struct {
	id, title, path, layer, post string
}

// drawable finds the place or the area of a request, for those who may say where it lies.
func (p *Pages) drawable(r *http.Request, v *web.Visit) (x thing, err error) {
	if code := r.PathValue("code"); code != "" {
		at, err := p.Places.ByCode(r.Context(), p.DB, v.Realm.ID, code)
		if err != nil {
			return x, err
		}
		x = thing{id: at.ID, title: at.Full, path: pathOf(at), layer: string(place.Building)}
		if at.Kind == place.Estate {
			x.layer = string(place.Estate)
		}
		x.post, err = v.ID.Keeps(access.Places, at.Path)
		return x, err
	}
	a, err := p.Places.Area(r.Context(), p.DB, v.Realm.ID, r.PathValue("id"))
	if err != nil {
		return x, err
	}
	x = thing{id: a.ID, title: a.Title, path: areaPath(a), layer: string(a.Kind)}
	if x.post, err = v.ID.Keeps(access.Areas, ""); err == nil && !a.Until.IsZero() && !p.Clock.Now().Before(a.Until) {
		err = place.ErrEnded
	}
	return x, err
}

// outlining asks for a shape. What is there is shown where the tiles have it.
func (p *Pages) outlining(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	x, err := p.drawable(r, v)
	if err != nil {
		return err
	}
	places, areas, err := p.Places.Shapes(r.Context(), p.DB, v.Realm.ID, p.Clock.Now())
	if err != nil {
		return err
	}
	text := ""
	all := slices.Concat(places, areas)
	if i := slices.IndexFunc(all, func(d place.Drawn) bool { return (d.Place.ID == x.id || d.Area.ID == x.id) && !d.Made }); i >= 0 {
		b, err := json.Marshal(all[i].Shape.Map(p.Tiles.Datum.Show))
		if err != nil {
			return err
		}
		text = string(b)
	}
	return p.outlineForm(w, r, v, x, text, nil)
}

func (p *Pages) outlineForm(w http.ResponseWriter, r *http.Request, v *web.Visit, x thing, text string, wrong error) error {
	m := outlinePage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: x.path + "/shape", Around: "/" + v.Realm.ID + "/map/shapes?layer=" + x.layer, Tiles: p.Tiles}
	m.Page.Title, m.Page.Crumbs = v.Page.T("画形状", "Draw its shape"), []ui.Link{{Href: x.path, Label: x.title}}
	m.Text = ui.Field{Name: "shape", Label: v.Page.T("形状（GeoJSON）", "Its shape, as GeoJSON"), Value: text, Required: true, Error: m.Problems.Of("shape"), Attrs: map[string]any{"data-shape-text": "", "spellcheck": "false"},
		Hint: v.Page.T("在图上画，这里会跟着变；也可以直接写或粘贴 Polygon、MultiPolygon，先经度后纬度。", "What is drawn stands here. A Polygon or MultiPolygon can be written or pasted, too, with the longitude first.")}
	if v.ID.KeepsSome(access.Areas) {
		m.Import = "/" + v.Realm.ID + "/map/import"
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, outlineView(m))
}

// outline takes a shape that was drawn over tiles to where it is, and keeps it when it is sound.
func (p *Pages) outline(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	x, err := p.drawable(r, v)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(r.PostFormValue("shape"))
	shape, err := drawnShape(text)
	if err == nil {
		shape = shape.Map(p.Tiles.Datum.Read).Wind()
		if says := shape.Check(); !says.Empty() {
			err = fault.InField("shape", says)
		}
	}
	if err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			return p.Places.SetShape(r.Context(), tx, v.ID.Actor(x.post), v.Realm.ID, x.id, shape)
		})
	}
	if fault.Is(err, fault.Invalid) {
		return p.outlineForm(w, r, v, x, text, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, x.path, lang.T("形状已保存", "Its shape is saved."))
}

// drawnShape reads a GeoJSON geometry.
func drawnShape(text string) (shape geo.Shape, err error) {
	if text == "" {
		return nil, fault.InField("shape", lang.T("还没有画：在图上点出至少三个角，或者把形状贴进来", "Nothing is drawn: press at least three corners on the map, or paste a shape."))
	}
	if len(text) > geo.MaxFile {
		return nil, fault.InField("shape", lang.F("形状太大，最多 %d MB", "The shape is too large: at most %d MB.", geo.MaxFile>>20))
	}
	if err := json.Unmarshal([]byte(text), &shape); err != nil {
		if s, ok := errors.AsType[*json.SyntaxError](err); ok {
			line := 1 + bytes.Count([]byte(text)[:min(int(s.Offset), len(text))], []byte("\n"))
			return nil, fault.InField("shape", lang.F("不是 GeoJSON：第 %d 行读不下去", "This is no GeoJSON: it cannot be read at line %d.", line))
		}
		return nil, fault.InField("shape", fault.As(err).Says)
	}
	return shape, nil
}
