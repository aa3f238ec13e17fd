package matter

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"linli/internal/store"
)

// behindAtOnce is how many older matters are put into the index in one transaction.
const behindAtOnce = 200

// CatchUp puts into the full-text index what is not in it yet: matters that were raised before there was one, and all
// of a database that was read from an archive, newest first.
// It may be interrupted, and run beside others who raise matters; where nothing is behind it asks one question.
func (s *Service) CatchUp(ctx context.Context) {
	for ctx.Err() == nil {
		err := s.catchUpAll(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		slog.Error("what the index is behind with; it is tried again in a minute", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(time.Minute):
		}
	}
}

func (s *Service) catchUpAll(ctx context.Context) error {
	realms, err := store.All(ctx, s.db, store.Value[string], `select h.realm from head h left join shelf s on s.realm = h.realm and s.here = 1 where coalesce(s.behind, h.matters + 1) > 1 order by h.realm`)
	if err != nil {
		return fmt.Errorf("what the index is behind with: %w", err)
	}
	for _, realm := range realms {
		for more := true; more; {
			err := s.db.Quiet(ctx, func(tx *store.Tx) (err error) {
				more, err = s.catchUp(ctx, tx, realm)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// catchUp puts the next older matters of a realm into the index, and tells whether there are more.
func (s *Service) catchUp(ctx context.Context, tx *store.Tx, realm string) (more bool, err error) {
	if err := s.journal.Hold(ctx, tx, realm); err != nil { // another node may be at it
		return false, err
	}
	newest, err := store.One(ctx, tx, store.Value[int64], `select matters from head where realm = $1`, realm)
	if err != nil {
		return false, fmt.Errorf("matters of %s: %w", realm, err)
	}
	if err := s.shelve(ctx, tx, realm, newest+1); err != nil {
		return false, err
	}
	behind, err := store.One(ctx, tx, store.Value[int64], `select behind from shelf where realm = $1`, realm)
	if err != nil {
		return false, fmt.Errorf("shelf of %s: %w", realm, err)
	}
	rows, err := store.All(ctx, tx, scan, `select `+columns+` from matter where realm = $1 and number < $2 order by number desc limit $3`, realm, behind, behindAtOnce)
	if err != nil {
		return false, fmt.Errorf("older matters of %s: %w", realm, err)
	}
	behind = 1
	for _, v := range rows {
		m, err := s.open(ctx, tx, v)
		if err != nil {
			return false, err
		}
		if err := s.reindex(ctx, tx, m); err != nil {
			return false, err
		}
		behind = m.Number
	}
	_, err = tx.Exec(ctx, `update shelf set behind = $2 where realm = $1`, realm, behind)
	return len(rows) > 0 && behind > 1, err
}
