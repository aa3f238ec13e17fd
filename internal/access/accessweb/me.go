package accessweb

import (
	"net/http"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

// mePage is who one is in each realm, and why one may do what one may.
type mePage struct {
	Page     ui.Page
	Staff    bool
	Login    string
	Realms   []meRealm
	Problems ui.Problems
	Old      ui.Field
	Fresh    ui.Field
	Again    ui.Field
	Open     bool
	Ways     ways
}

// meSaid is what an act on the page has to say: a fault of changing the password or of making a token, a token's secret.
type meSaid struct {
	password, token error
	secret          string
}

// meReason is the sentences of why somebody may do what, that rest on one post, to which Href leads, or on none.
type meReason struct {
	Says []string
	Href string
}

type meRealm struct {
	Href, Title, Kind, Name string
	Why                     []meReason
	Work                    string // where they work; "" for those without a post
	Looks                   []string
	ID, Stuck               string // that jobs are stuck there, for whoever can have them tried again
}

func (p *Pages) me(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.renderMe(w, r, v, http.StatusOK, meSaid{})
}

func (p *Pages) renderMe(w http.ResponseWriter, r *http.Request, v *web.Visit, status int, said meSaid) error {
	wrong := said.password
	if err := v.Need(); err != nil {
		return err
	}
	account := v.Account
	known, err := p.People.OfAccount(r.Context(), p.DB, account)
	if err != nil {
		return err
	}
	if err := p.within(r, v); err != nil {
		return err
	}
	if v.ID.Person == "" && len(known) > 0 { // they visited another community than their own
		if err := p.enter(r, v, known[0].Realm); err != nil {
			return err
		}
	}
	page := v.Page
	m := mePage{Page: page, Staff: v.ID.Staff(), Problems: page.Problems(wrong), Open: wrong != nil}
	m.Page.Title = page.T("我的", "Me")
	if m.Login, err = p.Access.Login(r.Context(), p.DB, account); err != nil {
		return err
	}
	if m.Page.Person == "" {
		m.Page.Person = m.Login
	}
	for _, one := range known {
		rl, err := p.Realms.Get(r.Context(), p.DB, one.Realm)
		if err != nil {
			return err
		}
		id, err := access.Identify(r.Context(), p.DB, one.Realm, account, p.Clock.Now())
		if err != nil {
			return err
		}
		x := meRealm{Href: "/" + rl.ID, Title: page.Say(rl.Title), Kind: page.Say(rl.Kind.Title()), Name: one.Name}
		if x.Why, err = p.why(r.Context(), page, id); err != nil {
			return err
		}
		if id.Staff() {
			x.Work = "/" + rl.ID + "/today"
		}
		x.ID = rl.ID
		if x.Stuck, err = p.stuck(r, page, id); err != nil {
			return err
		}
		if x.Looks, err = p.looks(r.Context(), page, id); err != nil {
			return err
		}
		m.Realms = append(m.Realms, x)
	}
	if m.Ways, err = p.ways(r, v, said.secret, said.token); err != nil {
		return err
	}
	secret := func(name, label, auto string) ui.Field {
		return ui.Field{Name: name, Label: label, Required: true, Auto: auto, Error: m.Problems.Of(name), Attrs: map[string]any{"type": "password"}}
	}
	m.Old = secret("old", page.T("原密码", "Old password"), "current-password")
	m.Fresh = secret("password", page.T("新密码", "New password"), "new-password")
	m.Fresh.Hint = page.T("至少 8 个字符，不要用别人容易猜到的。", "At least 8 characters, and not easily guessed.")
	m.Again = secret("again", page.T("再输一次新密码", "New password again"), "new-password")
	return v.Render(w, r, status, meView(m))
}

// password changes the visitor's password; other devices are signed out, programs' tokens end.
func (p *Pages) password(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	var err error
	if r.PostFormValue("password") != r.PostFormValue("again") {
		err = fault.InField("again", lang.T("两次输入的新密码不一样", "The two new passwords differ."))
	} else {
		err = p.Access.ChangePassword(r.Context(), p.DB, v.Account, r.PostFormValue("old"), r.PostFormValue("password"), web.Secret(r))
	}
	if f := fault.As(err); err != nil && (f.Kind == fault.Invalid || f.Kind == fault.TooMany) {
		return p.renderMe(w, r, v, web.Status(f.Kind), meSaid{password: err})
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, ui.MePath, lang.T("密码改好了，其他设备已退出登录，令牌也已失效", "Your password is changed; other devices are signed out, and tokens are worth nothing now."))
}
