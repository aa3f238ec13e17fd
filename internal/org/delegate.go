package org

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Delegate hands the power of a post to another person from the moment from until the moment until, at which it ends by
// itself. It is a post of the same kind for the same place or area that stands for the first one, whose holder keeps it. What
// was delegated cannot be delegated on, and the holder cannot be chosen.
func (s *Service) Delegate(ctx context.Context, tx *store.Tx, by journal.Actor, in, post, to string, from, until time.Time) (Post, error) {
	own, err := s.Post(ctx, tx, in, post)
	if err != nil {
		return Post{}, err
	}
	if own.For != "" {
		return Post{}, fault.New(fault.Forbidden, lang.T("代理来的岗位不能再交给别人代理", "What one stands in for cannot be handed on."))
	}
	if own.Person == to {
		return Post{}, fault.InField("person", lang.T("不能自己代理自己，请选另一个人", "Nobody stands in for themselves. Please choose somebody else."))
	}
	sub := own
	sub.ID, sub.For, sub.Person, sub.From, sub.Until = "", own.ID, to, from, until
	return s.AddPost(ctx, tx, by, sub)
}

// Deputy is a post that stands for another one.
type Deputy struct {
	Post
	Name string // of who holds it, whole
}

// Deputies reads who stands in for a post at the moment on or later, the earliest first.
func (s *Service) Deputies(ctx context.Context, r store.Reader, realm, post string, on time.Time) ([]Deputy, error) {
	all, err := store.All(ctx, r, func(r store.Row) (d Deputy, err error) {
		d.Post, err = ScanPost(r, &d.Name)
		return d, err
	}, `select `+PostColumns+`, h.name from post p join person h on h.realm = p.realm and h.id = p.person
		where p.realm = $1 and p.stands_for = $2 and (p.until = 0 or p.until > $3 and p.until > p.since) order by p.since, p.id`, realm, post, clock.Millis(on))
	if err != nil {
		return nil, fmt.Errorf("who stands in for %s: %w", post, err)
	}
	return all, nil
}
