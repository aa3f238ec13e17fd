package form

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/lang"
)

// Values are answers by field name, in normal form.
type Values map[string]any

// Check brings raw answers into normal form. Every fault is named fields.<name>; an answer that nothing asks for is a
// fault too, so that no one believes it was kept. Whether a person, place or organisation exists is the caller's to ask.
func Check(fields []Field, raw map[string]any) (Values, error) {
	out := Values{}
	var c fault.Check
	for _, f := range fields {
		v, ok := raw[f.Name]
		if s, isText := v.(string); isText && utf8.ValidString(s) {
			v = Plain(s)
		}
		if !ok || empty(v) {
			if f.Required {
				c.Add("fields."+f.Name, lang.F("请填写“%s”", "“%s” is needed", f.Title))
			}
			continue
		}
		n, says := f.normal(v)
		if !says.Empty() {
			c.Add("fields."+f.Name, lang.F("“%s”%s", "“%s” %s", f.Title, says))
			continue
		}
		out[f.Name] = n
	}
	for name := range raw {
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
			c.Add("fields."+name, lang.F("这里没有“%s”这一项", "nothing here asks for “%s”", name))
		}
	}
	return out, c.Err()
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case []string:
		return len(v) == 0
	}
	return false
}

// normal gives the value's normal form, or says what is wrong with it.
func (f Field) normal(v any) (any, lang.Text) {
	lo, hi := f.Limit()
	switch f.Type {
	case Text:
		s, ok := v.(string)
		switch n := float64(utf8.RuneCountInString(s)); {
		case !ok || !utf8.ValidString(s):
			return nil, lang.T("要填文字", "must be text")
		case n < lo:
			return nil, lang.F("至少 %v 个字", "needs at least %v characters", lo)
		case n > hi:
			return nil, lang.F("最多 %v 个字，现在有 %v 个", "may have at most %v characters; it has %v", hi, n)
		}
		if says := Private(s); !f.Sealed && !says.Empty() {
			return nil, says
		}
		return s, lang.Text{}
	case Number, Quantity, Money, Rating:
		return f.number(v, lo, hi)
	case Date:
		s, _ := v.(string)
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return nil, lang.T("要填日期，例如 2026-11-21", "must be a date such as 2026-11-21")
		}
		return s, lang.Text{}
	case Choice:
		s, _ := v.(string)
		if _, ok := f.Option(s); !ok {
			return nil, lang.F("要从这些里选一个：%s", "must be one of: %s", f.keys())
		}
		return s, lang.Text{}
	case Choices, File:
		return f.several(v, hi)
	case Person, Place, Org:
		s, ok := v.(string)
		if !ok || !key(s) {
			return nil, lang.T("要从名单里选", "must be picked from the list")
		}
		return s, lang.Text{}
	}
	return nil, lang.T("填不了", "cannot be answered")
}

// key tells whether s may be the name of something on a list: an id or an option.
func key(s string) bool {
	return len(s) <= 64 && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func (f Field) number(v any, lo, hi float64) (any, lang.Text) {
	var n float64
	var err error
	switch v := v.(type) {
	case float64:
		n = v
	case int:
		n = float64(v)
	case json.Number:
		n, err = v.Float64()
	case string:
		n, err = strconv.ParseFloat(strings.ReplaceAll(v, ",", ""), 64)
	default:
		return nil, lang.T("要填数字", "must be a number")
	}
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return nil, lang.T("要填数字", "must be a number")
	}
	decimals := map[Type]float64{Quantity: 1e3, Money: 1e2, Rating: 1}[f.Type]
	if decimals != 0 {
		if r := math.Round(n*decimals) / decimals; math.Abs(r-n) > 1e-9*math.Max(1, math.Abs(n)) {
			return nil, lang.F("最多 %d 位小数", "may have at most %d decimals", int(math.Log10(decimals)))
		} else {
			n = r
		}
	}
	if n < lo || n > hi {
		return nil, lang.F("要在 %s 到 %s 之间", "must be between %s and %s", plain(lo), plain(hi))
	}
	return n, lang.Text{}
}

func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func (f Field) several(v any, hi float64) (any, lang.Text) {
	var keys []string
	switch v := v.(type) {
	case string:
		keys = []string{v}
	case []string:
		keys = v
	case []any:
		for _, x := range v {
			s, ok := x.(string)
			if !ok {
				return nil, lang.T("要填一列文字", "must be a list of texts")
			}
			keys = append(keys, s)
		}
	default:
		return nil, lang.T("要填一列文字", "must be a list of texts")
	}
	if f.Type == File && float64(len(keys)) > hi {
		return nil, lang.F("最多 %v 个文件", "may have at most %v files", hi)
	}
	for i, k := range keys {
		if !key(k) {
			return nil, lang.T("要从名单里选", "must be picked from the list")
		}
		if _, ok := f.Option(k); f.Type == Choices && !ok {
			return nil, lang.F("要从这些里选：%s", "must be some of: %s", f.keys())
		}
		if slices.Contains(keys[:i], k) {
			return nil, lang.T("选了两次", "holds the same thing twice")
		}
	}
	return keys, lang.Text{}
}

// keys names the options by their keys, which programs send and playbooks write, with what each means. On a page people
// pick and never meet this.
func (f Field) keys() lang.Text {
	var zh, en []string
	for _, o := range f.Options {
		zh, en = append(zh, o.Key+"（"+o.Title.In(lang.Zh)+"）"), append(en, o.Key+" ("+o.Title.In(lang.En)+")")
	}
	return lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}
