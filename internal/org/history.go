package org

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/place"
	"linli/internal/store"
)

// Term is a span of time in which somebody answered, or will answer, for a place: as long as they hold the post and the
// place lies in what the post is for.
type Term struct {
	Answerer
	From, Until time.Time // half open; a zero Until has no end
}

// Terms reads everybody who ever answered for the place with this path, the latest to begin first.
func (s *Service) Terms(ctx context.Context, r store.Reader, realm, path string) ([]Term, error) {
	ids := place.PathIDs(path)
	q := store.Query(`select ` + PostColumns + `, o.title, h.name, coalesce(l.kind, a.kind, 'realm'), coalesce(l.fullname, a.title, ''), coalesce(ap.since, 0), coalesce(ap.until, 0)
		from post p
		join org o on o.realm = p.realm and o.id = p.org
		join person h on h.realm = p.realm and h.id = p.person
		left join place l on l.realm = p.realm and l.id = p.place
		left join area a on a.realm = p.realm and a.id = p.area
		left join area_place ap on ap.realm = p.realm and ap.area = p.area and p.area <> '' and`)
	store.In(q, "ap.place", ids).Add(`where p.realm = ? and (p.place = '' and p.area = '' or ap.place is not null or`, realm)
	store.In(q, "p.place", ids)
	store.In(q.Add(`) and`), "p.kind", answering())
	all, err := store.All(ctx, r, func(r store.Row) (t Term, err error) {
		var since, until int64
		t.Post, err = ScanPost(r, &t.OrgTitle, &t.Name, &t.Level, &t.Where, &since, &until)
		t.Title, t.Person = t.Post.Says(), t.Post.Person
		t.From, t.Until = t.Post.From, t.Post.Until
		if from := clock.FromMillis(since); from.After(t.From) {
			t.From = from
		}
		if to := clock.FromMillis(until); !to.IsZero() && (t.Until.IsZero() || to.Before(t.Until)) {
			t.Until = to
		}
		return t, err
	}, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("who answered for %s: %w", path, err)
	}
	all = slices.DeleteFunc(all, func(t Term) bool { return !t.Until.IsZero() && !t.Until.After(t.From) })
	slices.SortFunc(all, func(a, b Term) int {
		return cmp.Or(b.From.Compare(a.From), cmp.Compare(levels[a.Level], levels[b.Level]), cmp.Compare(postOrder[a.Post.Kind], postOrder[b.Post.Kind]), cmp.Compare(a.Post.ID, b.Post.ID))
	})
	return all, nil
}
