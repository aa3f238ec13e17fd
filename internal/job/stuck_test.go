package job_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/job"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestStuck fails a job until it is stuck, beside one that panics: neither holds up or ends the others' work.
func TestStuck(t *testing.T) {
	storetest.Each(t, []store.Set{job.Migrations}, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		q := job.New(db, clock.NewManual(time.Now()))
		mended, good := false, 0
		q.Handle("bad", func(context.Context, job.Job) error {
			if !mended {
				return errors.New("not yet")
			}
			return nil
		})
		q.Handle("panics", func(context.Context, job.Job) error {
			if !mended {
				panic("oops")
			}
			return nil
		})
		q.Handle("good", func(context.Context, job.Job) error { good++; return nil })
		stuck := func() int {
			t.Helper()
			n, err := q.Stuck(ctx, db, "a")
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		put(t, db, q, "panics", nil)
		put(t, db, q, "bad", nil)
		for try := range job.MaxTries {
			if n := stuck(); n != 0 {
				t.Fatalf("%d are stuck after %d tries", n, try)
			}
			put(t, db, q, "good", nil)
			if n, err := q.Drain(ctx); n != 3 || err != nil || good != try+1 {
				t.Fatalf("try %d: %d tried, %d good, %v", try, n, good, err)
			}
			if try < job.MaxTries-1 {
				waited(t, db)
			}
		}
		says, err := store.One(ctx, db, store.Value[string], `select fault from job where kind = 'panics'`)
		if err != nil || !strings.Contains(says, "oops") {
			t.Errorf("it failed because of %q, %v", says, err)
		}
		if n, _ := q.Drain(ctx); n != 0 || stuck() != 2 || left(t, db) != 2 {
			t.Errorf("%d tried, %d stuck, %d left", n, stuck(), left(t, db))
		}
		if n, err := q.Again(ctx, "b"); n != 0 || err != nil {
			t.Errorf("another realm's: %d, %v", n, err)
		}
		mended = true
		if n, err := q.Again(ctx, "a"); n != 2 || err != nil || stuck() != 0 {
			t.Errorf("again: %d, %v, %d stuck", n, err, stuck())
		}
		if n, err := q.Drain(ctx); n != 2 || err != nil || left(t, db) != 0 {
			t.Errorf("after mending: %d tried, %d left, %v", n, left(t, db), err)
		}
	})
}

// waited makes it as if every failed job had waited for its next try.
func waited(t *testing.T, db *store.DB) {
	t.Helper()
	if err := db.Quiet(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Exec(context.Background(), `update job set lease = 0`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
