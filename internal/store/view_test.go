package store_test

import (
	"context"
	"errors"
	"testing"

	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestView reads the same all the while, whatever others write.
func TestView(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		write := func(id int) {
			t.Helper()
			if err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, id) }); err != nil {
				t.Fatal(err)
			}
		}
		write(1)
		no := errors.New("no")
		err := db.View(ctx, func(r store.Reader) error {
			for id := range 3 {
				if n, err := store.One(ctx, r, store.Value[int], `select count(*) from probe`); err != nil || n != 1 {
					t.Errorf("the view has %d rows, %v", n, err)
				}
				write(10 + id)
			}
			return no
		})
		if err != no {
			t.Errorf("the view's error became %v", err)
		}
		if n := count(t, db); n != 4 {
			t.Errorf("after the view there are %d rows", n)
		}
	})
}

func TestErase(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		ctx := context.Background()
		at := storetest.Address(t, engine)
		if err := store.Erase(ctx, at); err != nil {
			t.Errorf("erasing what is not there: %v", err)
		}
		for range 2 { // the second time it is as new again
			db, err := store.Open(ctx, at, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if all, err := db.Tables(ctx); err != nil || len(all) != 0 {
				t.Errorf("a new database has %v, %v", all, err)
			}
			if err := db.Migrate(ctx, sets...); err != nil {
				t.Fatal(err)
			}
			if err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, 1) }); err != nil {
				t.Error(err)
			}
			if all, err := db.Tables(ctx); err != nil || len(all) != 3 || all[2] != "probe" {
				t.Errorf("its tables are %v, %v", all, err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
			if err := store.Erase(ctx, at); err != nil {
				t.Error(err)
			}
		}
	})
}
