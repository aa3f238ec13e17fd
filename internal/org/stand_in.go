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

// StandIn has another person stand in for the holder of a post from the moment from until the moment until, at which it ends by
// itself. It is a post of the same kind for the same place or area that stands for the first one, whose holder keeps it. It
// goes no further: nobody stands in for who stands in, nor for themselves. Whether its holder asks for it or whoever gives
// posts is the caller's to decide.
func (s *Service) StandIn(ctx context.Context, tx *store.Tx, by journal.Actor, in, post, to string, from, until time.Time) (Post, error) {
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

// StandingIn reads who stands in for a post at the moment on, or will, the earliest first. Before the zero moment, everybody
// who ever did is among them.
func (s *Service) StandingIn(ctx context.Context, r store.Reader, realm, post string, on time.Time) ([]Holding, error) {
	all, err := store.All(ctx, r, scanHolding, holdings+`where p.realm = $1 and p.stands_for = $2 and p.until > $3 and p.until > p.since order by p.since, p.id`, realm, post, clock.Millis(on))
	if err != nil {
		return nil, fmt.Errorf("who stands in for post %s: %w", post, err)
	}
	return all, nil
}
