package store_test

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"linli/internal/fault"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestFullDisk lets many write while SQLite has no room left: whoever is told that it was saved finds it again, whoever
// is not told so is told to come back, and once there is room all goes on.
func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	db := storetest.SQLite(t, sets)
	limit := func(pages string) {
		t.Helper()
		if err := db.Quiet(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `pragma max_page_count = `+pages)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	limit("40")
	big := strings.Repeat("满", 2000)
	var wg sync.WaitGroup
	var mu sync.Mutex
	told := map[int]bool{}
	for i := range 120 {
		if i%6 == 0 { // a few at a time, so that not all share the commit that fails
			wg.Wait()
		}
		wg.Go(func() {
			err := db.Quiet(ctx, func(tx *store.Tx) error {
				if _, err := tx.Exec(ctx, `insert into probe (realm, id, word) values ($1, $2, $3)`, "a", i, big); err != nil {
					return err
				}
				_, err := tx.Exec(ctx, `insert into probe (realm, id, word) values ($1, $2, $3)`, "b", i, big)
				return err
			})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				told[i] = true
			} else if !fault.Is(err, fault.Unavailable) {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if len(told) == 0 || len(told) == 120 {
		t.Fatalf("%d of 120 were saved: the disk was never, or always, full", len(told))
	}
	ids, err := store.All(ctx, db, store.Value[int], `select id from probe where realm = 'a'`)
	if err != nil {
		t.Fatal(err)
	}
	halves, err := store.One(ctx, db, store.Value[int], `select count(*) from probe where realm = 'b' and id not in (select id from probe where realm = 'a')`)
	if err != nil || halves != 0 {
		t.Errorf("%d halves, %v", halves, err)
	}
	if len(ids) != len(told) {
		t.Errorf("%d rows, %d told", len(ids), len(told))
	}
	for _, id := range ids {
		if !told[id] {
			t.Errorf("row %d is there and its writer was told it is not", id)
		}
	}
	limit("100000")
	if err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, 1000) }); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// TestLostDatabase takes PostgreSQL's database away.
func TestLostDatabase(t *testing.T) {
	ctx := context.Background()
	address := storetest.PostgresURL(t, sets)
	db, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, 1) }); err != nil {
		t.Fatal(err)
	}
	name := address[strings.LastIndex(address, "/")+1 : strings.Index(address, "?")]
	root, err := sql.Open("pgx", strings.Replace(address, "/"+name+"?", "/postgres?", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := root.Exec(`alter database ` + name + ` rename to gone_` + name); err == nil {
		t.Fatal("renamed although it is in use")
	}
	if _, err := root.Exec(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, name); err != nil {
		t.Fatal(err)
	}
	if _, err := root.Exec(`alter database ` + name + ` rename to gone_` + name); err != nil {
		t.Fatal(err)
	}
	if err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, 2) }); !fault.Is(err, fault.Unavailable) {
		t.Errorf("writing to a lost database: %v", err)
	}
	if _, err := store.One(ctx, db, store.Value[int], `select count(*) from probe`); !fault.Is(err, fault.Unavailable) {
		t.Errorf("reading from a lost database: %v", err)
	}
	if _, err := root.Exec(`alter database gone_` + name + ` rename to ` + name); err != nil {
		t.Fatal(err)
	}
	if n, err := store.One(ctx, db, store.Value[int], `select count(*) from probe`); err != nil || n != 1 {
		t.Errorf("once it is back: %d, %v", n, err)
	}
}

// TestStoppedDatabase stops PostgreSQL under a program that writes and reads, and starts it again: everybody is told to
// come back, whoever was told that it was saved finds it, and all goes on by itself.
func TestStoppedDatabase(t *testing.T) {
	ctx := context.Background()
	cluster := storetest.NewCluster(t)
	db, err := store.Open(ctx, cluster.Address("postgres"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx, sets...); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var told atomic.Int64
	begun := make(chan struct{}, 8)
	for w := range 8 {
		wg.Go(func() {
			begun <- struct{}{}
			for i := 0; ; i++ {
				if err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, w*1_000_000+i) }); err != nil {
					if !fault.Is(err, fault.Unavailable) {
						t.Errorf("writing while it stops: %v", err)
					}
					return
				}
				told.Add(1)
			}
		})
		wg.Go(func() {
			for {
				if _, err := store.One(ctx, db, store.Value[int], `select count(*) from probe`); err != nil {
					if !fault.Is(err, fault.Unavailable) {
						t.Errorf("reading while it stops: %v", err)
					}
					return
				}
			}
		})
	}
	for range 8 {
		<-begun
	}
	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, -1) }); !fault.Is(err, fault.Unavailable) {
		t.Errorf("writing while it is stopped: %v", err)
	}
	if err := db.Ready(ctx); !fault.Is(err, fault.Unavailable) {
		t.Errorf("ready while it is stopped: %v", err)
	}
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	n, err := store.One(ctx, db, store.Value[int64], `select count(*) from probe`)
	for i := 0; i < 16 && fault.Is(err, fault.Unavailable); i++ {
		n, err = store.One(ctx, db, store.Value[int64], `select count(*) from probe`)
	}
	if err != nil || n < told.Load() || n > told.Load()+8 {
		t.Errorf("once it is back there are %d rows, %d were told so; %v", n, told.Load(), err)
	}
	for range 8 { // connections that nobody uses while it stops
		wg.Go(func() {
			if err := db.Ready(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	for i := range 17 { // each of the sixteen connections may be met once before it is known to be dead
		err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, -1-i) })
		if err != nil && (i == 16 || !fault.Is(err, fault.Unavailable)) {
			t.Errorf("write %d once it is back: %v", i, err)
		}
	}
}
