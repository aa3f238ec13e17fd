package orgweb

import (
	"net/http"
	"time"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/ui"
	"linli/internal/web"
)

// showPage is one organisation.
type showPage struct {
	Page      ui.Page
	Staff     bool
	Facts     []ui.Fact
	Held      []postRow
	Others    []postRow
	Handovers []handoverRow
	Below     []ui.Link
	Give      string // where a post is given; "" for those who may not
	Book      string // where an organisation below is booked
	Change    string // where it is changed, closed, reopened; each "" for those who may not, and when it is not the time
	Close     string
	Reopen    string
	Over      string // that it is closed, or will be
}

type postRow struct {
	Href, Title, Name, Where, Duties string
	From, Until                      time.Time
	StandsIn                         bool
}

type handoverRow struct {
	At         time.Time
	Title      string
	Leaver, To string
	Says       string // what became of the work
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := neighbour(v); err != nil {
		return err
	}
	ctx, now := r.Context(), p.Clock.Now()
	o, err := p.Orgs.Get(ctx, p.DB, v.Realm.ID, r.PathValue("id"))
	if err != nil {
		return err
	}
	m := showPage{Page: v.Page, Staff: v.ID.Staff()}
	m.Page.Title = o.Title
	m.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/orgs", Label: v.Page.T("组织", "Organisations")}}
	m.Facts = []ui.Fact{{Label: v.Page.T("类型", "Kind"), Value: v.Page.Say(o.KindTitle())}}
	if o.Parent != "" {
		above, err := p.Orgs.Get(ctx, p.DB, v.Realm.ID, o.Parent)
		if err != nil {
			return err
		}
		m.Facts = append(m.Facts, ui.Fact{Label: v.Page.T("上级", "Above it"), Value: above.Title, Href: orgPath(v.Realm.ID, above.ID)})
	}
	if o.Area != "" {
		a, err := p.Places.Area(ctx, p.DB, v.Realm.ID, o.Area)
		if err != nil {
			return err
		}
		m.Facts = append(m.Facts, ui.Fact{Label: v.Page.T("范围", "There for"), Value: a.Title, Href: "/" + v.Realm.ID + "/areas/" + a.ID})
	}
	if o.USCC != "" {
		m.Facts = append(m.Facts, ui.Fact{Label: v.Page.T("统一社会信用代码", "Unified social credit identifier"), Value: o.USCC})
	}
	if !o.Until.IsZero() {
		m.Over = v.Page.Say(lang.F("已从 %s 起撤销", "Closed from %s", v.Page.Day(o.Until)))
		if o.OpenAt(now) {
			m.Over = v.Page.Say(lang.F("将从 %s 起撤销", "To be closed from %s", v.Page.Day(o.Until)))
		}
	}
	held, others, err := p.Orgs.Roll(ctx, p.DB, v.Realm.ID, o.ID, now)
	if err != nil {
		return err
	}
	for _, h := range held {
		m.Held = append(m.Held, p.postRow(v, h))
	}
	for _, h := range others {
		m.Others = append(m.Others, p.postRow(v, h))
	}
	hands, err := p.Orgs.HandoversIn(ctx, p.DB, v.Realm.ID, o.ID)
	if err != nil {
		return err
	}
	for _, h := range hands {
		m.Handovers = append(m.Handovers, handoverRow{h.At, v.Page.Say(h.After.Says()) + " · " + where(v, h.Where), v.ID.Named(h.After, h.LeaverName), v.ID.Named(h.After, h.Name), v.Page.Say(workMoved(h.Moved))})
	}
	all, err := p.Orgs.All(ctx, p.DB, v.Realm.ID)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Parent == o.ID {
			label := x.Title
			if !x.OpenAt(now) {
				label += v.Page.T("（已撤销）", " (closed)")
			}
			m.Below = append(m.Below, ui.Link{Href: orgPath(v.Realm.ID, x.ID), Label: label})
		}
	}
	m.mayDo(v, o, now)
	return v.Render(w, r, http.StatusOK, showView(m))
}

// mayDo notes what the visitor may do about an organisation. Once it is closed that is at most to take it back.
func (m *showPage) mayDo(v *web.Visit, o org.Org, now time.Time) {
	here := orgPath(v.Realm.ID, o.ID)
	if _, err := v.ID.Keeps(access.Posts, ""); err == nil && o.Until.IsZero() {
		m.Give = here + "/posts"
	}
	if _, err := v.ID.Keeps(access.Orgs, ""); err != nil {
		return
	}
	switch {
	case o.Until.IsZero():
		m.Book, m.Change, m.Close = "/"+v.Realm.ID+"/orgs/new?in="+o.ID, here+"/change", here+"/close"
	case o.MayReopen(now) == nil:
		m.Reopen = here + "/reopen"
	}
}

func (p *Pages) postRow(v *web.Visit, h org.Holding) postRow {
	return postRow{postPath(v.Realm.ID, h.Post.ID), v.Page.Say(h.Post.Says()), v.ID.Named(h.Post, h.Name), where(v, h.Where), h.Post.Duties, h.Post.From, h.Post.Until, h.Post.For != ""}
}

// workMoved says what became of the open work when a post was handed over.
func workMoved(n int) lang.Text {
	switch {
	case n == org.Pending:
		return lang.T("到那天，在办的事随岗位转过去", "On that day the open work goes along")
	case n == 0:
		return lang.T("没有在办的事要转", "There was no open work")
	}
	return lang.F("%d 件在办的事已转给接任的人", "%d open matters went to the successor", n)
}
