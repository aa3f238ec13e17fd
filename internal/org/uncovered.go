package org

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Uncovered is why an estate has no party branch.
type Uncovered struct {
	Reason string
	Noted  time.Time
}

// UncoveredNoted says that somebody noted why an estate has no party branch. An empty reason takes the note back.
type UncoveredNoted struct {
	Estate string `json:"estate"`
	Reason string `json:"reason"`
}

// Kind names the event.
func (UncoveredNoted) Kind() string { return "estate.uncovered" }

// Subject is the estate.
func (e UncoveredNoted) Subject() string { return e.Estate }

// NoteUncovered keeps why an estate has no party branch; an empty reason takes the note back.
func (s *Service) NoteUncovered(ctx context.Context, tx *store.Tx, by journal.Actor, realm, estate, reason string, now time.Time) error {
	reason = strings.TrimSpace(reason)
	if utf8.RuneCountInString(reason) > 200 {
		return fault.InField("reason", lang.T("原因不超过 200 字", "A reason has at most 200 characters."))
	}
	if says := form.Private(reason); !says.Empty() {
		return fault.InField("reason", lang.F("原因%s", "The reason %s.", says))
	}
	if ok, err := exists(ctx, tx, `select count(*) from place where realm = $1 and id = $2 and kind = 'estate'`, realm, estate); err != nil {
		return err
	} else if !ok {
		return fault.New(fault.NotFound, lang.T("没有这个小区", "There is no such estate."))
	}
	if _, err := tx.Exec(ctx, `insert into uncovered (realm, estate, reason, noted) values ($1, $2, $3, $4)
		on conflict (realm, estate) do update set reason = excluded.reason, noted = excluded.noted`, realm, estate, reason, clock.Millis(now)); err != nil {
		return fmt.Errorf("note on estate %s: %w", estate, err)
	}
	_, err := s.journal.Append(ctx, tx, realm, by, UncoveredNoted{estate, reason})
	return err
}

// Reasons reads why estates of these realms have no party branch, by the estate's id.
func (s *Service) Reasons(ctx context.Context, r store.Reader, realms []string) (map[string]Uncovered, error) {
	type row struct {
		estate string
		Uncovered
	}
	q := store.In(store.Query(`select estate, reason, noted from uncovered where reason <> '' and`), "realm", realms)
	rows, err := store.All(ctx, r, func(r store.Row) (v row, err error) {
		var noted int64
		err = r.Scan(&v.estate, &v.Reason, &noted)
		v.Noted = clock.FromMillis(noted)
		return v, err
	}, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("uncovered estates: %w", err)
	}
	all := map[string]Uncovered{}
	for _, v := range rows {
		all[v.estate] = v.Uncovered
	}
	return all, nil
}
