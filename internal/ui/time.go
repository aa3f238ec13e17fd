package ui

import (
	"time"

	"linli/internal/clock"
	"linli/internal/lang"
)

// Moment is a date and time of day in words, in China's zone: 2026-11-20 06:26, or 20 Nov 2026 06:26.
func (p Page) Moment(t time.Time) string {
	if p.Lang == lang.En {
		return t.In(clock.Zone).Format("2 Jan 2006 15:04")
	}
	return t.In(clock.Zone).Format("2006-01-02 15:04")
}

// Day is a date in words, in China's zone.
func (p Page) Day(t time.Time) string {
	if p.Lang == lang.En {
		return t.In(clock.Zone).Format("2 Jan 2006")
	}
	return t.In(clock.Zone).Format("2006-01-02")
}

// stamp is t for a datetime attribute, which scripts read.
func stamp(t time.Time) string { return t.In(clock.Zone).Format(time.RFC3339) }

// lateness is how a deadline is drawn: late, warn when three quarters are used, or neither.
func lateness(due, now time.Time, used int) string {
	switch {
	case now.After(due):
		return "late"
	case used >= 75:
		return "warn"
	}
	return ""
}
