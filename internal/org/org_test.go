package org_test

import (
	"context"
	"testing"

	"linli/internal/fault"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestOrg(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		group := w.org(org.Org{Kind: "building_party_group", Title: "3幢党小组", Parent: w.branch.ID, USCC: "91350100m000100y43"})
		if got, err := w.Get(ctx, db, "jia", group.ID); err != nil || got != group || got.USCC != "91350100M000100Y43" {
			t.Errorf("get: %+v, %v", got, err)
		}
		for why, o := range map[string]org.Org{
			"no title":       {Kind: "estate_branch"},
			"no kind":        {Title: "x"},
			"unknown parent": {Kind: "estate_branch", Title: "x", Parent: "none"},
			"unknown area":   {Kind: "estate_branch", Title: "x", Area: "none"},
			"a wrong USCC":   {Kind: "property_company", Title: "x", USCC: "91350100M000100Y44"},
		} {
			if _, err := w.tryOrg(o); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		if all, err := w.All(ctx, db, "jia", "estate_branch", "building_party_group"); len(all) != 2 || err != nil {
			t.Errorf("of two kinds: %v, %v", all, err)
		}
		if all, err := w.All(ctx, db, "jia"); len(all) != 3 || err != nil {
			t.Errorf("all: %v, %v", all, err)
		}
		if m, err := w.ByIDs(ctx, db, "jia", []string{group.ID, "none"}); len(m) != 1 || m[group.ID] != group || err != nil {
			t.Errorf("by ids: %v, %v", m, err)
		}
	})
}
