package playbook

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"linli/internal/lang"
)

// The bounds of a file. The largest playbook shipped has a tenth of them. The parser is recursive and takes time that
// grows with the square of the entries of a mapping, so both are bounded before it runs.
const (
	maxBytes  = 1 << 20
	maxTokens = 60_000
	maxDepth  = 16  // brackets within brackets
	maxIndent = 100 // columns
)

// read reads the text as one YAML document, or notes why it cannot.
func (d *decoder) read(text []byte) ast.Node {
	if len(text) > maxBytes {
		d.wrongAt(1, 1, lang.F("文件太大，最多 %d KiB", "the file is too large; at most %d KiB are taken", maxBytes>>10), lang.T("分成几份工作法", "make several playbooks of it"))
		return nil
	}
	if line, column, at, ok := readable(string(text), !d.kept); !ok {
		if r, _ := utf8.DecodeRune(text[at:]); unseen(r) {
			d.wrongAt(line, column, lang.F("这里有一个看不见的字符（U+%04X）", "there is a character here that cannot be seen (U+%04X)", r), lang.T("删掉它，要空格就重新打一个", "delete it; type a space anew if one is needed"))
			return nil
		}
		d.wrongAt(line, column, lang.T("这里有不是 UTF-8 文字的内容", "this is not UTF-8 text"), lang.T("把文件另存为 UTF-8 再试", "save the file as UTF-8 and try again"))
		return nil
	}
	root, err := syntax(string(text), d)
	if err != nil {
		d.wrongAt(1, 1, lang.T("看不懂这个文件", "this file cannot be read as YAML"), lang.Same(quoted(err.Error())))
		return nil
	}
	if root == nil && len(d.problems) == 0 {
		d.wrongAt(1, 1, lang.T("文件是空的", "the file is empty"), lang.T("从 playbook: 名字 开始写", "begin with playbook: name"))
	}
	return root
}

// linesOf are the lines of a text, whichever way they end.
func linesOf(text string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
}

// readable finds the first character that cannot be in a text, or, strictly, should not.
func readable(s string, strict bool) (line, column, at int, ok bool) {
	line, column = 1, 1
	for i, r := range s {
		if i == 0 && r == '\ufeff' { // some editors mark UTF-8 so
			continue
		}
		if unseen(r) && strict {
			return line, column, i, false
		}
		if r == utf8.RuneError && !utf8.ValidString(s[i:min(len(s), i+3)]) || r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return line, column, i, false
		}
		if column++; r == '\n' || r == '\r' && !strings.HasPrefix(s[i+1:], "\n") {
			line, column = line+1, 1
		}
	}
	return 0, 0, 0, true
}

// syntax parses the text. The parser is somebody else's, so a panic in it is a problem of the file and not of the program.
func syntax(text string, d *decoder) (root ast.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("%v", r)
		}
	}()
	tokens := lexer.Tokenize(strings.TrimPrefix(text, "\ufeff"))
	if !d.bounded(tokens) {
		return nil, nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		d.syntax(err, text)
		return nil, nil
	}
	docs := slices.DeleteFunc(file.Docs, func(doc *ast.DocumentNode) bool { return doc.Body == nil })
	if len(docs) == 0 {
		return nil, nil
	}
	if len(docs) > 1 {
		d.wrong(docs[1].Body, lang.T("一个文件只写一份工作法", "a file holds one playbook"), lang.T("把 --- 后面的部分移到另一个文件", "move what follows --- to another file"))
	}
	return docs[0].Body, nil
}

// bounded refuses what a playbook never needs and a parser may stumble over.
func (d *decoder) bounded(tokens token.Tokens) bool {
	if len(tokens) > maxTokens {
		d.wrongAt(1, 1, lang.T("文件内容太多", "the file holds too much"), lang.T("分成几份工作法", "make several playbooks of it"))
		return false
	}
	depth, line, dashes := 0, 0, 0
	for _, t := range tokens {
		deep := false
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
			deep = t.Position.Column > maxIndent
		}
		switch t.Type {
		case token.CommentType:
			if !d.kept && t.Prev != nil && t.Prev.Position.Line == t.Position.Line && t.Value != "" && !strings.HasPrefix(t.Value, " ") {
				d.wrongAt(t.Position.Line, max(1, t.Position.Column), lang.T("# 后面的字不会读进来", "what stands behind a # is not read"), lang.T("话里有 #，就给整句话加英文双引号；要写注释，# 后面空一格", "put a text with a # in double quotes; leave a space after a # that begins a remark"))
				return false
			}
		case token.AnchorType, token.AliasType, token.MergeKeyType, token.TagType, token.DirectiveType, token.MappingKeyType:
			d.wrongAt(t.Position.Line, max(1, t.Position.Column), lang.F("工作法里不用“%s”这样的写法", "“%s” is not used in playbooks", quoted(t.Value)),
				lang.T("把内容直接写出来；要当文字就加引号", "write it out; put it in quotes if it is text"))
			return false
		case token.SequenceStartType, token.MappingStartType:
			depth++
			deep = deep || depth > maxDepth
		case token.SequenceEndType, token.MappingEndType:
			depth--
		case token.SequenceEntryType:
			dashes++
			deep = deep || dashes > 3
		}
		if deep {
			d.wrongAt(t.Position.Line, max(1, t.Position.Column), lang.T("这里套得太深", "this is nested too deeply"), lang.T("看看缩进和括号，多半是少了一个括号", "look at the indentation and the brackets; one may be missing"))
			return false
		}
	}
	return true
}

// spots are where things stand in a text, by their path such as kinds/wish/stages/done/within. A word of a list has
// its list's path and itself.
func spots(text string) map[string][2]int {
	at := map[string][2]int{}
	d := &decoder{broken: map[string]bool{}}
	root, err := syntax(text, d)
	if err != nil || root == nil {
		return at
	}
	note := func(path string, n ast.Node) {
		if _, seen := at[path]; !seen {
			line, column := place(n)
			at[path] = [2]int{line, column}
		}
	}
	var walk func(path string, n ast.Node)
	walk = func(path string, n ast.Node) {
		switch v := n.(type) {
		case *ast.SequenceNode:
			for i, item := range v.Values {
				if s, ok := scalar(item); ok {
					note(path+"/"+s, item)
				} else {
					note(fmt.Sprintf("%s/%d", path, i), item)
					walk(fmt.Sprintf("%s/%d", path, i), item)
				}
			}
		case *ast.MappingNode, *ast.MappingValueNode:
			for _, e := range d.entries(n) {
				under := strings.TrimPrefix(path+"/"+e.name, "/")
				if _, single := scalar(e.value); single {
					note(under, e.value)
				} else {
					note(under, e.key)
				}
				walk(under, e.value)
			}
		}
	}
	walk("", root)
	return at
}
