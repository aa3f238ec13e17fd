package clock

import (
	"testing"
	"time"
)

// at reads a moment in Zone, with or without its time of day.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02 15:04:05.000", "2006-01-02 15:04", "2006-01-02"} {
		if m, err := time.ParseInLocation(layout, s, Zone); err == nil {
			return m
		}
	}
	t.Fatalf("no moment: %q", s)
	return time.Time{}
}

func TestDue(t *testing.T) {
	t.Parallel()
	const end = " 23:59:59.999"
	for _, c := range []struct{ name, from, span, due string }{
		{"the first day is not counted", "2026-03-02 00:00", "1 working day", "2026-03-03" + end},
		{"nor is it late in the evening", "2026-03-02 23:59", "1 working day", "2026-03-03" + end},
		{"over a weekend", "2026-03-06 10:00", "1 working day", "2026-03-09" + end},
		{"from a weekend", "2026-03-07 10:00", "1 working day", "2026-03-09" + end},
		{"over National Day", "2026-09-30 10:00", "1 working day", "2026-10-08" + end},
		{"a make-up Saturday is worked", "2026-10-09 10:00", "1 working day", "2026-10-10" + end},
		{"and the Sunday after it is not", "2026-10-09 10:00", "2 working days", "2026-10-12" + end},
		{"a make-up Sunday is worked", "2026-09-18 10:00", "1 working day", "2026-09-20" + end},
		{"Spring Festival 2025 with both make-up days", "2025-01-24 10:00", "5 working days", "2025-02-07" + end},
		{"the Saturday after it", "2025-02-07 10:00", "1 working day", "2025-02-08" + end},
		{"Spring Festival 2026", "2026-02-13 10:00", "2 working days", "2026-02-24" + end},
		{"over the new year", "2025-12-31 10:00", "1 working day", "2026-01-04" + end},
		{"no working days", "2026-03-07 10:00", "0 working days", "2026-03-07" + end},

		{"calendar days count rest days", "2026-03-06 10:00", "3 calendar days", "2026-03-09" + end},
		{"but do not end on a Saturday", "2026-03-02 10:00", "5 calendar days", "2026-03-09" + end},
		{"nor within a holiday", "2026-09-28 10:00", "7 calendar days", "2026-10-08" + end},
		{"a make-up Saturday may be the last", "2026-10-03 10:00", "7 calendar days", "2026-10-10" + end},
		{"a weekday holiday may not", "2025-05-26 10:00", "7 calendar days", "2025-06-03" + end},
		{"no calendar days", "2026-03-07 10:00", "0 calendar days", "2026-03-07" + end},

		{"hours run at once, at night and in holidays", "2026-09-30 20:15", "24 running hours", "2026-10-01 20:15"},
		{"no hours", "2026-03-07 10:00", "0 running hours", "2026-03-07 10:00"},

		{"working hours in the morning", "2026-03-02 09:00", "2 working hours", "2026-03-02 11:00"},
		{"up to noon, not to the afternoon", "2026-03-02 09:00", "3 working hours", "2026-03-02 12:00"},
		{"over noon", "2026-03-02 11:30", "2 working hours", "2026-03-02 15:30"},
		{"from noon", "2026-03-02 12:30", "1 working hour", "2026-03-02 15:00"},
		{"before work", "2026-03-02 06:00", "1 working hour", "2026-03-02 09:30"},
		{"over night", "2026-03-02 16:30", "2 working hours", "2026-03-03 09:30"},
		{"at the very end of a day", "2026-03-02 17:30", "1 working hour", "2026-03-03 09:30"},
		{"over National Day", "2026-09-30 17:00", "1 working hour", "2026-10-08 09:00"},
		{"on a make-up day", "2026-10-09 17:00", "1 working hour", "2026-10-10 09:00"},
		{"more than a day of them", "2026-03-02 08:30", "8 working hours", "2026-03-03 09:30"},
		{"no working hours", "2026-03-07 10:00", "0 working hours", "2026-03-07 10:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := ParseSpan(c.span)
			if err != nil {
				t.Fatal(err)
			}
			due, guessed := China().Due(at(t, c.from), s)
			if want := at(t, c.due); !due.Equal(want) || guessed {
				t.Errorf("%s from %s is due %v, guessed %v; want %v", c.span, c.from, due, guessed, want)
			}
			if due.Location() != Zone {
				t.Errorf("due in %v, want %v", due.Location(), Zone)
			}
		})
	}
}

