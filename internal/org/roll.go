package org

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// Holding is a post with its holder, in words.
type Holding struct {
	Post  Post
	Name  string // the holder's, whole
	Where string // for what; "" for the whole realm
}

const holdings = `select ` + PostColumns + `, h.name, coalesce(l.fullname, a.title, '') from post p
	join person h on h.realm = p.realm and h.id = p.person
	left join place l on l.realm = p.realm and l.id = p.place
	left join area a on a.realm = p.realm and a.id = p.area `

// Roll reads every post that was ever held in an organisation, or is to be; what was called off never was. Those held at the moment on come
// first, in the order of their kinds, then those to come and those that are over, the latest first.
func (s *Service) Roll(ctx context.Context, r store.Reader, realm, org string, on time.Time) (held, others []Holding, err error) {
	all, err := store.All(ctx, r, scanHolding, holdings+`where p.realm = $1 and p.org = $2 and (p.until = 0 or p.until <> p.since) order by p.since desc, p.id`, realm, org)
	if err != nil {
		return nil, nil, fmt.Errorf("posts of %s: %w", org, err)
	}
	for _, h := range all {
		if h.Post.HeldAt(on) {
			held = append(held, h)
		} else {
			others = append(others, h)
		}
	}
	slices.SortStableFunc(held, func(a, b Holding) int {
		return cmp.Or(cmp.Compare(postOrder[b.Post.Kind], postOrder[a.Post.Kind]), cmp.Compare(a.Where, b.Where)) // heads stand last among the kinds
	})
	return held, others, nil
}

// HoldingOf reads one post with its holder, or gives ErrNoPost.
func (s *Service) HoldingOf(ctx context.Context, r store.Reader, realm, post string) (Holding, error) {
	all, err := store.All(ctx, r, scanHolding, holdings+`where p.realm = $1 and p.id = $2`, realm, post)
	if err != nil {
		return Holding{}, fmt.Errorf("post %s: %w", post, err)
	}
	if len(all) == 0 {
		return Holding{}, ErrNoPost
	}
	return all[0], nil
}

func scanHolding(r store.Row) (h Holding, err error) {
	h.Post, err = ScanPost(r, &h.Name, &h.Where)
	return h, err
}

// HeldNow reads every post of the realm that is held at the moment on, in the order of their beginning.
func (s *Service) HeldNow(ctx context.Context, r store.Reader, realm string, on time.Time) ([]Holding, error) {
	all, err := store.All(ctx, r, scanHolding, holdings+`where p.realm = $1 and p.since <= $2 and (p.until = 0 or p.until > $2) order by p.since, p.id`, realm, clock.Millis(on))
	if err != nil {
		return nil, fmt.Errorf("posts of %s: %w", realm, err)
	}
	return all, nil
}
