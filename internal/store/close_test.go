package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"linli/internal/fault"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestLeft has callers leave while another one's transaction runs: what had not begun by then never does.
func TestLeft(t *testing.T) {
	db := storetest.SQLite(t, sets)
	holding, let := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := db.Quiet(context.Background(), func(tx *store.Tx) error {
			close(holding)
			<-let
			return insert(context.Background(), tx, 0)
		}); err != nil {
			t.Error(err)
		}
	})
	<-holding
	ctx, leave := context.WithCancel(context.Background())
	for i := range 200 { // more than wait in the queue
		wg.Go(func() {
			if err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, i+1) }); !errors.Is(err, context.Canceled) {
				t.Errorf("who left is told %v", err)
			}
		})
	}
	leave()
	close(let)
	wg.Wait()
	if n := count(t, db); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// TestClose closes a database under many writers: each is answered, and who is told that it was saved finds it again.
func TestClose(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "linli.db")
	db, err := store.Open(ctx, path, store.Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(ctx, sets...); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var saved atomic.Int64
	some := make(chan struct{})
	for i := range 300 {
		wg.Go(func() {
			err := db.Quiet(ctx, func(tx *store.Tx) error { return insert(ctx, tx, i) })
			if err == nil {
				if saved.Add(1) == 20 {
					close(some)
				}
			} else if !fault.Is(err, fault.Unavailable) {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	<-some
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	wg.Wait()
	if err := db.Quiet(ctx, func(*store.Tx) error { return nil }); !fault.Is(err, fault.Unavailable) {
		t.Errorf("writing to a closed database: %v", err)
	}
	if db, err = store.Open(ctx, path, store.Options{Existing: true}); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if n := count(t, db); int64(n) != saved.Load() {
		t.Errorf("%d rows, %d were told", n, saved.Load())
	}
}

// TestNewFile makes a database in a folder that others may read, and refuses to where it must be there already.
func TestNewFile(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, filepath.Join(dir, "no", "linli.db"), store.Options{Existing: true}); !errors.Is(err, store.ErrNoFile) {
		t.Errorf("a database that is not there: %v", err)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("looking for it made %v, %v", left, err)
	}
	path := filepath.Join(dir, "linli.db")
	db, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx, sets...); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if fi, err := os.Stat(name); err != nil || fi.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, fi.Mode(), err)
		}
	}
}
