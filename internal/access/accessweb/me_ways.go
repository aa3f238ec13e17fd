package accessweb

import (
	"net/http"
	"strings"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

// ways are the sessions and tokens of the visitor's account, to be ended one by one.
type ways struct {
	Sessions []way
	Tokens   []way
	Passkeys []way
	Outside  string // the name of where else one may sign in; "" for nowhere
	Linked   bool   // to it
	Secret   string // of the token just made: shown this once
	Name     ui.Field
	Scope    ui.Field
	Scopes   []ui.Option
	Problems ui.Problems
}

type way struct {
	ID, Title, Under string
	Here             bool // the one that asks
}

func (p *Pages) ways(r *http.Request, v *web.Visit, fresh string, wrong error) (w ways, err error) {
	page := v.Page
	sessions, err := p.Access.Sessions(r.Context(), p.DB, v.Account)
	if err != nil {
		return w, err
	}
	for _, s := range sessions {
		w.Sessions = append(w.Sessions, way{ID: s.ID, Title: device(page, s.Device), Here: s.ID == access.SessionID(web.Secret(r)),
			Under: page.Say(lang.F("%s 登录，%s 用过", "signed in %s, used %s", page.Moment(s.Created), page.Moment(s.Seen)))})
	}
	tokens, err := p.Access.Tokens(r.Context(), p.DB, v.Account)
	if err != nil {
		return w, err
	}
	may := map[access.Scope]string{access.Read: page.T("只读", "reads only"), access.Write: page.T("读写", "reads and writes")}
	for _, t := range tokens {
		until := page.T("没有期限", "no end")
		if !t.Expires.IsZero() {
			until = page.Moment(t.Expires)
		}
		w.Tokens = append(w.Tokens, way{ID: t.ID, Title: t.Name, Under: page.Say(lang.F("%s，到期：%s", "%s; ends: %s", may[t.Scope], until))})
	}
	keys, err := p.Access.Passkeys(r.Context(), p.DB, v.Account)
	if err != nil {
		return w, err
	}
	for _, k := range keys {
		w.Passkeys = append(w.Passkeys, way{ID: k.ID, Title: k.Name, Under: page.Say(lang.F("%s 登记", "kept since %s", page.Moment(k.Created)))})
	}
	if w.Outside = p.Provider.Name; w.Outside != "" {
		if w.Linked, err = p.Access.Elsewhere(r.Context(), p.DB, p.Provider.Issuer, v.Account); err != nil {
			return w, err
		}
	}
	w.Secret, w.Problems = fresh, page.Problems(wrong)
	w.Name = ui.Field{Name: "name", Label: page.T("用途", "What it is for"), Required: true, MaxLen: 60, Value: r.PostFormValue("name"), Error: w.Problems.Of("name")}
	w.Scope = ui.Field{Name: "scope", Label: page.T("可以做什么", "What it may do"), Required: true, Value: orElse(r.PostFormValue("scope"), string(access.Read)), Error: w.Problems.Of("scope")}
	w.Scopes = []ui.Option{{Value: string(access.Read), Label: may[access.Read]}, {Value: string(access.Write), Label: page.T("读写：您能做的都能做", "reads and writes: all that you may")}}
	return w, nil
}

// device names a browser and its system in words that people know.
func device(p ui.Page, agent string) string {
	first := func(names ...string) string {
		for _, n := range names {
			if what, says, ok := strings.Cut(n, "="); strings.Contains(agent, what) {
				if ok {
					return says
				}
				return what
			}
		}
		return ""
	}
	browser := first("MicroMessenger=微信 WeChat", "Edg=Edge", "Firefox", "Chrome", "Safari")
	system := first("HarmonyOS", "Android", "iPhone", "iPad", "Windows", "Mac OS=macOS", "Linux")
	switch {
	case browser != "" && system != "":
		return browser + " · " + system
	case browser+system != "":
		return browser + system
	}
	return p.T("不知道的设备", "An unknown device")
}

func (p *Pages) endSession(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	if err := p.Access.EndSession(r.Context(), p.DB, v.Account, r.PostFormValue("id")); err != nil {
		return err
	}
	return v.Done(w, r, ui.MePath, lang.T("那次登录已结束", "That session is ended."))
}

// addToken makes a token and shows its secret, this once, on the page that answers.
func (p *Pages) addToken(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	secret, _, err := p.Access.AddScoped(r.Context(), p.DB, v.Account, r.PostFormValue("name"), access.Scope(r.PostFormValue("scope")), p.Access.Now().AddDate(1, 0, 0))
	if err != nil {
		return p.renderMe(w, r, v, web.Status(web.Fault(err).Kind), meSaid{token: err})
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.renderMe(w, r, v, http.StatusOK, meSaid{secret: secret})
}

func (p *Pages) endToken(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	if err := p.Access.EndToken(r.Context(), p.DB, v.Account, r.PostFormValue("id")); err != nil {
		return err
	}
	return v.Done(w, r, ui.MePath, lang.T("令牌已失效", "The token is worth nothing now."))
}
