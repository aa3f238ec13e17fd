package org

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// ErrBegun is returned when a post that is to be called off has begun, or is called off already.
var ErrBegun = fault.New(fault.Conflict, lang.T("这个岗位已经开始或已经取消，不能取消；可以结束它", "This post has begun or is called off already. It can be ended."))

// PostCalledOff says that a post which was to begin never does.
type PostCalledOff struct {
	ID     string `json:"id"`
	Person string `json:"person"`
}

// Kind names the event.
func (PostCalledOff) Kind() string { return "post.called_off" }

// Subject is the post.
func (e PostCalledOff) Subject() string { return e.ID }

// PostGoesOn says that a post which was to be handed over stays with its holder, until it ends; never where Until is zero.
type PostGoesOn struct {
	ID    string    `json:"id"`
	Until time.Time `json:"until,omitzero"`
}

// Kind names the event.
func (PostGoesOn) Kind() string { return "post.goes_on" }

// Subject is the post.
func (e PostGoesOn) Subject() string { return e.ID }

// CallOff calls a post off before its first moment: it never was held, and nobody stands in for it. Where it was to come by a
// handover, the holder before keeps theirs, as long as they would have had it without.
func (s *Service) CallOff(ctx context.Context, tx *store.Tx, by journal.Actor, in, id string, now time.Time) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	p, err := s.Post(ctx, tx, in, id)
	if err != nil {
		return err
	}
	if !p.From.After(now) || p.CalledOff() {
		return ErrBegun
	}
	return s.callOff(ctx, tx, by, p)
}

// CalledOff tells whether the post ended as it began: it never was held.
func (p Post) CalledOff() bool { return !p.Until.IsZero() && p.Until.Equal(p.From) }

func (s *Service) callOff(ctx context.Context, tx *store.Tx, by journal.Actor, p Post) error {
	deputies, err := store.All(ctx, tx, scanPost, `select `+PostColumns+` from post p where p.realm = $1 and p.stands_for = $2 and p.until <> p.since
		order by p.since, p.id`, p.Realm, p.ID)
	if err != nil {
		return fmt.Errorf("who stands in for %s: %w", p.ID, err)
	}
	for _, d := range deputies {
		if err := s.callOff(ctx, tx, by, d); err != nil {
			return err
		}
	}
	if err := s.keepOn(ctx, tx, by, p); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update post set until = since where realm = $1 and id = $2`, p.Realm, p.ID); err != nil {
		return fmt.Errorf("call off post %s: %w", p.ID, err)
	}
	_, err = s.journal.Append(ctx, tx, p.Realm, by, PostCalledOff{p.ID, p.Person})
	return err
}

// keepOn lets the holder before go on, where a post was to come by a handover.
func (s *Service) keepOn(ctx context.Context, tx *store.Tx, by journal.Actor, p Post) error {
	before, err := store.One(ctx, tx, store.Value[string], `delete from handover where realm = $1 and after = $2 returning before`, p.Realm, p.ID)
	if errors.Is(err, store.ErrNone) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("call off handover to %s: %w", p.ID, err)
	}
	if _, err := tx.Exec(ctx, `update post set until = $3 where realm = $1 and id = $2`, p.Realm, before, clock.Millis(p.Until)); err != nil {
		return fmt.Errorf("call off handover of %s: %w", before, err)
	}
	_, err = s.journal.Append(ctx, tx, p.Realm, by, PostGoesOn{before, p.Until})
	return err
}
