package org

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// Cross is a person with posts in several organisations.
type Cross struct {
	Person, Name string
	Posts        []Post
	Orgs         []string // the organisations' titles, one for each post
	Heads        bool     // leads at least two of them: 一肩挑
}

// CrossAppointments reads who holds posts in more than one organisation at the moment on. Whoever stands in for
// another's post does not count by it.
func (s *Service) CrossAppointments(ctx context.Context, r store.Reader, realm string, on time.Time) ([]Cross, error) {
	type row struct {
		Post
		name, org string
	}
	rows, err := store.All(ctx, r, func(r store.Row) (v row, err error) {
		v.Post, err = ScanPost(r, &v.name, &v.org)
		return v, err
	}, `select `+PostColumns+`, h.name, o.title from post p
		join person h on h.realm = p.realm and h.id = p.person
		join org o on o.realm = p.realm and o.id = p.org
		where p.realm = $1 and p.stands_for = '' and p.since <= $2 and (p.until = 0 or p.until > $2) and p.person in (
			select person from post where realm = $1 and stands_for = '' and since <= $2 and (until = 0 or until > $2)
			group by person having count(distinct org) > 1)
		order by h.name, p.person, p.since, p.id`, realm, clock.Millis(on))
	if err != nil {
		return nil, fmt.Errorf("cross-appointments: %w", err)
	}
	var all []Cross
	for _, v := range rows {
		if n := len(all); n == 0 || all[n-1].Person != v.Person {
			all = append(all, Cross{Person: v.Person, Name: v.name})
		}
		c := &all[len(all)-1]
		c.Posts, c.Orgs = append(c.Posts, v.Post), append(c.Orgs, v.org)
	}
	for i, c := range all {
		led := map[string]bool{}
		for _, p := range c.Posts {
			if postKinds[p.Kind].Head {
				led[p.Org] = true
			}
		}
		all[i].Heads = len(led) > 1
	}
	return all, nil
}
