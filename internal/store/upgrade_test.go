package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"linli/internal/store"
	"linli/internal/store/storetest"
)

const (
	shelf = `-- +goose Up
create table shelf (realm text not null, id text not null, title text not null, primary key (realm, id));`
	wider = `-- +goose Up
alter table shelf add column place text not null default '';
create index shelf_place on shelf (realm, place);`
	other = `-- +goose Up
create table loan (realm text not null, id text not null, shelf text not null, primary key (realm, id), foreign key (realm, shelf) references shelf (realm, id));`
)

func release(files ...string) store.Set {
	fs := fstest.MapFS{}
	for i, text := range files {
		fs[[]string{"migrate/01_shelf.sql", "migrate/02_wider.sql", "migrate/03_loan.sql"}[i]] = &fstest.MapFile{Data: []byte(text)}
	}
	return store.Set{Name: "shelf", FS: fs}
}

// TestUpgradeBeside has the program of one release read and write, while the next one's migrates the same database beside it
// and writes, too. Nobody notices, neither then nor when the older one starts once more.
func TestUpgradeBeside(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		ctx := context.Background()
		address := storetest.Address(t, engine)
		older, newer := release(shelf), release(shelf, wider, other)
		open := func(set store.Set) *store.DB {
			t.Helper()
			db, err := store.Open(ctx, address, store.Options{Fast: true, Readers: 4})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			if err := db.Migrate(ctx, set); err != nil {
				t.Fatal(err)
			}
			return db
		}
		put := func(db *store.DB, text string, args ...any) error {
			return db.Quiet(ctx, func(tx *store.Tx) error { _, err := tx.Exec(ctx, text, args...); return err })
		}
		old := open(older)
		var stop atomic.Bool
		var wrote atomic.Int64
		var running, warm sync.WaitGroup
		for range 3 {
			warm.Add(1)
			running.Go(func() {
				ready := sync.OnceFunc(warm.Done)
				defer ready()
				for n := 0; !stop.Load(); n++ {
					id := store.NewID()
					err := put(old, `insert into shelf (realm, id, title) values ($1, $2, $3)`, "a", id, "上层")
					title, e := store.One(ctx, old, store.Value[string], `select title from shelf where realm = $1 and id = $2`, "a", id)
					if err = errors.Join(err, e); err != nil || title != "上层" {
						t.Errorf("the older program: %q, %v", title, err)
						return
					}
					if wrote.Add(1); n == 20 { // its statements are prepared
						ready()
					}
				}
			})
		}
		warm.Wait()
		next := open(newer)
		for range 20 {
			if err := put(next, `insert into shelf (realm, id, title, place) values ($1, $2, $3, $4)`, "a", store.NewID(), "下层", "门厅"); err != nil {
				t.Fatal(err)
			}
		}
		for before := wrote.Load(); wrote.Load() < before+50 && !t.Failed(); {
		}
		stop.Store(true)
		running.Wait()
		again := open(older)
		if now, err := again.Migrated(ctx, older); err != nil || !now {
			t.Errorf("the older program does not start any more: %v, %v", now, err)
		}
		n, err := store.One(ctx, again, store.Value[int64], `select count(*) from shelf where realm = $1`, "a")
		if err != nil || n != wrote.Load()+20 {
			t.Errorf("%d rows of %d are there: %v", n, wrote.Load()+20, err)
		}
		if at, err := next.Versions(ctx, newer); err != nil || at["shelf"] != 3 {
			t.Errorf("it is at %v, %v", at, err)
		}
	})
}
