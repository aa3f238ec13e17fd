package clock

import (
	"strconv"
	"strings"

	"linli/internal/lang"
)

// Unit is what a span is counted in. A Unit other than these four is a mistake in the program.
type Unit string

// The four units.
const (
	RunningHour Unit = "running_hour" // 小时: runs at once, day and night
	WorkingHour Unit = "working_hour" // 工作小时: runs within the Hours of working days only
	WorkingDay  Unit = "working_day"  // 工作日: whole days, rest days left out
	CalendarDay Unit = "calendar_day" // 天: whole days, rest days counted, but never the last
)

// Valid tells whether u is one of the four units.
func (u Unit) Valid() bool {
	switch u {
	case RunningHour, WorkingHour, WorkingDay, CalendarDay:
		return true
	}
	return false
}

// Span is a length of time as rules state it, such as 3 working days. N is never negative; [ParseSpan] sees to
// that. The zero Span means that no length is stated.
type Span struct {
	N    int
	Unit Unit
}

// IsZero tells whether no length is stated. "0 working days" is a length.
func (s Span) IsZero() bool { return s == Span{} }

// String is the span as playbooks write it, "3 working days"; ParseSpan takes it back. The zero Span is "".
func (s Span) String() string {
	if s.IsZero() {
		return ""
	}
	text := strconv.Itoa(s.N) + " " + strings.ReplaceAll(string(s.Unit), "_", " ")
	if s.N != 1 {
		text += "s"
	}
	return text
}

// Text is the span as people say it. ParseSpan takes either language back.
func (s Span) Text() lang.Text {
	n := strconv.Itoa(s.N)
	switch s.Unit {
	case RunningHour:
		return lang.T(n+" 小时", strings.Replace(s.String(), "running ", "", 1))
	case WorkingHour:
		return lang.T(n+" 个工作小时", s.String())
	case WorkingDay:
		return lang.T(n+" 个工作日", s.String())
	case CalendarDay:
		return lang.T(n+" 天", s.String())
	}
	return lang.Text{}
}

// MarshalText writes what String says, for YAML and JSON.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what ParseSpan reads; an empty text is the zero Span.
func (s *Span) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*s = Span{}
		return nil
	}
	read, err := ParseSpan(string(b))
	if err != nil {
		return err
	}
	*s = read
	return nil
}
