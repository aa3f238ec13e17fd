package orgweb

import (
	"net/http"
	"strconv"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// crossPage is who holds posts in several bodies, and who leads two of them.
type crossPage struct {
	Page  ui.Page
	Staff bool
	Tabs  []ui.NavItem
	Rows  []crossRow
	Heads int
}

type crossRow struct {
	Name  string
	Heads bool
	Posts []ui.Link
}

func (p *Pages) cross(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := neighbour(v); err != nil {
		return err
	}
	m := crossPage{Page: v.Page, Staff: v.ID.Staff(), Tabs: tabs(v, "/cross")}
	m.Page.Title = v.Page.T("交叉任职", "In several bodies")
	all, err := p.Orgs.CrossAppointments(r.Context(), p.DB, v.Realm.ID, p.Clock.Now())
	if err != nil {
		return err
	}
	for _, c := range all {
		row := crossRow{Name: v.ID.Named(c.Posts[0], c.Name), Heads: c.Heads}
		for i, one := range c.Posts {
			row.Posts = append(row.Posts, ui.Link{Href: postPath(v.Realm.ID, one.ID), Label: c.Orgs[i] + " · " + v.Page.Say(one.Says())})
		}
		if c.Heads {
			m.Heads++
		}
		m.Rows = append(m.Rows, row)
	}
	return v.Render(w, r, http.StatusOK, crossView(m))
}

// coverPage is which estates a party branch covers, and why the others none: a community's, or all of a street's.
type coverPage struct {
	Page     ui.Page
	Staff    bool
	Problems ui.Problems
	Tabs     []ui.NavItem
	Figure   ui.Figure
	Rows     []coverRow
}

type coverRow struct {
	Realm, Title string
	Branches     []ui.Link
	Reason       string
	Day          string
	Note         string // where a reason is noted; "" for those who may not
	Field        ui.Field
}

func (p *Pages) coverage(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.covering(w, r, v, "", "", nil)
}

func (p *Pages) covering(w http.ResponseWriter, r *http.Request, v *web.Visit, estate, typed string, wrong error) error {
	if err := neighbour(v); err != nil {
		return err
	}
	ctx := r.Context()
	m := coverPage{Page: v.Page, Staff: v.ID.Staff(), Tabs: tabs(v, "/coverage"), Problems: v.Page.Problems(wrong)}
	m.Page.Title = v.Page.T("小区覆盖", "Coverage of estates")
	realms, names := []string{v.Realm.ID}, map[string]string{}
	if v.Realm.Kind == realm.Street {
		under, err := p.Realms.Under(ctx, p.DB, v.Realm.ID)
		if err != nil {
			return err
		}
		realms = nil
		for _, c := range under {
			realms = append(realms, c.ID)
			names[c.ID] = v.Page.Say(c.Title)
		}
	}
	all, err := p.Orgs.Coverage(ctx, p.DB, realms, p.Clock.Now())
	if err != nil {
		return err
	}
	reasons, err := p.Orgs.Reasons(ctx, p.DB, realms)
	if err != nil {
		return err
	}
	_, keeps := v.ID.Keeps(access.Orgs, "")
	covered := 0
	var without, with []coverRow
	branches := map[string]bool{}
	for _, c := range all {
		row := coverRow{Realm: names[c.Realm], Title: c.Title}
		for _, b := range c.Branches {
			branches[b.ID] = true
			link := ui.Link{Label: b.Title}
			if c.Realm == v.Realm.ID {
				link.Href = orgPath(c.Realm, b.ID)
			}
			row.Branches = append(row.Branches, link)
		}
		if len(c.Branches) > 0 {
			covered++
			with = append(with, row)
			continue
		}
		if why, ok := reasons[c.Estate]; ok {
			row.Reason, row.Day = why.Reason, v.Page.Day(why.Noted)
		}
		if keeps == nil && c.Realm == v.Realm.ID {
			row.Note = "/" + v.Realm.ID + "/coverage/" + c.Estate
			row.Field = ui.Field{Name: "reason", Label: v.Page.T("为什么还没有", "Why there is none yet"), Value: row.Reason, MaxLen: 200}
			if estate == c.Estate {
				row.Field.Value, row.Field.Error = typed, m.Problems.Of("reason")
			}
		}
		without = append(without, row)
	}
	m.Rows = append(without, with...)
	m.Figure = ui.Figure{Label: v.Page.T("有党支部覆盖的小区", "Estates with a party branch"), Value: strconv.Itoa(covered) + " / " + strconv.Itoa(len(all)), Note: v.Page.Say(lang.F("%d 个支部，覆盖率 %s", "%d branches, %s covered", len(branches), percent(covered, len(all))))}
	return v.Render(w, r, statusOf(wrong), coverView(m))
}

// percent cuts after two decimals, as the published figure does: 32 of 36 is 88.88 %.
func percent(n, of int) string {
	if of == 0 {
		return "—"
	}
	hundredths := n * 10000 / of
	whole, part := strconv.Itoa(hundredths/100), strconv.Itoa(100 + hundredths%100)[1:]
	return whole + "." + part + "%"
}

func (p *Pages) noteUncovered(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := v.ID.Keeps(access.Orgs, "")
	if err != nil {
		return err
	}
	estate, reason := r.PathValue("id"), r.PostFormValue("reason")
	err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		return p.Orgs.NoteUncovered(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, estate, reason, p.Clock.Now())
	})
	if fault.Is(err, fault.Invalid) {
		return p.covering(w, r, v, estate, reason, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, "/"+v.Realm.ID+"/coverage", lang.T("已记下", "It is noted."))
}
