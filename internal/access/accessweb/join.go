package accessweb

import (
	"net/http"
	"strings"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// joinPage makes an account: by the code on a slip for one's door, or by saying which door it is, for which somebody vouches.
type joinPage struct {
	Page                            ui.Page
	Problems                        ui.Problems
	Action                          string
	Coded                           bool
	Code, Name, Login, Fresh, Again ui.Field
	Door                            []formweb.Input
}

var doorFields = []form.Field{{Name: "door", Type: form.Place, Required: true, Title: lang.T("您家是哪一户", "Which door is yours"),
	Hint: lang.T("输入小区、楼栋和房号，或门牌码。", "Type estate, building and number, or the code on the door's sign.")}}

func (p *Pages) joinForm(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.renderJoin(w, r, v, http.StatusOK, r.URL.Query().Get("code"), formweb.None(), nil)
}

func (p *Pages) renderJoin(w http.ResponseWriter, r *http.Request, v *web.Visit, status int, code string, ans *formweb.Answers, wrong error) (err error) {
	m := joinPage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: "/" + v.Realm.ID + "/join", Coded: code != ""}
	m.Page.Title = v.Page.T("开账号", "Make an account")
	field := func(name, label, auto, kind string) ui.Field {
		f := ui.Field{Name: name, Label: label, Required: true, Auto: auto, Error: m.Problems.Of(name), Attrs: map[string]any{"type": kind}}
		if kind == "text" {
			f.Value = r.PostFormValue(name)
		}
		return f
	}
	m.Code = field("code", v.Page.T("邀请码", "The code on the slip"), "off", "text")
	m.Code.Value, m.Code.Required = code, false
	m.Code.Hint = v.Page.T("有社区发的纸条就填；没有就空着，由楼栋长或社区来核实。", "When the community gave you a slip. Else leave it empty; your building leader or the community will look.")
	m.Name = field("name", v.Page.T("姓名", "Your name"), "name", "text")
	m.Login = field("login", v.Page.T("账号（登录时用，自己起一个）", "Account name (to sign in by; choose one)"), "username", "text")
	m.Fresh = field("password", v.Page.T("密码", "Password"), "new-password", "password")
	m.Fresh.Hint = v.Page.T("至少 8 个字符，不要用别人容易猜到的。", "At least 8 characters, and not easily guessed.")
	m.Again = field("again", v.Page.T("再输一次密码", "Password again"), "new-password", "password")
	fields := []form.Field{doorFields[0]}
	fields[0].Required = false
	if m.Door, err = p.Ask.For(v).Inputs(r.Context(), formweb.Asking{Lax: true}, fields, ans, m.Problems); err != nil {
		return err
	}
	return v.Render(w, r, status, joinView(m))
}

// join makes the account and signs it in.
func (p *Pages) join(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	code, name, login := strings.TrimSpace(r.PostFormValue("code")), form.Line(r.PostFormValue("name")), r.PostFormValue("login")
	ans, err := p.Ask.For(v).Read(r.Context(), r, formweb.Asking{}, doorFields)
	if err != nil {
		return err
	}
	var token string
	if err = joinCheck(r, code, name, ans); err == nil {
		var hash access.Hash
		if hash, err = p.Access.Hash(r.Context(), access.CleanLogin(login), r.PostFormValue("password")); err == nil {
			err = p.DB.Tx(r.Context(), func(tx *store.Tx) (err error) {
				token, err = p.joinIn(tx, r, v, code, name, login, hash, ans)
				return err
			})
		}
	}
	if f := fault.As(err); err != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return p.renderJoin(w, r, v, web.Status(f.Kind), code, ans, err)
	}
	if err != nil {
		return err
	}
	keep(w, v.Site, RealmCookie, v.Realm.ID)
	to := "/" + v.Realm.ID
	if code == "" {
		to = ui.MePath
	}
	return p.goIn(w, r, v, token, to)
}

func joinCheck(r *http.Request, code, name string, ans *formweb.Answers) error {
	var c fault.Check
	if name == "" {
		c.Add("name", lang.T("请填写姓名", "Please give your name."))
	}
	if says := form.Private(name); !says.Empty() {
		c.Add("name", lang.F("姓名%s", "The name %s.", says))
	}
	if err := c.Take(again(r)); err != nil {
		return err
	}
	if code == "" {
		if err := c.Take(ans.Check(doorFields)); err != nil {
			return err
		}
	}
	return c.Err()
}

func (p *Pages) joinIn(tx *store.Tx, r *http.Request, v *web.Visit, code, name, login string, hash access.Hash, ans *formweb.Answers) (string, error) {
	ctx := r.Context()
	account, err := p.Access.CreateIn(ctx, tx, login, hash)
	if err != nil {
		return "", err
	}
	if code != "" {
		dwelling, err := p.Access.UseInvitation(ctx, tx, v.Realm.ID, code)
		if err != nil {
			return "", err
		}
		if _, err := p.Access.Settle(ctx, tx, p.People, journal.Actor{Account: account}, v.Realm.ID, dwelling, name, account); err != nil {
			return "", err
		}
	} else {
		id, _ := ans.Raw["door"].(string)
		door, err := p.Ask.Places.Get(ctx, tx, v.Realm.ID, id)
		if err != nil {
			return "", err
		}
		if door.Kind != place.Dwelling {
			return "", fault.InField("door", lang.T("请写到房号，只到小区或楼栋不够", "Please give the number of the flat; an estate or a building is not enough."))
		}
		if err := p.Access.AddClaim(ctx, tx, p.Journal, v.Realm.ID, account, name, door.ID); err != nil {
			return "", err
		}
	}
	return p.Access.Begin(ctx, tx, account, r.UserAgent())
}
