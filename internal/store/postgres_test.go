package store_test

import (
	"context"
	"sync"
	"testing"

	"linli/internal/fault"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestMigrateAtOnce starts many nodes on an empty PostgreSQL.
func TestMigrateAtOnce(t *testing.T) {
	ctx := context.Background()
	address := storetest.PostgresURL(t, nil)
	var wg sync.WaitGroup
	for range 4 {
		db, err := store.Open(ctx, address, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		wg.Go(func() {
			if err := db.Migrate(ctx, sets...); err != nil {
				t.Error(err)
			}
			if err := db.Quiet(ctx, func(tx *store.Tx) error { _, err := tx.Exec(ctx, `delete from probe`); return err }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// TestText sends PostgreSQL what it does not keep.
func TestText(t *testing.T) {
	ctx := context.Background()
	db := storetest.Postgres(t, sets)
	for _, text := range []string{"a\x00b", "a\xffb"} {
		if _, err := store.One(ctx, db, store.Value[int], `select count(*) from probe where word = $1`, text); !fault.Is(err, fault.Invalid) {
			t.Errorf("asked for %q: %v", text, err)
		}
		if err := db.Quiet(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `insert into probe (realm, id, word) values ('r', 1, $1)`, text)
			return err
		}); !fault.Is(err, fault.Invalid) {
			t.Errorf("kept %q: %v", text, err)
		}
	}
}
