package job

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// Stuck counts a realm's jobs that failed too often to be tried again by themselves.
func (q *Queue) Stuck(ctx context.Context, r store.Reader, realm string) (int, error) {
	n, err := store.One(ctx, r, store.Value[int], `select count(*) from job where realm = $1 and tries >= $2 and lease < $3`, realm, MaxTries, clock.Millis(time.Now()))
	if err != nil {
		return 0, fmt.Errorf("stuck jobs of %s: %w", realm, err)
	}
	return n, nil
}

// Again lets a realm's stuck jobs be tried as if they were new, and returns how many there are.
func (q *Queue) Again(ctx context.Context, realm string) (int64, error) {
	var n int64
	err := q.db.Quiet(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.Exec(ctx, `update job set tries = 0, lease = 0 where realm = $1 and tries >= $2 and lease < $3`, realm, MaxTries, clock.Millis(time.Now()))
		tx.After(q.Poke)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("try the stuck jobs of %s again: %w", realm, err)
	}
	return n, nil
}
