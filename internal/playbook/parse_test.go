package playbook

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/internal/lang"
)

var update = flag.Bool("update", false, "write the problems found into testdata/bad")

const line = "\n----------\n"

// known is the world outside the playbooks of these tests.
var known = Known{
	Posts:   []string{"building_leader", "community_worker", "secretary", "street_officer"},
	Street:  []string{"street_officer"},
	Members: []string{"party_member", "volunteer"},
	Icons:   []string{"gift", "home"},
}

// TestBad holds every refusal: a playbook above the line, its problems below.
func TestBad(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/bad/*.yaml")
	if len(files) < 25 {
		t.Fatalf("only %d cases", len(files))
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yaml"), func(t *testing.T) {
			t.Parallel()
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text, want, _ := strings.Cut(string(file), line)
			p, problems := known.Parse(filepath.Base(path), []byte(text+"\n"))
			if p != nil || len(problems) == 0 {
				t.Fatal("it was taken")
			}
			for _, problem := range problems {
				told := !problem.Hint.Empty() || strings.Contains(problem.Says.En, "; write it as ") // a span's fault ends in how to write one
				if !problem.Says.Whole() || !told || !problem.Hint.Empty() && !problem.Hint.Whole() || problem.Line < 1 || problem.Column < 1 {
					t.Errorf("not whole: %#v", problem)
				}
			}
			got := problems.In(lang.En) + "\n"
			if *update {
				if err := os.WriteFile(path, []byte(text+line+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// What a file was written with changes nothing about where its problems are.
func TestLineEndsAndMark(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/bad/*.yaml")
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ := strings.Cut(string(b), line)
		_, want := known.Parse("x.yaml", []byte(text+"\n"))
		for name, ends := range map[string]string{"CRLF": "\r\n", "CR": "\r"} {
			if _, got := known.Parse("x.yaml", []byte(strings.ReplaceAll(text+"\n", "\n", ends))); got.In(lang.Zh) != want.In(lang.Zh) {
				t.Errorf("%s with %s:\n%s\nwant:\n%s", filepath.Base(path), name, got, want)
			}
		}
		if _, got := known.Parse("x.yaml", []byte("\ufeff"+text+"\n")); got.In(lang.Zh) != want.In(lang.Zh) {
			t.Errorf("%s with a mark of UTF-8:\n%s\nwant:\n%s", filepath.Base(path), got, want)
		}
	}
}

// TestGood holds that nothing is refused that should be taken, and that everything in a file arrives.
func TestGood(t *testing.T) {
	t.Parallel()
	p := good(t)
	k := p.Kind("wish")
	if k == nil || k.ID() != "garden/wish" || len(p.Kinds) != 3 {
		t.Fatalf("kinds: %v", p.Kinds)
	}
	if got := k.stageNames(); strings.Join(got, " ") != "ordered placed accepted done rated unrated declined" {
		t.Errorf("stages out of order: %v", got)
	}
	if st := k.Stage("rated"); st.Shows != Done || st.End != EndDone {
		t.Errorf("rated shows %q, ends %q", st.Shows, st.End)
	}
	if st := k.Stage("placed"); st.Within.String() != "3 working days" || st.OpenTo[0] != "giver" || k.Stage("unrated").Shows != Unrated {
		t.Errorf("placed: %+v", st)
	}
	if f, ok := k.Field("lamps"); !ok || f.Unit.En != "lamps" || !f.Sums() {
		t.Errorf("lamps: %+v", f)
	}
	if m := k.Move("finish"); m.When == nil || !m.Claims && m.By[0] != Handler || k.Escalates.Back["done"] != "placed" || !k.Escalates.Stops {
		t.Errorf("finish: %+v", m)
	}
	if ok, err := k.Move("finish").When.Holds(ruleEnv(k)); err != nil || ok {
		t.Errorf("an unanswered guard: %v, %v", ok, err)
	}
	if k.Raise.Fields[0].Options[1].Key != "family" || k.Reopens.Within.N != 30 || p.Figures[0].Over != "year" || p.Lists[0].Stages[0] != "placed" {
		t.Errorf("%+v", k.Raise)
	}
	if again := Check(p); len(again) > 0 {
		t.Errorf("Check after Parse: %v", again)
	}
	if whole := CheckWhole(p); len(whole) > 0 {
		t.Errorf("CheckWhole: %v", whole)
	}
	if len(p.Hash) != 64 || p.Text == "" {
		t.Errorf("hash %q", p.Hash)
	}
}

func TestWhole(t *testing.T) {
	t.Parallel()
	text := strings.Replace(goodText(t), "title: {zh: 下单, en: Place}", "title: 下单", 1)
	p, problems := Parse("garden.yaml", []byte(text))
	if problems != nil {
		t.Fatalf("English is optional in a community's own: %v", problems)
	}
	whole := CheckWhole(p)
	if len(whole) != 1 || whole[0].Line != 1+strings.Count(text[:strings.Index(text, "title: 下单")], "\n") {
		t.Errorf("got %v", whole)
	}
}

// A version that was once taken up is read for ever, whatever later releases refuse: matters run by it.
func TestLoadTakesWhatParseOnceTook(t *testing.T) {
	t.Parallel()
	text := goodText(t)
	for was, is := range map[string]string{
		"title: {zh: 下单, en: Place}": "title: {zh: 下单， en: Place}",
		"icon: ":                     "icon: \u200b",
		"serves: ":                   "serves: nothing_known_",
		"\n    lead: ":               " #1\n    lead: ",
	} {
		old := strings.Replace(text, was, is, 1)
		if p, problems := Parse("garden.yaml", []byte(old)); p != nil || old == text {
			t.Errorf("%q is no longer a problem: %v", is, problems)
		}
		p, err := Load("garden.yaml", []byte(old))
		if err != nil {
			t.Errorf("%q: %v", is, err)
			continue
		}
		if ok, err := p.Kind("wish").Move("finish").When.Holds(ruleEnv(p.Kind("wish"))); err != nil || ok {
			t.Errorf("%q: its guards do not hold: %v", is, err)
		}
	}
	for _, broken := range []string{"", "kinds: {", "kinds: {a: {title: x}}", strings.Replace(text, "when: ", "when: ) ", 1)} {
		if p, err := Load("garden.yaml", []byte(broken)); err == nil || p != nil {
			t.Errorf("%.20q was loaded", broken)
		}
	}
}

// TestHostile holds that no text takes long or brings the program down.
func TestHostile(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty":      "",
		"comment":    "# nothing",
		"list":       "- a\n- b",
		"scalar":     "hello",
		"large":      strings.Repeat("a", maxBytes+1),
		"brackets":   "a: " + strings.Repeat("[", 500_000),
		"dashes":     strings.Repeat("- ", 400_000) + "a",
		"keys":       strings.Repeat("a: b\n", 100_000),
		"stairs":     stairs(600),
		"laughs":     "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
		"merge":      "a: {b: c}\nd:\n  <<: {e: f}",
		"tag":        "a: !!binary aGk=",
		"latin":      "playbook: caf\xe9",
		"null":       "playbook: a\x00b",
		"documents":  "playbook: a\n---\nplaybook: b",
		"tab":        "kinds:\n\tx: y",
		"quote":      "title: \"never closed",
		"parens":     "kinds: {k: {moves: {m: {when: \"" + strings.Repeat("(", 900) + "\"}}}}",
		"everywhere": strings.Repeat("x: {y: [z, {w: v}]}\n", 3000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, problems := Parse("x.yaml", []byte(text))
			if p != nil || len(problems) == 0 || len(problems) > maxProblems*2 {
				t.Fatalf("%d problems", len(problems))
			}
			for _, l := range []lang.Lang{lang.Zh, lang.En} {
				if s := problems[0].In(l); !strings.HasPrefix(s, "x.yaml:") || len(s) > 500 {
					t.Errorf("%q", s)
				}
			}
		})
	}
}

func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func goodText(t testing.TB) string {
	b, err := os.ReadFile("testdata/garden.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func good(t testing.TB) *Playbook {
	p, problems := Parse("garden.yaml", []byte(goodText(t)))
	if problems != nil {
		t.Fatal(problems)
	}
	return p
}

// FuzzParse holds that nothing brings Parse down, that what it takes has no problems, and that it says where what it
// refuses is wrong.
func FuzzParse(f *testing.F) {
	f.Add(goodText(f))
	files, _ := filepath.Glob("testdata/bad/*.yaml")
	for _, path := range files {
		b, _ := os.ReadFile(path)
		text, _, _ := strings.Cut(string(b), line)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, problems := Parse("x.yaml", []byte(text))
		if (p == nil) == (len(problems) == 0) {
			t.Fatal("neither a playbook nor problems, or both")
		}
		if p != nil {
			if again := Check(p); len(again) > 0 {
				t.Fatalf("Check after Parse: %v", again)
			}
			CheckWhole(p)
			for _, k := range p.Kinds {
				Draw(k, lang.Zh)
				Text(k, lang.En)
			}
			if d := Diff(p, p); len(d) > 0 {
				t.Fatalf("it differs from itself: %v", d)
			}
		}
		for _, problem := range problems {
			if problem.Line < 1 || problem.Says.Empty() {
				t.Fatalf("%#v", problem)
			}
		}
	})
}
