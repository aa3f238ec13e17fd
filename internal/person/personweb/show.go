package personweb

import (
	"errors"
	"net/http"

	"linli/internal/person"
	"linli/internal/ui"
	"linli/internal/web"
)

// showPage is one person, as those who keep who lives where see them.
type showPage struct {
	Page    ui.Page
	Facts   []ui.Fact
	With    []ui.Link // who else lives in the household; none for those who do not book who lives there
	Owned   []ownedRow
	Phone   string // opened
	AskOpen string // where a phone number is opened; "" when there is none, or it is open
	Change  string
	Out     string // where moving out is noted; "" when it is not known where they live, or not the visitor's to book
	Move    string // where they are booked at another dwelling
	Account string // where their account is helped with; "" for those who may not
}

type ownedRow struct{ Title, Href, Disown string }

func (p *Pages) show(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.showing(w, r, v, "")
}

// phone opens somebody's phone number; the look is noted first.
func (p *Pages) phone(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	who, post, err := p.known(r.Context(), v, r.PathValue("id"))
	if err != nil {
		return err
	}
	open, err := p.People.Phone(r.Context(), p.DB, v.ID.Actor(post), v.Realm.ID, who.ID)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.showing(w, r, v, open)
}

func (p *Pages) showing(w http.ResponseWriter, r *http.Request, v *web.Visit, open string) error {
	ctx := r.Context()
	who, _, err := p.known(ctx, v, r.PathValue("id"))
	if err != nil {
		return err
	}
	base := personPath(v, who.ID)
	m := showPage{Page: v.Page, Phone: open, Change: base + "/change", Move: peoplePath(v) + "/new?known=" + who.ID}
	m.Page.Title, m.Page.Crumbs = who.Name, crumbs(v)
	home := ui.Fact{Label: v.Page.T("住在", "Lives at"), Value: v.Page.T("没有登记，或已搬走", "not known, or moved out")}
	if who.Household != "" {
		h, err := p.People.Household(ctx, p.DB, v.Realm.ID, who.Household)
		if err != nil && !errors.Is(err, person.ErrNoHousehold) {
			return err
		}
		if err == nil && h.Until.IsZero() {
			at, err := p.Places.Get(ctx, p.DB, v.Realm.ID, h.Dwelling)
			if err != nil {
				return err
			}
			home.Value, home.Href = at.Full, peoplePath(v)+"?in="+at.Code
			if _, err := books(v, at.Path); err == nil { // else they are known for what they own
				m.Out = base + "/out"
				if m.With, err = p.with(r, v, who); err != nil {
					return err
				}
			}
		}
	}
	m.Facts = []ui.Fact{home}
	if who.Relation != "" {
		m.Facts = append(m.Facts, ui.Fact{Label: v.Page.T("关系", "As"), Value: v.Page.Say(who.Relation.Title())})
	}
	if m.Owned, err = p.owned(r, v, who); err != nil {
		return err
	}
	has, err := p.People.Has(ctx, p.DB, v.Realm.ID, who.ID)
	if err != nil {
		return err
	}
	phone := ui.Fact{Label: v.Page.T("电话", "Phone"), Value: v.Page.T("没有登记", "none is booked")}
	switch {
	case open != "":
		phone.Value, phone.Href = open, "tel:"+open
	case has:
		phone.Value, m.AskOpen = v.Page.T("已登记，加密保存", "booked, kept sealed"), base+"/phone"
	}
	account := ui.Fact{Label: v.Page.T("账号", "Account"), Value: v.Page.T("还没有", "none yet")}
	if who.Account != "" {
		account.Value = v.Page.T("有", "has one")
	}
	if _, err := books(v, ""); err == nil {
		account.Href = "/" + v.Realm.ID + "/accounts/" + who.ID
	}
	m.Facts = append(m.Facts, phone, account)
	return v.Render(w, r, http.StatusOK, showView(m))
}

func (p *Pages) with(r *http.Request, v *web.Visit, who person.Person) ([]ui.Link, error) {
	members, err := p.People.Members(r.Context(), p.DB, v.Realm.ID, who.Household)
	var all []ui.Link
	for _, x := range members {
		if x.ID != who.ID {
			label := x.Name
			if x.Relation != "" {
				label += " · " + v.Page.Say(x.Relation.Title())
			}
			all = append(all, ui.Link{Href: personPath(v, x.ID), Label: label})
		}
	}
	return all, err
}

func (p *Pages) owned(r *http.Request, v *web.Visit, who person.Person) ([]ownedRow, error) {
	ids, err := p.People.OwnedBy(r.Context(), p.DB, v.Realm.ID, who.ID, p.Clock.Now())
	if err != nil {
		return nil, err
	}
	var all []ownedRow
	for _, id := range ids {
		at, err := p.Places.Get(r.Context(), p.DB, v.Realm.ID, id)
		if err != nil {
			return nil, err
		}
		row := ownedRow{Title: at.Full, Href: peoplePath(v) + "?in=" + at.Code}
		if _, err := books(v, at.Path); err == nil {
			row.Disown = personPath(v, who.ID) + "/disown?dwelling=" + at.ID
		}
		all = append(all, row)
	}
	return all, nil
}
