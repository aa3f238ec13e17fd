package org

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// ErrPostEnded is returned when a post is over by then already, or has not begun.
var ErrPostEnded = fault.New(fault.Conflict, lang.T("这个岗位当时不在任", "This post is not held then."))

// PostEnded says that a person gives up a post.
type PostEnded struct {
	ID     string    `json:"id"`
	Person string    `json:"person"`
	At     time.Time `json:"at"`
}

// Kind names the event.
func (PostEnded) Kind() string { return "post.ended" }

// Subject is the post.
func (e PostEnded) Subject() string { return e.ID }

// EndPost ends a post at a moment; from then on it allows nothing, and neither does who stands in for it. Standing in that
// has not begun by then never does: it ends as it begins.
func (s *Service) EndPost(ctx context.Context, tx *store.Tx, by journal.Actor, in, id string, at time.Time) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	p, err := s.Post(ctx, tx, in, id)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `update post set until = $3 where realm = $1 and id = $2 and since <= $3 and (until = 0 or until > $3)`, in, id, clock.Millis(at))
	if err != nil {
		return fmt.Errorf("end post %s: %w", id, err)
	}
	if n == 0 {
		return ErrPostEnded
	}
	deputies, err := store.All(ctx, tx, scanPost, `select `+PostColumns+` from post p where p.realm = $1 and p.stands_for = $2
		and (p.until = 0 or p.until > $3 and p.until > p.since) order by p.since, p.id`, in, id, clock.Millis(at))
	if err != nil {
		return fmt.Errorf("who stands in for %s: %w", id, err)
	}
	for _, d := range deputies {
		over := at
		if d.From.After(at) {
			over = d.From
		}
		if err := s.EndPost(ctx, tx, by, in, d.ID, over); err != nil {
			return err
		}
	}
	_, err = s.journal.Append(ctx, tx, in, by, PostEnded{ID: id, Person: p.Person, At: at})
	return err
}
