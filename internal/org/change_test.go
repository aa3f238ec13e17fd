package org_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func (w *world) change(o org.Org) error {
	return w.try(func(ctx context.Context, tx *store.Tx) error {
		_, err := w.Change(ctx, tx, journal.Actor{}, o)
		return err
	})
}

// recounted says what the record and the rows do not agree on.
func (w *world) recounted() string {
	w.t.Helper()
	ctx := context.Background()
	c := w.Recount("jia")
	if rep, err := w.j.Verify(ctx, w.db, "jia", c.Visit); err != nil || rep.Broken != 0 {
		w.t.Errorf("the chain: %+v, %v", rep, err)
	}
	why, err := c.Compare(ctx, w.db)
	if err != nil {
		w.t.Error(err)
	}
	return why
}

func TestChange(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		group := w.org(org.Org{Kind: "building_party_group", Title: "3幢党小组", Parent: w.branch.ID})
		deep := w.org(org.Org{Kind: "building_party_group", Title: "分组", Parent: group.ID})

		moved := group
		moved.Title, moved.Parent, moved.Area, moved.USCC, moved.Kind = " 三幢党小组 ", w.committee.ID, w.grid.ID, "91350100m000100y43", "secret"
		if err := w.change(moved); err != nil {
			t.Fatal(err)
		}
		got, err := w.Get(ctx, db, "jia", group.ID)
		if err != nil || got.Title != "三幢党小组" || got.Parent != w.committee.ID || got.Area != w.grid.ID || got.USCC != "91350100M000100Y43" || got.Kind != "building_party_group" {
			t.Errorf("changed: %+v, %v", got, err)
		}
		if old, _, err := w.Find(ctx, db, "jia", "3幢党小组", 0, 10); err != nil || len(old) != 0 {
			t.Errorf("found by its old name: %v, %v", old, err)
		}
		if now, _, err := w.Find(ctx, db, "jia", "三幢党小组", 0, 10); err != nil || len(now) != 1 {
			t.Errorf("found by its name: %v, %v", now, err)
		}
		n := w.entries("org.changed")
		if err := w.change(got); err != nil || w.entries("org.changed") != n {
			t.Errorf("what is as it was is on the record, %v", err)
		}
		for field, o := range map[string]org.Org{
			"title": {Realm: "jia", ID: group.ID, Title: strings.Repeat("长", 81)},
			"area":  {Realm: "jia", ID: group.ID, Title: "x", Area: "none"},
			"uscc":  {Realm: "jia", ID: group.ID, Title: "x", USCC: "1"},
		} {
			if err := w.change(o); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		// No loops: neither itself, nor what lies below, however deep.
		for _, above := range []string{group.ID, deep.ID, "none"} {
			o := got
			o.Parent = above
			if err := w.change(o); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != "parent" {
				t.Errorf("under %s: %v", above, err)
			}
		}
		if err := w.change(org.Org{Realm: "jia", ID: "none", Title: "x"}); !errors.Is(err, org.ErrNone) {
			t.Errorf("none: %v", err)
		}
		if why := w.recounted(); why != "" {
			t.Error(why)
		}
	})
}

func (w *world) entries(kind string) int {
	w.t.Helper()
	n, err := store.One(context.Background(), w.db, store.Value[int], `select count(*) from journal where realm = 'jia' and kind = $1`, kind)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}
