// Package storetest runs a test on both databases.
package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"linli/internal/store"
)

// Each runs f on a fresh SQLite database and on a fresh PostgreSQL database, migrated with sets, in parallel.
// QUICK=1 leaves PostgreSQL out; the full test run refuses that.
func Each(t *testing.T, sets []store.Set, f func(t *testing.T, db *store.DB)) {
	t.Helper()
	EachEngine(t, func(t *testing.T, engine store.Dialect) {
		if engine == store.Postgres {
			f(t, Postgres(t, sets))
		} else {
			f(t, SQLite(t, sets))
		}
	})
}

// EachEngine is Each for tests that open their databases themselves, or let the real program do it.
func EachEngine(t *testing.T, f func(t *testing.T, engine store.Dialect)) {
	t.Helper()
	for _, engine := range []store.Dialect{store.SQLite, store.Postgres} {
		if engine == store.Postgres && os.Getenv("QUICK") != "" {
			continue
		}
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			f(t, engine)
		})
	}
}

// Address is that of a new, empty database: a file in the test's folder, or one of the cluster's that is dropped when
// the test ends.
func Address(t testing.TB, engine store.Dialect) string {
	t.Helper()
	if engine == store.Postgres {
		return PostgresURL(t, nil)
	}
	return filepath.Join(t.TempDir(), "linli.db")
}

// SQLite makes a migrated database in a temporary file.
func SQLite(t testing.TB, sets []store.Set) *store.DB {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "linli.db"), sets)
}

var made struct {
	sync.Mutex
	templates map[string]string
	count     atomic.Int64
}

// Postgres makes a migrated database in the test run's own cluster.
func Postgres(t testing.TB, sets []store.Set) *store.DB {
	t.Helper()
	return open(t, PostgresURL(t, sets), nil)
}

// PostgresURL is the address of a fresh migrated database that is dropped when the test ends.
func PostgresURL(t testing.TB, sets []store.Set) string {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	root, err := sql.Open("pgx", c.Address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	var key strings.Builder
	for _, s := range sets {
		key.WriteString(s.Name + " ")
	}
	made.Lock()
	defer made.Unlock() // PostgreSQL refuses to copy a template that is in use
	if made.templates == nil {
		made.templates = map[string]string{}
	}
	name := func(kind string) string { return fmt.Sprintf("%s_%d", kind, made.count.Add(1)) }
	template, ok := made.templates[key.String()]
	if !ok {
		template = name("template")
		mustExec(t, root, "create database "+template)
		db, err := store.Open(context.Background(), c.Address(template), store.Options{Fast: true, Readers: 2})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Migrate(context.Background(), sets...)
		db.Close()
		if err != nil {
			t.Fatal(err)
		}
		made.templates[key.String()] = template
	}
	fresh := name("test")
	mustExec(t, root, "create database "+fresh+" template "+template)
	t.Cleanup(func() {
		if root, err := sql.Open("pgx", c.Address("postgres")); err == nil {
			defer root.Close()
			_, _ = root.Exec("drop database " + fresh + " with (force)")
		}
	})
	return c.Address(fresh)
}

// Lasting is the address of a new, empty PostgreSQL database that lasts as long as the test process, for what several
// tests share.
func Lasting() (string, error) {
	c, err := shared()
	if err != nil {
		return "", fmt.Errorf("PostgreSQL for the tests: %w", err)
	}
	root, err := sql.Open("pgx", c.Address("postgres"))
	if err != nil {
		return "", err
	}
	defer root.Close()
	name := fmt.Sprintf("lasting_%d", made.count.Add(1))
	_, err = root.Exec("create database " + name)
	return c.Address(name), err
}

func mustExec(t testing.TB, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.Exec(text); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, url string, sets []store.Set) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), url, store.Options{Fast: true, Readers: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(context.Background(), sets...); err != nil {
		t.Fatal(err)
	}
	return db
}
