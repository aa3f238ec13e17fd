package org

import (
	"strings"
	"testing"
)

// TestReadKinds breaks the file of kinds in every way, and is told where.
func TestReadKinds(t *testing.T) {
	const good = "orgs:\n- {key: team, zh: 队, en: \"team\"}\nposts:\n- {key: team, zh: 队长, en: \"head\", head: true}\n"
	orgs, posts, err := readKinds([]byte(good))
	if err != nil || len(orgs) != 1 || len(posts) != 1 || orgs[0].Title.En != "team" || !posts[0].Head || posts[0].Staff {
		t.Fatalf("%+v, %+v, %v", orgs, posts, err)
	}
	for _, c := range []struct{ old, new, says string }{
		{"zh: 队, ", "", "kinds.yaml:2: team is not named in both languages"},
		{`en: "head"`, `en: ""`, "kinds.yaml:4: team is not named"},
		{"{key: team, zh: 队长", "{key: Team, zh: 队长", `kinds.yaml:4: the key "Team"`},
		{"posts:\n", "posts:\n- {key: team, zh: 副, en: deputy}\n", "kinds.yaml:5: the key team stands on line 4 already"},
		{`en: "team"}`, `en: "team", staff: true}`, "kinds.yaml:2: team is an organisation"},
		{"head: true", "haed: true", `[4:`},
		{"head: true", "head: perhaps", `[4:`},
		{"posts:", "post:", `[3:`},
	} {
		if _, _, err := readKinds([]byte(strings.Replace(good, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q for %q: %v, want %q", c.new, c.old, err, c.says)
		}
	}
}

// TestKinds sees that the kinds that Go names are there, and what rests on them.
func TestKinds(t *testing.T) {
	for _, key := range []string{"residents_committee", "street_office", "operations", "estate_branch"} {
		if _, ok := kinds[key]; !ok {
			t.Errorf("there is no kind %s", key)
		}
	}
	admins := 0
	for _, k := range PostKinds {
		if k.Admin {
			admins++
		}
		if k.Admin && k.Answers {
			t.Errorf("the administrator %s answers for doorways", k.Key)
		}
	}
	for _, key := range []string{SystemAdmin, SecurityAdmin, AuditAdmin} {
		if k, _ := PostKindOf(key); !k.Admin {
			t.Errorf("%s is no administrator", key)
		}
	}
	if admins != 3 {
		t.Errorf("%d administrators", admins)
	}
}
