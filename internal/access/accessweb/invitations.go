package accessweb

import (
	"net/http"
	"net/url"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// invitationsPage makes slips with codes, one a dwelling, three beside each other on A4.
type invitationsPage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	Ask      []formweb.Input
	Rows     [][]slip
}

type slip struct{ Name, Code, QR string }

const (
	maxSlips   = 600
	slipsInRow = 3
)

var slipFields = []form.Field{{Name: "place", Type: form.Place, Required: true, Title: lang.T("给哪里的住户", "For which doors"), Hint: lang.T("一个小区、一幢楼、一个单元或一户。", "An estate, a building, a unit or one door.")}}

func (p *Pages) invitationsForm(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.renderInvitations(w, r, v, formweb.None(), nil, nil)
}

func (p *Pages) renderInvitations(w http.ResponseWriter, r *http.Request, v *web.Visit, ans *formweb.Answers, slips []slip, wrong error) (err error) {
	if _, err := v.ID.Keeps(access.People, ""); err != nil {
		return err
	}
	m := invitationsPage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: "/" + v.Realm.ID + "/invitations"}
	m.Page.Title, m.Page.Bare = v.Page.T("邀请居民", "Invite residents"), true // its heading is not printed
	if m.Ask, err = p.Ask.For(v).Inputs(r.Context(), formweb.Asking{}, slipFields, ans, m.Problems); err != nil {
		return err
	}
	for len(slips) > 0 {
		n := min(slipsInRow, len(slips))
		m.Rows, slips = append(m.Rows, slips[:n]), slips[n:]
	}
	w.Header().Set("Cache-Control", "no-store")
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, invitationsView(m))
}

// invite makes the slips and shows them, this once.
func (p *Pages) invite(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if _, err := v.ID.Keeps(access.People, ""); err != nil {
		return err
	}
	ans, err := p.Ask.For(v).Read(r.Context(), r, formweb.Asking{}, slipFields)
	if err != nil {
		return err
	}
	var slips []slip
	if err = ans.Check(slipFields); err == nil {
		id, _ := ans.Raw["place"].(string)
		slips, err = p.slips(r, v, id)
	}
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	return p.renderInvitations(w, r, v, ans, slips, err)
}

func (p *Pages) slips(r *http.Request, v *web.Visit, id string) ([]slip, error) {
	at, err := p.Ask.Places.Get(r.Context(), p.DB, v.Realm.ID, id)
	if err != nil {
		return nil, err
	}
	doors := []place.Place{at}
	if at.Kind != place.Dwelling {
		if doors, err = p.Ask.Places.Inside(r.Context(), p.DB, v.Realm.ID, at.Path, []string{string(place.Dwelling)}, maxSlips+1); err != nil {
			return nil, err
		}
	}
	switch {
	case len(doors) == 0:
		return nil, fault.InField("place", lang.T("这里还没有登记房屋，先到“地点”里登记", "No dwelling is booked there yet. Book them among the places first."))
	case len(doors) > maxSlips:
		return nil, fault.InField("place", lang.F("一次最多 %d 户，请按楼栋分几次做", "At most %d doors at once; please make them by building.", maxSlips))
	}
	scheme := "http"
	if v.Site.Secure || r.TLS != nil {
		scheme = "https"
	}
	var all []slip
	err = p.tell(r.Context(), v, access.Invited{Place: at.ID, Count: len(doors)}, func(tx *store.Tx) error {
		for _, d := range doors {
			code, err := p.Access.Invite(r.Context(), tx, v.Realm.ID, d.ID)
			if err != nil {
				return err
			}
			link := url.URL{Scheme: scheme, Host: r.Host, Path: "/" + v.Realm.ID + "/join", RawQuery: url.Values{"code": {code}}.Encode()}
			drawn, err := ui.QR(link.String())
			if err != nil {
				return err
			}
			all = append(all, slip{d.Full, code, drawn})
		}
		return nil
	})
	return all, err
}
