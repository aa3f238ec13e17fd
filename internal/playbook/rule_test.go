package playbook

import (
	"strings"
	"testing"
)

func TestRule(t *testing.T) {
	t.Parallel()
	k := good(t).Kind("wish")
	for text, want := range map[string]bool{
		`lamps > 2`:                                true,
		`whose == "self" and not overdue`:          true,
		`whose in ["family"]`:                      false,
		`times("call") == 2 and here("call") == 1`: true,
		`answered("owner") or filled("phone")`:     false,
		`len(photos) > 0`:                          false,
		`any(photos, # == "a")`:                    false,
		`rating >= 4`:                              true,
		`today >= "2026-11-21"`:                    true,
		`stage == "done" ? lamps > 9 : lamps > 1`:  true,
		`(craft ?? "") == ""`:                      true,
	} {
		r := &Rule{Text: text}
		if err := r.compile(ruleEnv(k)); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		env := ruleEnv(k)
		env["lamps"], env["whose"], env["stage"], env["rating"], env["today"] = 3.0, "self", "placed", 4.0, "2026-11-21"
		env["times"] = func(string) int { return 2 }
		env["here"] = func(string) int { return 1 }
		if got, err := r.Holds(env); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

// TestRuleRefuses holds that a guard cannot be anything but small, pure and boolean.
func TestRuleRefuses(t *testing.T) {
	t.Parallel()
	k := good(t).Kind("wish")
	for _, text := range []string{
		"", "1", "whose", "lamps", "now() != nil", `repeat("x", 1000000) == ""`, "1..1000000 == nil", "map(1..9, #) == nil",
		"reduce(1..100, #acc + #) > 0", `"a" > 1`, "nothing", "times()", "times(1) > 0", `fromJSON("1") == 1`,
		strings.Repeat("(", 5000), strings.Repeat("not ", 150) + "overdue and " + strings.Repeat("overdue or ", 50) + "overdue",
		"let x = overdue; y", "# > 1", `date("2026-01-01").Year() == 1`, "get(photos, 0) == 1",
	} {
		r := &Rule{Text: text}
		if err := r.compile(ruleEnv(k)); err == nil {
			t.Errorf("taken: %.60s", text)
		}
		if ok, err := r.Holds(ruleEnv(k)); ok || err == nil {
			t.Errorf("a rule that was refused holds: %.60s", text)
		}
	}
}

// TestRuleBounded holds that a guard that would take much ends as an error.
func TestRuleBounded(t *testing.T) {
	t.Parallel()
	r := &Rule{Text: `any(1..90000000, # == -1)`}
	if err := r.compile(ruleEnv(good(t).Kind("wish"))); err != nil {
		return
	}
	if ok, err := r.Holds(ruleEnv(good(t).Kind("wish"))); ok || err == nil {
		t.Errorf("%v, %v", ok, err)
	}
}

// FuzzRule holds that no text brings the rules down and that what compiles can be asked.
func FuzzRule(f *testing.F) {
	for _, s := range []string{`lamps > 2`, `whose in ["self"]`, `times("call") > 0`, `any(photos, # == "a")`, `not (overdue or rating >= 4)`, `today < "2026"`, `max(1, lamps) == 1`} {
		f.Add(s)
	}
	k := good(f).Kind("wish")
	f.Fuzz(func(t *testing.T, text string) {
		r := &Rule{Text: text}
		if r.compile(ruleEnv(k)) != nil {
			return
		}
		r.mentions()
		if _, err := r.Holds(ruleEnv(k)); err != nil {
			t.Logf("%q: %v", text, err)
		}
	})
}
