package placeweb

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/ui"
	"linli/internal/web"
)

// routesAreas tells the site the addresses of areas.
func (p *Pages) routesAreas(s *web.Site) {
	s.Handle("GET /{realm}/areas", p.areas)
	s.Handle("GET /{realm}/areas/new", p.newArea)
	s.Handle("POST /{realm}/areas", p.draw)
	s.Handle("GET /{realm}/areas/check", p.check)
	s.Handle("POST /{realm}/areas/check", p.mend)
	s.Handle("GET /{realm}/areas/{id}", p.area)
	s.Handle("POST /{realm}/areas/{id}/places", p.changeArea)
	s.Handle("POST /{realm}/areas/{id}/end", p.endArea)
}

// areaPath is the address of an area's page.
func areaPath(a place.Area) string { return "/" + a.Realm + "/areas/" + a.ID }

// areasPage is the areas of one kind.
type areasPage struct {
	Page   ui.Page
	Staff  bool
	Kind   string
	Tabs   []ui.NavItem
	Rows   []areaRow
	Past   []areaRow
	Flaws  *flawNote // nil where the kind has no such rule
	Draw   string
	Check  string
	Nobody string
}

type areaRow struct {
	Href, Title, Places string
	Dwellings           int
	From, Until         time.Time
}

// flawNote says whether every dwelling lies in exactly one.
type flawNote struct {
	Tone ui.Tone
	Says string
}

func areaKind(r *http.Request) place.AreaKind {
	k := place.AreaKind(r.FormValue("kind"))
	if !slices.Contains(place.AreaKinds, k) {
		return place.Grid
	}
	return k
}

func (p *Pages) areas(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	ctx, now, k, base := r.Context(), p.Clock.Now(), areaKind(r), "/"+v.Realm.ID+"/areas"
	m := areasPage{Page: v.Page, Staff: v.ID.Staff(), Kind: heading(v.Page, k.Title()), Check: base + "/check?kind=" + string(k)}
	m.Page.Title = v.Page.T("网格和范围", "Grids and areas")
	for _, x := range place.AreaKinds {
		m.Tabs = append(m.Tabs, ui.NavItem{Href: base + "?kind=" + string(x), Label: heading(v.Page, x.Title()), Current: x == k})
	}
	if _, err := v.ID.Keeps(access.Areas, ""); err == nil {
		m.Draw = base + "/new?kind=" + string(k)
	}
	all, err := p.Places.Areas(ctx, p.DB, v.Realm.ID, k, now)
	if err != nil {
		return err
	}
	sizes, err := p.Places.Sizes(ctx, p.DB, v.Realm.ID, k, now)
	if err != nil {
		return err
	}
	for _, a := range all {
		there, err := p.Places.PlacesOf(ctx, p.DB, v.Realm.ID, a.ID, now)
		if err != nil {
			return err
		}
		m.Rows = append(m.Rows, areaRow{areaPath(a), a.Title, summed(v.Page, there), sizes[a.ID], a.From, a.Until})
	}
	past, err := p.Places.NotNow(ctx, p.DB, v.Realm.ID, k, now)
	if err != nil {
		return err
	}
	for _, a := range past {
		m.Past = append(m.Past, areaRow{Href: areaPath(a), Title: a.Title, From: a.From, Until: a.Until})
	}
	if k == place.Grid && m.Staff {
		flaws, err := p.Places.Flaws(ctx, p.DB, v.Realm.ID, k, now)
		if err != nil {
			return err
		}
		m.Flaws = noteOf(v.Page, flaws)
	}
	return v.Render(w, r, http.StatusOK, areasView(m))
}

func noteOf(p ui.Page, flaws []place.Flaw) *flawNote {
	gaps, overlaps := 0, 0
	for _, f := range flaws {
		if len(f.Areas) == 0 {
			gaps += f.Dwellings
		} else {
			overlaps += f.Dwellings
		}
	}
	if gaps+overlaps == 0 {
		return &flawNote{ui.Good, p.T("每套房屋都正好在一个网格里。", "Every dwelling lies in exactly one grid.")}
	}
	return &flawNote{ui.Warn, p.Say(lang.F("%d 套房屋不在任何网格里，%d 套同时在几个网格里。", "%d dwellings lie in no grid, %d in several.", gaps, overlaps))}
}

// summed names a few places and counts the rest.
func summed(p ui.Page, all []place.Place) string {
	const few = 4
	says := ""
	for i, x := range all[:min(few, len(all))] {
		if i > 0 {
			says += p.T("、", ", ")
		}
		says += x.Full
	}
	if n := len(all); n > few {
		says += p.T(" 等 "+strconv.Itoa(n)+" 处", " and others: "+strconv.Itoa(n)+" in all")
	}
	return says
}
