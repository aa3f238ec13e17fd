package matter

import (
	"time"

	"linli/internal/clock"
)

// Used is how much of its stage's time is gone at now, in percent from 0 to 100, counted in the unit of the stage's
// clock. It is -1 for what is closed or has no deadline.
func (it Item) Used(now time.Time, cal *clock.Calendar) int {
	if it.Ending != "" || it.Due.IsZero() {
		return -1
	}
	st := it.Kind.Stage(it.Stage)
	if !now.Before(it.Due) || st == nil || st.Within == nil || st.Within.N == 0 {
		return 100
	}
	left, all := cal.Left(it.Due, now, st.Within.Unit), float64(st.Within.N)
	var rest float64
	switch st.Within.Unit {
	case clock.RunningHour, clock.WorkingHour:
		rest = float64(left.Millis) / float64(time.Hour.Milliseconds())
	default:
		rest = float64(left.Days)
		if st.Within.Unit == clock.CalendarDay || cal.WorkingDay(now) { // today is among them, and partly gone
			rest -= now.Sub(clock.StartOfDay(now)).Hours() / 24
		}
	}
	return min(100, max(0, int(100-100*rest/all)))
}
