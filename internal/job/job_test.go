package job_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/job"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func put(t *testing.T, db *store.DB, q *job.Queue, kind string, fail error) {
	t.Helper()
	err := db.Quiet(context.Background(), func(tx *store.Tx) error {
		if err := q.Put(context.Background(), tx, "a", kind, map[string]string{"for": kind}); err != nil {
			return err
		}
		return fail
	})
	if err != fail {
		t.Fatal(err)
	}
}

func left(t *testing.T, db *store.DB) int {
	t.Helper()
	n, err := store.One(context.Background(), db, store.Value[int], `select count(*) from job`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestJobs(t *testing.T) {
	storetest.Each(t, []store.Set{job.Migrations}, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := clock.NewManual(time.Now())
		q := job.New(db, now)
		var done []string
		q.Handle("good", func(_ context.Context, j job.Job) error { done = append(done, string(j.Payload)); return nil })
		tries := 0
		q.Handle("bad", func(context.Context, job.Job) error {
			tries++
			if tries == 1 {
				return errors.New("not yet")
			}
			return nil
		})
		put(t, db, q, "good", nil)
		put(t, db, q, "good", errors.New("undone"))
		put(t, db, q, "bad", nil)
		if n, err := q.Drain(ctx); n != 2 || err != nil {
			t.Fatalf("tried %d, %v", n, err)
		}
		if len(done) != 1 || done[0] != `{"for":"good"}` {
			t.Errorf("done %q: the job of an undone change must not run", done)
		}
		if n, _ := q.Drain(ctx); n != 0 || left(t, db) != 1 {
			t.Errorf("a failed job comes again at once (%d), or is lost (%d left)", n, left(t, db))
		}
		waited(t, db)
		if n, err := q.Drain(ctx); n != 1 || err != nil || tries != 2 || left(t, db) != 0 {
			t.Errorf("again: %d, %v, %d tries, %d left", n, err, tries, left(t, db))
		}
		if err := db.Quiet(ctx, func(tx *store.Tx) error { return q.PutAt(ctx, tx, "a", "good", nil, now.Now().Add(time.Hour)) }); err != nil {
			t.Fatal(err)
		}
		if n, _ := q.Drain(ctx); n != 0 {
			t.Error("a job for later ran now")
		}
		now.Advance(time.Hour)
		if n, _ := q.Drain(ctx); n != 1 {
			t.Error("a job did not run when its time came")
		}
	})
}

// TestNodes lets two nodes take jobs at once: each job is done by one of them.
func TestNodes(t *testing.T) {
	storetest.Each(t, []store.Set{job.Migrations}, func(t *testing.T, db *store.DB) {
		var mu sync.Mutex
		seen := map[string]int{}
		nodes := []*job.Queue{job.New(db, clock.System()), job.New(db, clock.System())}
		for _, q := range nodes {
			q.Handle("good", func(_ context.Context, j job.Job) error {
				mu.Lock()
				defer mu.Unlock()
				seen[j.ID]++
				return nil
			})
		}
		for range 100 {
			put(t, db, nodes[0], "good", nil)
		}
		var wg sync.WaitGroup
		for _, q := range nodes {
			wg.Go(func() {
				for {
					n, err := q.Drain(context.Background())
					if err != nil {
						t.Error(err)
					}
					if n == 0 {
						return
					}
				}
			})
		}
		wg.Wait()
		for id, n := range seen {
			if n != 1 {
				t.Errorf("job %s was done %d times", id, n)
			}
		}
		if len(seen) != 100 || left(t, db) != 0 {
			t.Errorf("%d done, %d left", len(seen), left(t, db))
		}
	})
}
