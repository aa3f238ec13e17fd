package clock_test

import (
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
)

func TestDays(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)
	at := func(day int) time.Time { return time.Date(2026, 3, day, 0, 0, 0, 0, clock.Zone) }
	for day, want := range map[string]time.Time{"2026-03-02": now, "2026-03-03": at(3), "2026-03-01": at(1), "x": {}, "": {}, "1900-01-01": {}, "2026-13-01": {}} {
		got, err := clock.Begin(day, "f", now)
		if want.IsZero() != (err != nil) || err == nil && !got.Equal(want) || err != nil && fault.As(err).Fields[0].Name != "f" {
			t.Errorf("%q begins %v, %v", day, got, err)
		}
		if _, err := clock.Coming(day, "f", now); (err == nil) != (day == "2026-03-02" || day == "2026-03-03") {
			t.Errorf("%q is to come: %v", day, err)
		}
	}
}
