package clock

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"linli/internal/fault"
	"linli/internal/lang"
)

func TestParseSpan(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Span{
		"1 working day":     {1, WorkingDay},
		"3 working days":    {3, WorkingDay},
		"7 calendar days":   {7, CalendarDay},
		"7 days":            {7, CalendarDay},
		"24 running hours":  {24, RunningHour},
		"24 hours":          {24, RunningHour},
		"2 working hours":   {2, WorkingHour},
		"  3  Working Days": {3, WorkingDay},
		"3 working_day":     {3, WorkingDay},
		"0 working days":    {0, WorkingDay},
		"3650 days":         {3650, CalendarDay},
		"3个工作日":             {3, WorkingDay},
		"3 个工作日":            {3, WorkingDay},
		"3工作日":              {3, WorkingDay},
		"7天":                {7, CalendarDay},
		"7日":                {7, CalendarDay},
		"7个自然日":             {7, CalendarDay},
		"24小时":              {24, RunningHour},
		"24个小时":             {24, RunningHour},
		"2工作小时":             {2, WorkingHour},
		"2 个工作小时":           {2, WorkingHour},
	} {
		if got, err := ParseSpan(text); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParseSpanRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " ", "3", "days", "-1 working days", "+1 working days", "1.5 hours", "三个工作日",
		"3 weeks", "3 working", "3 working days after", "3651 days", "99999999999999999999 hours", "\xff", "1\x00天"} {
		_, err := ParseSpan(text)
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v, want an invalid fault", text, err)
			continue
		}
		if says := fault.As(err).Says; !says.Whole() || strings.Contains(says.Zh+says.En, "%!") {
			t.Errorf("%q: badly said: %+v", text, says)
		}
	}
}

func TestParseSpanSaysHow(t *testing.T) {
	t.Parallel()
	_, err := ParseSpan("3 weeks" + strings.Repeat("x", 1000))
	says := fault.As(err).Says
	if !strings.Contains(says.In(lang.En), "3 working days") || !strings.Contains(says.In(lang.Zh), "3个工作日") {
		t.Errorf("no example in %+v", says)
	}
	if len(says.En) > 300 {
		t.Errorf("%d bytes are said", len(says.En))
	}
}

func TestSpanText(t *testing.T) {
	t.Parallel()
	for span, want := range map[Span]lang.Text{
		{1, WorkingDay}:   lang.T("1 个工作日", "1 working day"),
		{3, WorkingHour}:  lang.T("3 个工作小时", "3 working hours"),
		{7, CalendarDay}:  lang.T("7 天", "7 calendar days"),
		{24, RunningHour}: lang.T("24 小时", "24 hours"),
		{}:                {},
	} {
		got := span.Text()
		if got != want {
			t.Errorf("%v: %+v, want %+v", span, got, want)
		}
		for _, s := range []string{got.Zh, got.En} {
			if back, err := ParseSpan(s); !span.IsZero() && (err != nil || back != span) {
				t.Errorf("%q reads back as %v, %v", s, back, err)
			}
		}
	}
}

func TestSpanInYAMLAndJSON(t *testing.T) {
	t.Parallel()
	type stage struct {
		Title  string
		Within Span `json:",omitzero"`
		Else   string
	}
	for text, want := range map[string]Span{
		"{title: 社区下单, within: 3 working days, else: unrated}": {3, WorkingDay},
		"title: a\nwithin: 7天   # 一周\nelse: b":                 {7, CalendarDay},
		"title: a\nwithin: '24 hours'":                         {24, RunningHour},
		"title: a":                                             {},
	} {
		var s stage
		if err := yaml.Unmarshal([]byte(text), &s); err != nil || s.Within != want {
			t.Errorf("%s: %v, %v; want %v", text, s.Within, err, want)
		}
		var back stage
		out, err := yaml.Marshal(s)
		if err == nil {
			err = yaml.Unmarshal(out, &back)
		}
		if err != nil || back != s {
			t.Errorf("YAML %s back: %+v, %v", out, back, err)
		}
		out, err = json.Marshal(s)
		back = stage{}
		if err == nil {
			err = json.Unmarshal(out, &back)
		}
		if err != nil || back != s {
			t.Errorf("JSON %s back: %+v, %v", out, back, err)
		}
	}
	for _, text := range []string{"within: 3", "within: 3 weeks", "within: [3]"} {
		var s stage
		if err := yaml.Unmarshal([]byte(text), &s); err == nil {
			t.Errorf("%s is taken as %v", text, s.Within)
		}
	}
	var s stage
	if err := yaml.Unmarshal([]byte("within: 3 weeks"), &s); !fault.Is(err, fault.Invalid) {
		t.Errorf("the fault is lost in %v", err)
	}
}

func TestParseHours(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"08:30-12:00 14:00-17:30":  "08:30-12:00 14:00-17:30",
		" 9:00–12:00  12:00-24:00": "09:00-12:00 12:00-24:00",
	} {
		h, err := ParseHours(text)
		if err != nil || h.String() != want {
			t.Errorf("%q: %v, %v", text, h, err)
		}
	}
	for _, text := range []string{"", "9-5", "12:00-09:00", "09:00-09:00", "09:00-12:00 11:00-13:00", "14:00-17:00 08:00-12:00", "09:00", "22:00-25:00"} {
		if h, err := ParseHours(text); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is %v, %v", text, h, err)
		}
	}
	var h Hours
	if err := yaml.Unmarshal([]byte("09:00-17:00"), &h); err != nil || h.String() != "09:00-17:00" {
		t.Errorf("%v, %v", h, err)
	}
}

func FuzzParseSpan(f *testing.F) {
	for _, s := range []string{"1 working day", "24 hours", "3个工作日", "7 日", "2 工作小时", "007天", "-1", "", "3 weeks", "9999999 days"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		span, err := ParseSpan(s)
		if err != nil {
			if span != (Span{}) || !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v, %v", s, span, err)
			}
			return
		}
		if span.N < 0 || span.N > MaxN || !span.Unit.Valid() {
			t.Fatalf("%q: %+v", s, span)
		}
		for _, text := range []string{span.String(), span.Text().Zh, span.Text().En} {
			if back, err := ParseSpan(text); err != nil || back != span {
				t.Fatalf("%q is %v, written %q, read as %v, %v", s, span, text, back, err)
			}
		}
	})
}
