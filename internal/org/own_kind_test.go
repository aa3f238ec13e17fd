package org_test

import (
	"context"
	"errors"
	"testing"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestOwnKind(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		add := func(title lang.Text) (k org.OwnKind, err error) {
			err = w.try(func(ctx context.Context, tx *store.Tx) error {
				k, err = w.AddKind(ctx, tx, journal.Actor{}, org.OwnKind{Realm: "jia", Title: title})
				return err
			})
			return k, err
		}
		change := func(k org.OwnKind) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error { return w.ChangeKind(ctx, tx, journal.Actor{}, k) })
		}
		remove := func(id string) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.RemoveKind(ctx, tx, journal.Actor{}, "jia", id)
			})
		}
		used, err := add(lang.Text{Zh: " 能工巧匠社 ", En: "crafts' society"})
		if err != nil {
			t.Fatal(err)
		}
		free, err := add(lang.Text{Zh: "睦邻会"})
		if err != nil {
			t.Fatal(err)
		}
		for why, title := range map[string]string{"no name": " ", "twice": "睦邻会", "one of every realm": "居民委员会", "long": "一二三四五六七八九十一二三四五六七八九十一"} {
			if _, err := add(lang.Text{Zh: title}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		body := w.org(org.Org{Kind: used.ID, Title: "巧手社"})
		if o, err := w.Get(ctx, db, "jia", body.ID); err != nil || o.KindTitle() != (lang.Text{Zh: "能工巧匠社", En: "crafts' society"}) {
			t.Errorf("it is a %v, %v", o.KindTitle(), err)
		}
		if w.branch.KindTitle().Zh != "小区党支部" {
			t.Error("a kind of every realm has lost its name")
		}
		// Used ones are retired, not removed.
		if err := remove(used.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("removed what is used: %v", err)
		}
		used.Retired = true
		if err := change(used); err != nil {
			t.Fatal(err)
		}
		if _, err := w.tryOrg(org.Org{Kind: used.ID, Title: "又一社"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("chose what is retired: %v", err)
		}
		body.Title = "新巧手社"
		if err := w.change(body); err != nil {
			t.Errorf("an organisation of a retired kind cannot be renamed: %v", err)
		}
		used.Retired, used.Title.Zh = false, "巧手社团"
		if err := change(used); err != nil {
			t.Fatal(err)
		}
		if err := remove(free.ID); err != nil {
			t.Fatal(err)
		}
		if err := remove(free.ID); !errors.Is(err, org.ErrNoKind) {
			t.Errorf("removed twice: %v", err)
		}
		all, err := w.OwnKinds(ctx, db, "jia")
		if err != nil || len(all) != 1 || all[0] != used {
			t.Errorf("%+v, want %+v, %v", all, used, err)
		}
		if w.entries("own_kind.added") != 2 || w.entries("own_kind.changed") != 2 || w.entries("own_kind.removed") != 1 {
			t.Error("not on the record")
		}
		if why := w.recounted(); why != "" {
			t.Error(why)
		}
	})
}
