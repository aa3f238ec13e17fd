package placeweb

import (
	"net/http"
	"strings"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/ui"
	"linli/internal/web"
)

// treePage is the top of the tree, or what was found in it.
type treePage struct {
	Page   ui.Page
	Staff  bool
	Here   string
	Query  string
	Groups []placeGroup
	Found  []placeRow
	Acts   placeActs
}

// placeGroup is the places of one kind, in the order people count them.
type placeGroup struct {
	Title string
	Rows  []placeRow
}

type placeRow struct{ Href, Icon, Title, Under string }

// placeActs are what the visitor may do to the tree here; an empty address is not for them.
type placeActs struct{ New, Series, File, Signs, Draw string }

const foundShown = 50

func (p *Pages) tree(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	base := "/" + v.Realm.ID
	m := treePage{Page: v.Page, Staff: v.ID.Staff(), Here: base + "/places", Query: strings.TrimSpace(r.URL.Query().Get("q"))}
	m.Page.Title = v.Page.T("地点", "Places")
	m.Acts = p.acts(v, place.Place{})
	if m.Query != "" {
		found, err := p.Places.Search(r.Context(), p.DB, v.Realm.ID, m.Query, foundShown)
		if err != nil {
			return err
		}
		for _, x := range found {
			m.Found = append(m.Found, placeRow{pathOf(x), kindIcon(x.Kind), x.Full, v.Page.Say(x.Kind.Title()) + " · " + x.Code})
		}
		return v.Render(w, r, http.StatusOK, treeView(m))
	}
	var err error
	if m.Groups, err = p.children(r, v, ""); err != nil {
		return err
	}
	return v.Render(w, r, http.StatusOK, treeView(m))
}

// acts are what the visitor may do at a place; the zero Place is the top.
func (p *Pages) acts(v *web.Visit, at place.Place) (a placeActs) {
	base, in := "/"+v.Realm.ID, ""
	if at.Code != "" {
		in = "?in=" + at.Code
	}
	if v.ID.Staff() {
		a.Signs = base + "/signs" + in
	}
	if _, err := v.ID.Keeps(access.Places, at.Path); err == nil {
		if len(at.Kind.Holds()) > 0 || at.ID == "" {
			a.New = base + "/places/new" + in
		}
		if at.ID != "" {
			a.Draw = pathOf(at) + "/shape"
		}
		if at.ID == "" || at.Kind == place.Estate {
			a.Series = base + "/places/series" + in
		}
		if at.ID == "" {
			a.File = base + "/places/file"
		}
	}
	return a
}

// children groups what lies directly in a place by kind.
func (p *Pages) children(r *http.Request, v *web.Visit, parent string) ([]placeGroup, error) {
	all, err := p.Places.Children(r.Context(), p.DB, v.Realm.ID, parent)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, c := range all {
		ids[i] = c.ID
	}
	counts, err := p.Places.Counts(r.Context(), p.DB, v.Realm.ID, ids)
	if err != nil {
		return nil, err
	}
	var groups []placeGroup
	for _, k := range place.Kinds {
		g := placeGroup{Title: heading(v.Page, k.Title())}
		for _, c := range all {
			if c.Kind == k {
				g.Rows = append(g.Rows, placeRow{pathOf(c), kindIcon(k), c.Title, holds(v.Page, counts[c.ID])})
			}
		}
		if len(g.Rows) > 0 {
			groups = append(groups, g)
		}
	}
	return groups, nil
}

// holds says what lies in a place: 9 buildings, 2 venues.
func holds(p ui.Page, counts map[place.Kind]int) string {
	var all []string
	for _, k := range place.Kinds {
		if n := counts[k]; n > 0 {
			all = append(all, p.Say(howMany(k, n)))
		}
	}
	return strings.Join(all, p.T("、", ", "))
}

// howMany counts places of a kind in words.
func howMany(k place.Kind, n int) lang.Text {
	switch k {
	case place.Estate:
		return lang.F("%d 个小区", "estates: %d", n)
	case place.Building:
		return lang.F("%d 幢楼", "buildings: %d", n)
	case place.Unit:
		return lang.F("%d 个单元", "units: %d", n)
	case place.Dwelling:
		return lang.F("%d 套房屋", "dwellings: %d", n)
	case place.Venue:
		return lang.F("%d 个场所", "venues: %d", n)
	}
	return lang.F("%d 处公共区域", "public places: %d", n)
}
