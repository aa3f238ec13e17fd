package clock

import "time"

// Period is a stretch of whole days in Zone, over which things are counted: From is in it, To is not.
type Period struct{ From, To time.Time }

// Contains tells whether t lies in the period.
func (p Period) Contains(t time.Time) bool { return !t.Before(p.From) && t.Before(p.To) }

// Day is the day that t lies in.
func Day(t time.Time) Period {
	d := dayOf(t)
	return Period{startOf(d), startOf(d + 1)}
}

// Week is the week that t lies in, from Monday to Sunday.
func Week(t time.Time) Period {
	d := dayOf(t)
	monday := d - (int(startOf(d).Weekday())+6)%7
	return Period{startOf(monday), startOf(monday + 7)}
}

// HalfMonth is the half of its month that t lies in: the 1st to the 15th, or the 16th to the end.
func HalfMonth(t time.Time) Period {
	m := Month(t)
	middle := m.From.AddDate(0, 0, 15)
	if t.Before(middle) {
		return Period{m.From, middle}
	}
	return Period{middle, m.To}
}

// Month is the month that t lies in.
func Month(t time.Time) Period { return months(t, 1) }

// Quarter is the quarter of the year that t lies in.
func Quarter(t time.Time) Period { return months(t, 3) }

// HalfYear is the half of the year that t lies in.
func HalfYear(t time.Time) Period { return months(t, 6) }

// Year is the year that t lies in.
func Year(t time.Time) Period { return months(t, 12) }

// months is the n months that t lies in when the year is divided into such parts.
func months(t time.Time, n int) Period {
	year, month, _ := t.In(Zone).Date()
	first := time.Month((int(month)-1)/n*n + 1)
	return Period{date(year, first, 1), date(year, first+time.Month(n), 1)}
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, Zone)
}

// Last is the n months that end with to's day, which is the last day in it. Months are counted as in Civil Code
// article 202, backwards: where a month has no such day, its last day takes the place.
// One month to 15 March begins on 16 February, one month to 31 March on 1 March.
func Last(n int, to time.Time) Period {
	year, month, day := to.In(Zone).Date()
	ends := date(year, month-time.Month(n)+1, 1).AddDate(0, 0, -1) // the last day of the month n months back
	from := dayOf(ends)
	if day < ends.Day() {
		from -= ends.Day() - day
	}
	return Period{startOf(from + 1), startOf(dayOf(to) + 1)}
}

// Since is the period from a date to the day of to, both with all their hours in it.
func Since(date, to time.Time) Period { return Period{StartOfDay(date), startOf(dayOf(to) + 1)} }
