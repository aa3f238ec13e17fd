package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"linli/internal/lang"
)

// guides are the pages that show every part.
var guides = map[string]func(Page) templ.Component{
	"workbench": Styleguide,
	"resident":  StyleguideResident,
	"bare":      StyleguideBare,
}

func eachGuide(t *testing.T, test func(t *testing.T, p Page, doc *html.Node)) {
	for name, guide := range guides {
		for _, l := range []lang.Lang{lang.Zh, lang.En} {
			t.Run(name+"/"+string(l), func(t *testing.T) {
				p := Page{Lang: l, Path: "/styleguide?x=1"}
				var b strings.Builder
				if err := guide(p).Render(t.Context(), &b); err != nil {
					t.Fatal(err)
				}
				doc, err := html.Parse(strings.NewReader(b.String()))
				if err != nil {
					t.Fatal(err)
				}
				test(t, p, doc)
			})
		}
	}
}

func TestEveryInputHasALabel(t *testing.T) {
	eachGuide(t, func(t *testing.T, _ Page, doc *html.Node) {
		labels := map[string]string{}
		for n := range doc.Descendants() {
			if n.Data == "label" {
				labels[attr(n, "for")] += text(n)
			}
		}
		inputs := 0
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode || attr(n, "type") == "hidden" {
				continue
			}
			switch n.Data {
			case "input", "select", "textarea", "progress":
				inputs++
				if attr(n, "aria-label") == "" && labels[attr(n, "id")] == "" {
					t.Errorf("%s has no label", show(n))
				}
			}
		}
		if inputs == 0 {
			t.Error("the page asks for nothing: the test saw none of it")
		}
	})
}

func TestIdsAreUniqueAndMeantOnesExist(t *testing.T) {
	eachGuide(t, func(t *testing.T, _ Page, doc *html.Node) {
		ids := map[string]bool{}
		for n := range doc.Descendants() {
			if id := attr(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("id %s is there twice", id)
				}
				ids[id] = true
			}
		}
		for n := range doc.Descendants() {
			refs := strings.Fields(attr(n, "aria-describedby") + " " + attr(n, "for") + " " + attr(n, "list"))
			if h := attr(n, "href"); strings.HasPrefix(h, "#f-") {
				refs = append(refs, h[1:])
			}
			for _, ref := range refs {
				if !ids[ref] {
					t.Errorf("%s means #%s, which is not there", show(n), ref)
				}
			}
		}
	})
}

func TestNothingIsSaidEmpty(t *testing.T) {
	eachGuide(t, func(t *testing.T, _ Page, doc *html.Node) {
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "a", "button", "label", "legend", "h1", "h2", "h3", "dt", "dd", "th", "summary", "title", "p", "li":
				if strings.TrimSpace(text(n)) == "" && attr(n, "aria-label") == "" {
					t.Errorf("%s says nothing", show(n))
				}
			case "img":
				if attr(n, "alt") == "" {
					t.Errorf("%s is not described", show(n))
				}
			}
			for _, a := range n.Attr {
				if a.Val == "" && (a.Key == "aria-label" || a.Key == "title" || a.Key == "placeholder" || a.Key == "href" || a.Key == "label") {
					t.Errorf("%s has an empty %s", show(n), a.Key)
				}
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s carries %s, which the content policy drops", show(n), a.Key)
				}
			}
		}
	})
}

func TestEnglishPagesAreEnglish(t *testing.T) {
	eachGuide(t, func(t *testing.T, p Page, doc *html.Node) {
		want := map[lang.Lang]string{lang.Zh: "zh-CN", lang.En: "en"}[p.Lang]
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode && n.Data == "html" && attr(n, "lang") != want {
				t.Errorf("lang is %q, want %q", attr(n, "lang"), want)
			}
			if p.Lang != lang.En || foreign(n) {
				continue
			}
			said := []string{}
			if n.Type == html.TextNode {
				said = append(said, n.Data)
			}
			for _, a := range n.Attr {
				said = append(said, a.Val)
			}
			for _, s := range said {
				if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
					t.Errorf("Chinese on an English page: %q", s)
				}
			}
		}
	})
}

// foreign tells whether n is marked as being in Chinese.
func foreign(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if l := attr(n, "lang"); l != "" {
			return l == "zh-CN"
		}
	}
	return false
}

func TestEveryIconIsInTheSprite(t *testing.T) {
	list, err := os.ReadFile("../../web/icons.txt")
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]bool{}
	for line := range strings.Lines(string(list)) {
		if !strings.HasPrefix(line, "#") {
			for _, name := range strings.Fields(line) {
				drawn[name] = true
			}
		}
	}
	eachGuide(t, func(t *testing.T, _ Page, doc *html.Node) {
		for n := range doc.Descendants() {
			if n.Data != "use" {
				continue
			}
			if _, name, _ := strings.Cut(attr(n, "href"), "#"); !drawn[name] {
				t.Errorf("icon %q is not in web/icons.txt", name)
			}
		}
	})
}

// TestEveryPartIsShown reads the package: an exported part that neither the guide nor another part uses is one that
// nobody has looked at.
func TestEveryPartIsShown(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	parts, used := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.IsExported() && makesComponent(fn) {
				parts[fn.Name.Name] = true
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if name, ok := call.Fun.(*ast.Ident); ok {
					used[name.Name] = true
				}
			}
			return true
		})
	}
	if len(parts) < 40 {
		t.Fatalf("found %d parts only", len(parts))
	}
	for part := range parts {
		if !used[part] && !strings.HasPrefix(part, "Styleguide") {
			t.Errorf("%s is not in the style guide", part)
		}
	}
}

func makesComponent(fn *ast.FuncDecl) bool {
	if fn.Type.Results == nil || len(fn.Type.Results.List) != 1 {
		return false
	}
	sel, ok := fn.Type.Results.List[0].Type.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Component"
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
		b.WriteString(attr(d, "aria-label") + attr(d, "alt"))
	}
	return b.String()
}

func show(n *html.Node) string {
	return "<" + n.Data + " id=" + attr(n, "id") + " name=" + attr(n, "name") + " class=" + attr(n, "class") + ">"
}
