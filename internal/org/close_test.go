package org_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func (w *world) close(id string, at time.Time, all bool) error {
	return w.try(func(ctx context.Context, tx *store.Tx) error {
		return w.Close(ctx, tx, journal.Actor{}, "jia", id, at, all)
	})
}

func (w *world) reopen(id string, now time.Time) error {
	return w.try(func(ctx context.Context, tx *store.Tx) error {
		return w.Reopen(ctx, tx, journal.Actor{}, "jia", id, now)
	})
}

// TestClose closes a branch that has posts of every sort and a group below it.
func TestClose(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		day := func(n int) time.Time { return w.at.AddDate(0, 0, n) }
		group := w.org(org.Org{Kind: "building_party_group", Title: "3幢党小组", Parent: w.branch.ID})
		head := w.post(org.Post{Kind: "branch_secretary", Org: w.branch.ID, Person: w.wang.ID, From: day(0)})
		w.post(org.Post{Kind: "branch_secretary", Org: w.branch.ID, Person: w.li.ID, For: head.ID, From: day(1), Until: day(30)})
		later := w.post(org.Post{Kind: "adviser", Org: w.branch.ID, Person: w.zhao.ID, From: day(20)})
		below := w.post(org.Post{Kind: "building_party_group_leader", Org: group.ID, Person: w.qian.ID, From: day(0)})

		err := w.close(w.branch.ID, day(10), false)
		if !fault.Is(err, fault.Conflict) {
			t.Fatalf("closed with what it has: %v", err)
		}
		for _, says := range []string{"小区党支部书记 王一", "小区党支部书记 李二", "顾问 赵三", "3幢党小组"} {
			if !strings.Contains(fault.As(err).Says.Zh, says) {
				t.Errorf("%s is not told of: %v", says, err)
			}
		}
		if err := w.close(w.branch.ID, day(10), true); err != nil {
			t.Fatal(err)
		}
		for n, want := range map[int]int{9: 3, 10: 0, 20: 0} { // the head, who stands in, the group's leader
			held, err := w.HeldNow(ctx, db, "jia", day(n))
			if len(held) != want || err != nil {
				t.Errorf("on day %d: %d posts, %v", n, len(held), err)
			}
		}
		if p, _ := w.Post(ctx, db, "jia", later.ID); !p.CalledOff() {
			t.Errorf("what was to begin after it: %+v", p)
		}
		if p, _ := w.Post(ctx, db, "jia", below.ID); !p.Until.Equal(day(10)) {
			t.Errorf("below it: %+v", p)
		}
		titles := func(on time.Time) int {
			all, err := w.Open(ctx, db, "jia", on)
			if err != nil {
				t.Error(err)
			}
			return len(all)
		}
		if a, b := titles(day(10).Add(-1e6)), titles(day(10)); a != 3 || b != 1 {
			t.Errorf("to choose from %d before, %d after", a, b)
		}
		if all, err := w.All(ctx, db, "jia"); len(all) != 3 || err != nil {
			t.Errorf("to read: %d, %v", len(all), err)
		}
		if all, err := w.Coverage(ctx, db, []string{"jia"}, day(10)); err != nil || len(all[0].Branches)+len(all[1].Branches) != 0 {
			t.Errorf("a closed branch covers: %+v, %v", all, err)
		}
		// Nothing new goes into it.
		if _, err := w.tryPost(org.Post{Kind: "adviser", Org: w.branch.ID, Person: w.zhao.ID, From: day(0)}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a post without end: %v", err)
		}
		if _, err := w.tryPost(org.Post{Kind: "adviser", Org: w.branch.ID, Person: w.zhao.ID, From: day(0), Until: day(10)}); err != nil {
			t.Errorf("a post until then: %v", err)
		}
		if _, err := w.tryOrg(org.Org{Kind: "building_party_group", Title: "x", Parent: w.branch.ID}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an organisation below: %v", err)
		}
		w.branch.Title = "x"
		for why, err := range map[string]error{"closed twice": w.close(w.branch.ID, day(11), true), "changed": w.change(w.branch)} {
			if !errors.Is(err, org.ErrClosed) {
				t.Errorf("%s: %v", why, err)
			}
		}
		if why := w.recounted(); why != "" {
			t.Error(why)
		}
	})
}

func TestReopen(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		group := w.org(org.Org{Kind: "building_party_group", Title: "3幢党小组", Parent: w.branch.ID})
		if err := w.reopen(group.ID, w.at); !fault.Is(err, fault.Conflict) {
			t.Errorf("reopened what is open: %v", err)
		}
		if err := w.close(w.branch.ID, w.at, true); err != nil {
			t.Fatal(err)
		}
		if err := w.reopen(group.ID, w.at); !fault.Is(err, fault.Conflict) {
			t.Errorf("reopened under what is closed: %v", err)
		}
		last := w.at.AddDate(0, 0, org.UndoDays)
		if err := w.reopen(w.branch.ID, last.Add(time.Millisecond)); !fault.Is(err, fault.Conflict) {
			t.Errorf("reopened too late: %v", err)
		}
		if err := w.reopen(w.branch.ID, last); err != nil {
			t.Fatal(err)
		}
		if err := w.reopen(group.ID, last); err != nil {
			t.Fatal(err)
		}
		if o, err := w.Get(ctx, db, "jia", w.branch.ID); err != nil || !o.Until.IsZero() {
			t.Errorf("%+v, %v", o, err)
		}
		if w.entries("org.closed") != 2 || w.entries("org.reopened") != 2 {
			t.Error("not on the record")
		}
		if why := w.recounted(); why != "" {
			t.Error(why)
		}
	})
}
