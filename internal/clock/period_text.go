package clock

import (
	"time"

	"linli/internal/lang"
)

// Text names the period as people do: a day, half a month, a month, a quarter, half a year or a year by its
// name, anything else by its first and its last day.
func (p Period) Text() lang.Text {
	year, month, _ := p.From.In(Zone).Date()
	switch {
	case p.is(Year):
		return lang.F("%d年", "%d", year)
	case p.is(HalfYear):
		return lang.F("%d年%s", "%[2]s of %[1]d", year, halves[(month-1)/6])
	case p.is(Quarter):
		return lang.F("%d年%s", "%[2]s of %[1]d", year, quarters[(month-1)/3])
	case p.is(Month):
		return lang.T(p.From.In(Zone).Format("2006年1月"), p.From.In(Zone).Format("January 2006"))
	}
	last := dayText(p.To.Add(-time.Millisecond))
	switch {
	case p.is(Day):
		return last
	case p.is(HalfMonth) && p.From.In(Zone).Day() == 1:
		return lang.T(p.From.In(Zone).Format("2006年1月上半月"), p.From.In(Zone).Format("first half of January 2006"))
	case p.is(HalfMonth):
		return lang.T(p.From.In(Zone).Format("2006年1月下半月"), p.From.In(Zone).Format("second half of January 2006"))
	}
	return lang.F("%s至%s", "%s to %s", dayText(p.From), last)
}

var halves = [...]lang.Text{lang.T("上半年", "first half"), lang.T("下半年", "second half")}

var quarters = [...]lang.Text{
	lang.T("第一季度", "first quarter"), lang.T("第二季度", "second quarter"),
	lang.T("第三季度", "third quarter"), lang.T("第四季度", "fourth quarter"),
}

// is tells whether the period is the one of its kind that it begins in.
func (p Period) is(kind func(time.Time) Period) bool {
	k := kind(p.From)
	return p.From.Equal(k.From) && p.To.Equal(k.To)
}

func dayText(t time.Time) lang.Text {
	t = t.In(Zone)
	return lang.T(t.Format("2006年1月2日"), t.Format("2 January 2006"))
}
