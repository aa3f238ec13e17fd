package clock

import (
	"time"

	"linli/internal/fault"
	"linli/internal/lang"
)

// AsOf is the moment at which one looks when a day in Zone is asked about, 2006-01-02: now for today and for no day, and
// the last moment of any other day, so that whoever took something over on that day has it. A fault names the field.
func AsOf(day, field string, now time.Time) (time.Time, error) {
	if day == "" {
		return now, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, day, Zone)
	if err != nil || t.Year() < 1949 || t.Year() > 2200 {
		return now, fault.InField(field, lang.T("请填写一个日子，例如 2026-05-01", "Please give a day, such as 2026-05-01."))
	}
	if end := EndOfDay(t); !end.Equal(EndOfDay(now)) {
		return end, nil
	}
	return now, nil
}
