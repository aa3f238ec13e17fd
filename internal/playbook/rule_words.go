package playbook

import (
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"

	"linli/internal/lang"
)

// operators are what a guard may use: those whose work is bounded by what they are given.
var operators = []string{"==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "and", "&&", "or", "||", "not", "!", "in", "??", "contains", "startsWith", "endsWith"}

// A mention is a name in quotes that a guard speaks of: what sort of thing it should be, and where it stands.
type mention struct {
	of   string // move, party, field, stage, or option
	name string // of a choice field, for an option
	word string
	at   int
}

// mentions are the names that a guard speaks of in quotes: times("finish"), stage == "done", whose in ["self"].
func (r *Rule) mentions() []mention {
	return walk(r.Text).mentions
}

// A reader walks an expression. It notes the names in quotes, the first thing that a guard may not use, and whether it
// asks anything.
type reader struct {
	mentions []mention
	refused  *ruleError
	asks     bool // speaks of something that may change
}

// walk reads an expression; one that cannot be parsed holds nothing.
func walk(text string) *reader {
	r := &reader{}
	if tree, err := parser.Parse(text); err == nil {
		ast.Walk(&tree.Node, r)
	}
	return r
}

// Visit is called by the library for each node.
func (r *reader) Visit(n *ast.Node) {
	switch v := (*n).(type) {
	case *ast.IdentifierNode:
		r.asks = true
	case *ast.NilNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.StringNode, *ast.ConstantNode,
		*ast.ConditionalNode, *ast.ArrayNode, *ast.PredicateNode, *ast.PointerNode:
	case *ast.UnaryNode:
		r.allow(v, v.Operator, operators)
	case *ast.BinaryNode:
		r.allow(v, v.Operator, operators)
		if v.Operator == "==" || v.Operator == "!=" || v.Operator == "in" {
			r.compared(v.Left, v.Right)
			r.compared(v.Right, v.Left)
		}
	case *ast.BuiltinNode:
		r.allow(v, v.Name, builtins)
	case *ast.CallNode:
		callee, ok := v.Callee.(*ast.IdentifierNode)
		of := map[string]string{"times": "move", "here": "move", "answered": "party", "filled": "field"}
		switch {
		case !ok:
			r.refuse(v, "")
		case len(v.Arguments) == 1 && of[callee.Value] != "":
			r.note(of[callee.Value], "", v.Arguments[0])
		}
	default:
		r.refuse(v, "")
	}
}

func (r *reader) allow(n ast.Node, word string, allowed []string) {
	if !slices.Contains(allowed, word) {
		r.refuse(n, word)
	}
}

func (r *reader) refuse(n ast.Node, word string) {
	if r.refused != nil {
		return
	}
	r.refused = &ruleError{at: n.Location().From, says: lang.T("条件里不用这样的写法", "this is not used in conditions"),
		hint: lang.T("用 ==、!=、<、>、and、or、not，文字加引号", "use ==, !=, <, >, and, or, not, and put text in quotes")}
	if word != "" {
		r.refused.says = lang.F("条件里不用“%s”", "“%s” is not used in conditions", word)
	}
}

// compared notes the names that a field or the stage is compared with.
func (r *reader) compared(a, b ast.Node) {
	if id, ok := a.(*ast.IdentifierNode); ok {
		of := "option"
		if id.Value == "stage" {
			of = "stage"
		}
		r.note(of, id.Value, b)
	}
}

func (r *reader) note(of, name string, n ast.Node) {
	switch v := n.(type) {
	case *ast.StringNode:
		r.mentions = append(r.mentions, mention{of, name, v.Value, v.Location().From})
	case *ast.ArrayNode:
		for _, item := range v.Nodes {
			r.note(of, name, item)
		}
	}
}
