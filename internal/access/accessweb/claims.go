package accessweb

import (
	"net/http"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// claimsPage is who says that they live behind a door for which the visitor answers.
type claimsPage struct {
	Page   ui.Page
	Staff  bool
	Action string
	Claims []access.Claim
}

func (p *Pages) claims(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	all, err := p.Access.Claims(r.Context(), p.DB, v.ID, v.Realm.ID)
	if err != nil {
		return err
	}
	m := claimsPage{Page: v.Page, Staff: v.ID.Staff(), Action: "/" + v.Realm.ID + "/claims", Claims: all}
	m.Page.Title = v.Page.T("核实住户", "Who lives where")
	return v.Render(w, r, http.StatusOK, claimsView(m))
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	to, yes := "/"+v.Realm.ID+"/claims", r.PostFormValue("yes") != ""
	err := p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		return p.Access.Decide(r.Context(), tx, p.Journal, p.People, v.ID, v.Realm.ID, r.PathValue("claim"), yes)
	})
	if fault.Is(err, fault.Invalid) {
		return v.Sorry(w, r, to, fault.As(err).Says)
	}
	if err != nil {
		return err
	}
	if !yes {
		return v.Done(w, r, to, lang.T("已记下：不住在这里", "Noted: they do not live there."))
	}
	return v.Done(w, r, to, lang.T("已核实，这个人现在可以用账号办事了", "They are known now and can use their account."))
}
