package org_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestCrossAppointments(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		owners := w.org(org.Org{Kind: "owners_committee", Title: "业委会"})
		w.post(org.Post{Kind: "branch_secretary", Org: w.branch.ID, Person: w.wang.ID, From: w.at})
		chair := w.post(org.Post{Kind: "owners_chair", Org: owners.ID, Person: w.wang.ID, From: w.at})
		w.post(org.Post{Kind: "building_leader", Person: w.li.ID, Place: w.building.ID, From: w.at})
		w.post(org.Post{Kind: "owners_member", Org: owners.ID, Person: w.li.ID, From: w.at})
		w.post(org.Post{Kind: "unit_leader", Person: w.zhao.ID, Place: w.unit.ID, From: w.at})
		w.post(org.Post{Kind: "mediator", Person: w.zhao.ID, From: w.at})
		w.post(org.Post{Kind: "community_worker", Person: w.qian.ID, From: w.at})
		w.post(org.Post{Kind: "owners_chair", Org: owners.ID, Person: w.qian.ID, For: chair.ID, From: w.at, Until: w.at.AddDate(0, 1, 0)})
		say := func(on time.Time) string {
			all, err := w.CrossAppointments(ctx, db, "jia", on)
			if err != nil {
				t.Error(err)
			}
			var s []string
			for _, c := range all {
				both := ""
				if c.Heads {
					both = "!"
				}
				orgs := slices.Sorted(slices.Values(c.Orgs))
				s = append(s, c.Name+both+"="+strings.Join(orgs, "+"))
			}
			slices.Sort(s)
			return strings.Join(s, " ")
		}
		if got := say(w.at); got != "李二=业委会+居民委员会 王一!=业委会+青石支部" {
			t.Errorf("cross-appointments: %s", got)
		}
		if err := w.end(chair.ID, w.at.AddDate(0, 0, 3)); err != nil {
			t.Fatal(err)
		}
		if got := say(w.at.AddDate(0, 0, 3)); got != "李二=业委会+居民委员会" {
			t.Errorf("after a post ended: %s", got)
		}
	})
}
