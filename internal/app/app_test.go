package app_test

import (
	"path/filepath"
	"testing"

	"linli/internal/app"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestKey opens a database with the folder in which it began, and with another one, whose key is not the database's.
func TestKey(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		c := app.Config{DB: storetest.Address(t, engine), Data: filepath.Join(t.TempDir(), "data")}
		other := c
		other.Data = filepath.Join(t.TempDir(), "data")
		for _, c := range []app.Config{other, c} { // while it is empty, any key fits
			a, err := app.Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			a.Close()
		}
		a, err := app.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.DB.Tx(t.Context(), func(tx *store.Tx) error {
			_, err := a.Realms.Add(t.Context(), tx, journal.Actor{}, realm.Realm{ID: "shiliujie", Kind: realm.Street, Title: lang.Same("石榴街道")})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		a.Close()
		if a, err = app.Open(t.Context(), c); err != nil {
			t.Fatalf("with its own key: %v", err)
		}
		a.Close()
		if a, err = app.Open(t.Context(), other); !fault.Is(err, fault.Conflict) {
			t.Errorf("with another key: %v", err)
			a.Close()
		}
	})
}
