package matterweb

import (
	"net/http"
	"net/url"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// kindsPage is what can be raised here.
type kindsPage struct {
	Page   ui.Page
	Staff  bool
	Place  string // already named, by a sign
	Groups []kindGroup
	SignIn string // what signing in would add, if anything
	Enter  string
}

type kindGroup struct {
	Title string
	Kinds []kindTile
}

type kindTile struct{ Href, Icon, Title, About string }

// kinds lets somebody choose what it is about.
func (p *Pages) kinds(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	all, err := p.Matters.Kinds(r.Context(), p.DB, v.ID, v.Realm.ID, string(v.Realm.Kind))
	if err != nil {
		return err
	}
	m := kindsPage{Page: v.Page, Staff: v.ID.Staff()}
	if m.Page.Title = v.Page.T("我要反映", "Raise a matter"); v.ID.Staff() {
		m.Page.Title = v.Page.T("登记事项", "Raise a matter")
	}
	query := ""
	if code := r.URL.Query().Get("place"); code != "" {
		if at, err := p.Places.ByCode(r.Context(), p.DB, v.Realm.ID, code); err == nil {
			m.Place, query = at.Full, "?"+url.Values{"place": {at.Code}}.Encode()
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	more := 0
	for _, k := range all {
		if !k.May {
			more++
			continue
		}
		title := v.Page.Say(k.Playbook.Title)
		if n := len(m.Groups); n == 0 || m.Groups[n-1].Title != title {
			m.Groups = append(m.Groups, kindGroup{Title: title})
		}
		g := &m.Groups[len(m.Groups)-1]
		g.Kinds = append(g.Kinds, kindTile{"/" + v.Realm.ID + "/raise/" + k.ID() + query, k.Icon, v.Page.Say(k.Title), v.Page.Say(k.About)})
	}
	if len(m.Groups) == 1 {
		m.Groups[0].Title = ""
	}
	if more > 0 && v.Account == "" {
		m.SignIn = v.Page.Say(lang.F("登录后还可以提 %d 类事。", "Signing in adds %d more.", more))
		m.Enter = ui.SignInPath + "?" + url.Values{"back": {v.Page.Path}}.Encode()
	}
	return v.Render(w, r, http.StatusOK, kindsView(m))
}

// kind finds what is raised, if this visitor may raise it.
func (p *Pages) kind(r *http.Request, v *web.Visit) (matter.Raisable, error) {
	all, err := p.Matters.Kinds(r.Context(), p.DB, v.ID, v.Realm.ID, string(v.Realm.Kind))
	if err != nil {
		return matter.Raisable{}, err
	}
	for _, k := range all {
		if k.ID() != r.PathValue("playbook")+"/"+r.PathValue("kind") {
			continue
		}
		if k.May {
			return k, nil
		}
		if err := v.Need(); err != nil {
			return k, err
		}
		return k, fault.New(fault.Forbidden, lang.F("“%s”不由您提出", "You cannot raise “%s”.", k.Title))
	}
	return matter.Raisable{}, fault.New(fault.NotFound, lang.T("这里没有这一类事项", "There is no such kind of matter here."))
}
