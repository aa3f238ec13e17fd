package cli

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"linli/internal/app"
	"linli/internal/fault"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// begun is a demonstration whose play was begun, and ended if it says so.
func begun(t *testing.T, engine store.Dialect, played bool) *demonstr {
	t.Helper()
	c := &demonstr{Data: filepath.Join(t.TempDir(), "demo"), DB: storetest.Address(t, engine)}
	m, err := c.begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), app.Config{DB: c.DB, Data: c.Data})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if played {
		if err := m.End(t.Context(), a.DB); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func tables(t *testing.T, address string) int {
	t.Helper()
	db, err := store.Open(context.Background(), address, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all, err := db.Tables(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// TestDemoReady asks whether there is a year to play in every state that a folder and a database may be in.
func TestDemoReady(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		none := &demonstr{Data: filepath.Join(t.TempDir(), "demo"), DB: storetest.Address(t, engine)}
		fresh := func(c *demonstr) *demonstr { return &demonstr{Data: c.Data, DB: c.DB, Fresh: true} }
		whole := begun(t, engine, true)
		half := begun(t, engine, false)
		moved := &demonstr{Data: none.Data, DB: whole.DB}
		other := &demonstr{Data: whole.Data, DB: half.DB}
		lived := &demonstr{Data: none.Data, DB: storetest.Address(t, engine)}
		a, err := app.Open(t.Context(), app.Config{DB: lived.DB, Data: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		a.Close()
		full, beside := &demonstr{Data: t.TempDir(), DB: none.DB}, &demonstr{Data: t.TempDir(), DB: none.DB}
		for c, name := range map[*demonstr]string{full: "key", beside: "letters"} {
			if err := os.WriteFile(filepath.Join(c.Data, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, v := range []struct {
			what            string
			c               *demonstr
			played, refused bool
		}{
			{"nothing", none, false, false},
			{"nothing, started again", fresh(none), false, false},
			{"played", whole, true, false},
			{"another folder", moved, false, true},
			{"another database", other, false, true},
			{"people's database", lived, false, true},
			{"people's database, started again", fresh(lived), false, true},
			{"people's folder", full, false, true},
			{"people's folder, started again", fresh(full), false, true},
			{"beside letters", beside, false, false},
			{"beside letters, started again", fresh(beside), false, false},
		} {
			before := tables(t, v.c.DB)
			played, err := v.c.ready(t.Context())
			if played != v.played || (err != nil) != v.refused || v.refused && !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: played %v, %v", v.what, played, err)
			}
			if now := tables(t, v.c.DB); now != before {
				t.Errorf("%s: it had %d tables and has %d", v.what, before, now)
			}
		}
		for c, name := range map[*demonstr]string{full: "key", beside: "letters"} {
			if _, err := os.Stat(filepath.Join(c.Data, name)); err != nil {
				t.Error(err)
			}
		}
		for what, c := range map[string]*demonstr{"broken off": half, "started again": fresh(whole)} {
			if played, err := c.ready(t.Context()); played || err != nil {
				t.Errorf("%s: played %v, %v", what, played, err)
			}
			if n := tables(t, c.DB); n != 0 {
				t.Errorf("%s: %d tables are left", what, n)
			}
			if left, _ := os.ReadDir(c.Data); len(left) != 0 {
				t.Errorf("%s: %v is left", what, left)
			}
		}
	})
}
