package accessweb

import (
	"context"
	"net/http"
	"strings"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// accountsPage finds people whose accounts somebody helps with. Of everybody there is no list.
type accountsPage struct {
	Page   ui.Page
	Search ui.Field
	Asked  bool
	Claims string // "", as is Invite, for those who do not keep people
	Invite string
	Found  []ui.Link
}

// accountPage is one person's account: for those who keep people, and for the security administrator.
type accountPage struct {
	Page            ui.Page
	Facts           []ui.Fact
	Code            string // just made: shown this once
	Recovery        string // each is where its button posts to; "" for those who may not
	RecoveryNot     string // why not
	Unlock, SignOut string
	Sessions        []way
}

const accountsShown = 20

// mayAccounts lets those pass who keep people, and the security administrator, who unlocks and signs out.
func mayAccounts(v *web.Visit) error {
	if v.ID.KeepsSome(access.Security) {
		return nil
	}
	_, err := v.ID.Keeps(access.People, "")
	return err
}

func (p *Pages) accounts(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := mayAccounts(v); err != nil {
		return err
	}
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	m := accountsPage{Page: v.Page, Asked: q != "", Search: ui.Field{Name: "q", Label: v.Page.T("姓名或账号", "Name or account"), Value: q}}
	m.Page.Title = v.Page.T("居民账号", "Accounts")
	if v.ID.KeepsSome(access.People) {
		m.Claims, m.Invite = "/"+v.Realm.ID+"/claims", "/"+v.Realm.ID+"/invitations"
	}
	if q != "" {
		found, err := p.People.Named(r.Context(), p.DB, v.Realm.ID, q, accountsShown)
		if v.ID.Serves() && err == nil {
			found, err = p.People.Search(r.Context(), p.DB, v.Realm.ID, q, accountsShown)
		}
		if err != nil {
			return err
		}
		if account, err := p.Access.ByLogin(r.Context(), p.DB, q); err == nil {
			if one, err := p.People.ByAccount(r.Context(), p.DB, v.Realm.ID, account); err == nil {
				found = append(found, one)
			}
		}
		knows, err := v.ID.Knows(r.Context(), p.DB, p.People, found)
		if err != nil {
			return err
		}
		for _, x := range found {
			m.Found = append(m.Found, ui.Link{Href: "/" + v.Realm.ID + "/accounts/" + x.ID, Label: named(knows, x)})
		}
	}
	return v.Render(w, r, http.StatusOK, accountsView(m))
}

func named(knows func(person.Person) bool, p person.Person) string {
	if knows(p) {
		return p.Name
	}
	return person.Mask(p.Name)
}

func (p *Pages) accountOf(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.renderAccount(w, r, v, "")
}

func (p *Pages) renderAccount(w http.ResponseWriter, r *http.Request, v *web.Visit, code string) error {
	if err := mayAccounts(v); err != nil {
		return err
	}
	who, err := p.People.Get(r.Context(), p.DB, v.Realm.ID, r.PathValue("person"))
	if err != nil {
		return err
	}
	knows, err := v.ID.Knows(r.Context(), p.DB, p.People, []person.Person{who})
	if err != nil {
		return err
	}
	base := "/" + v.Realm.ID + "/accounts/"
	m := accountPage{Page: v.Page, Code: code}
	m.Page.Title = named(knows, who)
	m.Page.Crumbs = []ui.Link{{Href: strings.TrimSuffix(base, "/"), Label: v.Page.T("居民账号", "Accounts")}}
	if who.Account == "" {
		m.Facts = []ui.Fact{{Label: v.Page.T("账号", "Account"), Value: v.Page.T("还没有", "None yet")}}
		return v.Render(w, r, http.StatusOK, accountView(m))
	}
	login, err := p.Access.Login(r.Context(), p.DB, who.Account)
	if err != nil {
		return err
	}
	locked, err := p.Access.Locked(r.Context(), p.DB, who.Account)
	if err != nil {
		return err
	}
	state := v.Page.T("可以登录", "May sign in")
	if !locked.IsZero() {
		state = v.Page.Say(lang.F("密码多次输错，锁到 %s", "Locked until %s after wrong passwords", v.Page.Moment(locked)))
	}
	m.Facts = []ui.Fact{{Label: v.Page.T("账号", "Account"), Value: login}, {Label: v.Page.T("状态", "State"), Value: state}}
	if err := p.mayRecover(r.Context(), v, who); err == nil {
		m.Recovery = base + who.ID + "/recovery"
	} else if f := fault.As(err); f.Kind == fault.Forbidden {
		m.RecoveryNot = v.Page.Say(f.Says)
	} else {
		return err
	}
	if v.ID.KeepsSome(access.Security) {
		if !locked.IsZero() {
			m.Unlock = base + who.ID + "/unlock"
		}
		sessions, err := p.Access.Sessions(r.Context(), p.DB, who.Account)
		if err != nil {
			return err
		}
		for _, s := range sessions {
			m.Sessions = append(m.Sessions, way{Title: device(v.Page, s.Device), Under: v.Page.Say(lang.F("%s 登录，%s 用过", "signed in %s, used %s", v.Page.Moment(s.Created), v.Page.Moment(s.Seen)))})
		}
		m.SignOut = base + who.ID + "/signout"
	}
	if code != "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	return v.Render(w, r, http.StatusOK, accountView(m))
}

// mayRecover tells whether the visitor may make somebody a code. Whoever works for a community or a street, here or
// elsewhere, gets theirs from the security administrator: or a post that keeps people would be a way into any other post.
func (p *Pages) mayRecover(ctx context.Context, v *web.Visit, who person.Person) error {
	if who.ID == v.ID.Person {
		return fault.New(fault.Forbidden, lang.T("自己的密码请在“我的”里改", "Change your own password on your own page."))
	}
	if v.ID.KeepsSome(access.Security) {
		return nil
	}
	if _, err := v.ID.Keeps(access.People, ""); err != nil {
		return err
	}
	everywhere, err := p.People.OfAccount(ctx, p.DB, who.Account)
	if err != nil {
		return err
	}
	for _, x := range everywhere {
		id, err := access.Identify(ctx, p.DB, x.Realm, who.Account, p.Clock.Now())
		if err != nil {
			return err
		}
		if id.Staff() {
			return fault.New(fault.Forbidden, lang.T("这个人有工作岗位，请安全管理员来开码", "This person holds a staff post: the security administrator makes the code."))
		}
	}
	return nil
}

// makeRecovery makes a code and shows it, this once.
func (p *Pages) makeRecovery(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := mayAccounts(v); err != nil {
		return err
	}
	who, err := p.accountHolder(r, v)
	if err != nil {
		return err
	}
	if err := p.mayRecover(r.Context(), v, who); err != nil {
		return err
	}
	var code string
	err = p.tell(r.Context(), v, access.RecoveryMade{Person: who.ID}, func(tx *store.Tx) (err error) {
		code, err = p.Access.Recovery(r.Context(), tx, who.Account)
		return err
	})
	if err != nil {
		return err
	}
	return p.renderAccount(w, r, v, code)
}

// unlock opens a lock, for the security administrator.
func (p *Pages) unlock(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.secure(w, r, v, func(who person.Person) (journal.Event, func(*store.Tx) error, lang.Text) {
		return access.Unlocked{Person: who.ID}, func(tx *store.Tx) error { return p.Access.Unlock(r.Context(), tx, who.Account) }, lang.T("账号已解锁", "The account is unlocked.")
	})
}

// signOutOther ends somebody's sessions and tokens, for the security administrator.
func (p *Pages) signOutOther(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.secure(w, r, v, func(who person.Person) (journal.Event, func(*store.Tx) error, lang.Text) {
		return access.SignedOut{Person: who.ID}, func(tx *store.Tx) error { return p.Access.SignOutIn(r.Context(), tx, who.Account) }, lang.T("已结束这个人的所有登录和令牌", "All sessions and tokens of this person are ended.")
	})
}

func (p *Pages) secure(w http.ResponseWriter, r *http.Request, v *web.Visit, act func(person.Person) (journal.Event, func(*store.Tx) error, lang.Text)) error {
	if _, err := v.ID.Keeps(access.Security, ""); err != nil {
		return err
	}
	who, err := p.accountHolder(r, v)
	if err != nil {
		return err
	}
	ev, do, says := act(who)
	if err := p.tell(r.Context(), v, ev, do); err != nil {
		return err
	}
	return v.Done(w, r, "/"+v.Realm.ID+"/accounts/"+who.ID, says)
}

// accountHolder is the person of the address, who has an account.
func (p *Pages) accountHolder(r *http.Request, v *web.Visit) (person.Person, error) {
	who, err := p.People.Get(r.Context(), p.DB, v.Realm.ID, r.PathValue("person"))
	if err == nil && who.Account == "" {
		err = access.ErrNoAccount
	}
	return who, err
}

// tell does something about an account and journals it, by the post that allows it.
func (p *Pages) tell(ctx context.Context, v *web.Visit, ev journal.Event, do func(*store.Tx) error) error {
	post, err := v.ID.Keeps(access.Security, "")
	if err != nil {
		if post, err = v.ID.Keeps(access.People, ""); err != nil {
			return err
		}
	}
	return p.DB.Tx(ctx, func(tx *store.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		_, err := p.Journal.Append(ctx, tx, v.Realm.ID, v.ID.Actor(post), ev)
		return err
	})
}
