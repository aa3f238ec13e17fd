package clock

import "time"

// Remainder is what is left of a deadline when it is paused, small enough to keep in two columns.
//
// Of hours, Millis are left to run. Of days, Days are left with the day of the pause among them, and Millis is
// the time of day at which the last ends; Days is 0 if the deadline ends that same day although it is a rest day.
// Negative Millis mean that the deadline had passed by so much running time.
type Remainder struct {
	Days   int   `json:"days,omitempty"`
	Millis int64 `json:"millis"`
}

// Late tells whether the deadline had passed before it was paused.
func (r Remainder) Late() bool { return r.Millis < 0 }

// Left is what is left at a moment of a deadline counted in u, to the millisecond.
// [Calendar.Resume] makes a deadline of it again. Left panics if u is none of the four units.
func (c *Calendar) Left(due, at time.Time, u Unit) Remainder {
	if !u.Valid() {
		panic("clock: unknown unit " + string(u))
	}
	due, at = held(due), held(at)
	if u == RunningHour || due.Before(at) {
		return Remainder{Millis: due.Sub(at).Milliseconds()}
	}
	if u == WorkingHour {
		return Remainder{Millis: c.WorkingTime(at, due).Milliseconds()}
	}
	r := Remainder{Millis: timeOfDay(due).Milliseconds()}
	today, last := dayOf(at), dayOf(due)
	switch {
	case last == today && !c.working(today):
		return r
	case u == CalendarDay:
		r.Days = last - today + 1
	default:
		last, _ = c.nth(last, 1, u) // a due moment set by others may lie on a rest day
		r.Days = c.count(today, last)
	}
	return r
}

// Resume is the due moment of a paused deadline that goes on at a moment, in Zone, and guessed as in
// [Calendar.Due]. A pause costs exactly the time it took: resumed in the same hour, or on the same day for days,
// a deadline made by Due is what it was; resumed later it moves by the hours, working hours, working days or
// calendar days in between. Nothing is lost for a rest day, and calendar days still never end on one.
// A deadline that was late stays late by as much. Resume panics if u is none of the four units.
func (c *Calendar) Resume(at time.Time, r Remainder, u Unit) (due time.Time, guessed bool) {
	if !u.Valid() {
		panic("clock: unknown unit " + string(u))
	}
	at = held(at)
	left := time.Duration(r.Millis) * time.Millisecond
	switch {
	case r.Late() || u == RunningHour:
		return at.Add(left), false
	case u == WorkingHour:
		return c.work(at, left)
	}
	day := dayOf(at)
	if r.Days > 0 {
		day, guessed = c.nth(day, r.Days, u)
	}
	if due = startOf(day).Add(left); due.Before(at) { // that hour has passed today
		day, guessed = c.nth(day+1, 1, u)
		due = startOf(day).Add(left)
	}
	return due, guessed
}
