package clock

import "time"

// Calendar knows which days are worked and in which hours. It never changes and may be shared.
//
// A year of which it has no notice is taken as plain weeks, Saturday and Sunday at rest; what is computed over
// such a year is told to be guessed.
type Calendar struct {
	hours Hours
	first int    // the first year of known
	known []bool // by year since first
	base  int    // 1 January of first
	rest  []bool // by day since base, until the end of the last year of known
}

// WithHours is this calendar with other working hours.
func (c *Calendar) WithHours(h Hours) *Calendar {
	other := *c
	other.hours = h
	return &other
}

// Hours are the working hours of its working days.
func (c *Calendar) Hours() Hours { return c.hours }

// Known tells whether the calendar holds the notice of a year.
func (c *Calendar) Known(year int) bool {
	i := year - c.first
	return i >= 0 && i < len(c.known) && c.known[i]
}

// WorkingDay tells whether t's day in Zone is worked: neither a weekend nor a holiday, or a make-up day.
// In an unknown year only weekends are at rest.
func (c *Calendar) WorkingDay(t time.Time) bool { return c.working(dayOf(t)) }

func (c *Calendar) working(day int) bool {
	if i := day - c.base; i >= 0 && i < len(c.rest) {
		return !c.rest[i]
	}
	return !weekend(day)
}

// WorkingDays counts the working days after from's day up to and with to's day, as a deadline counts them:
// the due moment of n working days from a moment has n working days between. It is 0 when to is not later.
func (c *Calendar) WorkingDays(from, to time.Time) int {
	return c.count(dayOf(from)+1, dayOf(to))
}

// count is the number of working days of first to last, both counted.
func (c *Calendar) count(first, last int) int {
	n := 0
	for d := first; d <= last; d++ {
		if c.working(d) {
			n++
		}
	}
	return n
}

// guessed tells whether an unknown year lies within the days first to last.
func (c *Calendar) guessed(first, last int) bool {
	for y := startOf(first).Year(); y <= startOf(last).Year(); y++ {
		if !c.Known(y) {
			return true
		}
	}
	return false
}

// Before is the last moment at which a notice due "n days before" something on a day may be given: the end of
// the n-th calendar day counted backwards, the day itself not counted. Fifteen days before 20 June is 5 June.
// Rest days are not stepped over, for that would shorten the notice. A rule that wants n clear days in between
// asks for n+1.
func (c *Calendar) Before(day time.Time, n int) time.Time { return endOf(dayOf(day) - n) }
