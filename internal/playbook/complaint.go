package playbook

import (
	"errors"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"linli/internal/lang"
)

// complaints are the parser's commonest complaints, in our words.
var complaints = []struct {
	its  string
	says lang.Text
}{
	{"tab character", lang.T("这里用了制表符，缩进要用空格", "this is indented by a tab; use spaces")},
	{"found character '\t'", lang.T("这里用了制表符，缩进要用空格", "this is indented by a tab; use spaces")},
	{"could not find end character", lang.T("引号没有配对", "a quote is not closed")},
	{"sequence end token ']' not found", lang.T("方括号没有配对，少了 ]", "a bracket is not closed: ] is missing")},
	{"could not find flow mapping end", lang.T("花括号没有配对，少了 }", "a brace is not closed: } is missing")},
	{"',' or ']' must be specified", lang.T("方括号里各项之间要用英文逗号", "a comma is missing between what stands in the brackets")},
	{"',' or '}' must be specified", lang.T("花括号里各项之间要用英文逗号", "a comma is missing between what stands in the braces")},
	{"map key definition includes an implicit line break", lang.T("名字和冒号要在同一行", "a name and its colon have to be in one line")},
	{"map key-value is pre-defined", lang.T("引号后面还有字", "something follows a closed quote")},
	{"mapping value is not allowed in this context", lang.T("这里不能再写“名字: 内容”，看看缩进，或者给文字加引号", "no name with a value can stand here; look at the indentation, or put the text in quotes")},
	{"block sequence entries are not allowed", lang.T("这里不能用横线开头", "nothing can begin with a hyphen here")},
	{"value is not allowed in this context", lang.T("这一行的缩进和上面对不齐，或者多了一个括号", "this line does not align with those above it, or has a bracket too many")},
	{"non-map value is specified", lang.T("这里缺少“名字:”，看看冒号后面有没有空格", "a name and its colon are missing; see whether a space follows the colon")},
	{"unexpected key name", lang.T("这里不能当名字，看看缩进和冒号", "this cannot be a name; look at the indentation and the colon")},
	{"could not find value", lang.T("冒号后面缺少内容", "nothing follows the colon")},
	{"reserved character", lang.T("这个符号不能开头，给整句话加英文双引号", "a text cannot begin with this character; put it in double quotes")},
	{"invalid header option", lang.T("这个符号不能开头，给整句话加英文双引号", "a text cannot begin with this character; put it in double quotes")},
}

// foreign is a Chinese colon behind a name, or a Chinese brace or bracket.
var foreign = regexp.MustCompile(`^\s*[A-Za-z_]+：|[｛｝［］]`)

// syntax notes a complaint of the parser.
func (d *decoder) syntax(err error, text string) {
	line, column, says := 1, 1, err.Error()
	var at yaml.Error
	if errors.As(err, &at) {
		says = at.GetMessage()
		if t := at.GetToken(); t != nil && t.Position != nil {
			line, column = t.Position.Line, max(1, t.Position.Column)
		}
	}
	it := lang.F("写法不对（%s）", "not well written: %s", quoted(says))
	for _, c := range complaints {
		if strings.Contains(says, c.its) {
			it = c.says
			break
		}
	}
	lines, indent := linesOf(text), func(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }
	for _, at := range []int{line, line + 1} { // the parser complains where it stands, at times a line early
		if at > len(lines) {
			continue
		}
		if c, is := widelyIndented(lines[at-1]); is {
			line, column = at, c
			it = lang.T("这一行的缩进用了全角空格或制表符", "this line is indented by a wide space or a tab")
			break
		} else if before := lines[line-1]; at > line && strings.Contains(says, "mapping value is not allowed") && strings.Count(before, ": ") == 1 && indent(lines[at-1]) > indent(before) {
			line, column = at, indent(lines[at-1])+1
			it = lang.T("这一行缩进多了", "this line is indented too far")
		}
	}
	hint := lang.T("缩进用英文空格，同一层对齐；冒号和逗号用英文的，冒号后面空一格", "indent by plain spaces and align what belongs together; put a space after each colon")
	if line <= len(lines) && foreign.MatchString(lines[line-1]) {
		hint = lang.T("这一行有中文的冒号或括号，换成英文的，冒号后面空一格", "this line has a Chinese colon or bracket; write plain ones, and a space after each colon")
	}
	d.wrongAt(line, column, it, hint)
}
