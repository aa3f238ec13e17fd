package journal_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestRing(t *testing.T) {
	storetest.Each(t, []store.Set{journal.Migrations}, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		with := func(keys ...byte) *journal.Journal {
			var all [][]byte
			for _, k := range keys {
				all = append(all, bytes.Repeat([]byte{k}, 32))
			}
			ring, err := seal.New(all...)
			if err != nil {
				t.Fatal(err)
			}
			return journal.New(ring, clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)))
		}
		if begun, err := journal.Begun(ctx, db); begun || err != nil {
			t.Errorf("a new database is begun: %v, %v", begun, err)
		}
		for _, c := range []struct {
			why  string
			ring *journal.Journal
			want error
		}{
			{"the first", with(1), nil},
			{"the same", with(1), nil},
			{"another", with(2), journal.ErrKey},
			{"rotated", with(1, 2), nil},
			{"rotated again", with(1, 2, 3), nil},
			{"without the newest", with(1, 2), journal.ErrKey},
			{"in another order", with(2, 1, 3), journal.ErrKey},
			{"the first alone", with(1), journal.ErrKey},
		} {
			if err := c.ring.Take(ctx, db); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.why, err, c.want)
			}
		}
		if begun, err := journal.Begun(ctx, db); !begun || err != nil {
			t.Errorf("a sealed database is not begun: %v, %v", begun, err)
		}
		tamper(t, db, `delete from ring`)
		begin(t, db, "a")
		if err := with(1).Take(ctx, db); !errors.Is(err, journal.ErrKey) {
			t.Errorf("a database with a realm, whose key nobody noted: %v", err)
		}
	})
}
