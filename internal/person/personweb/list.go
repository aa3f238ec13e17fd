package personweb

import (
	"net/http"
	"strings"

	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/ui"
	"linli/internal/web"
)

// listPage finds people by the door that they live behind, by name or by phone. Of everybody there is no list.
type listPage struct {
	Page   ui.Page
	Search ui.Field
	In     string // the code of the place that is looked at
	Where  string
	Places []ui.Link // the way down to a building
	Rows   []personRow
	Asked  bool   // something was looked for
	More   string // that there are more than are shown
	New    string // where one is booked; "" for those who may not
	Many   string
}

type personRow struct{ Href, Name, Under string }

const listShown = 200

func (p *Pages) list(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := somewhere(v); err != nil {
		return err
	}
	ctx := r.Context()
	m := listPage{Page: v.Page, In: r.URL.Query().Get("in")}
	m.Page.Title = v.Page.T("住户", "Residents")
	m.Search = ui.Field{Name: "q", Label: v.Page.T("姓名或完整的电话", "A name or a whole phone number"), Value: strings.TrimSpace(r.URL.Query().Get("q"))}
	var at place.Place
	var err error
	if m.In != "" {
		if at, err = p.Places.ByCode(ctx, p.DB, v.Realm.ID, m.In); err != nil {
			return err
		}
		m.Where, m.Page.Title, m.Page.Crumbs = at.Full, at.Full, crumbs(v)
	}
	if _, err := books(v, at.Path); err == nil {
		m.New, m.Many = peoplePath(v)+"/new", peoplePath(v)+"/file"
		if at.Kind == place.Dwelling {
			m.New += "?in=" + at.Code
		}
	}
	switch {
	case m.Search.Value != "":
		m.Asked = true
		err = p.search(r, v, &m)
	case at.Kind == place.Building || at.Kind == place.Unit || at.Kind == place.Dwelling:
		m.Asked = true
		err = p.behind(r, v, at, &m)
	}
	if err != nil {
		return err
	}
	if m.Search.Value == "" && at.Kind != place.Dwelling && at.Kind != place.Unit {
		below, err := p.Places.Children(ctx, p.DB, v.Realm.ID, at.ID)
		if err != nil {
			return err
		}
		for _, x := range below {
			if x.Kind == place.Estate || x.Kind == place.Building || x.Kind == place.Unit {
				m.Places = append(m.Places, ui.Link{Href: peoplePath(v) + "?in=" + x.Code, Label: x.Title})
			}
		}
	}
	return v.Render(w, r, http.StatusOK, listView(m))
}

// search finds by words, as every page does: a phone number that finds somebody is a look at it, and noted.
func (p *Pages) search(r *http.Request, v *web.Visit, m *listPage) error {
	found, next, err := p.Matters.PeopleFrom(r.Context(), p.DB, v.ID, v.Realm.ID, m.Search.Value, 0, listShown)
	if err != nil || len(found) == 0 {
		return err
	}
	if next != 0 {
		m.More = v.Page.Say(lang.F("只列出前 %d 位，请写全姓名", "Only the first %d are shown; write the whole name.", listShown))
	}
	ids := make([]string, len(found))
	for i, x := range found {
		ids[i] = x.ID
	}
	tied, err := p.People.Tied(r.Context(), p.DB, v.Realm.ID, ids, p.Clock.Now())
	if err != nil {
		return err
	}
	doors := map[string][]person.Living{}
	for _, d := range tied {
		doors[d.ID] = append(doors[d.ID], d)
	}
	for _, x := range found {
		row := personRow{Name: x.Title}
		_, err := books(v, "")
		mine := err == nil
		var where []string
		for _, d := range doors[x.ID] {
			_, err := books(v, d.Path)
			mine = mine || err == nil
			where = append(where, d.Where)
		}
		if mine {
			row.Href, row.Under = personPath(v, x.ID), strings.Join(where, " · ")
		}
		m.Rows = append(m.Rows, row)
	}
	return nil
}

// behind lists who lives in a place or owns what lies in it, masked unless the visitor answers for them.
func (p *Pages) behind(r *http.Request, v *web.Visit, at place.Place, m *listPage) error {
	all, err := p.People.In(r.Context(), p.DB, v.Realm.ID, at.ID, p.Clock.Now(), listShown+1)
	if err != nil {
		return err
	}
	if len(all) > listShown {
		all, m.More = all[:listShown], v.Page.Say(lang.F("只列出前 %d 位，请选到单元或房屋", "Only the first %d are shown; choose a unit or a dwelling.", listShown))
	}
	of := make([]person.Person, len(all))
	for i, x := range all {
		of[i] = x.Person
	}
	knows, err := v.ID.Knows(r.Context(), p.DB, p.People, of)
	if err != nil {
		return err
	}
	for _, x := range all {
		row := personRow{Name: person.Mask(x.Name), Under: x.Where + " · " + v.Page.Say(as(x))}
		if knows(x.Person) {
			row.Name = x.Name
		}
		if _, err := books(v, x.Path); err == nil {
			row.Href, row.Name = personPath(v, x.ID), x.Name
		}
		m.Rows = append(m.Rows, row)
	}
	return nil
}

// as says what somebody has to do with a dwelling.
func as(x person.Living) lang.Text {
	switch {
	case x.Owner && x.Here:
		return person.OwnerHere.Title()
	case x.Owner:
		return person.OwnerAway.Title()
	case x.Relation != "":
		return x.Relation.Title()
	}
	return lang.T("住在这里", "lives here")
}
