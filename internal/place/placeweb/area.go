package placeweb

import (
	"context"
	"net/http"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// areaPage is one area.
type areaPage struct {
	Page     ui.Page
	Staff    bool
	Problems ui.Problems
	Facts    []ui.Fact
	People   []answerer
	Places   []placeRow
	Ends     ui.Field
	Change   string // where places are moved in and out; "" for those who may not, and for what is over
	End      string
	Draw     string // where its shape is drawn
	Follow   string // where its successor is drawn
	Held     []ui.Option
	Add      ui.Field
	Out      ui.Field
	From     ui.Field
	Suggest  []ui.Option
}

func (p *Pages) area(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.areaShowing(w, r, v, nil)
}

func (p *Pages) areaShowing(w http.ResponseWriter, r *http.Request, v *web.Visit, wrong error) error {
	ctx, now := r.Context(), p.Clock.Now()
	a, err := p.Places.Area(ctx, p.DB, v.Realm.ID, r.PathValue("id"))
	if err != nil {
		return err
	}
	m := areaPage{Page: v.Page, Staff: v.ID.Staff(), Problems: v.Page.Problems(wrong)}
	m.Page.Title = a.Title
	m.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/areas?kind=" + string(a.Kind), Label: heading(v.Page, a.Kind.Title())}}
	if m.Facts, err = p.areaFacts(ctx, v, a); err != nil {
		return err
	}
	on := now // an area that is over is shown as it was at its end
	if !a.Until.IsZero() && !now.Before(a.Until) {
		on = a.Until.Add(-time.Millisecond)
	} else if now.Before(a.From) {
		on = a.From
	}
	there, err := p.Places.PlacesOf(ctx, p.DB, v.Realm.ID, a.ID, on)
	if err != nil {
		return err
	}
	for _, x := range there {
		m.Places = append(m.Places, placeRow{pathOf(x), kindIcon(x.Kind), x.Full, heading(v.Page, x.Kind.Title())})
		m.Held = append(m.Held, ui.Option{Value: x.ID, Label: x.Full})
	}
	posts, err := p.Orgs.ForArea(ctx, p.DB, v.Realm.ID, a.ID, on)
	if err != nil {
		return err
	}
	for _, x := range posts {
		m.People = append(m.People, answerer{v.ID.Named(x.Post, x.Name), v.Page.Say(x.Title) + " · " + x.OrgTitle})
	}
	if _, err := v.ID.Keeps(access.Areas, ""); err == nil && a.Until.IsZero() {
		m.Change, m.End = areaPath(a)+"/places", areaPath(a)+"/end"
		m.Draw = areaPath(a) + "/shape"
		m.Follow = "/" + v.Realm.ID + "/areas/new?kind=" + string(a.Kind) + "&after=" + a.ID
		m.areaForms(v, r, now)
		if m.Suggest, err = p.pickable(ctx, v); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, areaView(m))
}

// areaForms are the questions of changing and ending, with what was typed.
func (m *areaPage) areaForms(v *web.Visit, r *http.Request, now time.Time) {
	today := now.In(clock.Zone).Format(time.DateOnly)
	m.Add = ui.Field{Name: "in", Label: v.Page.T("加进来的地点", "Places to take in"), Value: r.PostFormValue("in"), Error: m.Problems.Of("places"),
		Hint: v.Page.T("一行一个：全名或地点码。加一个小区就是加它的全部。", "One a line: a full name or a code. An estate stands for all that lies in it.")}
	m.Out = ui.Field{Name: "out", Label: v.Page.T("移出去的地点", "Places to give up"), Values: r.PostForm["out"]}
	m.From = ui.Field{Name: "from", Label: v.Page.T("从哪天起", "From which day"), Value: today, Required: true, Error: m.Problems.Of("from")}
	m.Ends = ui.Field{Name: "at", Label: v.Page.T("到哪天为止", "From which day it is no more"), Value: today, Required: true, Error: m.Problems.Of("at"),
		Hint: v.Page.T("从这一天零点起不再有。以前的事照旧查得到。", "It is no more from midnight of that day. What was before stays as it was.")}
	if s := r.PostFormValue("from"); s != "" {
		m.From.Value = s
	}
	if s := r.PostFormValue("at"); s != "" {
		m.Ends.Value = s
	}
}

func (p *Pages) areaFacts(ctx context.Context, v *web.Visit, a place.Area) ([]ui.Fact, error) {
	until := v.Page.T("至今", "no end")
	if !a.Until.IsZero() {
		until = v.Page.Day(a.Until)
	}
	facts := []ui.Fact{{Label: v.Page.T("类型", "Kind"), Value: heading(v.Page, a.Kind.Title())}, {Label: v.Page.T("起", "From"), Value: v.Page.Day(a.From)}, {Label: v.Page.T("止", "Until"), Value: until}}
	if a.Predecessor != "" {
		before, err := p.Places.Area(ctx, p.DB, v.Realm.ID, a.Predecessor)
		if err != nil {
			return nil, err
		}
		facts = append(facts, ui.Fact{Label: v.Page.T("前身", "Follows"), Value: before.Title, Href: areaPath(before)})
	}
	next, err := p.Places.Successor(ctx, p.DB, v.Realm.ID, a.ID)
	if err == nil && next.ID != "" {
		facts = append(facts, ui.Fact{Label: v.Page.T("后继", "Followed by"), Value: next.Title, Href: areaPath(next)})
	}
	return facts, err
}

// dayIn reads a day that is not before today from a posted form.
func (p *Pages) dayIn(r *http.Request, name string) (time.Time, error) {
	return clock.Coming(r.PostFormValue(name), name, p.Clock.Now())
}

func (p *Pages) changeArea(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := v.ID.Keeps(access.Areas, "")
	if err != nil {
		return err
	}
	var c fault.Check
	at, err := p.dayIn(r, "from")
	if err := c.Take(err); err != nil {
		return err
	}
	into, err := p.named(r.Context(), v, r.PostFormValue("in"))
	if err := c.Take(err); err != nil {
		return err
	}
	out := r.PostForm["out"]
	if len(into)+len(out) == 0 && c.Err() == nil {
		c.Add("places", lang.T("没有要加进来的，也没有要移出去的", "Nothing is to be taken in or given up."))
	}
	err = c.Err()
	if err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			return p.Places.ChangeArea(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, r.PathValue("id"), into, out, at)
		})
	}
	if fault.Is(err, fault.Invalid) {
		return p.areaShowing(w, r, v, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, "/"+v.Realm.ID+"/areas/"+r.PathValue("id"), lang.F("范围已改，从 %s 起", "It is changed, from %s.", v.Page.Day(at)))
}

func (p *Pages) endArea(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := v.ID.Keeps(access.Areas, "")
	if err != nil {
		return err
	}
	at, err := p.dayIn(r, "at")
	if err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			return p.Places.EndArea(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, r.PathValue("id"), at)
		})
	}
	if fault.Is(err, fault.Invalid) {
		return p.areaShowing(w, r, v, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, "/"+v.Realm.ID+"/areas/"+r.PathValue("id"), lang.F("从 %s 起不再有", "It is no more from %s.", v.Page.Day(at)))
}
