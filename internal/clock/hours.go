package clock

import (
	"fmt"
	"strings"
	"time"

	"linli/internal/fault"
	"linli/internal/lang"
)

// Hours are the working hours of a working day. They do not change once made.
// The zero Hours are the usual ones, 08:30–12:00 and 14:00–17:30.
type Hours struct{ shifts []shift }

// shift is a half-open stretch of a day, counted from its start.
type shift struct{ from, to time.Duration }

var usual = []shift{
	{8*time.Hour + 30*time.Minute, 12 * time.Hour},
	{14 * time.Hour, 17*time.Hour + 30*time.Minute},
}

func (h Hours) all() []shift {
	if len(h.shifts) == 0 {
		return usual
	}
	return h.shifts
}

// ParseHours reads working hours such as "08:30-12:00 14:00-17:30": one or more stretches of one day, in order
// and apart. The last may end at 24:00. The error is an Invalid fault.
func ParseHours(s string) (Hours, error) {
	var h Hours
	var end time.Duration
	for _, word := range strings.Fields(strings.ReplaceAll(s, "–", "-")) {
		a, b, _ := strings.Cut(word, "-")
		from, okFrom := timeOn(a)
		to, okTo := timeOn(b)
		if !okFrom || !okTo || from >= to || from < end {
			return Hours{}, badHours(s)
		}
		h.shifts = append(h.shifts, shift{from, to})
		end = to
	}
	if len(h.shifts) == 0 {
		return Hours{}, badHours(s)
	}
	return h, nil
}

// timeOn reads hh:mm, up to 24:00.
func timeOn(s string) (time.Duration, bool) {
	if s == "24:00" {
		return 24 * time.Hour, true
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, false
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, true
}

func badHours(s string) error {
	return fault.New(fault.Invalid, lang.F("看不懂工作时间 %q；请按先后写成 08:30-12:00 14:00-17:30",
		"cannot read the working hours %q; write them in order, as 08:30-12:00 14:00-17:30", cut(s)))
}

// String is the hours as ParseHours takes them.
func (h Hours) String() string {
	var b strings.Builder
	for i, s := range h.all() {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%s-%s", hhmm(s.from), hhmm(s.to))
	}
	return b.String()
}

func hhmm(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// MarshalText writes what String says, for YAML and JSON.
func (h Hours) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what ParseHours reads.
func (h *Hours) UnmarshalText(b []byte) error {
	read, err := ParseHours(string(b))
	if err != nil {
		return err
	}
	*h = read
	return nil
}
