package placeweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/place"
	"linli/internal/realm"
	"linli/internal/ui"
	"linli/internal/web"
)

// whoPart is who answers for a place on a day, and the way to ask for another day.
type whoPart struct {
	Place  string
	Action string // where the day is asked
	Keep   []ui.Option
	Day    ui.Field
	Now    bool
	Says   string // on which day, when it is not today
	People []answerer
}

// answerer is a person who answers, once, with every post that makes them so.
type answerer struct{ Name, Post string }

// who reads who answers for a place. A day that cannot be read comes back as a fault with the part for today.
func (p *Pages) who(r *http.Request, v *web.Visit, at place.Place, action string) (whoPart, error) {
	now := p.Clock.Now()
	on, wrong := clock.AsOf(r.URL.Query().Get("on"), "on", now)
	m := whoPart{Place: at.Full, Action: action, Now: on.Equal(now)}
	m.Day = ui.Field{Name: "on", Label: v.Page.T("看哪一天", "On which day"), Value: r.URL.Query().Get("on"), Error: v.Page.Problems(wrong).Of("on")}
	if m.Day.Value == "" {
		m.Day.Value = now.In(clock.Zone).Format(time.DateOnly)
	}
	if !m.Now {
		m.Says = v.Page.Day(on)
	}
	var err error
	if m.People, err = p.answerers(r.Context(), v, at, on); err != nil {
		return m, err
	}
	return m, wrong
}

func (p *Pages) answerers(ctx context.Context, v *web.Visit, at place.Place, on time.Time) (people []answerer, err error) {
	all, err := p.Orgs.AnswerersAt(ctx, p.DB, v.Realm.ID, at.Path, on)
	if err != nil {
		return nil, err
	}
	var seen []string
	for _, a := range all {
		x := answerer{v.ID.Named(a.Post, a.Name), v.Page.Say(a.Title) + " · " + a.OrgTitle + " · " + where(v, a.Where)}
		if a.Post.For != "" {
			x.Post += v.Page.T("（代理）", " (standing in)")
		}
		if i := slices.Index(seen, a.Person); i >= 0 { // one person, several posts: named once, where they are nearest
			people[i].Post += v.Page.T("；", "; ") + x.Post
			continue
		}
		seen = append(seen, a.Person)
		people = append(people, x)
	}
	return people, nil
}

// where says for what a post is; "" is the whole realm.
func where(v *web.Visit, says string) string {
	switch {
	case says != "":
		return says
	case v.Realm.Kind == realm.Street:
		return v.Page.T("全街道", "the whole street")
	}
	return v.Page.T("全社区", "the whole community")
}

// termRow is a span in which somebody answered.
type termRow struct {
	Name, Post  string
	From, Until time.Time
	Now         bool
}

func (p *Pages) terms(ctx context.Context, v *web.Visit, at place.Place) ([]termRow, error) {
	all, err := p.Orgs.Terms(ctx, p.DB, v.Realm.ID, at.Path)
	if err != nil {
		return nil, err
	}
	now := p.Clock.Now()
	rows := make([]termRow, len(all))
	for i, t := range all {
		rows[i] = termRow{v.ID.Named(t.Post, t.Name), v.Page.Say(t.Title) + " · " + t.OrgTitle + " · " + where(v, t.Where), t.From, t.Until,
			!now.Before(t.From) && (t.Until.IsZero() || now.Before(t.Until))}
	}
	return rows, nil
}

// today is the address of the same page for today.
func (m whoPart) today() string {
	q := url.Values{}
	for _, k := range m.Keep {
		q.Set(k.Value, k.Label)
	}
	if len(q) == 0 {
		return m.Action + "#who"
	}
	return m.Action + "?" + q.Encode() + "#who"
}
