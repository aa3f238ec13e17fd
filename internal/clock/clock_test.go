package clock

import (
	"sync"
	"testing"
	"time"
)

func TestSystemKeepsMilliseconds(t *testing.T) {
	t.Parallel()
	before := time.Now().Truncate(time.Millisecond)
	now := System().Now()
	if now.Before(before) || now.After(time.Now()) {
		t.Errorf("now is %v", now)
	}
	if now.Location() != Zone || now != FromMillis(Millis(now)) {
		t.Errorf("%v does not survive storing", now)
	}
}

func TestManual(t *testing.T) {
	t.Parallel()
	m := NewManual(time.Date(2026, 3, 2, 1, 0, 0, 1_999_999, time.UTC))
	if want := at(t, "2026-03-02 09:00:00.001"); m.Now() != want {
		t.Errorf("stands at %v, want %v", m.Now(), want)
	}
	if now := m.Advance(time.Hour); now != m.Now() || now != at(t, "2026-03-02 10:00:00.001") {
		t.Errorf("advanced to %v, stands at %v", now, m.Now())
	}
	m.Set(at(t, "2026-03-01"))
	if m.Now() != at(t, "2026-03-01") {
		t.Errorf("set back, stands at %v", m.Now())
	}
}

func TestManualIsSafe(t *testing.T) {
	t.Parallel()
	m := NewManual(at(t, "2026-03-02"))
	var c Clock = m
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() { m.Advance(time.Second); c.Now() })
	}
	wait.Wait()
	if want := at(t, "2026-03-02 00:00:50.000"); m.Now() != want {
		t.Errorf("stands at %v, want %v", m.Now(), want)
	}
}

func TestMillis(t *testing.T) {
	t.Parallel()
	if ms := Millis(time.Time{}); ms != 0 {
		t.Errorf("never is %d", ms)
	}
	if never := FromMillis(0); !never.IsZero() {
		t.Errorf("0 is %v", never)
	}
	for _, ms := range []int64{1, -1, 1_772_413_200_001} {
		if got := FromMillis(ms); Millis(got) != ms || got.Location() != Zone {
			t.Errorf("%d becomes %v and %d", ms, got, Millis(got))
		}
	}
}

func TestDayBounds(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"2026-03-02 00:00", "2026-03-02 12:00", "2026-03-02 23:59:59.999"} {
		for _, zone := range []*time.Location{Zone, time.UTC} {
			m := at(t, s).In(zone)
			if got := StartOfDay(m); got != at(t, "2026-03-02") {
				t.Errorf("%v starts at %v", m, got)
			}
			if got := EndOfDay(m); got != at(t, "2026-03-02 23:59:59.999") {
				t.Errorf("%v ends at %v", m, got)
			}
		}
	}
	if got := StartOfDay(date(1949, 10, 1).Add(15 * time.Hour)); got != date(1949, 10, 1) {
		t.Errorf("a day before 1970 starts at %v", got)
	}
	if got := StartOfDay(date(1949, 10, 1)); got != date(1949, 10, 1) {
		t.Errorf("a midnight before 1970 starts at %v", got)
	}
}
