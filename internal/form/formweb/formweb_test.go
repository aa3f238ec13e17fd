package formweb_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

func title(s string) lang.Text { return lang.T(s, s) }

func asker(l lang.Lang) *formweb.Asker {
	return formweb.Needs{}.For(&web.Visit{Page: ui.Page{Lang: l}, ID: &access.Identity{}})
}

func posted(t *testing.T, form url.Values) *http.Request {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/x", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	done, err := web.Parse(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(done)
	return r
}

var questions = []form.Field{
	{Name: "line", Title: title("短"), Type: form.Text, Max: ptr(100), Required: true},
	{Name: "long", Title: title("长"), Type: form.Text, Max: ptr(101), Sealed: true},
	{Name: "n", Title: title("几"), Type: form.Number, Max: ptr(9)},
	{Name: "q", Title: title("多少"), Type: form.Quantity, Unit: title("盏")},
	{Name: "yuan", Title: title("钱"), Type: form.Money},
	{Name: "day", Title: title("日"), Type: form.Date},
	{Name: "few", Title: title("选"), Type: form.Choice, Options: keys("a", "b")},
	{Name: "must", Title: title("选"), Type: form.Choice, Options: keys("a", "b"), Required: true},
	{Name: "many", Title: title("选"), Type: form.Choice, Options: keys("a", "b", "c", "d", "e", "f", "g")},
	{Name: "some", Title: title("选几个"), Type: form.Choices, Options: keys("a", "b", "c")},
	{Name: "stars", Title: title("评"), Type: form.Rating},
	{Name: "papers", Title: title("材料"), Type: form.File},
}

func ptr(n float64) *float64 { return &n }

func keys(names ...string) []form.Option {
	var all []form.Option
	for _, n := range names {
		all = append(all, form.Option{Key: n, Title: title("“" + n + "”")})
	}
	return all
}

// draw gives the tree of the inputs.
func draw(t *testing.T, as formweb.Asking, ans *formweb.Answers, wrong error) *html.Node {
	t.Helper()
	p := ui.Page{Lang: lang.Zh}
	inputs, err := asker(lang.Zh).Inputs(context.Background(), as, questions, ans, p.Problems(wrong))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := formweb.Ask(p, inputs).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	tree, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func named(tree *html.Node, name string) []*html.Node {
	var all []*html.Node
	for n := range tree.Descendants() {
		if attr(n, "name") == name {
			all = append(all, n)
		}
	}
	return all
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			if a.Val == "" {
				return "yes"
			}
			return a.Val
		}
	}
	return ""
}

func TestEveryTypeHasItsInput(t *testing.T) {
	tree := draw(t, formweb.Fields, formweb.None(), nil)
	for name, want := range map[string]string{"line": "input text", "long": "textarea ", "n": "input number", "q": "input number", "yuan": "input number", "day": "input date",
		"few": "input radio", "many": "select ", "some": "input checkbox", "stars": "input radio", "papers": "input file"} {
		found := named(tree, "fields."+name)
		if len(found) == 0 {
			t.Errorf("nothing asks for %s", name)
			continue
		}
		if got := found[0].Data + " " + attr(found[0], "type"); got != want {
			t.Errorf("%s is asked by <%s>, want <%s>", name, got, want)
		}
	}
	if n := len(named(tree, "fields.few")); n != 3 { // one may be taken back
		t.Errorf("an optional choice of two has %d radios, want 3", n)
	}
	if n := len(named(tree, "fields.must")); n != 2 {
		t.Errorf("a required choice of two has %d radios, want 2", n)
	}
	if attr(named(tree, "fields.line")[0], "required") == "" || attr(named(tree, "fields.n")[0], "required") != "" {
		t.Error("what is required is not what the browser requires")
	}
	if attr(named(draw(t, formweb.Asking{Prefix: "fields.", Lax: true}, formweb.None(), nil), "fields.line")[0], "required") != "" {
		t.Error("a field that may not be needed is required by the browser")
	}
}

