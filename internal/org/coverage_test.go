package org_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/org"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestCoverage(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		say := func(on time.Time) string {
			all, err := w.Coverage(ctx, db, []string{"jia", "yi"}, on)
			if err != nil {
				t.Error(err)
			}
			var s []string
			for _, c := range all {
				var b []string
				for _, o := range c.Branches {
					b = append(b, o.Title)
				}
				slices.Sort(b)
				s = append(s, c.Title+"="+strings.Join(b, "+"))
			}
			slices.Sort(s)
			return strings.Join(s, " ")
		}
		if got := say(w.at); got != "远山小区= 青石小区=青石支部" {
			t.Errorf("one of two: %s", got)
		}
		w.org(org.Org{Kind: "estate_branch", Title: "联合支部", Area: w.area(place.Branch, "联合", w.estate.ID, w.far.ID).ID})
		w.org(org.Org{Kind: "volunteer_team", Title: "队", Area: w.branch.Area})
		if got := say(w.at); got != "远山小区=联合支部 青石小区=联合支部+青石支部" {
			t.Errorf("two of two: %s", got)
		}
		if got := say(w.at.AddDate(-2, 0, 0)); got != "远山小区= 青石小区=" {
			t.Errorf("before the branches: %s", got)
		}
	})
}
