package clock

import (
	"math/rand/v2"
	"testing"
	"time"

	"linli/internal/lang"
)

func TestPeriods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		p        Period
		from, to string
		text     lang.Text
	}{
		{"day", Day(at(t, "2026-02-28 23:59")), "2026-02-28", "2026-03-01", lang.T("2026年2月28日", "28 February 2026")},
		{"week", Week(at(t, "2026-03-08 23:59")), "2026-03-02", "2026-03-09", lang.T("2026年3月2日至2026年3月8日", "2 March 2026 to 8 March 2026")},
		{"week, Monday", Week(at(t, "2026-03-09")), "2026-03-09", "2026-03-16", lang.T("2026年3月9日至2026年3月15日", "9 March 2026 to 15 March 2026")},
		{"first half month", HalfMonth(at(t, "2026-02-15 23:59")), "2026-02-01", "2026-02-16", lang.T("2026年2月上半月", "first half of February 2026")},
		{"second half month", HalfMonth(at(t, "2026-02-16")), "2026-02-16", "2026-03-01", lang.T("2026年2月下半月", "second half of February 2026")},
		{"month", Month(at(t, "2026-12-31 23:59")), "2026-12-01", "2027-01-01", lang.T("2026年12月", "December 2026")},
		{"quarter", Quarter(at(t, "2026-06-30")), "2026-04-01", "2026-07-01", lang.T("2026年第二季度", "second quarter of 2026")},
		{"last quarter", Quarter(at(t, "2026-10-01")), "2026-10-01", "2027-01-01", lang.T("2026年第四季度", "fourth quarter of 2026")},
		{"first half", HalfYear(at(t, "2026-06-30")), "2026-01-01", "2026-07-01", lang.T("2026年上半年", "first half of 2026")},
		{"second half", HalfYear(at(t, "2026-07-01")), "2026-07-01", "2027-01-01", lang.T("2026年下半年", "second half of 2026")},
		{"year", Year(at(t, "2026-07-01")), "2026-01-01", "2027-01-01", lang.T("2026年", "2026")},
		{"last month", Last(1, at(t, "2026-03-15 10:00")), "2026-02-16", "2026-03-16", lang.T("2026年2月16日至2026年3月15日", "16 February 2026 to 15 March 2026")},
		{"last month, at its end", Last(1, at(t, "2026-03-31 10:00")), "2026-03-01", "2026-04-01", lang.T("2026年3月", "March 2026")},
		{"last month, no such day", Last(1, at(t, "2026-03-30")), "2026-03-01", "2026-03-31", lang.T("2026年3月1日至2026年3月30日", "1 March 2026 to 30 March 2026")},
		{"last year", Last(12, at(t, "2026-03-15")), "2025-03-16", "2026-03-16", lang.T("2025年3月16日至2026年3月15日", "16 March 2025 to 15 March 2026")},
		{"last year from a leap day", Last(12, at(t, "2024-02-29")), "2023-03-01", "2024-03-01", lang.T("2023年3月1日至2024年2月29日", "1 March 2023 to 29 February 2024")},
		{"since", Since(at(t, "2026-03-02 15:00"), at(t, "2026-03-04 09:00")), "2026-03-02", "2026-03-05", lang.T("2026年3月2日至2026年3月4日", "2 March 2026 to 4 March 2026")},
	} {
		if !c.p.From.Equal(at(t, c.from)) || !c.p.To.Equal(at(t, c.to)) {
			t.Errorf("%s: %v to %v, want %s to %s", c.name, c.p.From, c.p.To, c.from, c.to)
		}
		if got := c.p.Text(); got != c.text {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.text)
		}
	}
}

func TestPeriodsAreInZone(t *testing.T) {
	t.Parallel()
	p := Month(time.Date(2026, 2, 28, 17, 0, 0, 0, time.UTC)) // already March in China
	if !p.From.Equal(at(t, "2026-03-01")) {
		t.Errorf("from %v", p.From)
	}
}

func TestContains(t *testing.T) {
	t.Parallel()
	p := Day(at(t, "2026-03-02"))
	for s, want := range map[string]bool{
		"2026-03-01 23:59:59.999": false, "2026-03-02": true, "2026-03-02 23:59:59.999": true, "2026-03-03": false,
	} {
		if p.Contains(at(t, s)) != want {
			t.Errorf("contains %s: %v", s, !want)
		}
	}
}

func TestEachMomentLiesInItsPeriods(t *testing.T) {
	rounds(t, func(t *testing.T, r *rand.Rand, from time.Time, _ Span) {
		for i, kind := range []func(time.Time) Period{Day, Week, HalfMonth, Month, Quarter, HalfYear, Year} {
			p := kind(from)
			if !p.Contains(from) {
				t.Errorf("kind %d of %v is %v", i, from, p)
			}
			if next := kind(p.To); !next.From.Equal(p.To) {
				t.Errorf("kind %d after %v begins at %v", i, p, next.From)
			}
		}
	})
}
