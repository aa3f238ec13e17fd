package matterweb

import (
	"net/http"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// trackPage asks for a tracking code.
type trackPage struct {
	Page     ui.Page
	Staff    bool
	Action   string
	Problems ui.Problems
	Code     ui.Field
}

func (p *Pages) trackForm(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.renderTrack(w, r, v, http.StatusOK, "", nil)
}

func (p *Pages) renderTrack(w http.ResponseWriter, r *http.Request, v *web.Visit, status int, code string, wrong error) error {
	m := trackPage{Page: v.Page, Staff: v.ID.Staff(), Action: "/" + v.Realm.ID + "/track", Problems: v.Page.Problems(wrong)}
	m.Page.Title = v.Page.T("查进展", "Follow a matter")
	m.Code = ui.Field{Name: "code", Label: v.Page.T("查询码", "Tracking code"), Hint: v.Page.T("登记时给您的 10 位字母和数字。", "The 10 letters and digits that you were given."), Value: code, Required: true, MaxLen: 20, Auto: "off", Error: m.Problems.Of("code"),
		Attrs: map[string]any{"autocapitalize": "characters", "spellcheck": "false"}}
	return v.Render(w, r, status, trackView(m))
}

// track goes to the matter of a code.
func (p *Pages) track(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	code := cleanCode(r.PostFormValue("code"))
	_, err := p.Matters.Find(r.Context(), p.DB, matter.Ref{Realm: v.Realm.ID, Code: code})
	if fault.Is(err, fault.NotFound) {
		wrong := fault.InField("code", lang.T("没有查到，请核对查询码，并确认是在这个社区登记的", "Nothing is found. Compare the code, and make sure that it was raised in this community."))
		return p.renderTrack(w, r, v, http.StatusUnprocessableEntity, r.PostFormValue("code"), wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/"+v.Realm.ID+"/track/"+code, http.StatusSeeOther)
	return nil
}