func TestReadBackAndShowAgain(t *testing.T) {
	r := posted(t, url.Values{"fields.line": {" 一行 "}, "fields.long": {"一\r\n二"}, "fields.n": {"12"}, "fields.few": {"b"}, "fields.some": {"a", "c"}, "fields.stars": {"4"}, "fields.day": {""}, "other": {"x"}})
	ans, err := asker(lang.Zh).Read(context.Background(), r, formweb.Fields, questions)
	if err != nil {
		t.Fatal(err)
	}
	if ans.Raw["long"] != "一\n二" {
		t.Errorf("lines are read as %q", ans.Raw["long"])
	}
	if _, ok := ans.Raw["day"]; ok {
		t.Error("an empty answer is an answer")
	}
	_, wrong := form.Check(questions, ans.Raw)
	tree := draw(t, formweb.Fields, ans, wrong)
	if got := attr(named(tree, "fields.n")[0], "value"); got != "12" {
		t.Errorf("what is wrong comes back as %q", got)
	}
	if attr(named(tree, "fields.n")[0], "aria-invalid") != "true" || attr(named(tree, "fields.line")[0], "aria-invalid") != "" {
		t.Error("the fault is not at its field")
	}
	var ticked []string
	for _, name := range []string{"fields.few", "fields.some", "fields.stars"} {
		for _, n := range named(tree, name) {
			if attr(n, "checked") != "" {
				ticked = append(ticked, attr(n, "value"))
			}
		}
	}
	if !slices.Equal(ticked, []string{"b", "a", "c", "4"}) {
		t.Errorf("ticked %v", ticked)
	}
}

func TestUnderRenamesForItsPart(t *testing.T) {
	err := formweb.Under(fault.InField("fields.note", title("要填")), "spot.")
	f, _ := errors.AsType[*fault.Error](err)
	if f.Fields[0].Name != "spot.note" {
		t.Errorf("named %s", f.Fields[0].Name)
	}
	plain := errors.New("disk")
	if formweb.Under(plain, "spot.") != plain {
		t.Error("another error is changed")
	}
}

func TestDigestIsOfWhatWasSent(t *testing.T) {
	one := url.Values{"key": {"1"}, "fields.a": {"x"}, "fields.b": {"y"}}
	same := url.Values{"fields.b": {"y"}, "fields.a": {"x"}, "key": {"2"}}
	other := url.Values{"key": {"1"}, "fields.a": {"x"}, "fields.b": {"z"}}
	of := func(v url.Values) string { return string(formweb.Digest(posted(t, v), "key")) }
	if of(one) != of(same) {
		t.Error("the same form has two digests")
	}
	if of(one) == of(other) {
		t.Error("two forms have one digest")
	}
}

func TestSay(t *testing.T) {
	for _, c := range []struct {
		field  form.Field
		value  any
		zh, en string
	}{
		{form.Field{Type: form.Text}, "水管堵了", "水管堵了", "水管堵了"},
		{form.Field{Type: form.Quantity, Unit: lang.T("盏", "lamps")}, 1162.5, "1,162.5 盏", "1,162.5 lamps"},
		{form.Field{Type: form.Money}, 1280.5, "1,280.5 元", "¥ 1,280.5"},
		{form.Field{Type: form.Number}, 3.0, "3", "3"},
		{form.Field{Type: form.Date}, "2026-11-21", "2026-11-21", "21 Nov 2026"},
		{form.Field{Type: form.Choice, Options: []form.Option{{Key: "self", Title: lang.T("本人", "myself")}}}, "self", "本人", "myself"},
		{form.Field{Type: form.Choice}, "gone", "gone", "gone"},
		{form.Field{Type: form.Choices, Options: []form.Option{{Key: "a", Title: lang.T("甲", "A")}, {Key: "b", Title: lang.T("乙", "B")}}}, []string{"a", "b"}, "甲、乙", "A, B"},
		{form.Field{Type: form.File}, []string{"x", "y"}, "2 个文件", "2 files"},
		{form.Field{Type: form.Person}, "nobody", "", ""},
		{form.Field{Type: form.Text}, nil, "", ""},
	} {
		for l, want := range map[lang.Lang]string{lang.Zh: c.zh, lang.En: c.en} {
			w, err := asker(l).Words(context.Background(), false, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := w.Say(c.field, c.value); got != want {
				t.Errorf("%s %v in %s is %q, want %q", c.field.Type, c.value, l, got, want)
			}
		}
	}
}

func TestAmount(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 15240: "15,240", -1234567.125: "-1,234,567.125", 0.5: "0.5"} {
		if got := formweb.Amount(n); got != want {
			t.Errorf("%v is %q, want %q", n, got, want)
		}
	}
}
