package personweb

import (
	"net/http"

	"github.com/a-h/templ"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// changePage asks for a name that is to be put right and a number that takes the place of the present one.
type changePage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	Name     ui.Field
	Phone    ui.Field
}

func (p *Pages) changing(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	who, _, err := p.known(r.Context(), v, r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.changeForm(w, r, v, who, who.Name, nil)
}

func (p *Pages) changeForm(w http.ResponseWriter, r *http.Request, v *web.Visit, who person.Person, name string, wrong error) error {
	m := changePage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: personPath(v, who.ID) + "/change"}
	m.Page.Title, m.Page.Crumbs = v.Page.T("改姓名或电话", "Change name or phone"), crumbs(v, ui.Link{Href: personPath(v, who.ID), Label: who.Name})
	m.Name = ui.Field{Name: "name", Label: v.Page.T("姓名", "Name"), Value: name, Required: true, MaxLen: 50, Auto: "off", Error: m.Problems.Of("name")}
	m.Phone = ui.Field{Name: "phone", Label: v.Page.T("新电话", "New phone number"), Value: r.PostFormValue("phone"), MaxLen: 20, Auto: "off", Error: m.Problems.Of("phone"), Attrs: templ.Attributes{"type": "tel"},
		Hint: v.Page.T("不改就空着。", "Leave it empty to keep the present one.")}
	return v.Render(w, r, statusOf(wrong), changeView(m))
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	who, post, err := p.known(r.Context(), v, r.PathValue("id"))
	if err != nil {
		return err
	}
	name := r.PostFormValue("name")
	err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		now, err := p.People.Get(r.Context(), tx, v.Realm.ID, who.ID) // where they live may have changed since
		if err != nil {
			return err
		}
		now.Name = name
		return p.People.Change(r.Context(), tx, v.ID.Actor(post), now, person.Contact{Phone: r.PostFormValue("phone")})
	})
	if fault.Is(err, fault.Invalid) {
		return p.changeForm(w, r, v, who, name, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, personPath(v, who.ID), lang.T("已保存", "It is saved."))
}
