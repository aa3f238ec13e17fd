package playbook

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
)

// A decoder reads YAML nodes into the playbook's types. It never stops at a problem, so that all are told at once.
type decoder struct {
	file     string
	problems Problems
	kind     string          // the kind that is being read
	key      ast.Node        // the name, given by the file, whose value is about to be read
	broken   map[string]bool // kinds with problems; "" for what is outside kinds
	kept     bool            // the text was found good before: what is only likely to be wrong does not count
}

// emptyHint is what to do about a word without a value.
var emptyHint = lang.T("写上内容，或者删掉这一行", "give it one, or leave it out")

// A setter reads one node into where it belongs.
type setter func(*decoder, ast.Node)

// A key is a word that may stand in a mapping, and what its value is read into.
type key struct {
	name string
	set  setter
}

func (d *decoder) wrong(n ast.Node, says, hint lang.Text) {
	line, column := place(n)
	d.wrongAt(line, column, says, hint)
}

func (d *decoder) wrongAt(line, column int, says, hint lang.Text) {
	d.broken[d.kind] = true
	if len(d.problems) < maxProblems {
		d.problems = append(d.problems, Problem{d.file, line, column, says, hint})
	}
}

// place is where a node begins. A mapping begins at its first key.
func place(n ast.Node) (line, column int) {
	switch v := n.(type) {
	case *ast.MappingNode:
		if !v.IsFlowStyle && len(v.Values) > 0 {
			return place(v.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return place(v.Key)
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 1, 1
	}
	at := n.GetToken().Position
	return at.Line, max(1, at.Column)
}

// An entry is a key of a mapping with its value.
type entry struct {
	name  string
	key   ast.Node
	value ast.Node
	flow  bool // between braces
}

// entries are the entries of a mapping in the order of the file. A key that stands twice is a problem; the first counts.
func (d *decoder) entries(n ast.Node) []entry {
	var values []*ast.MappingValueNode
	flow := false
	switch v := n.(type) {
	case *ast.MappingNode:
		values, flow = v.Values, v.IsFlowStyle
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{v}
	default:
		d.wrong(n, lang.T("这里要写“名字: 内容”", "names with values are needed here"), lang.T("例如 title: 微心愿", "for example title: Small wish"))
		return nil
	}
	all, lines := make([]entry, 0, len(values)), map[string]int{}
	for _, v := range values {
		name, ok := scalar(v.Key)
		if !ok || name == "" {
			d.wrong(v.Key, lang.T("这不能当名字", "this cannot be a name"), nameHint)
			continue
		}
		if line, twice := lines[name]; twice {
			d.wrong(v.Key, lang.F("“%s”写了两次", "“%s” stands here twice", quoted(name)), lang.F("第一次在第 %d 行", "first in line %d", line))
			continue
		}
		lines[name], _ = place(v.Key)
		all = append(all, entry{name, v.Key, v.Value, flow})
	}
	return all
}

// table reads a mapping whose keys are fixed.
func (d *decoder) table(n ast.Node, keys ...key) {
	for _, e := range d.entries(n) {
		i := slices.IndexFunc(keys, func(k key) bool { return k.name == e.name })
		if i < 0 {
			names := make([]string, len(keys))
			for i, k := range keys {
				names[i] = k.name
			}
			d.unknownKey(e, names)
			continue
		}
		if e.value == nil || e.value.Type() == ast.NullType {
			d.wrong(e.key, lang.F("“%s”后面是空的", "“%s” has no value", e.name), emptyHint)
			continue
		}
		keys[i].set(d, e.value)
	}
}

// scalar is the text of a single value as it stands in the file.
func scalar(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return strings.TrimRight(v.Value.Value, "\n"), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// word reads one word or sentence.
func word[S ~string](into *S) setter {
	return func(d *decoder, n ast.Node) {
		s, ok := scalar(n)
		if !ok {
			d.wrong(n, lang.T("这里要写一个词", "one word is needed here"), lang.T("直接写内容，不用括号和横线；话里有特殊符号就加英文双引号", "write it without brackets or a hyphen; put text with special characters in double quotes"))
			return
		}
		if s = strings.TrimSpace(s); !d.marked(n, s) {
			*into = S(s)
		}
	}
}

// one reads one word of a closed list.
func one[S ~string](into *S, allowed ...S) setter {
	return func(d *decoder, n ast.Node) {
		word(into)(d, n)
		if !slices.Contains(allowed, *into) && *into != "" {
			names := make([]string, len(allowed))
			for i, a := range allowed {
				names[i] = string(a)
			}
			d.wrong(n, lang.F("这里不能写“%s”", "“%s” cannot stand here", quoted(string(*into))), oneOf(string(*into), names))
		}
	}
}

// words reads a word or a list of words. With allowed, the list is closed.
func words(into *[]string, allowed ...string) setter {
	return func(d *decoder, n ast.Node) {
		items := []ast.Node{n}
		if seq, ok := n.(*ast.SequenceNode); ok {
			items = seq.Values
		}
		for _, item := range items {
			var w string
			if word(&w)(d, item); w == "" {
				continue
			}
			if hint := separated(w); !hint.Empty() && bare(item) && !d.kept {
				d.wrong(item, lang.F("“%s”不是一个词", "“%s” is not one word", quoted(w)), hint)
				continue
			}
			switch {
			case len(allowed) > 0 && !slices.Contains(allowed, w):
				d.wrong(item, lang.F("这里不能写“%s”", "“%s” cannot stand here", quoted(w)), oneOf(w, allowed))
			case slices.Contains(*into, w):
				d.wrong(item, lang.F("“%s”写了两次", "“%s” stands here twice", quoted(w)), lang.T("删掉一个", "leave out one"))
			default:
				*into = append(*into, w)
			}
		}
	}
}

// said reads {zh: …, en: …}, or a plain text, which is Chinese.
func said(into *lang.Text) setter {
	return func(d *decoder, n ast.Node) {
		if _, ok := scalar(n); ok {
			word(&into.Zh)(d, n)
			return
		}
		d.table(n, key{"zh", word(&into.Zh)}, key{"en", word(&into.En)})
	}
}

// truth reads true or false.
func truth(into *bool) setter {
	return func(d *decoder, n ast.Node) {
		b, ok := n.(*ast.BoolNode)
		if !ok {
			d.wrong(n, lang.T("这里要写 true 或 false", "true or false is needed here"), lang.T("不加引号；不要就删掉这一项", "without quotes; or leave this out"))
			return
		}
		*into = b.Value
	}
}

// number reads a number.
func number(into **float64) setter {
	return func(d *decoder, n ast.Node) {
		s, _ := scalar(n)
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || v != v || v > 1e15 || v < -1e15 {
			d.wrong(n, lang.T("这里要写一个数字", "a number is needed here"), lang.T("用 0 到 9 的数字，不加单位和逗号", "use the digits 0 to 9, without a unit or commas"))
			return
		}
		*into = &v
	}
}

// span reads a length of time, at least one of its unit.
func span(into **clock.Span) setter {
	return func(d *decoder, n ast.Node) {
		s, ok := scalar(n)
		if !ok {
			d.wrong(n, lang.T("这里要写期限", "a length of time is needed here"), lang.T("例如 3 working days", "for example 3 working days"))
			return
		}
		v, err := clock.ParseSpan(s)
		switch {
		case err != nil:
			d.wrong(n, fault.As(err).Says, lang.Text{}) // it tells how to write one
		case v.N < 1:
			d.wrong(n, lang.T("期限至少是 1", "the time has to be at least 1"), lang.T("例如 1 working day；不限时间就删掉 within", "for example 1 working day; leave out within where there is no limit"))
		default:
			*into = &v
		}
	}
}
