package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// statement is how a part of an SQL text looks.
var statement = regexp.MustCompile(`(?is)\bselect\s.*\bfrom\b|\binsert into\b|\bdelete from\b|\bupdate\s+\w+\s+set\b|\bdrop table\b|\bwhere\s+[\w.]+\s*(=|in|like|is|<|>)|^\s*(and|or)\s+(\(?[\w.]+\s*(=|<|>|->|in\b|like\b|is\b)|$)|^\s*(order by|limit)\s`)

// spliced are the values that stand in a statement's text, and why: each is one of a few that the code names itself.
var spliced = map[string]string{
	"job/job.go: skip":                                "how PostgreSQL passes over what another node has locked",
	"matter/matter.go: column":                        "find's callers name id, number or code",
	"matter/figure.go: dated":                         "created or closed",
	"person/member.go: table":                         "memberships or titles",
	"store/migrate.go: s.Name":                        "a set's name is the code's own",
	"store/tables.go: strings.Join(tables, `\", \"`)": "names from the engine's own catalogue",
	"matter/list.go: newest":                          "the number, in one table or the other",
	"store/rows.go: quoted(t.Name)":                   "a table's name from the engine's own catalogue",
	"store/rows.go: strings.Join(cols, \", \")":       "its columns' names from there",
	"archive/write.go: column":                        "where's callers name account, or id beside it",
	"matter/today.go: clock":                          "with a deadline, or without one",
}

// TestArguments looks at every SQL text that is put together: what is not a constant is handed over as an argument, $1 or
// ?, and never spliced into the text.
func TestArguments(t *testing.T) {
	fset := token.NewFileSet()
	files := map[string]*ast.File{}
	constants := map[string]bool{} // <folder>.<name>
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			return err
		}
		files[name] = f
		for _, decl := range f.Decls {
			if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.CONST {
				for _, spec := range g.Specs {
					for _, id := range spec.(*ast.ValueSpec).Names {
						constants[path.Base(filepath.Dir(name))+"."+id.Name] = true
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	seen, found := map[string]bool{}, 0
	for name, f := range files {
		folder := path.Base(filepath.Dir(name))
		ast.Inspect(f, func(n ast.Node) bool {
			parts := partsOf(n)
			sql := false
			for _, p := range parts {
				if lit, ok := p.(*ast.BasicLit); ok && statement.MatchString(strings.Trim(lit.Value, "`\"")) {
					sql = true
				}
			}
			if !sql {
				return true
			}
			found++
			for _, p := range parts {
				says := types.ExprString(p)
				switch p.(type) {
				case *ast.BasicLit:
					continue
				case *ast.Ident:
					if constants[folder+"."+says] {
						continue
					}
				case *ast.SelectorExpr:
					if constants[says] {
						continue
					}
				}
				key := strings.TrimPrefix(filepath.ToSlash(name), "../") + ": " + says
				seen[key] = true
				if _, ok := spliced[key]; !ok {
					t.Errorf("%s: %s is spliced into a statement; hand it over as an argument", fset.Position(p.Pos()), says)
				}
			}
			return false
		})
	}
	for key := range spliced {
		if !seen[key] {
			t.Errorf("%s is spliced nowhere any more", key)
		}
	}
	if found < 50 {
		t.Errorf("only %d statements were found that are put together", found)
	}
}

// partsOf are the parts that a text is put together from: by +, or by one of the functions of fmt.
func partsOf(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op == token.ADD {
			return append(sideOf(n.X), sideOf(n.Y)...)
		}
	case *ast.AssignStmt:
		if n.Tok == token.ADD_ASSIGN {
			return sideOf(n.Rhs[0])
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok {
			if x, ok := f.X.(*ast.Ident); ok && x.Name == "fmt" && strings.HasPrefix(f.Sel.Name, "Sprint") {
				return n.Args
			}
		}
	}
	return nil
}

func sideOf(e ast.Expr) []ast.Expr {
	if parts := partsOf(e); parts != nil {
		return parts
	}
	return []ast.Expr{e}
}
