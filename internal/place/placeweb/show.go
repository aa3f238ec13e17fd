package placeweb

import (
	"net/http"
	"strconv"
	"time"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/matter"
	"linli/internal/place"
	"linli/internal/ui"
	"linli/internal/web"
)

// showPage is one place. For everybody it is the place's public face; a building's is made of blocks under each other,
// to which later pages of a building add theirs.
type showPage struct {
	Page     ui.Page
	Staff    bool
	Problems ui.Problems
	Facts    []ui.Fact
	Raise    string
	Who      whoPart
	Terms    []termRow
	Open     []matterRow
	Recent   []matterRow
	Children []placeGroup
	Acts     placeActs
	Rename   *ui.Field // nil for those who may not
	NameTo   string    // where the new name is posted
}

type matterRow struct {
	Href, Icon, Title, Under string
	Status                   ui.Status
	Due                      time.Time
}

// How many matters of each sort a place's page shows.
const (
	openShown   = 10
	recentShown = 6
)

func (p *Pages) show(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.showing(w, r, v, "", nil)
}

// showing answers with a place's page; wrong is what was wrong with the new name that somebody typed.
func (p *Pages) showing(w http.ResponseWriter, r *http.Request, v *web.Visit, typed string, wrong error) error {
	ctx := r.Context()
	at, err := p.Places.ByCode(ctx, p.DB, v.Realm.ID, r.PathValue("code"))
	if err != nil {
		return err
	}
	m := showPage{Page: v.Page, Staff: v.ID.Staff(), Raise: "/" + v.Realm.ID + "/raise?place=" + at.Code, Acts: p.acts(v, at), NameTo: pathOf(at) + "/name"}
	m.Page.Title = at.Full
	if m.Page.Crumbs, err = p.crumbs(ctx, v, at); err != nil {
		return err
	}
	if _, err := v.ID.Keeps(access.Places, at.Path); err == nil {
		m.Rename = &ui.Field{Name: "title", Label: v.Page.T("名称", "Name"), Value: at.Title, Required: true, MaxLen: 60,
			Hint: v.Page.T("码不变，门口的标牌照样能用。", "Its code stays, so the sign at the door stays good.")}
	}
	if wrong != nil && m.Rename != nil {
		m.Problems = v.Page.Problems(wrong)
		m.Rename.Value, m.Rename.Error = typed, m.Problems.Of("title")
	}
	m.Who, err = p.who(r, v, at, pathOf(at))
	if fault.Is(err, fault.Invalid) {
		wrong, m.Problems = err, v.Page.Problems(err)
	} else if err != nil {
		return err
	}
	if m.Terms, err = p.terms(ctx, v, at); err != nil {
		return err
	}
	if m.Facts, err = p.facts(r, v, at); err != nil {
		return err
	}
	if m.Open, err = p.matters(r, v, matter.Filter{In: at.Path, State: "open", Limit: openShown}); err != nil {
		return err
	}
	if m.Recent, err = p.matters(r, v, matter.Filter{In: at.Path, State: "closed", Limit: recentShown}); err != nil {
		return err
	}
	if m.Children, err = p.children(r, v, at.ID); err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, showView(m))
}

// facts are what a place is: its kind, its code, the areas over it.
func (p *Pages) facts(r *http.Request, v *web.Visit, at place.Place) ([]ui.Fact, error) {
	facts := []ui.Fact{{Label: v.Page.T("类型", "Kind"), Value: heading(v.Page, at.Kind.Title())}, {Label: v.Page.T("地点码", "Code"), Body: ui.Code(at.Code)}}
	areas, err := p.Places.AreasAt(r.Context(), p.DB, v.Realm.ID, at.Path, p.Clock.Now())
	for _, a := range areas {
		facts = append(facts, ui.Fact{Label: heading(v.Page, a.Kind.Title()), Value: a.Title, Href: areaPath(a)})
	}
	return facts, err
}

// matters lists what the visitor may see of a place's matters.
func (p *Pages) matters(r *http.Request, v *web.Visit, f matter.Filter) ([]matterRow, error) {
	found, err := p.Matters.List(r.Context(), p.DB, v.ID, v.Realm.ID, f)
	if err != nil {
		return nil, err
	}
	rows := make([]matterRow, len(found.Items))
	for i, it := range found.Items {
		n := strconv.FormatInt(it.Number, 10)
		row := matterRow{Href: "/" + v.Realm.ID + "/matters/" + n, Icon: it.Kind.Icon, Title: it.Title, Under: "#" + n + " · " + v.Page.Say(it.Kind.Title), Status: ui.Status(it.Shows)}
		if it.Title == it.Kind.Title.String() {
			row.Title = v.Page.Say(it.Kind.Title)
		}
		if it.AtPlace != "" {
			row.Under += " · " + it.AtPlace
		}
		if it.Ending != "" {
			row.Under += " · " + v.Page.Day(it.Closed)
		}
		rows[i] = row
	}
	return rows, nil
}
