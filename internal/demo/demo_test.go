package demo

import (
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/store/storetest"
)

var today = time.Date(2026, 11, 21, 12, 30, 0, 0, clock.Zone)

func TestNanmen(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t, migrations))
	start := time.Now()
	if err := play(t.Context(), w, today, func(d, n int, what string) {
		if d%1000 == 0 {
			t.Log(d, n, what, time.Since(start))
		}
	}, nanmen); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(start))
	all, err := w.Matters.Figures(t.Context(), w.DB, "nanmen")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		t.Log(f.Name, f.Value, f.Published)
	}
}
