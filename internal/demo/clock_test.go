package demo

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/store/storetest"
)

func TestClockAdvances(t *testing.T) {
	friday := time.Date(2026, 11, 20, 16, 0, 0, 0, clock.Zone)
	for _, v := range []struct{ by, to string }{
		{"2 hours", "2026-11-20 18:00:00.000"},
		{"3 calendar days", "2026-11-23 16:00:00.000"},
		{"1 working day", "2026-11-24 00:00:00.000"}, // a limit set on Friday is over when Monday is
		{"3 个工作日", "2026-11-26 00:00:00.000"},
		{"2 working hours", "2026-11-23 09:00:00.001"},
		{"400 days", "2027-12-25 16:00:00.000"},
	} {
		real := clock.NewManual(friday)
		c, err := openClock(filepath.Join(t.TempDir(), "clock"), real)
		if err != nil {
			t.Fatal(err)
		}
		to, err := c.Advance(t.Context(), v.by)
		if err != nil || to.Format("2006-01-02 15:04:05.000") != v.to {
			t.Errorf("by %s to %s, not %s: %v", v.by, to, v.to, err)
		}
		real.Advance(time.Minute) // it goes on as the real one does
		if now := c.Now(); !now.Equal(to.Add(time.Minute)) {
			t.Errorf("a minute after %s it is %s", to, now)
		}
	}
}

func TestClockIsKept(t *testing.T) {
	real := clock.NewManual(today)
	path := filepath.Join(t.TempDir(), "clock")
	c, err := openClock(path, real)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error("a new clock is not kept:", err)
	}
	to, err := c.Advance(t.Context(), "7 days")
	if err != nil {
		t.Fatal(err)
	}
	again, err := openClock(path, real)
	if err != nil || !again.Now().Equal(to) {
		t.Errorf("opened again it is %s, not %s: %v", again.Now(), to, err)
	}
	if err := os.WriteFile(path, []byte("soon"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openClock(path, real); err == nil {
		t.Error("a damaged clock opens")
	}
}

func TestClockRefuses(t *testing.T) {
	c, err := openClock(filepath.Join(t.TempDir(), "clock"), clock.NewManual(today))
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{"", "0 days", "-3 days", "tomorrow", "401 days", "2000 working hours", "9999 working days"} {
		if to, err := c.Advance(t.Context(), by); !fault.Is(err, fault.Invalid) || !to.Equal(today) {
			t.Errorf("by %q to %s: %v", by, to, err)
		} else if f := fault.As(err).Fields; len(f) != 1 || f[0].Name != "advance" {
			t.Errorf("by %q: the fault is not about the field", by)
		}
	}
	c.Set(today.Add(-time.Hour))
	if !c.Now().Equal(today) {
		t.Error("it was put back")
	}
}

// What time brings happens on the way, each at its moment.
func TestClockPasses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t, migrations))
	if err := play(t.Context(), w, today, nil, nanmen); err != nil {
		t.Fatal(err)
	}
	late := func() int64 { return count(t, w.DB, `select count(*) from matter where shows = 'overdue'`) }
	before := late()
	to := today.AddDate(0, 0, 9)
	if err := Pass(t.Context(), w.Clock, w.Matters, w.Jobs, to); err != nil {
		t.Fatal(err)
	}
	if !w.Clock.Now().Equal(to) {
		t.Errorf("it is %s", w.Clock.Now())
	}
	if late() <= before {
		t.Errorf("%d were late before, %d after nine days", before, late())
	}
	moments := count(t, w.DB, `select count(distinct at) from journal where kind = 'matter.timed' and at > $1`, clock.Millis(today))
	if moments < 5 {
		t.Errorf("what nine days brought happened at %d moments", moments)
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Pass(canceled, w.Clock, w.Matters, w.Jobs, to.Add(day)); err == nil {
		t.Error("time passes although nobody waits")
	}
}
