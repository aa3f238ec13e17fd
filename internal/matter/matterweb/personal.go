package matterweb

import (
	"net/http"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

// personal opens, for those who answer for a matter, how to reach its raiser and what is sealed. The look is noted
// first: who cannot be noted sees nothing. What is opened stands in this one answer, which no one keeps.
func (p *Pages) personal(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	ref, base, err := refOf(r, v)
	if err != nil {
		return err
	}
	m, err := p.Matters.Show(r.Context(), p.DB, v.ID, ref)
	if err != nil {
		return err
	}
	if !m.Whole {
		return fault.New(fault.Forbidden, lang.T("联系方式只给办这件事的岗位看", "How to reach people is only for the posts that answer for this matter."))
	}
	t, err := p.told(r.Context(), v, m, ref)
	if err != nil {
		return err
	}
	by := v.ID.Actor(m.Post)
	if err := p.Journal.Look(r.Context(), p.DB, v.Realm.ID, by, "matter:"+m.ID, "personal"); err != nil {
		return err
	}
	phone := m.Contact.Phone
	if phone == "" && m.State.Raiser != "" {
		if phone, err = p.People.Phone(r.Context(), p.DB, by, v.Realm.ID, m.State.Raiser); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	opened := ui.Fact{Label: v.Page.T("电话", "Phone"), Value: phone}
	if phone == "" {
		opened.Value = v.Page.T("没有留电话", "No phone number was given")
	} else {
		opened.Href = "tel:" + phone
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.renderShow(w, r, v, m, ref, base, append([]ui.Fact{opened}, t.sealed()...))
}
