package clock

import (
	"math/rand/v2"
	"testing"
	"time"
)

var units = []Unit{RunningHour, WorkingHour, WorkingDay, CalendarDay}

// rounds runs a property on moments and spans from a year before to a year after the known years, drawn so that
// ends of shifts and days come often.
func rounds(t *testing.T, property func(t *testing.T, r *rand.Rand, from time.Time, s Span)) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		from := moment(r)
		property(t, r, from, Span{r.IntN(40), units[r.IntN(len(units))]})
		if t.Failed() {
			return
		}
	}
}

func moment(r *rand.Rand) time.Time {
	day := date(2024, 1, 1).AddDate(0, 0, r.IntN(4*365))
	times := []time.Duration{0, 8*time.Hour + 30*time.Minute, 12 * time.Hour, 14 * time.Hour, 17*time.Hour + 30*time.Minute, 24*time.Hour - time.Millisecond}
	if r.IntN(2) == 0 {
		return day.Add(times[r.IntN(len(times))])
	}
	return day.Add(time.Duration(r.IntN(86_400_000)) * time.Millisecond)
}

func TestDueIsMonotone(t *testing.T) {
	rounds(t, func(t *testing.T, r *rand.Rand, from time.Time, s Span) {
		due, _ := China().Due(from, s)
		if due.Before(from) {
			t.Errorf("%v from %v is due before, %v", s, from, due)
		}
		if more, _ := China().Due(from, Span{s.N + 1, s.Unit}); more.Before(due) {
			t.Errorf("one more than %v from %v is due earlier, %v", s, from, more)
		}
		from2 := from.Add(time.Duration(r.IntN(5*86_400_000)) * time.Millisecond)
		if later, _ := China().Due(from2, s); later.Before(due) {
			t.Errorf("%v from %v is due %v, but from %v already %v", s, from, due, from2, later)
		}
	})
}

func TestDueAgreesWithWorkingDaysAndTime(t *testing.T) {
	rounds(t, func(t *testing.T, _ *rand.Rand, from time.Time, s Span) {
		due, _ := China().Due(from, s)
		switch {
		case s.Unit == WorkingDay:
			if n := China().WorkingDays(from, due); n != s.N {
				t.Errorf("%v from %v: %d working days to %v", s, from, n, due)
			}
		case s.Unit == WorkingHour:
			if d := China().WorkingTime(from, due); d != time.Duration(s.N)*time.Hour {
				t.Errorf("%v from %v: %v to %v", s, from, d, due)
			}
		}
		if s.N > 0 && s.Unit != RunningHour && !China().WorkingDay(due) {
			t.Errorf("%v from %v ends on a rest day, %v", s, from, due)
		}
	})
}

func TestPausingForNoTimeChangesNothing(t *testing.T) {
	rounds(t, func(t *testing.T, r *rand.Rand, from time.Time, s Span) {
		due, _ := China().Due(from, s)
		when := from.Add(time.Duration(r.Int64N(int64(due.Sub(from) + 72*time.Hour)))).Truncate(time.Millisecond)
		left := China().Left(due, when, s.Unit)
		if again, _ := China().Resume(when, left, s.Unit); !again.Equal(due) {
			t.Errorf("%v from %v, due %v: paused at %v with %+v, resumed it is due %v", s, from, due, when, left, again)
		}
		if left.Late() != due.Before(when) {
			t.Errorf("due %v, paused at %v: late is %v", due, when, left.Late())
		}
	})
}

func TestPausingKeepsWhatWasLeft(t *testing.T) {
	rounds(t, func(t *testing.T, r *rand.Rand, from time.Time, s Span) {
		due, _ := China().Due(from, s)
		left := China().Left(due, from, s.Unit)
		later := moment(r)
		again, _ := China().Resume(later, left, s.Unit)
		if again.Before(later) {
			t.Errorf("%v left, resumed at %v, was due %v", left, later, again)
		}
		kept := China().Left(again, later, s.Unit)
		if s.Unit != CalendarDay && left.Days > 0 && kept != left || kept.Millis != left.Millis || kept.Days < left.Days {
			t.Errorf("%v: %+v was left, resumed at %v due %v with %+v", s, left, later, again, kept)
		}
	})
}
