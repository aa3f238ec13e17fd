package clock

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestChinaHoldsTheNotices(t *testing.T) {
	t.Parallel()
	// Days worked in a year, and in which months, counted from the notices by hand: 248 in either year.
	for year, want := range map[int][12]int{
		2025: {19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23},
		2026: {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23},
	} {
		for m := range 12 {
			p := Month(date(year, time.Month(m+1), 1))
			if n := China().WorkingDays(p.From.Add(-1), p.To.Add(-1)); n != want[m] {
				t.Errorf("%d working days in %v, want %d", n, p.Text(), want[m])
			}
		}
	}
}

func TestWorkingDay(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]bool{
		"2025-01-01": false, "2025-01-02": true, "2025-01-26": true, "2025-01-27": true, "2025-01-28": false,
		"2025-02-04": false, "2025-02-05": true, "2025-02-08": true, "2025-02-09": false, "2025-06-02": false,
		"2025-10-08": false, "2025-10-11": true, "2026-01-02": false, "2026-01-04": true, "2026-02-28": true,
		"2026-05-09": true, "2026-09-20": true, "2026-09-25": false, "2026-10-10": true, "2026-10-11": false,
		"2027-01-01": true, "2027-01-02": false, "2024-10-01": true, "1969-12-28": false, "1969-12-27": false, "1969-12-26": true,
	} {
		if got := China().WorkingDay(at(t, day).Add(23 * time.Hour)); got != want {
			t.Errorf("%s is worked: %v, want %v", day, got, want)
		}
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]bool{2024: false, 2025: true, 2026: true, 2027: false} {
		if China().Known(year) != want {
			t.Errorf("%d is known: %v", year, !want)
		}
	}
}

func TestBefore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n    int
		want string
	}{{0, "2026-06-20"}, {1, "2026-06-19"}, {15, "2026-06-05"}, {20, "2026-05-31"}} {
		if got := China().Before(at(t, "2026-06-20 19:00"), c.n); !got.Equal(at(t, c.want+" 23:59:59.999")) {
			t.Errorf("%d days before: %v, want %s", c.n, got, c.want)
		}
	}
}

func TestWorkingDaysBackwardsAreNone(t *testing.T) {
	t.Parallel()
	if n := China().WorkingDays(at(t, "2026-03-06"), at(t, "2026-03-02")); n != 0 {
		t.Errorf("%d", n)
	}
}

func TestWithHours(t *testing.T) {
	t.Parallel()
	h, err := ParseHours("09:00–17:00")
	if err != nil {
		t.Fatal(err)
	}
	c := China().WithHours(h)
	if due, _ := c.Due(at(t, "2026-03-02 16:00"), Span{2, WorkingHour}); !due.Equal(at(t, "2026-03-03 10:00")) {
		t.Errorf("due %v", due)
	}
	if got := China().Hours().String(); got != "08:30-12:00 14:00-17:30" {
		t.Errorf("China now works %s", got)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"another year":       "rest 2029-01-01",
		"a made-up word":     "free 2028-01-03",
		"no day":             "rest",
		"no such day":        "rest 2028-02-30",
		"a range of work":    "work 2028-01-01 2028-01-02",
		"work on a workday":  "work 2028-01-03",
		"a range turned":     "rest 2028-01-05 2028-01-03",
		"rest on a weekend":  "rest 2028-01-01 2028-01-02",
		"a word too much":    "rest 2028-01-03 2028-01-04 2028-01-05",
		"a name without a #": "rest 2028-01-03 元旦",
	} {
		if _, err := read(fstest.MapFS{"notice/2028.txt": {Data: []byte(text)}}); err == nil {
			t.Errorf("%s is taken", name)
		} else if !strings.Contains(err.Error(), "2028.txt") || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %v does not say where", name, err)
		}
	}
	if _, err := read(fstest.MapFS{}); err == nil {
		t.Error("no notices at all are taken")
	}
}

func TestAGapOfYearsStaysUnknown(t *testing.T) {
	t.Parallel()
	c, err := read(fstest.MapFS{
		"notice/2026.txt": {Data: []byte("rest 2026-01-01 # 元旦\n")},
		"notice/2028.txt": {Data: []byte("# nothing yet\nrest 2028-01-03\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !c.Known(2026) || c.Known(2027) || !c.Known(2028) {
		t.Error("want 2026 and 2028 known, and 2027 not")
	}
	if c.WorkingDay(date(2028, 1, 3)) || !c.WorkingDay(date(2027, 1, 1)) || c.WorkingDay(date(2027, 1, 2)) {
		t.Error("days moved")
	}
}
