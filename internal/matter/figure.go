package matter

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Figure is a number counted from matters, now.
type Figure struct {
	playbook.Figure
	Book   *playbook.Playbook
	Value  float64
	Period clock.Period // zero when all time is counted
}

// Span says in a few words over which time a figure counts.
func (f Figure) Span() lang.Text {
	switch day := f.Period.From; {
	case day.IsZero():
		return lang.T("有记录以来", "Ever since there are records")
	case f.Over == "year":
		return lang.T("近十二个月", "The last twelve months")
	default:
		return lang.T(day.Format("2006年1月2日")+"以来", "Since "+day.Format("2 January 2006"))
	}
}

// Figures counts every figure of a realm's playbooks whose kinds are raised at such a realm, community or street. Nothing is
// typed in and nothing is kept: each is a query over the matters themselves.
func (s *Service) Figures(ctx context.Context, r store.Reader, realm, at string) ([]Figure, error) {
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return nil, err
	}
	var all []Figure
	for _, b := range set {
		for _, f := range b.Figures {
			if !slices.ContainsFunc(f.Kinds, func(k string) bool { return b.Kind(k).At == at }) {
				continue
			}
			c, err := s.Count(ctx, r, realm, b, f)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// Count counts one figure.
func (s *Service) Count(ctx context.Context, r store.Reader, realm string, b *playbook.Playbook, f playbook.Figure) (Figure, error) {
	out := Figure{Figure: f, Book: b, Period: period(f.Over, s.clock.Now())}
	q := countedBy(store.Query(""), counts(f), realm, b, f, out.Period)
	n, err := store.One(ctx, r, store.Value[int64], q.Text(), q.Args()...)
	if err != nil {
		return out, fmt.Errorf("figure %s/%s: %w", b.Name, f.Name, err)
	}
	out.Value = float64(n)
	if f.Sum != "" {
		out.Value /= 1000
	}
	return out, nil
}

// Period is the time that a figure counts over: twelve months to now for "year", from a day on for "since".
func period(over string, now time.Time) clock.Period {
	if over == "year" {
		return clock.Last(12, now)
	}
	if day, ok := strings.CutPrefix(over, "since "); ok {
		if d, err := time.ParseInLocation(time.DateOnly, day, clock.Zone); err == nil {
			return clock.Since(d, now)
		}
	}
	return clock.Period{}
}

// counts is what a figure's query asks for: how many matters, or thousandths of the unit of what they sum to.
func counts(f playbook.Figure) string {
	if f.Sum != "" {
		return `cast(coalesce(sum(o.milli), 0) as bigint)`
	}
	return `count(*)`
}

// countedBy adds to a query what a figure asks of the matters that it counts, or whose outcome it sums. What is counted
// by its ending is dated by its end, the rest by its beginning, an outcome by when it was reached.
func countedBy(q *store.Q, columns, realm string, b *playbook.Playbook, f playbook.Figure, p clock.Period) *store.Q {
	dated := "m.created"
	if f.Sum != "" {
		q.Add(`select `+columns+` from outcome o join matter m on m.realm = o.realm and m.id = o.matter where o.realm = ? and o.field = ?`, realm, f.Sum)
		dated = "o.at"
	} else {
		q.Add(`select `+columns+` from matter m where m.realm = ?`, realm)
		if f.Ending != "" {
			dated = "m.closed"
		}
	}
	kinds := make([]string, len(f.Kinds))
	for i, k := range f.Kinds {
		kinds[i] = b.Name + "/" + k
	}
	store.In(q.Add("and"), "m.kind", kinds)
	if f.Ending != "" {
		q.Add("and m.ending = ?", f.Ending)
	}
	if len(f.Stages) > 0 {
		store.In(q.Add("and"), "m.stage", f.Stages)
	}
	if len(f.Reached) > 0 {
		q.Add("and (1 = 0")
		for _, st := range f.Reached {
			q.Add(`or m.reached like ? escape '\'`, "% "+escapeLike(st)+" %")
		}
		q.Add(")")
	}
	for _, w := range f.Where {
		q.Add("and m.state -> 'fields' ->> ? = ?", w.Field, w.Value)
	}
	if !p.From.IsZero() {
		q.Add("and "+dated+" >= ? and "+dated+" < ?", clock.Millis(p.From), clock.Millis(p.To))
	}
	return q
}

// Listed reads a page of a saved view, and gives the view.
func (s *Service) Listed(ctx context.Context, r store.Reader, id *access.Identity, realm, book, name string, before int64, limit int) (Page, playbook.List, error) {
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return Page{}, playbook.List{}, err
	}
	if b := set.Book(book); b != nil {
		for _, l := range b.Lists {
			if l.Name == name {
				p, err := s.List(ctx, r, id, realm, Of(b, l, before, limit))
				return p, l, err
			}
		}
	}
	return Page{}, playbook.List{}, fault.New(fault.NotFound, lang.T("没有这张清单", "There is no such list."))
}

// Of is the filter of a saved view.
func Of(b *playbook.Playbook, l playbook.List, before int64, limit int) Filter {
	f := Filter{State: l.State, Stages: l.Stages, Where: l.Where, Before: before, Limit: limit}
	for _, k := range l.Kinds {
		f.Kinds = append(f.Kinds, b.Name+"/"+k)
	}
	return f
}

// File finds a file for somebody who may see the matter that it belongs to, or who uploaded it and has not sent it yet.
func (s *Service) File(ctx context.Context, r store.Reader, id *access.Identity, realm, which, code string) (file.File, error) {
	f, err := s.files.Get(ctx, r, realm, which)
	if err != nil {
		return f, err
	}
	none := f
	none.ID = ""
	if f.Subject == "" {
		if id == nil || id.Person == "" || f.Person != id.Person {
			return none, file.ErrNone
		}
		return f, nil
	}
	m, ok := strings.CutPrefix(f.Subject, "matter:")
	if !ok {
		return none, file.ErrNone
	}
	v, err := s.Show(ctx, r, id, Ref{Realm: realm, ID: m, Code: code})
	if err != nil || v.Shown {
		return none, file.ErrNone
	}
	return f, nil
}
