package matter

import (
	"context"
	"fmt"
	"strings"

	"linli/internal/access"
	"linli/internal/playbook"
	"linli/internal/store"
)

// mostCounted is how many matters are looked at to count some: a chip says no more than 999+, and what is closed is counted
// in no time however much it is.
const mostCounted = 10_000

// Counts counts the matters of a filter by what they show, for the chips above a queue. Of a filter that holds more than are
// looked at, each count is of these only, and more is true: there are at least so many.
func (s *Service) Counts(ctx context.Context, r store.Reader, id *access.Identity, realm string, f Filter) (counts map[playbook.Status]int, more bool, err error) {
	id = here(id, realm)
	set, err := s.books.CurrentAt(ctx, r, realm, id.Version())
	if err != nil {
		return nil, false, err
	}
	f.Shows, f.Before, f.Late, f.realm = "", 0, false, realm
	// What is looked at is limited inside, so that it is counted and narrowed only after that.
	const columns = `m.shows, count(*), max(m.looked_at) from (select f.id, f.kind, f.path, f.raiser, f.handler, f.shows, count(*) over () as looked_at
		from (select m.id, m.kind, m.path, m.raiser, m.handler, m.shows`
	seen := reach{all: true}
	var q *store.Q
	if strings.TrimSpace(f.Words) == "" {
		q, _ = s.source(columns, realm, "")
		f.narrow(q, id)
		seen = reachOf(id, set, f.asks()...)
	} else { // who finds it by which part of it is asked of the index itself
		q, _ = s.asked(columns, id, set, realm, f)
	}
	q.Add(`limit ?) f) m where 1 = 1`, mostCounted+1)
	seen.narrow(q, id)
	q.Add("group by m.shows")
	type row struct {
		shows       playbook.Status
		n, lookedAt int
	}
	rows, err := store.All(ctx, r, func(one store.Row) (v row, err error) { return v, one.Scan(&v.shows, &v.n, &v.lookedAt) }, q.Text(), q.Args()...)
	if err != nil {
		return nil, false, fmt.Errorf("count matters of %s: %w", realm, err)
	}
	counts = map[playbook.Status]int{}
	for _, v := range rows {
		counts[v.shows] = v.n
		more = more || v.lookedAt > mostCounted
	}
	return counts, more, nil
}
