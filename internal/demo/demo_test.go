package demo

import (
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/store/storetest"
)

var today = time.Date(2026, 11, 21, 12, 30, 0, 0, clock.Zone)

func TestAll(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t, migrations))
	start := time.Now()
	if err := Play(t.Context(), w, today, func(d, n int, what string) {
		if d%1000 == 0 {
			t.Log(d, n, what, time.Since(start))
		}
	}); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(start))
	rs, _ := w.Realms.All(t.Context(), w.DB)
	for _, r := range rs {
		all, err := w.Matters.Figures(t.Context(), w.DB, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			t.Log(r.ID, f.Name, f.Value, f.Published)
		}
	}
}
