package playbook

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"linli/internal/lang"
)

// What a Chinese keyboard or a hurried hand leaves in a file: marks that look right and that YAML takes for part of the
// text without a word.

// slip is a word of the language with its colon inside a text: the comma before it is missing or not an English one.
var slip = regexp.MustCompile(`(?:[，、；。;]\s*|\s)(zh|en|title|hint|type|required|options|unit|min|max|sealed|posts|of|members|skill|list|shows|answers|within|else|open_to|end|refers|raises|kind|kinds|fields|tells|back|clock|from|to|by|not|needs|when|claims|gives|frees|after|hears|each|danger|body|place|spot|state|stage|stages|where|group|ending|reached|sum|over|published)[:：]`)

// pairs are marks that open something and what closes it.
var pairs = []struct{ open, close string }{{"“", "”"}, {"‘", "’"}, {"｛", ""}, {"［", ""}}

// marked refuses a text without quotes in which a mark went wrong. It tells whether it did.
func (d *decoder) marked(n ast.Node, s string) bool {
	if !bare(n) || d.kept {
		return false
	}
	line, column := place(n)
	if at := slip.FindStringSubmatchIndex(s); at != nil {
		if !strings.Contains(n.GetToken().Origin, "\n") {
			column += utf8.RuneCountInString(s[:at[0]])
		}
		word := s[at[2]:at[3]]
		d.wrongAt(line, column, lang.F("“%s:”前面没有英文逗号，会被当成前面的话", "there is no comma before “%s:”, so it would belong to the text before it", word),
			lang.T("逗号和冒号用英文的；真要写进话里，就给整句话加英文双引号", "put a plain comma there; if it is meant as text, put the whole text in double quotes"))
		return true
	}
	for _, p := range pairs {
		if strings.HasPrefix(s, p.open) && (p.close == "" || !strings.Contains(s, p.close)) {
			d.wrongAt(line, column, lang.F("“%s”不是英文的引号或括号", "%s is no quote or bracket that YAML knows", p.open),
				lang.T(`换成英文的 "、{ 或 [`, `write ", { or [`))
			return true
		}
	}
	return false
}

// separated explains a name that is several names: what stands between them is no comma of YAML.
func separated(s string) lang.Text {
	if strings.ContainsAny(s, "，、；;：:【】［］｛｝“” \t") {
		return lang.T("几个词写成 [一个, 另一个]，括号、逗号、冒号都用英文的", "write several words as [one, another], with plain brackets, commas and colons")
	}
	return lang.Text{}
}

// bare tells whether a single value stands without quotes, and on what is written as one.
func bare(n ast.Node) bool {
	_, single := n.(*ast.StringNode)
	return single && n.GetToken() != nil && n.GetToken().Type == token.StringType
}

// unknownKey says that a word is not known, and what may have gone wrong with it.
func (d *decoder) unknownKey(e entry, names []string) {
	says, hint := lang.F("这里没有“%s”这个词", "“%s” is not a word that is known here", quoted(e.name)), oneOf(e.name, names)
	switch empty := e.value == nil || e.value.Type() == ast.NullType; {
	case slices.Contains(names, strings.ToLower(e.name)):
	case strings.Contains(e.name, "："):
		hint = lang.T("冒号用英文的，后面空一格", "write a plain colon and a space after it")
	case strings.ContainsAny(e.name, "｛｝［］【】"):
		hint = separated(e.name)
	case empty && !e.flow:
		hint = lang.T("看看这一行和下面几行的缩进，同一层要对齐", "look at the indentation of this line and those below it; align what belongs together")
	case empty:
		says = lang.F("“%s”后面没有内容，也不是这里的词", "“%s” has no value and is not a word that is known here", quoted(e.name))
		hint = lang.T(`话里有逗号，就给整句话加英文双引号；几个词写成 [一个, 另一个]`, `put a text with a comma in double quotes; write several words as [one, another]`)
	}
	d.wrong(e.key, says, hint)
}

// unseen are characters that nobody sees and that make a word another word.
func unseen(r rune) bool {
	switch {
	case r == '\u00a0' || r == '\u00ad' || r == '\ufeff' || r == '\u2028' || r == '\u2029':
		return true
	case r >= '\u200b' && r <= '\u200f' && r != '\u200d': // a joiner is part of a drawn character
		return true
	}
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2069'
}

// widelyIndented tells whether a line is indented by what looks like spaces and is none.
func widelyIndented(line string) (column int, is bool) {
	for _, r := range line {
		column++
		switch r {
		case ' ':
		case '\t', '\u3000':
			return column, true
		default:
			return 0, false
		}
	}
	return 0, false
}
