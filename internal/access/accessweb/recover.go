package accessweb

import (
	"net/http"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

const recoverPath = ui.SignInPath + "/code"

// recoverPage asks for a code from the community and a new password.
type recoverPage struct {
	Page                      ui.Page
	Problems                  ui.Problems
	Login, Code, Fresh, Again ui.Field
}

func (p *Pages) recoverForm(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.renderRecover(w, r, v, http.StatusOK, nil)
}

func (p *Pages) renderRecover(w http.ResponseWriter, r *http.Request, v *web.Visit, status int, wrong error) error {
	if err := p.within(r, v); err != nil {
		return err
	}
	m := recoverPage{Page: v.Page, Problems: v.Page.Problems(wrong)}
	m.Page.Title = v.Page.T("用社区给的码设新密码", "Set a new password by a code")
	field := func(name, label, auto, kind string) ui.Field {
		f := ui.Field{Name: name, Label: label, Required: true, Auto: auto, Error: m.Problems.Of(name), Attrs: map[string]any{"type": kind, "autocapitalize": "none", "spellcheck": "false"}}
		if kind == "text" {
			f.Value = r.PostFormValue(name)
		}
		return f
	}
	m.Login = field("login", v.Page.T("账号", "Account"), "username", "text")
	m.Code = field("code", v.Page.T("码", "Code"), "one-time-code", "text")
	m.Code.Hint = v.Page.T("社区工作者当面或电话告诉您的 12 位，24 小时内有效，只能用一次。", "The twelve characters that the community gave you. They hold for 24 hours and work once.")
	m.Fresh = field("password", v.Page.T("新密码", "New password"), "new-password", "password")
	m.Fresh.Hint = v.Page.T("至少 8 个字符，不要用别人容易猜到的。", "At least 8 characters, and not easily guessed.")
	m.Again = field("again", v.Page.T("再输一次新密码", "New password again"), "new-password", "password")
	return v.Render(w, r, status, recoverView(m))
}

// recover sets a new password by a code.
func (p *Pages) recover(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	err := again(r)
	if err == nil {
		err = p.Access.Recover(r.Context(), p.DB, r.PostFormValue("login"), r.PostFormValue("code"), r.PostFormValue("password"))
	}
	if f := fault.As(err); err != nil && (f.Kind == fault.Invalid || f.Kind == fault.TooMany) {
		return p.renderRecover(w, r, v, web.Status(f.Kind), err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, ui.SignInPath, lang.T("新密码设好了，请用它登录", "Your new password is set. Please sign in with it."))
}

// again refuses a new password that was not typed the same twice.
func again(r *http.Request) error {
	if r.PostFormValue("password") != r.PostFormValue("again") {
		return fault.InField("again", lang.T("两次输入的新密码不一样", "The two new passwords differ."))
	}
	return nil
}
