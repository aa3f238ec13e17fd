package org

import (
	"context"
	"fmt"

	"linli/internal/journal"
	"linli/internal/realm"
	"linli/internal/store"
)

// Changed says what an organisation is from now on: its name, the one above it, the area that it is there for, its
// identifier.
type Changed struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Parent string `json:"parent,omitempty"`
	Area   string `json:"area,omitempty"`
	USCC   string `json:"uscc,omitempty"`
}

// Kind names the event.
func (Changed) Kind() string { return "org.changed" }

// Subject is the organisation.
func (e Changed) Subject() string { return e.ID }

// Change puts an organisation's name, its place in the tree, its area and its identifier right. Its kind stays, and so do
// its posts; what is on the record keeps the words that it had. One that is closed is not changed.
func (s *Service) Change(ctx context.Context, tx *store.Tx, by journal.Actor, o Org) (Org, error) {
	was, err := s.Get(ctx, tx, o.Realm, o.ID)
	if err != nil {
		return o, err
	}
	if !was.Until.IsZero() {
		return was, ErrClosed
	}
	o = o.clean()
	o.Kind, o.Until, o.own = was.Kind, was.Until, was.own
	if o == was {
		return o, nil
	}
	if err := realm.Bump(ctx, tx, o.Realm); err != nil {
		return o, err
	}
	if err := s.check(ctx, tx, o); err != nil {
		return o, err
	}
	n, err := tx.Exec(ctx, `update org set title = $3, parent = $4, area = $5, uscc = $6 where realm = $1 and id = $2 and until = 0`,
		o.Realm, o.ID, o.Title, o.Parent, o.Area, o.USCC)
	if err != nil {
		return o, fmt.Errorf("change org %s: %w", o.ID, err)
	}
	if n == 0 {
		return o, ErrClosed
	}
	if err := names.Put(ctx, tx, o.Realm, o.ID, o.Title); err != nil {
		return o, err
	}
	_, err = s.journal.Append(ctx, tx, o.Realm, by, Changed{o.ID, o.Title, o.Parent, o.Area, o.USCC})
	return o, err
}
