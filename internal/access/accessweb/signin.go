package accessweb

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

// signInPage asks for account and password.
type signInPage struct {
	Page      ui.Page
	Problems  ui.Problems
	Back      string
	Login     ui.Field
	Password  ui.Field
	Outside   string // the name of where else one may sign in; "" for nowhere
	Elsewhere string
	Join      string // where one makes an account; "" where no community is known
	Without   string // where one goes without signing in
}

func (p *Pages) signInForm(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	back := web.Back(r.URL.Query().Get("back"), "")
	if v.Account != "" {
		http.Redirect(w, r, orElse(back, ui.MePath), http.StatusSeeOther)
		return nil
	}
	return p.renderSignIn(w, r, v, http.StatusOK, back, "", nil)
}

func (p *Pages) renderSignIn(w http.ResponseWriter, r *http.Request, v *web.Visit, status int, back, login string, wrong error) error {
	if err := p.within(r, v); err != nil {
		return err
	}
	m := signInPage{Page: v.Page, Problems: v.Page.Problems(wrong), Back: back, Without: "/"}
	if p.Provider.Issuer != "" {
		m.Outside, m.Elsewhere = p.Provider.Name, oidcPath+"?"+url.Values{"back": {back}}.Encode()
	}
	if v.Realm.ID != "" {
		m.Without, m.Join = "/"+v.Realm.ID+"/raise", "/"+v.Realm.ID+"/join"
	}
	m.Page.Title = v.Page.T("登录", "Sign in")
	m.Login = ui.Field{Name: "login", Label: v.Page.T("账号", "Account"), Required: true, Value: login, Auto: "username", Attrs: map[string]any{"autocapitalize": "none", "spellcheck": "false"}}
	m.Password = ui.Field{Name: "password", Label: v.Page.T("密码", "Password"), Required: true, Auto: "current-password", Attrs: map[string]any{"type": "password"}}
	return v.Render(w, r, status, signInView(m))
}

// signIn begins a session. It goes back where the visitor came from, or to where they work or live.
func (p *Pages) signIn(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	back, login := web.Back(r.PostFormValue("back"), ""), strings.TrimSpace(r.PostFormValue("login"))
	if login == "" || r.PostFormValue("password") == "" {
		return p.renderSignIn(w, r, v, http.StatusUnprocessableEntity, back, login, fault.New(fault.Invalid, lang.T("请填写账号和密码", "Please give account and password.")))
	}
	token, err := p.Access.SignInOn(r.Context(), p.DB, login, r.PostFormValue("password"), r.UserAgent())
	if f := fault.As(err); err != nil && (f.Kind == fault.Unauthenticated || f.Kind == fault.TooMany || f.Kind == fault.Invalid) {
		return p.renderSignIn(w, r, v, web.Status(f.Kind), back, login, err)
	}
	if err != nil {
		return err
	}
	return p.goIn(w, r, v, token, back)
}

// goIn gives the browser its session and goes on.
func (p *Pages) goIn(w http.ResponseWriter, r *http.Request, v *web.Visit, token, back string) (err error) {
	http.SetCookie(w, &http.Cookie{Name: web.SessionCookie, Value: token, Path: "/", HttpOnly: true, Secure: v.Site.Secure, SameSite: http.SameSiteLaxMode, MaxAge: int(access.SessionAge / time.Second)})
	if back == "" || back == "/" {
		if back, err = p.begin(r, token); err != nil {
			return err
		}
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

// begin is where somebody who just signed in begins: the first realm that knows them, its workbench for its staff.
func (p *Pages) begin(r *http.Request, token string) (string, error) {
	account, err := p.Access.BySession(r.Context(), p.DB, token)
	if err != nil {
		return "", err
	}
	known, err := p.People.OfAccount(r.Context(), p.DB, account)
	if err != nil {
		return "", err
	}
	first := ui.MePath
	for i, one := range known {
		id, err := access.Identify(r.Context(), p.DB, one.Realm, account, p.Clock.Now())
		if err != nil {
			return "", err
		}
		if id.Staff() {
			return "/" + one.Realm + "/today", nil
		}
		if i == 0 {
			first = "/" + one.Realm
		}
	}
	return first, nil
}

// signOut ends the session that the browser holds.
func (p *Pages) signOut(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if c, err := r.Cookie(web.SessionCookie); err == nil {
		if err := p.Access.SignOut(r.Context(), p.DB, c.Value); err != nil {
			return err
		}
	}
	http.SetCookie(w, &http.Cookie{Name: web.SessionCookie, Path: "/", HttpOnly: true, Secure: v.Site.Secure, SameSite: http.SameSiteLaxMode, MaxAge: -1})
	to := "/"
	if c, err := r.Cookie(RealmCookie); err == nil {
		to = web.Back("/"+c.Value, "/")
	}
	return v.Done(w, r, to, lang.T("已退出登录", "You are signed out."))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