func TestDueGuesses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from    string
		span    Span
		due     string
		guessed bool
	}{
		{"2026-12-30 10:00", Span{1, WorkingDay}, "2026-12-31 23:59:59.999", false},
		{"2026-12-31 10:00", Span{1, WorkingDay}, "2027-01-01 23:59:59.999", true},
		{"2026-12-31 10:00", Span{0, WorkingDay}, "2026-12-31 23:59:59.999", false},
		{"2026-12-31 16:00", Span{1, WorkingHour}, "2026-12-31 17:00", false},
		{"2026-12-31 17:00", Span{1, WorkingHour}, "2027-01-01 09:00", true},
		{"2026-12-25 10:00", Span{6, CalendarDay}, "2026-12-31 23:59:59.999", false},
		{"2026-12-25 10:00", Span{7, CalendarDay}, "2027-01-01 23:59:59.999", true},
		{"2024-12-20 10:00", Span{20, CalendarDay}, "2025-01-09 23:59:59.999", false}, // only the end matters
		{"2024-12-30 10:00", Span{2, WorkingDay}, "2025-01-02 23:59:59.999", true},
		{"2027-05-01 10:00", Span{48, RunningHour}, "2027-05-03 10:00", false},
	} {
		due, guessed := China().Due(at(t, c.from), c.span)
		if want := at(t, c.due); !due.Equal(want) || guessed != c.guessed {
			t.Errorf("%v from %s is due %v, guessed %v; want %v, %v", c.span, c.from, due, guessed, want, c.guessed)
		}
	}
}

func TestDueTakesAnyZone(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC) // 01:00 on the 3rd in China
	if due, _ := China().Due(from, Span{1, WorkingDay}); !due.Equal(at(t, "2026-03-04 23:59:59.999")) {
		t.Errorf("due %v", due)
	}
}

func TestUnknownUnitPanics(t *testing.T) {
	t.Parallel()
	now := at(t, "2026-03-02")
	for name, act := range map[string]func(){
		"Due":    func() { China().Due(now, Span{1, "week"}) },
		"Left":   func() { China().Left(now, now, "") },
		"Resume": func() { China().Resume(now, Remainder{}, "") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s does not panic", name)
				}
			}()
			act()
		}()
	}
}

func TestWorkingTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-03-02 09:00", "2026-03-02 10:00", time.Hour},
		{"2026-03-02 11:00", "2026-03-02 15:00", 2 * time.Hour},
		{"2026-03-02 12:10", "2026-03-02 13:50", 0},
		{"2026-03-02 00:00", "2026-03-03 00:00", 7 * time.Hour},
		{"2026-03-06 17:00", "2026-03-09 09:00", time.Hour},
		{"2026-03-02 10:00", "2026-03-02 09:00", 0},
		{"2026-03-03 10:00", "2026-03-02 10:00", 0},
		{"2026-09-30 17:00", "2026-10-08 08:30", 30 * time.Minute},
	} {
		if got := China().WorkingTime(at(t, c.from), at(t, c.to)); got != c.want {
			t.Errorf("from %s to %s: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

func TestDueAllocatesNothing(t *testing.T) {
	from, c := at(t, "2026-03-02 10:00"), China()
	for _, u := range []Unit{RunningHour, WorkingHour, WorkingDay, CalendarDay} {
		if n := testing.AllocsPerRun(100, func() { c.Due(from, Span{100, u}) }); n != 0 {
			t.Errorf("Due in %s allocates %v times", u, n)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	from, c := at(b, "2026-03-02 10:00"), China()
	for _, u := range []Unit{WorkingHour, WorkingDay, CalendarDay} {
		b.Run(string(u), func(b *testing.B) {
			for b.Loop() {
				c.Due(from, Span{20, u})
			}
		})
	}
}
