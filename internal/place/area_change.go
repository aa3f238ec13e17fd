package place

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

// ErrEnded is returned when an area has ended by then already.
var ErrEnded = fault.New(fault.Conflict, lang.T("这个网格或范围已经结束", "This grid or area has ended already."))

// AreaEnded says that an area is no more from a moment on.
type AreaEnded struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// Kind names the event.
func (AreaEnded) Kind() string { return "area.ended" }

// Subject is the area.
func (e AreaEnded) Subject() string { return e.ID }

// EndArea ends an area at a moment; what is asked about earlier moments stays as it was.
func (s *Service) EndArea(ctx context.Context, tx *store.Tx, by journal.Actor, in, area string, at time.Time) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	if _, err := s.Area(ctx, tx, in, area); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `update area set until = $3 where realm = $1 and id = $2 and since <= $3 and (until = 0 or until > $3)`, in, area, clock.Millis(at))
	if err != nil {
		return fmt.Errorf("end area %s: %w", area, err)
	}
	if n == 0 {
		return ErrEnded
	}
	if _, err := tx.Exec(ctx, `update area_place set until = $3 where realm = $1 and area = $2 and (until = 0 or until > $3)`, in, area, clock.Millis(at)); err != nil {
		return fmt.Errorf("end area %s: %w", area, err)
	}
	_, err = s.journal.Append(ctx, tx, in, by, AreaEnded{ID: area, At: at})
	return err
}

// AreaChanged says that places moved into an area and out of it.
type AreaChanged struct {
	ID  string    `json:"id"`
	In  []string  `json:"in,omitempty"`
	Out []string  `json:"out,omitempty"`
	At  time.Time `json:"at"`
}

// Kind names the event.
func (AreaChanged) Kind() string { return "area.changed" }

// Subject is the area.
func (e AreaChanged) Subject() string { return e.ID }

// ChangeArea moves places into an area and out of it at a moment. Its posts stay, and with them who answers; what is
// asked about earlier moments stays as it was.
func (s *Service) ChangeArea(ctx context.Context, tx *store.Tx, by journal.Actor, in, area string, into, out []string, at time.Time) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	a, err := s.Area(ctx, tx, in, area)
	if err != nil {
		return err
	}
	if at.Before(a.From) || !a.Until.IsZero() && !at.Before(a.Until) {
		return ErrEnded
	}
	if err := s.known(ctx, tx, in, into); err != nil {
		return err
	}
	for _, p := range out {
		if _, err := tx.Exec(ctx, `update area_place set until = $4 where realm = $1 and area = $2 and place = $3 and since <= $4 and (until = 0 or until > $4)`,
			in, area, p, clock.Millis(at)); err != nil {
			return fmt.Errorf("area %s gives up place %s: %w", area, p, err)
		}
	}
	there, err := s.PlacesOf(ctx, tx, in, area, at)
	if err != nil {
		return err
	}
	held := map[string]bool{}
	for _, p := range there {
		held[p.ID] = true
	}
	for _, p := range into {
		if held[p] {
			continue
		}
		if err := include(ctx, tx, a, p, at); err != nil {
			return err
		}
	}
	_, err = s.journal.Append(ctx, tx, in, by, AreaChanged{ID: area, In: into, Out: out, At: at})
	return err
}
