package matter

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/practice"
	"linli/internal/search"
	"linli/internal/store"
)

// How much of the past is looked at: pastRead matters of the kind in the grid, and of these the last pastSaid that are about
// the same.
const (
	pastRead = 50
	pastSaid = 10
	fewest   = 3 // whoever handled less than one in so many is not suggested for that
)

// past is who handled matters of a kind in a grid that ended well.
type past struct {
	word  string // what they are about, in common with the matter at hand; "" when they are all that there are
	grid  bool   // in a grid, and not in none
	of    int    // how many they are
	doers []doer
}

// doer is somebody who handled n of them, the latest at latest: 0 is the last of all.
type doer struct {
	person    string
	n, latest int
}

// past reads who handled the last matters of m's kind in its grid that ended well: done, and not rated as badly done or as
// unsolved. Where at least two have a word of their title in common with m's, only these count. A matter that went through
// several hands counts for the last.
func (s *Service) past(ctx context.Context, r store.Reader, id *access.Identity, set practice.Set, m *Matter) (past, error) {
	p := past{grid: m.Grid != ""}
	q := store.Query(`select `+itemColumns+` from matter m where m.realm = ? and m.kind = ? and m.grid = ? and m.ending = 'done' and m.handler <> ''
		and coalesce(cast(m.state ->> 'rating' as text), '') not in ('1', '2') and coalesce(m.state ->> 'solved', '') <> 'no'
		order by m.closed desc, m.number desc limit ?`, m.Realm, m.KindID, m.Grid, pastRead)
	rows, err := store.All(ctx, r, scanItem, q.Text(), q.Args()...)
	if err != nil {
		return p, fmt.Errorf("past matters like %s: %w", m.ID, err)
	}
	items, _, err := s.items(ctx, r, m.Realm, rows, id, set)
	if err != nil {
		return p, err
	}
	items = slices.DeleteFunc(items, func(it Item) bool { return it.Veiled })
	titles := make([]string, len(items))
	for i, it := range items {
		titles[i] = it.Title
	}
	word, about := search.Shared(m.Title, m.AtPlace, titles)
	if len(about) >= 2 {
		p.word = word
		items = pick(items, about)
	}
	items = items[:min(pastSaid, len(items))]
	p.of = len(items)
	for i, it := range items {
		at := slices.IndexFunc(p.doers, func(d doer) bool { return d.person == it.Handler })
		if at < 0 {
			p.doers = append(p.doers, doer{it.Handler, 1, i})
		} else {
			p.doers[at].n++
		}
	}
	p.doers = slices.DeleteFunc(p.doers, func(d doer) bool { return fewest*d.n < p.of })
	return p, nil
}

// order is who did most of them first; of those who did the same, who answers nearer to the place, and then who did it last.
func (p past) order(at []org.Answerer) []doer {
	near := func(person string) int {
		if i := slices.IndexFunc(at, func(a org.Answerer) bool { return a.Person == person && a.Level != everywhere }); i >= 0 {
			return i
		}
		return len(at)
	}
	return slices.SortedFunc(slices.Values(p.doers), func(a, b doer) int {
		return cmp.Or(b.n-a.n, near(a.person)-near(b.person), a.latest-b.latest)
	})
}

// says is the reason that the past gives for somebody.
func (p past) says(d doer) lang.Text {
	where := lang.T("没有落到网格的", "outside the grids")
	if p.grid {
		where = lang.T("这个网格里", "in this grid")
	}
	if p.word == "" {
		return lang.F("%s，最近 %d 件这类事有 %d 件是这位办好的", "they did %[3]d of the last %[2]d of this kind %[1]s", where, p.of, d.n)
	}
	return lang.F("%s，最近 %d 件说到“%s”的有 %d 件是这位办好的", "they did %[4]d of the last %[2]d about “%[3]s” %[1]s", where, p.of, lang.Same(p.word), d.n)
}

func pick[T any](all []T, at []int) []T {
	some := make([]T, len(at))
	for i, n := range at {
		some[i] = all[n]
	}
	return some
}
