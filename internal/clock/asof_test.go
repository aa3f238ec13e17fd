package clock_test

import (
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
)

func TestAsOf(t *testing.T) {
	now := time.Date(2026, 3, 2, 23, 30, 0, 0, clock.Zone)
	for day, want := range map[string]time.Time{"": now, "2026-03-02": now, "2026-03-01": time.Date(2026, 3, 1, 23, 59, 59, 999e6, clock.Zone), "2026-03-03": time.Date(2026, 3, 3, 23, 59, 59, 999e6, clock.Zone)} {
		if got, err := clock.AsOf(day, "on", now); !got.Equal(want) || err != nil {
			t.Errorf("%q: %v, %v", day, got, err)
		}
	}
	for _, day := range []string{"x", "2026-02-30", "02.03.2026", "1026-01-01"} {
		if _, err := clock.AsOf(day, "on", now); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != "on" {
			t.Errorf("%q: %v", day, err)
		}
	}
}
