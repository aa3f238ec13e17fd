package clock

import (
	"time"

	"linli/internal/fault"
	"linli/internal/lang"
)

// Begin is when a day in Zone begins that somebody named, 2006-01-02: its first moment, or now for today, since what happens
// today begins now. A fault names the field.
func Begin(day, field string, now time.Time) (time.Time, error) {
	t, err := time.ParseInLocation(time.DateOnly, day, Zone)
	switch {
	case err != nil || t.Year() < 1949 || t.Year() > 2200:
		return t, fault.InField(field, lang.T("请填写一个日子，例如 2026-05-01", "Please give a day, such as 2026-05-01."))
	case StartOfDay(now).Equal(t):
		return now, nil
	}
	return t, nil
}

// Coming is Begin for what cannot be said afterwards: a day before today is refused.
func Coming(day, field string, now time.Time) (time.Time, error) {
	t, err := Begin(day, field, now)
	if err == nil && t.Before(now) {
		return t, fault.InField(field, lang.T("不能早于今天：以前的事已经记下了", "It is not before today: what was before is on the record."))
	}
	return t, err
}
