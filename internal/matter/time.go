package matter

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Due does for every matter what time has brought by now, and returns how many it woke. Each row keeps the moment at
// which time will next change something, so there is nothing to cancel when a deadline moves.
func (s *Service) Due(ctx context.Context) (int, error) {
	type key struct{ realm, id string }
	due, err := store.All(ctx, s.db, func(r store.Row) (k key, err error) { return k, r.Scan(&k.realm, &k.id) },
		`select realm, id from matter where wake > 0 and wake <= $1 order by wake limit 200`, clock.Millis(s.clock.Now()))
	if err != nil {
		return 0, fmt.Errorf("matters that time moves: %w", err)
	}
	for _, k := range due {
		err := s.db.Tx(ctx, func(tx *store.Tx) error { return s.tick(ctx, tx, k.realm, k.id) })
		if err != nil && !errors.Is(err, ErrStale) { // ErrStale: another node was faster
			if ctx.Err() != nil || fault.Is(err, fault.Unavailable) {
				return 0, err
			}
			slog.Error("time cannot move a matter; it is tried again in an hour", "realm", k.realm, "matter", k.id, "err", err)
			if err := s.putOff(ctx, k.realm, k.id); err != nil {
				return 0, err
			}
		}
	}
	return len(due), nil
}

// putOff has time come back to a matter that it could not move, so that the others need not wait for it.
func (s *Service) putOff(ctx context.Context, realm, id string) error {
	return s.db.Quiet(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `update matter set wake = $3 where realm = $1 and id = $2`, realm, id, clock.Millis(s.clock.Now().Add(time.Hour)))
		return err
	})
}

// NextDue is when time will next move a matter, zero when never.
func (s *Service) NextDue(ctx context.Context) (time.Time, error) {
	ms, err := store.One(ctx, s.db, store.Value[int64], `select coalesce(min(wake), 0) from matter where wake > 0`)
	return clock.FromMillis(ms), err
}

func (s *Service) tick(ctx context.Context, tx *store.Tx, realm, id string) error {
	for {
		m, err := s.find(ctx, tx, realm, "id", id)
		if err != nil {
			return err
		}
		from := m.State.Stage
		t := playbook.Tick(m.Kind, m.State, s.clock.Now(), s.calendar)
		if t.What == "" {
			return nil
		}
		m.State = t.State
		if err := s.update(ctx, tx, m); err != nil {
			return err
		}
		if err := s.follow(ctx, tx, journal.Actor{}, m, t.Effects); err != nil {
			return err
		}
		if _, err := s.journal.Append(ctx, tx, realm, journal.Actor{}, Timed{After: m.after(t.Effects), What: t.What, From: from}); err != nil {
			return err
		}
	}
}

// Watch does what time brings until ctx ends.
func (s *Service) Watch(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := s.Due(ctx)
		if err != nil && ctx.Err() == nil {
			slog.Error("what time brings", "err", err)
		}
		if n > 0 && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// endOfTomorrow is until when something counts as due soon.
func endOfTomorrow(now time.Time) time.Time { return clock.EndOfDay(now.AddDate(0, 0, 1)) }
