package playbooks_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/practice"
)

// The guide and the method that it builds, an invented sixth community's.
const guide = "../docs/guide"

var languages = []lang.Lang{lang.Zh, lang.En}

func sixth(t *testing.T) (*playbook.Playbook, string) {
	t.Helper()
	text := guideFile(t, "sixth/playbook.yaml")
	p, problems := practice.Parse("playbook.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems.In(lang.En))
	}
	return p, text
}

func guideFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(guide, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The guide's method has no problem, says everything in both languages, and costs no Go: every kind comes to each of its
// ends with the few people that the shipped ones are walked with.
func TestSixthCommunity(t *testing.T) {
	p, _ := sixth(t)
	if problems := playbook.CheckWhole(p); len(problems) > 0 {
		t.Error(problems.In(lang.En))
	}
	for _, k := range p.Kinds {
		t.Run(k.Name, func(t *testing.T) {
			t.Parallel()
			w := &walk{p: p, k: k, cast: community, ends: map[string]bool{}, comes: map[string][]string{}, last: map[string]bool{}, asked: map[string]bool{"session": true}}
			if k.At == "street" {
				w.cast = street
			}
			if k.Name == "light" { // somebody with the craft is at hand
				w.cast = append(slices.Clone(community), somebody{name: "electrician", members: []string{"volunteer"}})
			}
			now := time.Date(2026, 11, 16, 9, 0, 0, 0, clock.Zone)
			for _, who := range w.cast {
				raw := answers(k.Raise.Fields, absent, 0)
				if _, ok := raw["about"]; ok { // of several choices
					raw["about"] = []any{"spot", "dirt"}
				}
				start, err := playbook.Open(k, who.caller(p), raw, true, now, clock.China())
				if err == nil {
					w.from(start.State, now)
				}
			}
			for _, st := range k.Stages {
				if st.End != "" && !w.ends[st.Name] {
					t.Errorf("never came to its end %s", st.Name)
				}
			}
			if len(w.bad) > 0 {
				t.Errorf("refused good answers: %s", w.bad[0])
			}
			if bad := w.stuck(); len(bad) > 0 {
				t.Errorf("sticks in %d states, such as\n%s", len(bad), bad[0])
			}
		})
	}
}

var fence = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// What the guide shows is what the finished file holds, and both languages of the guide show the same.
func TestGuideShowsTheFile(t *testing.T) {
	_, text := sixth(t)
	var shown [2][]string
	for i, l := range languages {
		for _, m := range fence.FindAllStringSubmatch(guideFile(t, "playbook."+string(l)+".md"), -1) {
			shown[i] = append(shown[i], m[1])
			if strings.HasPrefix(m[1], "playbook:") { // the first step is a whole method of its own
				if _, problems := playbook.Parse("playbook.yaml", []byte(m[1])); len(problems) > 0 {
					t.Error(problems.In(lang.En))
				}
			} else if !strings.Contains(text, m[1]) {
				t.Errorf("%s: not in the file:\n%s", l, m[1])
			}
		}
	}
	if len(shown[0]) < 10 || !slices.Equal(shown[0], shown[1]) {
		t.Errorf("the two guides show %d and %d pieces, or not the same", len(shown[0]), len(shown[1]))
	}
}

// What the guide says that people read after a mistake is what they read.
func TestGuideQuotesProblems(t *testing.T) {
	_, text := sixth(t)
	for _, c := range []struct{ right, wrong string }{
		{`    icon: alert-triangle`, `    icon：alert-triangle`},
		{"en: \"Checked, it works\"", `en: Checked, it works`},
		{`{title: {zh: 想借, en: Asked for}`, `{title: {zh: 想借, en: Asked for`},
		{`{zh: 想借, en: Asked for}`, `{zh: 想借， en: Asked for}`},
		{`posts: [team_leader, community_worker]`, `posts: [team_leder, community_worker]`},
		{`posts: [mediator, community_worker, secretary]`, `posts: mediator, community_worker`},
		{"    stages:\n      reported", "    stage:\n      reported"},
		{`        storey:`, `        floor:`},
		{"    serves: upkeep\n", ``},
		{`shows: new, answers: desk, within: 1 working day}`, `shows: new, within: 1 working day}`},
		{`answers: handler, within: 3 calendar days`, `answers: handler, within: 三天`},
		{`from: checking, to: mended, by: [leader, desk], not: handler}`, `from: checking, to: mended, by: [leader, desk]}`},
		{"      bring:   {title: {zh: 还回来了, en: Brought back}, from: lent, to: back, by: [raiser, keeper]}\n", ``},
		{`answers: keeper, within: 2 working days}`, `answers: handler, within: 2 working days}`},
		{`by: handy, claims: true}`, `by: handy}`},
		{"        to: posted\n        by: desk", "        to: posted\n        by: dask"},
		{`answered: reported, declined: reported, withdrawn: reported}, clock`, `answered: reported, withdrawn: reported}, clock`},
		{`type: quantity, unit: {zh: 盏, en: lamps}, min: 0`, `type: quantity, min: 0`},
		{"when: times(\"session\") > 0\n", "when: times(\"sesion\") > 0\n"},
		{`seen: {by: public, shows: [title, place, trouble]}`, `seen: {by: public, shows: [title, place, phone]}`},
		{`      take:    {`, `      merge:   {`},
	} {
		if !strings.Contains(text, c.right) {
			t.Errorf("the file has no %q", c.right)
			continue
		}
		_, problems := practice.Parse("playbook.yaml", []byte(strings.Replace(text, c.right, c.wrong, 1)))
		if len(problems) == 0 {
			t.Errorf("%q is taken", c.wrong)
			continue
		}
		for _, l := range languages {
			if !strings.Contains(guideFile(t, "playbook."+string(l)+".md"), "\n"+problems.In(l)+"\n") {
				t.Errorf("the guide (%s) does not quote\n%s", l, problems.In(l))
			}
		}
	}
}

// The guide's list has every word of the language: those that a hint offers where an unknown one stands.
func TestGuideKnowsEveryWord(t *testing.T) {
	at := map[string]string{
		"the file": "zzzzzzzz: 1", "tasks": "tasks: {a: {zzzzzzzz: 1}}", "actors": "actors: {a: {zzzzzzzz: 1}}",
		"kinds": "kinds: {a: {zzzzzzzz: 1}}", "seen": "kinds: {a: {seen: {zzzzzzzz: 1}}}", "raise": "kinds: {a: {raise: {zzzzzzzz: 1}}}",
		"reopens": "kinds: {a: {reopens: {zzzzzzzz: 1}}}", "refer": "kinds: {a: {escalates: {zzzzzzzz: 1}}}",
		"fields": "kinds: {a: {raise: {fields: {a: {zzzzzzzz: 1}}}}}", "stages": "kinds: {a: {stages: {a: {zzzzzzzz: 1}}}}",
		"moves": "kinds: {a: {moves: {a: {zzzzzzzz: 1}}}}", "raises": "kinds: {a: {moves: {a: {raises: {zzzzzzzz: 1}}}}}",
		"lists": "lists: {a: {zzzzzzzz: 1}}", "figures": "figures: {a: {zzzzzzzz: 1}}",
		"list": "tasks: {a: {list: zzzzzzzz}}", "seen by": "kinds: {a: {seen: {by: zzzzzzzz}}}", "place": "kinds: {a: {raise: {place: zzzzzzzz}}}",
		"type": "kinds: {a: {raise: {fields: {a: {type: zzzzzzzz}}}}}", "shows": "kinds: {a: {stages: {a: {shows: zzzzzzzz}}}}",
		"end": "kinds: {a: {stages: {a: {end: zzzzzzzz}}}}", "needs": "kinds: {a: {moves: {a: {needs: zzzzzzzz}}}}",
		"stops_for": "kinds: {a: {stops_for: zzzzzzzz}}", "without": "kinds: {a: {without: zzzzzzzz}}",
		"clock": "kinds: {a: {escalates: {clock: zzzzzzzz}}}", "state": "lists: {a: {state: zzzzzzzz}}", "at": "kinds: {a: {at: zzzzzzzz}}",
	}
	for where, text := range at {
		_, problems := playbook.Parse("", []byte(text))
		i := slices.IndexFunc(problems, func(p playbook.Problem) bool { return strings.Contains(p.Says.En, "zzzzzzzz") })
		if i < 0 {
			t.Errorf("%s: an unknown word is taken", where)
			continue
		}
		_, words, ok := strings.Cut(problems[i].Hint.En, "allowed here: ")
		if !ok {
			t.Errorf("%s: the hint does not list its words: %s", where, problems[i].Hint.En)
			continue
		}
		for _, l := range languages {
			text := guideFile(t, "playbook."+string(l)+".md")
			for w := range strings.SplitSeq(words, ", ") {
				if !strings.Contains(text, "`"+w+"`") && !strings.Contains(text, "`"+w+":") {
					t.Errorf("the guide (%s) does not explain %s, a word of %s", l, w, where)
				}
			}
		}
	}
}
