package orgweb

import (
	"net/http"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// surePage asks before something that is hard to take back.
type surePage struct {
	Page     ui.Page
	Problems ui.Problems
	Confirm  ui.Confirmation
	Remains  []ui.Link // what ends along with it
	More     string    // how many more there are than are shown
	Day      *ui.Field // on which day; nil where that is not asked
	All      *ui.Field // whether what remains ends, too; nil where nothing remains, or where they may not
}

const remainsShown = 20

func (p *Pages) closing(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.closeForm(w, r, v, nil)
}

// closeForm asks whether an organisation is to be closed, and shows what it still has on that day.
func (p *Pages) closeForm(w http.ResponseWriter, r *http.Request, v *web.Visit, wrong error) error {
	o, _, err := p.keeping(r, v)
	if err != nil {
		return err
	}
	if !o.Until.IsZero() {
		return org.ErrClosed
	}
	m := surePage{Page: v.Page, Problems: v.Page.Problems(wrong), Confirm: ui.Confirmation{Action: orgPath(v.Realm.ID, o.ID) + "/close", Back: orgPath(v.Realm.ID, o.ID), Danger: true,
		Title: v.Page.Say(lang.F("撤销“%s”？", "Close “%s”?", o.Title)), Yes: v.Page.T("撤销", "Close it"),
		Text: v.Page.Say(lang.F("从那天零点起不再有。以前的任职和记录照旧查得到；选组织的时候不再列出。%d 天内可以恢复。", "It is no more from midnight of that day. Its posts and records stay readable; it is offered no more where an organisation is chosen. It can be reopened within %d days.", org.UndoDays))}}
	m.Page.Title, m.Page.Crumbs = v.Page.T("撤销组织", "Close an organisation"), orgCrumbs(v, o)
	left, err := p.Orgs.Remains(r.Context(), p.DB, v.Realm.ID, o.ID, p.Clock.Now())
	if err != nil {
		return err
	}
	for _, h := range left.Posts {
		m.Remains = append(m.Remains, ui.Link{Href: postPath(v.Realm.ID, h.Post.ID), Label: v.Page.Say(h.Post.Says()) + " · " + v.ID.Named(h.Post, h.Name) + " · " + where(v, h.Where)})
	}
	for _, x := range left.Below {
		m.Remains = append(m.Remains, ui.Link{Href: orgPath(v.Realm.ID, x.ID), Label: x.Title})
	}
	if n := len(m.Remains); n > remainsShown {
		m.Remains, m.More = m.Remains[:remainsShown], v.Page.Say(lang.F("还有 %d 项", "and %d more", n-remainsShown))
	}
	m.Day = &ui.Field{Name: "at", Label: v.Page.T("从哪天起撤销", "From which day it is closed"), Value: p.today(), Required: true, Error: m.Problems.Of("at")}
	if s := r.PostFormValue("at"); s != "" {
		m.Day.Value = s
	}
	if _, err := v.ID.Keeps(access.Posts, ""); err == nil && !left.None() {
		m.All = &ui.Field{Name: "all", Label: v.Page.T("还有的怎么办", "What it still has"), Values: r.PostForm["all"], Error: m.Problems.Of("all")}
	}
	return v.Render(w, r, statusOf(wrong), sureView(m))
}

func (p *Pages) close(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	o, post, err := p.keeping(r, v)
	if err != nil {
		return err
	}
	at, err := clock.Coming(r.PostFormValue("at"), "at", p.Clock.Now())
	all := r.PostFormValue("all") == "yes"
	if err == nil && all {
		_, err = v.ID.Keeps(access.Posts, "") // posts end with it
	}
	if err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			return p.Orgs.Close(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, o.ID, at, all)
		})
	}
	if fault.Is(err, fault.Conflict) && !all && o.Until.IsZero() { // with what is still there
		return p.closeForm(w, r, v, fault.InField("all", fault.As(err).Says))
	}
	if fault.Is(err, fault.Invalid) {
		return p.closeForm(w, r, v, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, orgPath(v.Realm.ID, o.ID), lang.F("从 %s 起撤销", "It is closed from %s.", v.Page.Day(at)))
}

func (p *Pages) reopening(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	o, _, err := p.keeping(r, v)
	if err != nil {
		return err
	}
	if err := o.MayReopen(p.Clock.Now()); err != nil {
		return err
	}
	m := surePage{Page: v.Page, Confirm: ui.Confirmation{Action: orgPath(v.Realm.ID, o.ID) + "/reopen", Back: orgPath(v.Realm.ID, o.ID),
		Title: v.Page.Say(lang.F("恢复“%s”？", "Reopen “%s”?", o.Title)), Yes: v.Page.T("恢复", "Reopen it"),
		Text: v.Page.T("随它结束的岗位和下属组织不会自动恢复，需要的另行登记。", "The posts and organisations that ended with it do not come back by themselves; book again what is needed.")}}
	m.Page.Title, m.Page.Crumbs = v.Page.T("恢复组织", "Reopen an organisation"), orgCrumbs(v, o)
	return v.Render(w, r, http.StatusOK, sureView(m))
}

func (p *Pages) reopen(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	o, post, err := p.keeping(r, v)
	if err != nil {
		return err
	}
	if err := p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		return p.Orgs.Reopen(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, o.ID, p.Clock.Now())
	}); err != nil {
		return err
	}
	return v.Done(w, r, orgPath(v.Realm.ID, o.ID), lang.T("已恢复", "It is open again."))
}
