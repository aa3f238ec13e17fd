package form

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"linli/internal/fault"
	"linli/internal/lang"
)

func at(n float64) *float64 { return &n }

var options = []Option{{"self", lang.T("本人", "myself")}, {"family", lang.T("家人", "family")}}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		field Field
		raw   any
		want  any    // nil: it is no answer
		says  string // in English, what is wrong begins so after the field's title
	}{
		"text trimmed":              {Field{Type: Text}, "  一盏灯\n", "一盏灯", ""},
		"text blank":                {Field{Type: Text}, "  \n", nil, ""},
		"text at its limit":         {Field{Type: Text, Max: at(3)}, "三个字", "三个字", ""},
		"text counts characters":    {Field{Type: Text, Max: at(3)}, "四个字了", nil, "may have at most 3 characters; it has 4"},
		"text too short":            {Field{Type: Text, Min: at(2)}, "一", nil, "needs at least 2"},
		"text with lines":           {Field{Type: Text}, "a\n\tb", "a\n\tb", ""},
		"text with a bell":          {Field{Type: Text}, "a\ab", "ab", ""},
		"text not UTF-8":            {Field{Type: Text}, "a\xffb", nil, "must be text"},
		"text of a number":          {Field{Type: Text}, 3.0, nil, "must be text"},
		"text without a limit":      {Field{Type: Text}, strings.Repeat("字", 2001), nil, "may have at most 2000"},
		"number":                    {Field{Type: Number}, 3.25, 3.25, ""},
		"number typed":              {Field{Type: Number}, " 15,000 ", 15000.0, ""},
		"number from JSON":          {Field{Type: Number}, json.Number("7"), 7.0, ""},
		"number from Go":            {Field{Type: Number}, 7, 7.0, ""},
		"number in words":           {Field{Type: Number}, "三", nil, "must be a number"},
		"number without an end":     {Field{Type: Number}, math.Inf(1), nil, "must be a number"},
		"number that is none":       {Field{Type: Number}, "NaN", nil, "must be a number"},
		"number below nothing":      {Field{Type: Number}, -1.0, nil, "must be between 0 and"},
		"number below its least":    {Field{Type: Number, Min: at(-5)}, -5.0, -5.0, ""},
		"number above its most":     {Field{Type: Number, Max: at(9)}, 9.1, nil, "must be between 0 and 9"},
		"number of a list":          {Field{Type: Number}, []any{1.0}, nil, "must be a number"},
		"quantity in thousandths":   {Field{Type: Quantity}, 1.125, 1.125, ""},
		"quantity too fine":         {Field{Type: Quantity}, 1.1255, nil, "may have at most 3 decimals"},
		"money":                     {Field{Type: Money}, "19.90", 19.9, ""},
		"money not quite held":      {Field{Type: Money}, 0.1 + 0.2, 0.3, ""},
		"money too fine":            {Field{Type: Money}, 0.005, nil, "may have at most 2 decimals"},
		"rating":                    {Field{Type: Rating}, 5.0, 5.0, ""},
		"rating none":               {Field{Type: Rating}, 0.0, nil, "must be between 1 and 5"},
		"rating half":               {Field{Type: Rating}, 4.5, nil, "may have at most 0 decimals"},
		"date":                      {Field{Type: Date}, "2026-02-28", "2026-02-28", ""},
		"date that never was":       {Field{Type: Date}, "2026-02-29", nil, "must be a date"},
		"date in another order":     {Field{Type: Date}, "28/02/2026", nil, "must be a date"},
		"choice":                    {Field{Type: Choice, Options: options}, "self", "self", ""},
		"choice by its title":       {Field{Type: Choice, Options: options}, "本人", nil, "must be one of: self (myself), family (family)"},
		"choice of two":             {Field{Type: Choice, Options: options}, []any{"self"}, nil, "must be one of"},
		"choices":                   {Field{Type: Choices, Options: options}, []any{"family", "self"}, []string{"family", "self"}, ""},
		"choices, one":              {Field{Type: Choices, Options: options}, "self", []string{"self"}, ""},
		"choices, none":             {Field{Type: Choices, Options: options}, []any{}, nil, ""},
		"choices twice":             {Field{Type: Choices, Options: options}, []string{"self", "self"}, nil, "holds the same thing twice"},
		"choices unknown":           {Field{Type: Choices, Options: options}, []string{"other"}, nil, "must be some of: self (myself), family (family)"},
		"choices of numbers":        {Field{Type: Choices, Options: options}, []any{1.0}, nil, "must be a list of texts"},
		"person":                    {Field{Type: Person}, "p1", "p1", ""},
		"person too long":           {Field{Type: Person}, strings.Repeat("p", 65), nil, "must be picked"},
		"person garbled":            {Field{Type: Person}, "p\xff", nil, "must be picked"},
		"files garbled":             {Field{Type: File}, []any{"a\x00"}, nil, "must be picked"},
		"place of a list":           {Field{Type: Place}, []any{"a"}, nil, "must be picked"},
		"org":                       {Field{Type: Org}, "o1", "o1", ""},
		"files":                     {Field{Type: File}, []any{"a", "b"}, []string{"a", "b"}, ""},
		"files too many":            {Field{Type: File, Max: at(1)}, []any{"a", "b"}, nil, "may have at most 1 files"},
		"a type that there is none": {Field{Type: "colour"}, "red", nil, "cannot be answered"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := c.field
			f.Name, f.Title = "it", lang.T("它", "It")
			got, err := Check([]Field{f}, map[string]any{"it": c.raw})
			if c.says != "" {
				var e *fault.Error
				if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Name != "fields.it" || !strings.HasPrefix(e.Says.In(lang.En), "“It” "+c.says) || !e.Says.Whole() {
					t.Fatalf("got %v, %v", got, err)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(got["it"], c.want) {
				t.Fatalf("got %#v, %v", got["it"], err)
			}
			if _, there := got["it"]; there != (c.want != nil) {
				t.Error("an empty answer is kept")
			}
		})
	}
}

