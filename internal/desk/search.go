package desk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"linli/internal/matter"
	"linli/internal/search"
	"linli/internal/ui"
	"linli/internal/web"
)

// searchPage is what was found of one sort or of each.
type searchPage struct {
	Page  ui.Page
	Staff bool
	Words string
	Tabs  []ui.NavItem
	Parts []searchPart
	None  bool // words were asked for, and nothing was found
	Pages ui.Paging
}

// searchPart is what was found of one sort. More leads to all of it.
type searchPart struct {
	Title string
	Rows  []searchRow
	More  string
}

type searchRow struct {
	Href, Icon, Under string
	Status            ui.Status
	Title, Excerpt    []search.Part
	Badge             bool
}

// How much of a sort is shown beside the others, and alone.
const (
	searchSome = 5
	searchAll  = 50
)

// sorts are what can be looked for, in the order in which they are shown. People are found by staff alone.
var sorts = []string{"matters", "places", "orgs", "people"}

// searching finds matters, places, organisations and people by words. Each sort is found by those who may see it, by
// what they may see of it; the domains decide that.
func (p *Pages) searching(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	q := r.URL.Query()
	m := searchPage{Page: v.Page, Staff: v.ID.Staff(), Words: strings.TrimSpace(q.Get("q"))}
	if long := []rune(m.Words); len(long) > 100 {
		m.Words = string(long[:100])
	}
	m.Page.Title = v.Page.T("搜索", "Search")
	before, err := matter.Cursor(q.Get("cursor"))
	if err != nil {
		return err
	}
	in := q.Get("in")
	if !slices.Contains(sorts, in) {
		in = ""
	}
	base := "/" + v.Realm.ID + "/search"
	at := func(in, cursor string) string {
		to := url.Values{"q": {m.Words}}
		for name, value := range map[string]string{"in": in, "cursor": cursor} {
			if value != "" {
				to.Set(name, value)
			}
		}
		return base + "?" + to.Encode()
	}
	ask := search.Ask(m.Words)
	if ask.Empty() {
		m.None = m.Words != ""
		return v.Render(w, r, http.StatusOK, searchView(m))
	}
	m.Tabs = []ui.NavItem{{Label: v.Page.T("全部", "Everything"), Href: at("", ""), Current: in == ""}}
	for _, sort := range sorts {
		if sort == "people" && !m.Staff {
			continue
		}
		m.Tabs = append(m.Tabs, ui.NavItem{Label: sortTitle(v.Page, sort), Href: at(sort, ""), Current: in == sort})
		if in != "" && in != sort {
			continue
		}
		limit := searchAll
		if in == "" {
			limit = searchSome
		}
		rows, next, err := p.found(r.Context(), v, sort, m.Words, before, limit)
		if err != nil {
			return err
		}
		part := searchPart{Title: sortTitle(v.Page, sort), Rows: rows}
		switch {
		case next != 0 && in == "":
			part.More = at(sort, "")
		case next != 0:
			m.Pages.Next = at(sort, strconv.FormatInt(next, 10))
		}
		if len(rows) > 0 {
			m.Parts = append(m.Parts, part)
		}
	}
	if before > 0 {
		m.Pages.First, m.Pages.Earlier = at(in, ""), at(in, "")
	}
	m.None = len(m.Parts) == 0
	return v.Render(w, r, http.StatusOK, searchView(m))
}

func sortTitle(p ui.Page, sort string) string {
	switch sort {
	case "matters":
		return p.T("事项", "Matters")
	case "places":
		return p.T("地点", "Places")
	case "orgs":
		return p.T("单位和组织", "Organisations")
	}
	return p.T("人员", "People")
}

// found reads what words find of one sort. Next is where the next page begins, 0 on the last.
func (p *Pages) found(ctx context.Context, v *web.Visit, sort, words string, before int64, limit int) (rows []searchRow, next int64, err error) {
	ask, base := search.Ask(words), "/"+v.Realm.ID
	switch sort {
	case "matters":
		found, next, err := p.Matters.Search(ctx, p.DB, v.ID, v.Realm.ID, words, before, limit)
		for _, f := range found {
			n := strconv.FormatInt(f.Number, 10)
			row := searchRow{Href: base + "/matters/" + n, Icon: f.Kind.Icon, Status: ui.Status(f.Shows), Title: f.Title, Excerpt: f.Excerpt, Badge: true,
				Under: "#" + n + " · " + v.Page.Say(f.Kind.Title) + " · " + v.Page.Day(f.Created)}
			if f.AtPlace != "" {
				row.Under += " · " + f.AtPlace
			}
			rows = append(rows, row)
		}
		return rows, next, err
	case "places":
		found, next, err := p.Places.Find(ctx, p.DB, v.Realm.ID, words, before, limit)
		for _, f := range found {
			rows = append(rows, searchRow{Href: base + "/p/" + f.Code, Icon: "map-pin", Title: ask.Mark(f.Full), Under: v.Page.Say(f.Kind.Title())})
		}
		return rows, next, err
	case "orgs":
		found, next, err := p.Orgs.Find(ctx, p.DB, v.Realm.ID, words, before, limit)
		for _, f := range found {
			under := v.Page.Say(f.KindTitle())
			if !f.OpenAt(p.Clock.Now()) {
				under += " · " + v.Page.T("已撤销", "closed")
			}
			rows = append(rows, searchRow{Href: base + "/orgs/" + f.ID, Icon: "building", Title: ask.Mark(f.Title), Under: under})
		}
		return rows, next, err
	}
	found, next, err := p.Matters.PeopleFrom(ctx, p.DB, v.ID, v.Realm.ID, words, before, limit)
	for _, f := range found {
		rows = append(rows, searchRow{Icon: "user", Title: ask.Mark(f.Title)})
	}
	return rows, next, err
}
