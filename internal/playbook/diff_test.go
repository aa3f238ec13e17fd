package playbook

import (
	"strings"
	"testing"

	"linli/internal/lang"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	old := good(t)
	if same := Diff(old, good(t)); len(same) > 0 {
		t.Errorf("the same playbook differs: %v", same)
	}
	for name, c := range map[string]struct {
		from, to string
		want     []string // in English, each change begins so
		held     string   // stages that hold running matters
	}{
		"clock":   {"answers: desk, within: 1 working day}", "answers: desk, within: 2 working days}", []string{"“Ordered”: its time was “1 working day” and is now “2 working days”"}, ""},
		"version": {`version: "2026-11"`, `version: "2026-12"`, []string{"“Garden Lane”: its version was “2026-11” and is now “2026-12”"}, ""},
		"who":     {"to: placed, by: desk}", "to: placed, by: [desk, leader]}", []string{"“Place”: who may was “Community desk” and is now “Community desk, Building leader”"}, ""},
		"seen":    {"seen: {by: neighbours, shows: [title, wish]}", "seen: {by: public, shows: [title]}", []string{"“Small wish”: who sees it was “neighbours, title, wish” and is now “public, title”"}, ""},
		"guard":   {`when: times("call") > 0`, `when: times("call") > 1`, []string{"“Finish”: its condition was"}, ""},
		"claims":  {"by: handler, needs: reason, frees: true}", "by: handler, needs: reason}", []string{"the rules of “Give up” have changed"}, ""},
		"move":    {"      decline:  {title: {zh: 不受理", "      turn_down:  {title: {zh: 不受理", []string{"the move “Decline” is gone", "the move “Decline” is new"}, ""},
		"posts":   {"posts: [community_worker, secretary]", "posts: secretary", []string{"“Community desk”: its posts was"}, ""},
		"field":   {"max: 200", "max: 300", []string{"the field “What” has changed"}, ""},
		"figure":  {"over: since 2022-01-01", "over: all", []string{"the figure “Lamps” is counted otherwise"}, ""},
		"list":    {"stage: placed, group: craft", "stage: placed", []string{"the list “Open wishes” has changed"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(goodText(t), c.from, c.to, 1)
			now, problems := Parse("x.yaml", []byte(text))
			if problems != nil || text == goodText(t) {
				t.Fatal(problems)
			}
			expect(t, Diff(old, now), c.want, c.held)
		})
	}
	t.Run("stage gone", func(t *testing.T) {
		t.Parallel()
		text := strings.ReplaceAll(goodText(t), "accepted", "taken")
		now, problems := Parse("x.yaml", []byte(text))
		if problems != nil {
			t.Fatal(problems)
		}
		changes := Diff(old, now)
		if changes[0].Stage != "accepted" || changes[0].What != "removed" || changes[1].Stage != "" {
			t.Errorf("%v", changes[:2])
		}
		text = strings.Replace(text, "    moves:\n      place:", "    moves_over: {accepted: taken}\n    moves:\n      place:", 1)
		now, problems = Parse("x.yaml", []byte(text))
		if problems != nil {
			t.Fatal(problems)
		}
		for _, change := range Diff(old, now) {
			if change.Stage != "" {
				t.Errorf("held although it moves over: %v", change.Says)
			}
		}
	})
	t.Run("kind gone", func(t *testing.T) {
		t.Parallel()
		text := goodText(t)
		text = text[:strings.Index(text, "  aid:\n    title")] + text[strings.Index(text, "  referred:\n"):]
		now, problems := Parse("x.yaml", []byte(text))
		if problems != nil {
			t.Fatal(problems)
		}
		expect(t, Diff(old, now), []string{"there is no “Temporary relief” any more", "what is at “Checking” goes on", "what is at “At the street” goes on"}, "checking at_street")
		expect(t, Diff(now, old), []string{"“Temporary relief” is new"}, "")
	})
}

func expect(t *testing.T, changes []Change, want []string, held string) {
	t.Helper()
	var stages []string
	for i, change := range changes {
		if change.Stage != "" {
			stages = append(stages, change.Stage)
		}
		if i >= len(want) || !strings.HasPrefix(change.Says.In(lang.En), want[i]) || !change.Says.Whole() {
			t.Errorf("unexpected: %+v", change)
		}
	}
	if len(changes) != len(want) || strings.Join(stages, " ") != held {
		t.Errorf("%d changes, held %v; want %d, %s", len(changes), stages, len(want), held)
	}
}
