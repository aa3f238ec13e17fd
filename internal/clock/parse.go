package clock

import (
	"strconv"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
)

// MaxN is the longest span that ParseSpan takes, in whatever unit: ten years of days.
const MaxN = 3650

// ParseSpan reads a span as people write it: "1 working day", "7 calendar days" or "7 days", "24 running hours"
// or "24 hours", "2 working hours", and in Chinese 3个工作日, 7天, 7日, 24小时, 2工作小时.
// Upper case and spaces do not matter. The error is an Invalid fault that says how to write a span.
func ParseSpan(s string) (Span, error) {
	text := strings.TrimSpace(s)
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if digits == 0 {
		return Span{}, unreadable(lang.F("期限 %q 开头要有数字", "the time limit %q does not begin with a number", cut(s)))
	}
	unit, ok := unitOf(text[digits:])
	if !ok {
		return Span{}, unreadable(lang.F("看不懂期限 %q 的单位", "the time limit %q has no unit that is known here", cut(s)))
	}
	n, err := strconv.Atoi(text[:digits])
	if err != nil || n > MaxN {
		return Span{}, fault.New(fault.Invalid, lang.F("期限 %q 太长，最多 %d", "the time limit %q is too long; at most %d are allowed", cut(s), MaxN))
	}
	return Span{N: n, Unit: unit}, nil
}

// unitOf reads what stands behind the number.
func unitOf(s string) (Unit, bool) {
	words := strings.Fields(strings.ReplaceAll(strings.ToLower(s), "_", " "))
	switch strings.TrimPrefix(strings.Join(words, " "), "个") {
	case "running hour", "running hours", "hour", "hours", "小时":
		return RunningHour, true
	case "working hour", "working hours", "工作小时":
		return WorkingHour, true
	case "working day", "working days", "工作日":
		return WorkingDay, true
	case "calendar day", "calendar days", "day", "days", "天", "日", "自然日":
		return CalendarDay, true
	}
	return "", false
}

func unreadable(why lang.Text) error {
	return fault.New(fault.Invalid, lang.F("%s；请写成 3个工作日、7天、24小时 或 2工作小时",
		"%s; write it as 3 working days, 7 calendar days, 24 running hours or 2 working hours", why))
}

// cut keeps what is quoted back to a person short.
func cut(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
