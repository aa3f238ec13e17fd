package desk

import (
	"context"
	"net/http"
	"slices"
	"time"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/realm"
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
	Place    string
	Raise    string
	People   []answerer
}

type answerer struct{ Name, Post string }

var where = form.Field{Name: "place", Type: form.Place, Title: lang.T("哪里", "Where"), Hint: lang.T("小区、楼栋或门口标牌上的编号。", "An estate, a building or the code on a sign.")}

// answers asks for a place and says who answers for it. Without one it takes the visitor's home.
func (p *Pages) answers(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	m := answersPage{Page: v.Page, Staff: v.ID.Staff(), Now: p.Clock.Now(), Action: "/" + v.Realm.ID + "/answers"}
	m.Page.Title = v.Page.T("谁负责我家门口", "Who answers for my door")
	asker := formweb.Needs{DB: p.DB, Clock: p.Clock, Matters: p.Matters, Places: p.Places, Orgs: p.Orgs, People: p.People}.For(v)
	sent := r.URL.Query().Get("place")
	if sent == "" && !r.URL.Query().Has("place") {
		home, err := p.homeOf(r.Context(), v)
		if err != nil {
			return err
		}
		sent = home
	}
	ans, err := asker.Find(r.Context(), formweb.Asking{}, where, sent)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if wrong := ans.Err(nil); wrong != nil {
		status, m.Problems = http.StatusUnprocessableEntity, v.Page.Problems(wrong)
	}
	if m.Ask, err = asker.Inputs(r.Context(), formweb.Asking{}, []form.Field{where}, ans, m.Problems); err != nil {
		return err
	}
	if id, _ := ans.Raw["place"].(string); id != "" {
		at, err := p.Places.Get(r.Context(), p.DB, v.Realm.ID, id)
		if err != nil {
			return err
		}
		if err := p.answering(r.Context(), v, at, &m); err != nil {
			return err
		}
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
	if err := p.answering(r.Context(), v, at, &m); err != nil {
		return err
	}
	return v.Render(w, r, http.StatusOK, answersView(m))
}

// answering finds who answers for a place. Residents who hold a post among residents are named whole to residents only.
func (p *Pages) answering(ctx context.Context, v *web.Visit, at place.Place, m *answersPage) error {
	m.Place, m.Raise = at.Full, "/"+v.Realm.ID+"/raise?place="+at.Code
	all, err := p.Orgs.Answerers(ctx, p.DB, v.Realm.ID, at.ID, p.Clock.Now())
	if err != nil {
		return err
	}
	var seen []string
	for _, a := range all {
		at := v.Page.T("全社区", "the whole community")
		if v.Realm.Kind == realm.Street {
			at = v.Page.T("全街道", "the whole street")
		}
		if a.Where != "" {
			at = a.Where
		}
		x := answerer{Name: a.Name, Post: v.Page.Say(a.Title) + " · " + a.OrgTitle + " · " + at}
		if k, _ := org.PostKindOf(a.Post.Kind); !k.Staff && v.ID.Person == "" {
			x.Name = person.Mask(a.Name)
		}
		if i := slices.Index(seen, a.Person); i >= 0 { // one person, several posts: named once, where they are nearest
			m.People[i].Post += "\n" + x.Post
			continue
		}
		seen = append(seen, a.Person)
		m.People = append(m.People, x)
	}
	return nil
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
