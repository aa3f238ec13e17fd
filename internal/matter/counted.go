package matter

import (
	"context"
	"fmt"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/store"
)

// Record is a matter that a figure counts, and how much it adds: 1, or its part of a sum.
type Record struct {
	Item
	Adds float64
}

// Records is a page of the very matters that a figure counts.
type Records struct {
	Figure Figure
	Items  []Record
	All    int   // how many matters are counted
	Hidden int   // how many of them are not for the caller's eyes
	Next   int64 // as in Page
}

// ErrNoFigure is returned for a figure that the realm's playbooks do not have.
var ErrNoFigure = fault.New(fault.NotFound, lang.T("没有这项成效数字", "There is no such figure."))

// Records reads a page of the matters that a figure counts, newest first, as far as the caller may see them. The rows
// come from the figure's own query, so that what is listed and what is counted cannot drift apart.
func (s *Service) Records(ctx context.Context, r store.Reader, id *access.Identity, realm, book, name string, before int64, limit int) (Records, error) {
	var out Records
	id = here(id, realm)
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return out, err
	}
	b, f, ok := figureOf(set, book, name)
	if !ok {
		return out, ErrNoFigure
	}
	if out.Figure, err = s.Count(ctx, r, realm, b, f); err != nil {
		return out, err
	}
	within := func(columns string) *store.Q { // the matters that the figure counts
		q := store.Query(`select `+columns+` from matter m where m.realm = ? and m.id in (`, realm)
		return countedBy(q, "m.id", realm, b, f, out.Figure.Period).Add(")")
	}
	all := within(`count(*)`)
	if out.All, err = store.One(ctx, r, store.Value[int], all.Text(), all.Args()...); err != nil {
		return out, fmt.Errorf("records of figure %s/%s: %w", book, name, err)
	}
	seen := within(`count(*)`)
	reachOf(id, set).narrow(seen, id)
	n, err := store.One(ctx, r, store.Value[int], seen.Text(), seen.Args()...)
	if err != nil {
		return out, fmt.Errorf("records of figure %s/%s: %w", book, name, err)
	}
	out.Hidden = out.All - n

	q := within(itemColumns)
	reachOf(id, set).narrow(q, id)
	if before > 0 {
		q.Add("and m.number < ?", before)
	}
	q.Add("order by m.number desc limit ?", limit+1)
	rows, err := store.All(ctx, r, scanItem, q.Text(), q.Args()...)
	if err != nil {
		return out, fmt.Errorf("records of figure %s/%s: %w", book, name, err)
	}
	if len(rows) > limit {
		rows = rows[:limit]
		out.Next = rows[limit-1].Number
	}
	adds, err := s.adds(ctx, r, realm, out.Figure, rows)
	if err != nil {
		return out, err
	}
	items, _, err := s.items(ctx, r, realm, rows, id, set)
	for _, it := range items {
		out.Items = append(out.Items, Record{it, adds[it.ID]})
	}
	return out, err
}

// adds reads what each matter adds to a figure that sums an outcome; to one that counts, each adds 1.
func (s *Service) adds(ctx context.Context, r store.Reader, realm string, f Figure, rows []itemRow) (map[string]float64, error) {
	adds := make(map[string]float64, len(rows))
	ids := make([]string, len(rows))
	for i, v := range rows {
		ids[i], adds[v.ID] = v.ID, 1
	}
	if f.Sum == "" {
		return adds, nil
	}
	q := store.Query(`select matter, cast(sum(milli) as bigint) from outcome where realm = ? and field = ?`, realm, f.Sum)
	if !f.Period.From.IsZero() {
		q.Add("and at >= ? and at < ?", clock.Millis(f.Period.From), clock.Millis(f.Period.To))
	}
	store.In(q.Add("and"), "matter", ids).Add("group by matter")
	type part struct {
		id    string
		milli int64
	}
	parts, err := store.All(ctx, r, func(row store.Row) (p part, err error) { return p, row.Scan(&p.id, &p.milli) }, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("what adds to figure %s: %w", f.Name, err)
	}
	for _, p := range parts {
		adds[p.id] = float64(p.milli) / 1000
	}
	return adds, nil
}

func figureOf(set practice.Set, book, name string) (*playbook.Playbook, playbook.Figure, bool) {
	if b := set.Book(book); b != nil {
		for _, f := range b.Figures {
			if f.Name == name {
				return b, f, true
			}
		}
	}
	return nil, playbook.Figure{}, false
}
