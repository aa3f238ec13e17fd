package accessweb

import (
	"context"
	"net/http"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// ownPostPage is one's own post: what it is, who stands in, and handing its power on for some days.
type ownPostPage struct {
	Page     ui.Page
	Staff    bool
	Problems ui.Problems
	Action   string
	Why      []string
	Standing []standing
	Ask      []formweb.Input
	Not      string // why nobody can stand in
}

type standing struct{ Name, Term, End string }

var standInFields = []form.Field{
	{Name: "person", Type: form.Person, Title: lang.T("交给谁代理", "Who stands in"), Required: true},
	{Name: "from", Type: form.Date, Title: lang.T("从哪天起", "From which day"), Required: true},
	{Name: "until", Type: form.Date, Title: lang.T("到哪天为止（含这一天）", "Until which day, it included"), Required: true},
}

func ownPostPath(realm, post string) string { return "/" + realm + "/posts/" + post + "/own" }

// own is the post of the address, if the visitor holds it; any other is not found, whoever it may be of.
func own(r *http.Request, v *web.Visit) (access.Held, error) {
	if err := v.Need(); err != nil {
		return access.Held{}, err
	}
	for _, h := range v.ID.Posts {
		if h.Post.ID == r.PathValue("post") {
			return h, nil
		}
	}
	return access.Held{}, org.ErrNoPost
}

func (p *Pages) ownPost(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	ans := formweb.None()
	ans.Set("from", p.Clock.Now().In(clock.Zone).Format(time.DateOnly), "")
	return p.renderOwnPost(w, r, v, http.StatusOK, ans, nil)
}

func (p *Pages) renderOwnPost(w http.ResponseWriter, r *http.Request, v *web.Visit, status int, ans *formweb.Answers, wrong error) error {
	h, err := own(r, v)
	if err != nil {
		return err
	}
	m := ownPostPage{Page: v.Page, Staff: v.ID.Staff(), Problems: v.Page.Problems(wrong), Action: ownPostPath(v.Realm.ID, h.Post.ID)}
	m.Page.Title = v.Page.Say(lang.F("我的岗位：%s", "My post: %s", h.Post.Says()))
	m.Page.Crumbs = []ui.Link{{Href: ui.MePath, Label: v.Page.T("我的", "Me")}}
	for _, x := range v.ID.Explain() {
		if x.Post == h.Post.ID {
			m.Why = append(m.Why, v.Page.Say(x.Says))
		}
	}
	all, err := p.Orgs.StandingIn(r.Context(), p.DB, v.Realm.ID, h.Post.ID, p.Clock.Now())
	if err != nil {
		return err
	}
	for _, d := range all {
		x := standing{Name: d.Name, End: m.Action + "/" + d.Post.ID,
			Term: v.Page.Say(lang.F("%s 起，到 %s 为止", "from %s until %s", v.Page.Moment(d.Post.From), v.Page.Moment(d.Post.Until)))}
		m.Standing = append(m.Standing, x)
	}
	switch err := v.ID.MayGive(h.Kind, ""); {
	case h.Post.For != "":
		m.Not = v.Page.T("这是您代理的岗位，不能再交给别人。", "You stand in for this post; it cannot be handed on.")
	case err != nil: // the three administrators
		m.Not = v.Page.Say(fault.As(err).Says)
	default:
		if m.Ask, err = p.Ask.For(v).Inputs(r.Context(), formweb.Asking{}, standInFields, ans, m.Problems); err != nil {
			return err
		}
	}
	return v.Render(w, r, status, ownPostView(m))
}

// standIn has somebody stand in for one's own post. It begins at once when it begins today.
func (p *Pages) standIn(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	h, err := own(r, v)
	if err != nil {
		return err
	}
	ans, err := p.Ask.For(v).Read(r.Context(), r, formweb.Asking{}, standInFields)
	if err != nil {
		return err
	}
	until := day(ans, "until").AddDate(0, 0, 1)
	if err = ans.Check(standInFields); err == nil {
		from := day(ans, "from")
		if now := p.Clock.Now(); clock.StartOfDay(now).Equal(from) {
			from = now
		}
		to, _ := ans.Raw["person"].(string)
		err = p.standInBy(r.Context(), v, h, to, from, until)
	}
	if fault.Is(err, fault.Invalid) {
		return p.renderOwnPost(w, r, v, web.Status(fault.Invalid), ans, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, ownPostPath(v.Realm.ID, h.Post.ID), lang.F("已交给别人代理，%s 结束后自动失效", "Somebody stands in for you now; it ends by itself after %s.", v.Page.Day(until.Add(-time.Millisecond))))
}

func (p *Pages) standInBy(ctx context.Context, v *web.Visit, h access.Held, to string, from, until time.Time) error {
	if err := v.ID.MayGive(h.Kind, ""); err != nil {
		return err
	}
	if from.Before(clock.StartOfDay(p.Clock.Now())) {
		return fault.InField("from", lang.T("不能从过去的日子开始", "It cannot begin in the past."))
	}
	if k, _ := org.PostKindOf(h.Kind); k.Staff {
		who, err := p.People.Get(ctx, p.DB, v.Realm.ID, to)
		if err != nil {
			return err
		}
		if who.Account == "" {
			return fault.InField("person", lang.T("这个人还没有账号，代理不了", "This person has no account yet and could not act."))
		}
	}
	return p.DB.Tx(ctx, func(tx *store.Tx) error {
		_, err := p.Orgs.StandIn(ctx, tx, v.ID.Actor(h.Post.ID), v.Realm.ID, h.Post.ID, to, from, until)
		return err
	})
}

// takeBack ends at once that somebody stands in.
func (p *Pages) takeBack(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	h, err := own(r, v)
	if err != nil {
		return err
	}
	d, err := p.Orgs.Post(r.Context(), p.DB, v.Realm.ID, r.PathValue("sub"))
	if err != nil {
		return err
	}
	if d.For != h.Post.ID {
		return org.ErrNoPost
	}
	at := p.Clock.Now()
	if d.From.After(at) {
		at = d.From
	}
	err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		return p.Orgs.EndPost(r.Context(), tx, v.ID.Actor(h.Post.ID), v.Realm.ID, d.ID, at)
	})
	if err != nil {
		return err
	}
	return v.Done(w, r, ownPostPath(v.Realm.ID, h.Post.ID), lang.T("代理已收回", "It is taken back."))
}

// day is an answered day's first moment, or the zero time.
func day(ans *formweb.Answers, name string) time.Time {
	s, _ := ans.Raw[name].(string)
	t, err := time.ParseInLocation(time.DateOnly, s, clock.Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}
