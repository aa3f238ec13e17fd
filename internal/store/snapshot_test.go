package store_test

import (
	"context"
	"sync"
	"testing"

	"linli/internal/fault"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestSnapshot(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		write := func(id int) {
			t.Helper()
			if err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, id) }); err != nil {
				t.Fatal(err)
			}
		}
		write(1)
		err := db.Snapshot(ctx, func(r store.Reader) error {
			for i := range 3 {
				n, err := store.One(ctx, r, store.Value[int], `select count(*) from probe`)
				if n != 1 || err != nil {
					t.Errorf("look %d: %d rows, %v", i, n, err)
				}
				write(2 + i)
			}
			_, err := store.One(ctx, r, store.Value[int], `insert into probe (realm, id, word) values ('r', 9, 'w') returning id`)
			if err == nil {
				t.Error("wrote into a snapshot")
			}
			return nil
		})
		if n := count(t, db); n != 4 || err != nil {
			t.Errorf("%d rows afterwards, %v", n, err)
		}
	})
}

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