func TestCheckTellsAll(t *testing.T) {
	t.Parallel()
	fields := []Field{
		{Name: "a", Title: lang.T("甲", "A"), Type: Text, Required: true},
		{Name: "b", Title: lang.T("乙", "B"), Type: Date},
		{Name: "c", Title: lang.T("丙", "C"), Type: Text},
	}
	got, err := Check(fields, map[string]any{"a": " ", "b": "soon", "c": "kept", "d": "asked by nobody"})
	e := fault.As(err)
	if e.Kind != fault.Invalid || len(e.Fields) != 3 || got["c"] != "kept" {
		t.Fatalf("%v, %v", got, err)
	}
	if got, err := Check(fields[1:], nil); err != nil || len(got) != 0 {
		t.Errorf("nothing asked, nothing given: %v, %v", got, err)
	}
}

func TestValuesKept(t *testing.T) {
	t.Parallel()
	want := Values{"a": "text", "b": 2.5, "c": []string{"x", "y"}}
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Values
	if err := json.Unmarshal(b, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, %v", got, err)
	}
}

// FuzzCheck holds that nothing that is sent brings Check down, and that the normal form of a normal form is itself.
func FuzzCheck(f *testing.F) {
	f.Add(uint8(0), []byte(`"一盏灯"`), 0.0, 10.0)
	f.Add(uint8(2), []byte(`"1,162.5"`), 0.0, 1e6)
	f.Add(uint8(3), []byte(`0.30000000000000004`), -1.0, 1.0)
	f.Add(uint8(4), []byte(`"2026-11-21"`), 0.0, 0.0)
	f.Add(uint8(6), []byte(`["self","family"]`), 0.0, 0.0)
	f.Add(uint8(10), []byte(`["a"]`), 0.0, 3.0)
	f.Fuzz(func(t *testing.T, kind uint8, sent []byte, lo, hi float64) {
		var raw any
		if json.Unmarshal(sent, &raw) != nil {
			raw = string(sent)
		}
		fields := []Field{{Name: "it", Title: lang.T("它", "It"), Type: Types[int(kind)%len(Types)], Options: options}}
		if lo < hi {
			fields[0].Min, fields[0].Max = &lo, &hi
		}
		once, err := Check(fields, map[string]any{"it": raw})
		if err != nil {
			return
		}
		twice, err := Check(fields, once)
		if err != nil || !reflect.DeepEqual(once, twice) {
			t.Fatalf("%#v became %#v, %v", once, twice, err)
		}
		b, err := json.Marshal(once)
		if err != nil {
			t.Fatal(err)
		}
		var kept Values
		if err := json.Unmarshal(b, &kept); err != nil || !reflect.DeepEqual(once, kept) {
			t.Fatalf("%#v was kept as %#v, %v", once, kept, err)
		}
	})
}
