package clock

import (
	"encoding/json"
	"testing"
)

func TestPause(t *testing.T) {
	t.Parallel()
	const end = " 23:59:59.999"
	for _, c := range []struct {
		name               string
		unit               Unit
		due, paused, again string
		want               string
	}{
		{"hours", RunningHour, "2026-03-03 10:00", "2026-03-02 22:00", "2026-03-07 08:00", "2026-03-07 20:00"},
		{"working hours", WorkingHour, "2026-03-02 16:00", "2026-03-02 11:00", "2026-03-06 16:30", "2026-03-09 10:30"},
		{"working hours, paused at night", WorkingHour, "2026-03-03 09:30", "2026-03-02 20:00", "2026-03-07 10:00", "2026-03-09 09:30"},
		{"working days", WorkingDay, "2026-03-06" + end, "2026-03-04 10:00", "2026-03-09 10:00", "2026-03-11" + end},
		{"a weekend takes nothing", WorkingDay, "2026-03-10" + end, "2026-03-07 10:00", "2026-03-09 08:00", "2026-03-10" + end},
		{"nor does a holiday", WorkingDay, "2026-10-09" + end, "2026-10-01 10:00", "2026-10-07 10:00", "2026-10-09" + end},
		{"the last day, resumed at rest", WorkingDay, "2026-03-06" + end, "2026-03-06 10:00", "2026-03-07 10:00", "2026-03-09" + end},
		{"over a make-up day", WorkingDay, "2026-09-18" + end, "2026-09-17 10:00", "2026-09-18 10:00", "2026-09-20" + end},
		{"calendar days", CalendarDay, "2026-03-04" + end, "2026-03-02 10:00", "2026-03-03 10:00", "2026-03-05" + end},
		{"calendar days, to a rest day", CalendarDay, "2026-03-05" + end, "2026-03-02 10:00", "2026-03-04 10:00", "2026-03-09" + end},
		{"late stays as late", WorkingDay, "2026-03-06" + end, "2026-03-07 23:59:59.999", "2026-05-02 10:00", "2026-05-01 10:00"},
		{"late by a minute", WorkingHour, "2026-03-06 12:00", "2026-03-06 12:01", "2026-03-09 10:00", "2026-03-09 09:59"},
		{"set by others at an hour", WorkingDay, "2026-03-04 17:00", "2026-03-03 10:00", "2026-03-05 10:00", "2026-03-06 17:00"},
		{"that hour has passed", WorkingDay, "2026-03-04 17:00", "2026-03-04 10:00", "2026-03-06 18:00", "2026-03-09 17:00"},
		{"set by others on a rest day", WorkingDay, "2026-03-07" + end, "2026-03-06 10:00", "2026-03-06 10:00", "2026-03-09" + end},
		{"a same-day end on a rest day", CalendarDay, "2026-03-07" + end, "2026-03-07 10:00", "2026-03-08 10:00", "2026-03-08" + end},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			left := China().Left(at(t, c.due), at(t, c.paused), c.unit)
			text, err := json.Marshal(left)
			if err != nil {
				t.Fatal(err)
			}
			var kept Remainder
			if err := json.Unmarshal(text, &kept); err != nil {
				t.Fatal(err)
			}
			if got, _ := China().Resume(at(t, c.again), kept, c.unit); !got.Equal(at(t, c.want)) {
				t.Errorf("%s was left; due %v, want %s", text, got, c.want)
			}
		})
	}
}

func TestResumeGuesses(t *testing.T) {
	t.Parallel()
	left := Remainder{Days: 2, Millis: 86_399_999}
	if _, guessed := China().Resume(at(t, "2026-12-30 10:00"), left, WorkingDay); guessed {
		t.Error("guessed within 2026")
	}
	if _, guessed := China().Resume(at(t, "2026-12-31 10:00"), left, WorkingDay); !guessed {
		t.Error("not guessed into 2027")
	}
}
