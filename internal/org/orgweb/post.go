package orgweb

import (
	"net/http"
	"time"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// postPage is one post, with what those who give posts may do about it.
type postPage struct {
	Page     ui.Page
	Staff    bool
	Problems ui.Problems
	Facts    []ui.Fact
	Duties   string
	Standing []postRow
	Hand     *postAct // each nil for those who may not, and for a post that is over
	End      *postAct
	Sub      *postAct
	CallOff  string // where a post that is to begin is called off; "" for those who may not
	Over     string // that it was called off
}

// postAct is a form about a post.
type postAct struct {
	Action, Title, Note, Send string
	Ask                       []formweb.Input
	Danger                    bool
}

// The questions of each act.
var (
	handFields = []form.Field{{Name: "person", Type: form.Person, Title: lang.T("接任的人", "Who takes over"), Required: true}, {Name: "at", Type: form.Date, Title: lang.T("从哪天起", "From which day"), Required: true}}
	endFields  = []form.Field{{Name: "at", Type: form.Date, Title: lang.T("从哪天起不再担任", "From which day it is no longer held"), Required: true}}
	subFields  = []form.Field{{Name: "person", Type: form.Person, Title: lang.T("代理的人", "Who stands in"), Required: true}, {Name: "from", Type: form.Date, Title: lang.T("从哪天起", "From which day"), Required: true},
		{Name: "until", Type: form.Date, Title: lang.T("到哪天为止（含这一天）", "Until which day, it included"), Required: true}}
)

func (p *Pages) post(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.postShowing(w, r, v, "", nil, nil)
}

// postShowing answers with a post's page; act names the form that came back, with its answers and what was wrong.
func (p *Pages) postShowing(w http.ResponseWriter, r *http.Request, v *web.Visit, act string, ans *formweb.Answers, wrong error) error {
	if err := neighbour(v); err != nil {
		return err
	}
	ctx, now := r.Context(), p.Clock.Now()
	h, err := p.Orgs.HoldingOf(ctx, p.DB, v.Realm.ID, r.PathValue("id"))
	if err != nil {
		return err
	}
	o, err := p.Orgs.Get(ctx, p.DB, v.Realm.ID, h.Post.Org)
	if err != nil {
		return err
	}
	m := postPage{Page: v.Page, Staff: v.ID.Staff(), Problems: v.Page.Problems(wrong), Duties: h.Post.Duties}
	m.Page.Title = v.Page.Say(h.Post.Says()) + " · " + v.ID.Named(h.Post, h.Name)
	m.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/orgs", Label: v.Page.T("组织", "Organisations")}, {Href: orgPath(v.Realm.ID, o.ID), Label: o.Title}}
	until := v.Page.T("没有期限", "no end")
	if !h.Post.Until.IsZero() {
		until = v.Page.Moment(h.Post.Until)
	}
	m.Facts = []ui.Fact{{Label: v.Page.T("岗位", "Post"), Value: v.Page.Say(kindOf(h.Post.Kind).Title)}, {Label: v.Page.T("人", "Person"), Value: v.ID.Named(h.Post, h.Name)},
		{Label: v.Page.T("负责", "For"), Value: where(v, h.Where)}, {Label: v.Page.T("起", "From"), Value: v.Page.Moment(h.Post.From)}, {Label: v.Page.T("止", "Until"), Value: until}}
	if h.Post.For != "" {
		own, err := p.Orgs.HoldingOf(ctx, p.DB, v.Realm.ID, h.Post.For)
		if err != nil {
			return err
		}
		m.Facts = append(m.Facts, ui.Fact{Label: v.Page.T("代理", "Stands in for"), Value: v.ID.Named(own.Post, own.Name), Href: postPath(v.Realm.ID, own.Post.ID)})
	}
	standing, err := p.Orgs.StandingIn(ctx, p.DB, v.Realm.ID, h.Post.ID, time.Time{})
	if err != nil {
		return err
	}
	for _, x := range standing {
		m.Standing = append(m.Standing, p.postRow(v, x))
	}
	_, keeps := v.ID.Keeps(access.Posts, "")
	if h.Post.CalledOff() {
		m.Over = v.Page.T("这个岗位在开始以前取消了", "This post was called off before it began")
	} else if keeps == nil && callable(h.Post, now) && v.ID.MayGive(h.Post.Kind, "") == nil {
		m.CallOff = postPath(v.Realm.ID, h.Post.ID) + "/calloff"
	}
	if keeps == nil && v.ID.MayGive(h.Post.Kind, "") == nil && h.Post.HeldAt(now) {
		if err := p.postActs(r, v, h.Post, act, ans, &m); err != nil {
			return err
		}
	}
	return v.Render(w, r, statusOf(wrong), postView(m))
}

// callable tells whether a post is to begin, so that it can be called off.
func callable(p org.Post, now time.Time) bool { return p.From.After(now) && !p.CalledOff() }

func (p *Pages) postActs(r *http.Request, v *web.Visit, held org.Post, act string, ans *formweb.Answers, m *postPage) error {
	base, asker := postPath(v.Realm.ID, held.ID), p.asker(v)
	form := func(name string, fields []form.Field) ([]formweb.Input, error) {
		answers, ps := formweb.None(), ui.Problems{}
		answers.Set("at", p.today(), "")
		answers.Set("from", p.today(), "")
		as := formweb.Asking{Prefix: name + "."}
		if act == name {
			answers, ps = ans, m.Problems
		}
		return asker.Inputs(r.Context(), as, fields, answers, ps)
	}
	var err error
	end := postAct{Action: base + "/end", Title: v.Page.T("不再担任", "No longer held"), Send: v.Page.T("结束这个岗位", "End the post"), Danger: true,
		Note: v.Page.T("没有人接任才用这个；在办的事还在本人名下，要另外交给别人。", "Only when nobody takes over: open work stays with the person and has to be given to somebody else.")}
	if end.Ask, err = form("end", endFields); err != nil {
		return err
	}
	m.End = &end
	if held.For != "" { // who stands in neither hands over nor has somebody stand in
		return nil
	}
	hand := postAct{Action: base + "/handover", Title: v.Page.T("移交给别人", "Hand it over"), Send: v.Page.T("移交", "Hand it over"),
		Note: v.Page.T("从那天零点起由接任的人担任，同样的职责和范围；在这个岗位上在办的事一起转过去，两个人都会看到。", "From that day the successor holds it, with the same duties, for the same place or area; the open work under this post goes along, and both are told.")}
	if hand.Ask, err = form("handover", handFields); err != nil {
		return err
	}
	sub := postAct{Action: base + "/stand-in", Title: v.Page.T("请人代理", "Have somebody stand in"), Send: v.Page.T("登记代理", "Book it"),
		Note: v.Page.T("代理的人在这段时间里有同样的权限，到期自动结束。", "Whoever stands in has the same authority for that time; it ends by itself.")}
	if sub.Ask, err = form("standin", subFields); err != nil {
		return err
	}
	m.Hand, m.Sub = &hand, &sub
	return nil
}

// acting reads a form about a post, for those who give posts, carries it out, and goes on or shows what is wrong.
func (p *Pages) acting(w http.ResponseWriter, r *http.Request, v *web.Visit, name string, fields []form.Field,
	do func(tx *store.Tx, by journal.Actor, held org.Post, ans *formweb.Answers) (to string, says lang.Text, err error)) error {
	post, err := v.ID.Keeps(access.Posts, "")
	if err != nil {
		return err
	}
	held, err := p.Orgs.Post(r.Context(), p.DB, v.Realm.ID, r.PathValue("id"))
	if err != nil {
		return err
	}
	as := formweb.Asking{Prefix: name + "."}
	ans, err := p.asker(v).Read(r.Context(), r, as, fields)
	if err != nil {
		return err
	}
	var to string
	var says lang.Text
	if err = ans.Check(fields); err == nil {
		if err = v.ID.MayGive(held.Kind, text(ans, "person")); err == nil {
			err = p.DB.Tx(r.Context(), func(tx *store.Tx) (err error) {
				to, says, err = do(tx, v.ID.Actor(post), held, ans)
				return err
			})
		}
		err = under(err, as.Prefix)
	}
	if fault.Is(err, fault.Invalid) {
		return p.postShowing(w, r, v, name, ans, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, postPath(v.Realm.ID, to), says)
}

// under names the fields of a fault for inputs whose names begin with prefix.
func under(err error, prefix string) error {
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	moved := *fault.As(err)
	moved.Fields = append([]fault.Field(nil), moved.Fields...)
	for i := range moved.Fields {
		moved.Fields[i].Name = prefix + moved.Fields[i].Name
	}
	return &moved
}

func (p *Pages) endPost(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.acting(w, r, v, "end", endFields, func(tx *store.Tx, by journal.Actor, held org.Post, ans *formweb.Answers) (string, lang.Text, error) {
		at := p.dayOf(ans, "at")
		err := p.Orgs.EndPost(r.Context(), tx, by, v.Realm.ID, held.ID, at)
		if fault.Is(err, fault.Conflict) {
			err = fault.InField("at", lang.T("这一天不在任期里", "The post is not held on that day."))
		}
		return held.ID, lang.F("从 %s 起不再担任", "It is no longer held from %s.", v.Page.Day(at)), err
	})
}

func (p *Pages) handOver(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.acting(w, r, v, "handover", handFields, func(tx *store.Tx, by journal.Actor, held org.Post, ans *formweb.Answers) (string, lang.Text, error) {
		next, n, err := p.Matters.HandOver(r.Context(), tx, by, v.Realm.ID, held.ID, text(ans, "person"), p.dayOf(ans, "at"))
		return next.ID, lang.F("岗位已移交：%s", "The post is handed over: %s.", workMoved(n)), err
	})
}

func (p *Pages) standIn(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.acting(w, r, v, "standin", subFields, func(tx *store.Tx, by journal.Actor, held org.Post, ans *formweb.Answers) (string, lang.Text, error) {
		until := lastDay(ans, "until")
		made, err := p.Orgs.StandIn(r.Context(), tx, by, v.Realm.ID, held.ID, text(ans, "person"), p.dayOf(ans, "from"), until)
		return made.ID, lang.F("已登记代理，到 %s 为止", "Booked, until %s.", v.Page.Day(until.Add(-time.Millisecond))), err
	})
}
