package job

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// Count is how many jobs there are, of all realms.
type Count struct {
	Waiting int           // due now or later, or under way
	Stuck   int           // failed too often to be tried again by themselves
	Late    time.Duration // how long the one that is due longest has waited
}

// Count counts the jobs.
func (q *Queue) Count(ctx context.Context) (Count, error) {
	var c Count
	now := q.clock.Now()
	_, err := store.One(ctx, q.db, func(r store.Row) (bool, error) {
		var first int64
		err := r.Scan(&c.Waiting, &c.Stuck, &first)
		if first > 0 {
			c.Late = max(0, now.Sub(clock.FromMillis(first)))
		}
		return true, err
	}, `select count(case when tries < $1 or lease >= $2 then 1 end), count(case when tries >= $1 and lease < $2 then 1 end),
		coalesce(min(case when tries < $1 then run_at end), 0) from job`, MaxTries, clock.Millis(time.Now()))
	if err != nil {
		return c, fmt.Errorf("count the jobs: %w", err)
	}
	return c, nil
}
