package person

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

// MovedOut says that somebody lives in their household no more.
type MovedOut struct {
	ID        string    `json:"id"`
	Household string    `json:"household"`
	At        time.Time `json:"at"`
}

// Kind names the event.
func (MovedOut) Kind() string { return "person.moved_out" }

// Subject is the person.
func (e MovedOut) Subject() string { return e.ID }

// MoveOut notes that somebody moved out at a moment, which is not to come. The last one of a household ends it. What they own
// stays theirs; where they live is not known from then on, and those who answered for the door know their name no more.
func (s *Service) MoveOut(ctx context.Context, tx *store.Tx, by journal.Actor, in, id string, at time.Time) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	p, err := s.Get(ctx, tx, in, id)
	if err != nil {
		return err
	}
	if p.Household == "" {
		return fault.New(fault.Conflict, lang.T("这个人没有登记住处，或已经搬走", "It is not known where this person lives, or they have moved out."))
	}
	h, err := s.Household(ctx, tx, in, p.Household)
	if err != nil && !errors.Is(err, ErrNoHousehold) {
		return err
	}
	if at.Before(h.From) {
		return fault.InField("at", lang.F("这一户是 %s 登记入住的，搬走不能更早", "This household is booked from %s; nobody moved out before.", h.From.In(clock.Zone).Format(time.DateOnly)))
	}
	if _, err := tx.Exec(ctx, `update person set household = '', relation = '' where realm = $1 and id = $2`, in, id); err != nil {
		return fmt.Errorf("move out person %s: %w", id, err)
	}
	others, err := s.Members(ctx, tx, in, p.Household)
	if err != nil {
		return err
	}
	if len(others) == 0 && h.Until.IsZero() {
		if err := s.EndHousehold(ctx, tx, by, in, p.Household, at); err != nil && !errors.Is(err, ErrNoHousehold) {
			return err
		}
	}
	_, err = s.journal.Append(ctx, tx, in, by, MovedOut{id, p.Household, at})
	return err
}
