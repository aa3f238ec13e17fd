package placeweb

import (
	"context"
	"net/http"
	"time"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/ui"
	"linli/internal/web"
)

// answersPage is who answers for a place, from the nearest to the whole community.
type answersPage struct {
	Page     ui.Page
	Staff    bool
	Now      time.Time
	Action   string
	Ask      []formweb.Input // where; none on a sign's own page
	Problems ui.Problems
	Raise    string
	Place    string // its page
	Full     string
	Who      whoPart
}

var wherePlace = form.Field{Name: "place", Type: form.Place, Title: lang.T("哪里", "Where"), Hint: lang.T("小区、楼栋或门口标牌上的编号。", "An estate, a building or the code on a sign.")}

// answers asks for a place and says who answers for it, today or on another day. Without a place it takes the visitor's
// home.
func (p *Pages) answers(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	m := answersPage{Page: v.Page, Staff: v.ID.Staff(), Now: p.Clock.Now(), Action: "/" + v.Realm.ID + "/answers"}
	m.Page.Title = v.Page.T("谁负责我家门口", "Who answers for my door")
	asker := p.asker(v)
	sent := r.URL.Query().Get("place")
	if sent == "" && !r.URL.Query().Has("place") {
		home, err := p.homeOf(r.Context(), v)
		if err != nil {
			return err
		}
		sent = home
	}
	ans, err := asker.Find(r.Context(), formweb.Asking{}, wherePlace, sent)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if wrong := ans.Err(nil); wrong != nil {
		status, m.Problems = http.StatusUnprocessableEntity, v.Page.Problems(wrong)
	}
	if m.Ask, err = asker.Inputs(r.Context(), formweb.Asking{}, []form.Field{wherePlace}, ans, m.Problems); err != nil {
		return err
	}
	if id, _ := ans.Raw["place"].(string); id != "" {
		at, err := p.Places.Get(r.Context(), p.DB, v.Realm.ID, id)
		if err != nil {
			return err
		}
		err = p.answering(r, v, at, m.Action, &m)
		if fault.Is(err, fault.Invalid) {
			status, m.Problems = http.StatusUnprocessableEntity, v.Page.Problems(err)
		} else if err != nil {
			return err
		}
		m.Who.Keep = []ui.Option{{Value: "place", Label: at.Code}}
	}
	return v.Render(w, r, status, answersView(m))
}

// sign is the page that the sign at a place leads to: raise something here, and who answers for it.
func (p *Pages) sign(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	at, err := p.Places.ByCode(r.Context(), p.DB, v.Realm.ID, r.PathValue("code"))
	if err != nil {
		return err
	}
	m := answersPage{Page: v.Page, Staff: v.ID.Staff(), Now: p.Clock.Now()}
	m.Page.Title = at.Full
	status := http.StatusOK
	err = p.answering(r, v, at, "/"+v.Realm.ID+"/p/"+at.Code, &m)
	if fault.Is(err, fault.Invalid) {
		status, m.Problems = http.StatusUnprocessableEntity, v.Page.Problems(err)
	} else if err != nil {
		return err
	}
	return v.Render(w, r, status, answersView(m))
}

func (p *Pages) answering(r *http.Request, v *web.Visit, at place.Place, action string, m *answersPage) (err error) {
	m.Raise, m.Place, m.Full = "/"+v.Realm.ID+"/raise?place="+at.Code, pathOf(at), at.Full
	m.Who, err = p.who(r, v, at, action)
	return err
}

// homeOf is the id of the visitor's dwelling; "" when it is not known.
func (p *Pages) homeOf(ctx context.Context, v *web.Visit) (string, error) {
	if v.ID.Person == "" {
		return "", nil
	}
	me, err := p.People.Get(ctx, p.DB, v.Realm.ID, v.ID.Person)
	if err != nil || me.Household == "" {
		return "", err
	}
	h, err := p.People.Household(ctx, p.DB, v.Realm.ID, me.Household)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return h.Dwelling, err
}
