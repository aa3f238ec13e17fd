package clock

import "time"

// Due is when a span that begins at from has run out, in Zone; guessed tells that a year whose rest days are not
// known was counted through, so that its notice may still move the true deadline.
//
//   - Running hours run at once (Civil Code article 201).
//   - Working hours run only within the working hours of working days.
//   - For days, from's own day is not counted (201) and the last day counts to its end, 23:59:59.999 (203).
//   - Calendar days that would end on a rest day, weekend or holiday, end on the next working day (203).
//
// A span of none is due at once in hours, and at the end of the same day in days, whatever day that is.
// Due panics if the span's unit is none of the four.
func (c *Calendar) Due(from time.Time, s Span) (due time.Time, guessed bool) {
	switch s.Unit {
	case RunningHour:
		return from.Add(time.Duration(s.N) * time.Hour).In(Zone), false
	case WorkingHour:
		return c.work(from, time.Duration(s.N)*time.Hour)
	case WorkingDay, CalendarDay:
		day := dayOf(from)
		if s.N > 0 {
			day, guessed = c.nth(day+1, s.N, s.Unit)
		}
		return endOf(day), guessed
	}
	panic("clock: unknown unit " + string(s.Unit))
}

// nth is the day on which n days of a unit are over when first is the first that may count; n is at least 1.
func (c *Calendar) nth(first, n int, u Unit) (day int, guessed bool) {
	if u == CalendarDay {
		first, n = first+n-1, 1
	}
	for day = first; ; day++ {
		if c.working(day) {
			if n--; n == 0 {
				return day, c.guessed(first, day)
			}
		}
	}
}

// work is the moment at which d of working hours have run since from.
func (c *Calendar) work(from time.Time, d time.Duration) (due time.Time, guessed bool) {
	if d <= 0 {
		return from.In(Zone), false
	}
	first, at := dayOf(from), timeOfDay(from)
	for day := first; ; day, at = day+1, 0 {
		if !c.working(day) {
			continue
		}
		for _, s := range c.hours.all() {
			begin := max(s.from, at)
			if begin >= s.to {
				continue
			}
			if d <= s.to-begin {
				return startOf(day).Add(begin + d), c.guessed(first, day)
			}
			d -= s.to - begin
		}
	}
}

// WorkingTime is how much of the working hours lies between two moments, 0 when to is not later.
func (c *Calendar) WorkingTime(from, to time.Time) time.Duration {
	var sum time.Duration
	last, end := dayOf(to), timeOfDay(to)
	day, at := dayOf(from), timeOfDay(from)
	for ; day <= last; day, at = day+1, 0 {
		if !c.working(day) {
			continue
		}
		for _, s := range c.hours.all() {
			till := s.to
			if day == last {
				till = min(till, end)
			}
			sum += max(0, till-max(s.from, at))
		}
	}
	return sum
}
