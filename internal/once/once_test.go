package once_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"linli/internal/clock"
	"linli/internal/once"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestDo(t *testing.T) {
	storetest.Each(t, []store.Set{once.Migrations}, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		ring, err := seal.New(make([]byte, 32))
		if err != nil {
			t.Fatal(err)
		}
		now := clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone))
		k := once.New(ring, now)
		var ran atomic.Int32
		do := func(r once.Request, fail error) (string, error) {
			var out []byte
			err := db.Tx(ctx, func(tx *store.Tx) (err error) {
				tx.Recorded()
				out, err = k.Do(ctx, tx, r, func() ([]byte, error) {
					n := ran.Add(1)
					return []byte{'0' + byte(n)}, fail
				})
				return err
			})
			return string(out), err
		}
		r := once.Request{Realm: "a", Caller: "x", Key: "k", Body: []byte("body")}
		no := errors.New("no")
		if _, err := do(r, no); err != no {
			t.Errorf("a failure: %v", err)
		}
		for range 2 {
			if got, err := do(r, nil); got != "2" || err != nil {
				t.Errorf("the first success and its retry: %q, %v", got, err)
			}
		}
		other := r
		other.Body = []byte("other")
		if _, err := do(other, nil); !errors.Is(err, once.ErrOther) {
			t.Errorf("another body: %v", err)
		}
		for i, scoped := range []once.Request{{Realm: "b", Caller: "x", Key: "k"}, {Realm: "a", Caller: "y", Key: "k"}, {Realm: "a", Caller: "x"}, {Realm: "a", Caller: "x"}} {
			if got, _ := do(scoped, nil); got != string('3'+byte(i)) {
				t.Errorf("%+v is a request of its own, got %q", scoped, got)
			}
		}
		if err := db.Quiet(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update once set answer = (select answer from once where caller = 'y') where realm = 'a' and caller = 'x'`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got, err := do(r, nil); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("another caller's answer: %q, %v", got, err)
		}
		now.Advance(once.Kept + time.Second)
		if got, err := do(other, nil); got != "7" || err != nil {
			t.Errorf("after seven days: %q, %v", got, err)
		}
	})
}

var effect = store.Set{Name: "effect", FS: fstest.MapFS{"migrate/01_effect.sql": {Data: []byte("-- +goose Up\ncreate table effect (id text not null primary key);\n")}}}

// TestDouble sends the same request many times at once: it is carried out once.
func TestDouble(t *testing.T) {
	storetest.Each(t, []store.Set{once.Migrations, effect}, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		ring, _ := seal.New(make([]byte, 32))
		k := once.New(ring, clock.System())
		var kept atomic.Int32
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				err := db.Tx(ctx, func(tx *store.Tx) error {
					tx.Recorded()
					_, err := k.Do(ctx, tx, once.Request{Realm: "a", Caller: "x", Key: "k"}, func() ([]byte, error) {
						_, err := tx.Exec(ctx, `insert into effect (id) values ($1)`, store.NewID())
						return []byte("1"), err
					})
					return err
				})
				if err == nil {
					kept.Add(1)
				} else {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		n, err := store.One(ctx, db, store.Value[int], `select count(*) from effect`)
		if n != 1 || err != nil {
			t.Errorf("carried out %d times, %v", n, err)
		}
	})
}
