package realm_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

var sets = []store.Set{journal.Migrations, realm.Migrations}

func services(t *testing.T) (*journal.Journal, *realm.Service) {
	ring, err := seal.New(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	j := journal.New(ring, clock.NewManual(time.Date(2026, 6, 1, 9, 0, 0, 0, clock.Zone)))
	return j, realm.New(j)
}

func TestAdd(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		j, s := services(t)
		add := func(v realm.Realm) error {
			return db.Tx(ctx, func(tx *store.Tx) error {
				_, err := s.Add(ctx, tx, journal.Actor{}, v)
				return err
			})
		}
		title := lang.T("甲", "A")
		for _, v := range []realm.Realm{
			{ID: "qingshi", Kind: realm.Street, Title: title},
			{ID: "nan-2", Kind: realm.Community, Street: "qingshi", Title: title},
			{ID: "bei", Kind: realm.Community, Street: "qingshi", Title: title},
			{ID: "another", Kind: realm.Street, Title: title},
		} {
			if err := add(v); err != nil {
				t.Fatal(err)
			}
		}
		for why, v := range map[string]realm.Realm{
			"a slug with capitals":        {ID: "Nan", Kind: realm.Street, Title: title},
			"a slug ending in a hyphen":   {ID: "nan-", Kind: realm.Street, Title: title},
			"a slug with a slash":         {ID: "a/b", Kind: realm.Street, Title: title},
			"a slug of one letter":        {ID: "a", Kind: realm.Street, Title: title},
			"a reserved slug":             {ID: "api", Kind: realm.Street, Title: title},
			"a slug that is taken":        {ID: "bei", Kind: realm.Street, Title: title},
			"no title":                    {ID: "x1", Kind: realm.Street},
			"no kind":                     {ID: "x2", Title: title},
			"a community without street":  {ID: "x3", Kind: realm.Community, Title: title},
			"a community under community": {ID: "x4", Kind: realm.Community, Street: "bei", Title: title},
			"a street under a street":     {ID: "x5", Kind: realm.Street, Street: "qingshi", Title: title},
		} {
			if err := add(v); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		got, err := s.Get(ctx, db, "nan-2")
		if err != nil || got.Street != "qingshi" || got.Title != title || got.Kind != realm.Community {
			t.Errorf("get: %+v, %v", got, err)
		}
		if _, err := s.Get(ctx, db, "x1"); !errors.Is(err, realm.ErrNone) {
			t.Errorf("a realm that was refused: %v", err)
		}
		all, err := s.All(ctx, db)
		var ids string
		for _, v := range all {
			ids += v.ID + " "
		}
		if ids != "another qingshi bei nan-2 " || err != nil {
			t.Errorf("all: %s, %v", ids, err)
		}
		if under, err := s.Under(ctx, db, "qingshi"); len(under) != 2 || err != nil {
			t.Errorf("under: %v, %v", under, err)
		}
		if under, _ := s.Under(ctx, db, "another"); len(under) != 0 {
			t.Errorf("under another: %v", under)
		}
		if rep, err := j.Verify(ctx, db, "bei", nil); err != nil || rep.Broken != 0 || rep.Entries != 1 {
			t.Errorf("its journal: %+v, %v", rep, err)
		}
	})
}

func TestBump(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		_, s := services(t)
		if err := db.Tx(ctx, func(tx *store.Tx) error {
			_, err := s.Add(ctx, tx, journal.Actor{}, realm.Realm{ID: "jia", Kind: realm.Street, Title: lang.T("甲", "A")})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		bump := func(id string) error {
			return db.Quiet(ctx, func(tx *store.Tx) error { return realm.Bump(ctx, tx, id) })
		}
		version := func() int {
			n, err := store.One(ctx, db, store.Value[int], `select version from authority where realm = 'jia'`)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := version()
		if err := bump("jia"); err != nil || version() != before+1 || before == 0 {
			t.Errorf("from %d to %d: %v", before, version(), err)
		}
		if err := bump("yi"); !errors.Is(err, realm.ErrNone) {
			t.Errorf("no such realm: %v", err)
		}
	})
}
