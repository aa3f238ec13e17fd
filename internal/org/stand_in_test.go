package org_test

import (
	"context"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestStandingIn(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		own := w.post(org.Post{Kind: "grid_leader", Person: w.wang.ID, Area: w.grid.ID, From: w.at})
		until := w.at.AddDate(0, 0, 14)
		for why, p := range map[string]org.Post{
			"no end":       {Kind: "grid_leader", Area: w.grid.ID},
			"another kind": {Kind: "grid_worker", Area: w.grid.ID, Until: until},
			"wider":        {Kind: "grid_leader", Until: until},
			"no such post": {Kind: "grid_leader", Area: w.grid.ID, Until: until, For: "none"},
		} {
			if p.For == "" {
				p.For = own.ID
			}
			p.Person, p.From = w.li.ID, w.at
			if _, err := w.tryPost(p); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		w.post(org.Post{Kind: "grid_leader", Person: w.li.ID, Area: w.grid.ID, For: own.ID, From: w.at, Until: until})
		if err := w.end(own.ID, w.at.AddDate(0, 0, 7)); err != nil {
			t.Fatal(err)
		}
		for day, want := range map[int]int{6: 1, 7: 0} {
			all, err := w.PostsOf(ctx, db, "jia", w.li.ID, w.at.AddDate(0, 0, day))
			if len(all) != want || err != nil {
				t.Errorf("on day %d: %v, %v", day, all, err)
			}
		}
	})
}

// TestStandingInNotBegun ends a post before somebody's time to stand in for it begins, and somebody's who stands in for
// them: neither ever holds it.
func TestStandingInNotBegun(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		day := func(n int) time.Time { return w.at.AddDate(0, 0, n) }
		own := w.post(org.Post{Kind: org.SystemAdmin, Person: w.wang.ID, From: day(0)})
		deputy := w.post(org.Post{Kind: org.SystemAdmin, Person: w.li.ID, For: own.ID, From: day(10), Until: day(20)})
		w.post(org.Post{Kind: org.SystemAdmin, Person: w.li.ID, For: deputy.ID, From: day(12), Until: day(14)})
		if err := w.end(own.ID, day(7)); err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{9, 10, 12, 13, 19} {
			if all, err := w.PostsOf(ctx, db, "jia", w.li.ID, day(n)); len(all) != 0 || err != nil {
				t.Errorf("on day %d the deputy holds %+v, %v", n, all, err)
			}
		}
		if e, err := w.j.About(ctx, db, "jia", deputy.ID); err != nil || len(e) != 2 || e[1].Kind != "post.ended" {
			t.Errorf("journal of the deputy: %+v, %v", e, err)
		}
		if _, err := w.tryPost(org.Post{Kind: org.AuditAdmin, Person: w.li.ID, From: day(5), Until: day(30)}); err != nil {
			t.Errorf("what was never held stands in the way: %v", err)
		}
	})
}
