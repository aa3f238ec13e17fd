package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"linli/internal/app"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// each runs f with a new database and a folder for its data.
func each(t *testing.T, f func(t *testing.T, c app.Config)) {
	t.Run("sqlite", func(t *testing.T) { f(t, app.Config{Data: filepath.Join(t.TempDir(), "data")}) })
	t.Run("postgres", func(t *testing.T) {
		f(t, app.Config{DB: storetest.PostgresURL(t, nil), Data: filepath.Join(t.TempDir(), "data")})
	})
}

func open(t *testing.T, c app.Config) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func begin(t *testing.T, a *app.App) {
	t.Helper()
	if err := a.DB.Tx(t.Context(), func(tx *store.Tx) error {
		_, err := a.Realms.Add(t.Context(), tx, journal.Actor{}, realm.Realm{ID: "jia", Kind: realm.Street, Title: lang.T("甲街道", "Jia")})
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestKey loses the key of a database, and brings another: neither is taken, and no new one is made.
func TestKey(t *testing.T) {
	each(t, func(t *testing.T, c app.Config) {
		ctx := t.Context()
		if c.DB == "" {
			c.DB = filepath.Join(c.Data, "linli.db")
		}
		a := open(t, c)
		key := filepath.Join(c.Data, "key")
		right, err := os.ReadFile(key)
		if err != nil {
			t.Fatal(err)
		}
		begin(t, a)
		a.Close()
		elsewhere := app.Config{DB: c.DB, Data: filepath.Join(t.TempDir(), "typo")}
		for name, open := range map[string]func(context.Context, app.Config) (*app.App, error){"open": app.Open, "inspect": app.Inspect} {
			if _, err := open(ctx, elsewhere); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s without the key: %v", name, err)
			}
		}
		if _, err := os.Stat(filepath.Join(elsewhere.Data, "key")); err == nil {
			t.Error("a key was made beside a database that has one")
		}
		if err := os.WriteFile(key, []byte("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		for name, open := range map[string]func(context.Context, app.Config) (*app.App, error){"open": app.Open, "inspect": app.Inspect} {
			if _, err := open(ctx, c); !errors.Is(err, journal.ErrKey) {
				t.Errorf("%s with another key: %v", name, err)
			}
		}
		if err := os.WriteFile(key, right, 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := app.Inspect(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		if reps, err := b.Verify(ctx); err != nil || len(reps) != 1 || reps[0].Broken != 0 || reps[0].Why != "" {
			t.Errorf("%+v, %v", reps, err)
		}
	})
}

// TestInspectMakesNothing looks where there is nothing.
func TestInspectMakesNothing(t *testing.T) {
	dir := t.TempDir()
	if _, err := app.Inspect(t.Context(), app.Config{Data: filepath.Join(dir, "typo")}); !errors.Is(err, store.ErrNoFile) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("it made %v, %v", left, err)
	}
	address := storetest.PostgresURL(t, nil)
	if _, err := app.Inspect(t.Context(), app.Config{DB: address, Data: dir}); !fault.Is(err, fault.Conflict) {
		t.Errorf("an empty PostgreSQL: %v", err)
	}
	db, err := store.Open(t.Context(), address, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if tables, err := db.Tables(t.Context()); len(tables) > 0 || err != nil {
		t.Errorf("it made %v, %v", tables, err)
	}
}

// TestSweptAtStart begins the program's work beside a session and a token that are over.
func TestSweptAtStart(t *testing.T) {
	each(t, func(t *testing.T, c app.Config) {
		a := open(t, c)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		if err := a.DB.Quiet(ctx, func(tx *store.Tx) error {
			if _, err := tx.Exec(ctx, `insert into session (hash, account, created, seen) values ('s', 'a', 1, 1)`); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `insert into token (hash, id, account, name, created, expires) values ('t', 't', 'a', 'report', 1, 2)`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		worked := make(chan struct{})
		go func() { a.Work(ctx); close(worked) }()
		for left := 2; left > 0; time.Sleep(10 * time.Millisecond) {
			var err error
			if left, err = store.One(ctx, a.DB, store.Value[int], `select (select count(*) from session) + (select count(*) from token)`); err != nil {
				t.Fatal(err)
			}
		}
		stop()
		<-worked
	})
}
