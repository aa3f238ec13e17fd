package search

import (
	"slices"
	"strings"
	"testing"
)

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"电梯坏了":          "电梯 梯坏 坏了 了",
		"灯":             "灯",
		"3幢电梯，ＬＥＤ Lamp": "3 幢电 电梯 梯 led lamp",
		"12345-a":       "12345 a",
		"%_\\":          "",
	} {
		if got := strings.Join(Terms(text), " "); got != want {
			t.Errorf("terms of %q: %q, want %q", text, got, want)
		}
	}
}

func TestQueries(t *testing.T) {
	x := func(s string) string { return "x" + s }
	q := Ask("电梯坏 3 Led 灯")
	if got, want := q.FTS5(x), `("电梯 梯坏" AND "3" AND "led" * AND "灯" *) OR ("x电梯 x梯坏" AND "x3" AND "xled" AND "x灯")`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got, want := Ask("电梯坏 灯").TSQuery("A", x), `(('电梯':A <-> '梯坏':A & '灯':*A) | ('x电梯':A <-> 'x梯坏':A & 'x灯':A))`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if !Ask(" %_'\"").Empty() || Ask("#3").Empty() {
		t.Error("what has no letter and no digit is empty, and nothing else")
	}
}

// TestTogether asks every part of every text for that text: nothing that stands there is missed.
func TestTogether(t *testing.T) {
	for _, text := range []string{"三单元电梯困人", "LED灯不亮", "２号楼漏水"} {
		terms := Terms(text)
		for _, w := range Ask(text).words {
			for i := range w.runes {
				for j := i + 1; j <= len(w.runes) && w.han; j++ {
					for _, a := range (word{w.runes[i:j], true, 0}).asked() {
						if !slices.ContainsFunc(terms, func(term string) bool { return term == a || j-i == 1 && strings.HasPrefix(term, a) }) {
							t.Errorf("%s of %s is not found by %s", a, string(w.runes[i:j]), text)
						}
					}
				}
			}
		}
	}
}

func TestMark(t *testing.T) {
	show := func(parts []Part) string {
		var b strings.Builder
		for _, p := range parts {
			if p.Hit {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		return b.String()
	}
	for _, c := range []struct{ typed, text, want string }{
		{"电梯", "电梯坏了，电梯！", "[电梯]坏了，[电梯]！"},
		{"led 灯", "ＬＥＤ灯和lamp", "[ＬＥＤ灯]和lamp"},
		{"3", "3幢13号", "[3]幢13号"},
		{"lam", "a lamp, clamp", "a [lam]p, clamp"},
		{"没有", "电梯", "电梯"},
	} {
		if got := show(Ask(c.typed).Mark(c.text)); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.typed, c.text, got, c.want)
		}
	}
	long := strings.Repeat("前", 50) + "漏水" + strings.Repeat("后", 50)
	if got, want := show(Ask("漏水").Excerpt(long, 12)), "…前前前前[漏水]后后后后后后…"; got != want {
		t.Errorf("excerpt %s, want %s", got, want)
	}
	if Ask("没有").Excerpt(long, 12) != nil {
		t.Error("an excerpt of what is not there")
	}
}

// TestFirst asks for the first pairs of what is asked for: nothing that the whole query finds is missed.
func TestFirst(t *testing.T) {
	for typed, want := range map[string]string{"消防通道": "消防", "电梯 3幢": "电梯 3 幢", "灯": "灯", "lift": "lift"} {
		if got, want := Ask(typed).First().TSQuery("", nil), Ask(want).TSQuery("", nil); got != want {
			t.Errorf("%s: %s, want %s", typed, got, want)
		}
	}
}
