package playbook

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"linli/internal/form"
	"linli/internal/lang"
)

// Rule is a guard: an expression over a matter's fields and its past that is true or false. It is compiled once, when
// its playbook is read, and can then be asked by many at once.
type Rule struct {
	Text    string
	program *vm.Program
}

// The bounds of an expression: what it may be, and what it may use when it is asked.
const (
	maxRule   = 1000 // characters
	maxNodes  = 200
	maxMemory = 20_000 // the library's own units, about one an element
)

// builtins are the library's functions that a guard may use: those that are pure and end at once.
var builtins = []string{"all", "any", "none", "one", "len", "abs", "ceil", "floor", "round", "int", "float", "max", "min", "lower", "upper", "trim", "hasPrefix", "hasSuffix"}

// given are what a guard sees besides the fields of its kind.
func given() map[string]any {
	return map[string]any{
		"stage": "", "overdue": false, "rating": 0.0, "today": "", "photos": []string{},
		"times":    func(move string) int { return 0 },
		"here":     func(move string) int { return 0 },
		"answered": func(party string) bool { return false },
		"filled":   func(field string) bool { return false },
	}
}

// ruleEnv is what the guards of a kind see, with every field unanswered.
func ruleEnv(k *Kind) map[string]any {
	env := given()
	for name, f := range k.fields {
		if k.voiced(name) { // it has as many answers as there are voices
			continue
		}
		switch f.Type {
		case form.Number, form.Quantity, form.Money, form.Rating:
			env[name] = 0.0
		case form.Choices, form.File:
			env[name] = []string{}
		default:
			env[name] = ""
		}
	}
	return env
}

// compile makes the rule ready to be asked. The error tells where in the text it is wrong, as a *ruleError.
func (r *Rule) compile(env map[string]any) error {
	if utf8.RuneCountInString(r.Text) > maxRule {
		return &ruleError{says: lang.F("条件太长，最多 %d 个字", "the condition is too long; at most %d characters are taken", maxRule), hint: simpler}
	}
	ops := []expr.Option{expr.Env(env), expr.AsBool(), expr.MaxNodes(maxNodes), expr.DisableAllBuiltins()}
	for _, b := range builtins {
		ops = append(ops, expr.EnableBuiltin(b))
	}
	program, err := expr.Compile(r.Text, ops...)
	if err != nil {
		return explain(err, env)
	}
	read := walk(r.Text)
	if read.refused != nil {
		return read.refused
	}
	if !read.asks {
		return &ruleError{says: lang.T("这个条件什么也没问，永远一样", "this condition asks nothing and is always the same"), hint: lang.T("写上栏目、times(…) 之类，或删掉 when", "name a field, times(…) and the like, or leave out when")}
	}
	r.program = program
	return nil
}

// Holds asks the rule. env is the kind's environment with the matter's answers in their normal form.
func (r *Rule) Holds(env map[string]any) (bool, error) {
	if r.program == nil {
		return false, errors.New("the rule was not compiled: " + r.Text)
	}
	m := vm.VM{MemoryBudget: maxMemory}
	v, err := m.Run(r.program, env)
	if err != nil {
		return false, fmt.Errorf("rule %q: %w", r.Text, err)
	}
	b, ok := v.(bool)
	if !ok {
		return false, fmt.Errorf("rule %q gave %v, which is neither true nor false", r.Text, v)
	}
	return b, nil
}

var simpler = lang.T("写简单些，或者分成两个操作", "make it simpler, or make two moves of it")

// A ruleError is what is wrong in a rule and where, in characters from its beginning.
type ruleError struct {
	at   int
	says lang.Text
	hint lang.Text
}

func (e *ruleError) Error() string { return e.says.In(lang.En) }

func explain(err error, env map[string]any) *ruleError {
	e, says := &ruleError{}, err.Error()
	var f *file.Error
	if errors.As(err, &f) {
		e.at, says = f.From, f.Message
	}
	if name, unknown := strings.CutPrefix(says, "unknown name "); unknown {
		e.says = lang.F("条件里的“%s”没有这个名字", "nothing is called “%s” in this condition", quoted(name))
		e.hint = oneOf(name, append(slices.Sorted(maps.Keys(env)), builtins...))
		return e
	}
	if r := []rune(says); len(r) > 120 {
		says = string(r[:120]) + "…"
	}
	switch {
	case strings.HasPrefix(says, "unrecognized character"):
		e.says = lang.T("条件里有中文标点或看不懂的符号", "the condition has a mark that is not known here")
		e.hint = lang.T("引号、括号和大于小于号都用英文的", "use plain quotes, brackets and signs")
	case strings.HasPrefix(says, "expected bool"):
		e.says = lang.T("条件的结果要么是真，要么是假", "a condition must be true or false")
		e.hint = lang.T("例如 rating >= 4", "for example rating >= 4")
	case strings.Contains(says, "exceeds maximum allowed nodes"):
		e.says, e.hint = lang.T("条件太复杂", "the condition is too involved"), simpler
	default:
		e.says = lang.F("条件写得不对（%s）", "the condition is not well written: %s", says)
		e.hint = lang.T("用 ==、!=、<、>、and、or、not，文字加引号", "use ==, !=, <, >, and, or, not, and put text in quotes")
	}
	return e
}
