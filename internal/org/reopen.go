package org

import (
	"context"
	"fmt"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// UndoDays is for how many days the closing of an organisation can be taken back. Whatever is founded again later is
// another body, with another election or registration.
const UndoDays = 30

// Reopened says that the closing of an organisation was taken back.
type Reopened struct {
	ID string `json:"id"`
}

// Kind names the event.
func (Reopened) Kind() string { return "org.reopened" }

// Subject is the organisation.
func (e Reopened) Subject() string { return e.ID }

// MayReopen refuses to reopen an organisation that is not closed, or was closed too long ago.
func (o Org) MayReopen(now time.Time) error {
	switch {
	case o.Until.IsZero():
		return fault.New(fault.Conflict, lang.T("这个组织没有撤销", "This organisation is not closed."))
	case now.After(o.Until.AddDate(0, 0, UndoDays)):
		return fault.New(fault.Conflict, lang.F("撤销已经超过 %d 天，不能再恢复，请另行登记", "It was closed more than %d days ago. Please book it anew.", UndoDays))
	}
	return nil
}

// Reopen takes the closing of an organisation back. The posts that ended with it, and what was closed below it, stay so.
func (s *Service) Reopen(ctx context.Context, tx *store.Tx, by journal.Actor, in, id string, now time.Time) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	o, err := s.Get(ctx, tx, in, id)
	if err != nil {
		return err
	}
	if err := o.MayReopen(now); err != nil {
		return err
	}
	if o.Parent != "" {
		above, err := s.Get(ctx, tx, in, o.Parent)
		if err != nil {
			return err
		}
		if !above.Until.IsZero() {
			return fault.New(fault.Conflict, lang.F("请先恢复它的上级“%s”", "Please reopen “%s” above it first.", above.Title))
		}
	}
	if _, err := tx.Exec(ctx, `update org set until = 0 where realm = $1 and id = $2`, in, id); err != nil {
		return fmt.Errorf("reopen org %s: %w", id, err)
	}
	_, err = s.journal.Append(ctx, tx, in, by, Reopened{id})
	return err
}
