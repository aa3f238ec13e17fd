package clock

import "time"

// Millis is t as SQL keeps it, in milliseconds since 1970 UTC. The zero time, "never", is 0.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// FromMillis is the moment that SQL keeps as ms, in Zone. 0 is the zero time, "never".
func FromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(Zone)
}

// StartOfDay is the first moment of t's day in Zone.
func StartOfDay(t time.Time) time.Time { return startOf(dayOf(t)) }

// EndOfDay is the last millisecond of t's day in Zone, 23:59:59.999: the 24:00 of Civil Code article 203,
// kept within its day so that a due moment shows the right date.
func EndOfDay(t time.Time) time.Time { return endOf(dayOf(t)) }

// Inside the package a day is a number, counted in Zone from 1 January 1970: stepping costs nothing.

const daySeconds = 24 * 60 * 60

func dayOf(t time.Time) int {
	s := t.Unix() + offset
	d := s / daySeconds
	if s%daySeconds < 0 {
		d--
	}
	return int(d)
}

func startOf(day int) time.Time { return time.Unix(int64(day)*daySeconds-offset, 0).In(Zone) }

func endOf(day int) time.Time { return startOf(day + 1).Add(-time.Millisecond) }

// timeOfDay is how far t is into its day.
func timeOfDay(t time.Time) time.Duration { return t.Sub(StartOfDay(t)) }

func weekend(day int) bool {
	w := (day + 4) % 7 // day 0 was a Thursday, and Sunday is 0
	return w == 0 || w == 6 || w == -1
}
