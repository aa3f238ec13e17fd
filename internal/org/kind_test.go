package org_test

import (
	"testing"

	"linli/internal/lang"
	"linli/internal/org"
)

func TestKinds(t *testing.T) {
	seen := map[string]bool{}
	check := func(key string, title lang.Text) {
		if seen[key] || key == "" || !title.Whole() {
			t.Errorf("kind %q: twice, or not in both languages: %v", key, title)
		}
		seen[key] = true
	}
	for _, k := range org.Kinds {
		check(k.Key, k.Title)
	}
	clear(seen)
	for _, k := range org.PostKinds {
		check(k.Key, k.Title)
	}
	if org.KindTitle("estate_branch").Zh != "小区党支部" || org.KindTitle("x").Zh != "x" {
		t.Error("titles of kinds")
	}
}
