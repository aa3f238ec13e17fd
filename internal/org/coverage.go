package org

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// Covered is an estate and the party branches in whose area it lies.
type Covered struct {
	Realm, Estate, Title string
	Branches             []Org
}

// Coverage reads every estate of these realms with the estate branches that cover it at the moment on: 32 of 36 are
// those that have one. A street asks it for its communities.
func (s *Service) Coverage(ctx context.Context, r store.Reader, realms []string, on time.Time) ([]Covered, error) {
	type row struct {
		Covered
		branch Org
	}
	at := clock.Millis(on)
	q := store.Query(`select e.realm, e.id, e.title, coalesce(b.id, ''), coalesce(b.title, ''), coalesce(b.parent, ''), coalesce(b.area, '')
		from place e
		left join (select distinct o.realm, o.id, o.title, o.parent, o.area, ap.place from org o
			join area a on a.realm = o.realm and a.id = o.area and a.kind = 'branch'
			join area_place ap on ap.realm = a.realm and ap.area = a.id and ap.since <= ? and (ap.until = 0 or ap.until > ?)
			where o.kind = 'estate_branch' and (o.until = 0 or o.until > ?)) b on b.realm = e.realm and b.place = e.id
		where e.kind = 'estate' and`, at, at, at)
	store.In(q, "e.realm", realms).Add(`order by e.realm, e.rank, e.id, b.id`)
	rows, err := store.All(ctx, r, func(r store.Row) (v row, err error) {
		return v, r.Scan(&v.Realm, &v.Estate, &v.Title, &v.branch.ID, &v.branch.Title, &v.branch.Parent, &v.branch.Area)
	}, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	var all []Covered
	for _, v := range rows {
		if n := len(all); n == 0 || all[n-1].Realm != v.Realm || all[n-1].Estate != v.Estate {
			all = append(all, v.Covered)
		}
		if v.branch.ID != "" {
			v.branch.Realm, v.branch.Kind = v.Realm, "estate_branch"
			last := &all[len(all)-1]
			last.Branches = append(last.Branches, v.branch)
		}
	}
	return all, nil
}
