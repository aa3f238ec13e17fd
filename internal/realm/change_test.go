package realm_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestChange(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		j, s := services(t)
		if err := db.Tx(ctx, func(tx *store.Tx) error {
			_, err := s.Add(ctx, tx, journal.Actor{}, realm.Realm{ID: "jia", Kind: realm.Street, Title: lang.T("甲", "A")})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		other := realm.New(j) // another node
		for _, x := range []*realm.Service{s, other} {
			if _, err := x.Get(ctx, db, "jia"); err != nil {
				t.Fatal(err)
			}
		}
		change := func(v realm.Realm) error {
			return db.Tx(ctx, func(tx *store.Tx) error { return s.Change(ctx, tx, journal.Actor{}, v) })
		}
		next := realm.Realm{ID: "jia", Title: lang.T("甲街道", ""), Contact: realm.Contact{Phone: "0511 - 5550100", Hours: "周一至周五 8:30–17:30", Address: "中山路 1 号"}}
		if err := change(next); err != nil {
			t.Fatal(err)
		}
		got, err := s.Get(ctx, db, "jia")
		if err != nil || got.Title.Zh != "甲街道" || got.Phone != "0511-5550100" || got.Kind != realm.Street || got.Address != "中山路 1 号" {
			t.Errorf("%+v, %v", got, err)
		}
		if err := change(got); err != nil {
			t.Errorf("as it was: %v", err)
		}
		for field, v := range map[string]realm.Realm{
			"title":   {ID: "jia"},
			"phone":   {ID: "jia", Title: got.Title, Contact: realm.Contact{Phone: "call me"}},
			"hours":   {ID: "jia", Title: got.Title, Contact: realm.Contact{Hours: strings.Repeat("早", 61)}},
			"address": {ID: "jia", Title: got.Title, Contact: realm.Contact{Address: strings.Repeat("路", 81)}},
		} {
			if err := change(v); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		const private = "找小李 13900001234"
		for field, v := range map[string]realm.Realm{
			"title":    {ID: "jia", Title: lang.T(private, "")},
			"title_en": {ID: "jia", Title: lang.T("甲", private)},
			"hours":    {ID: "jia", Title: got.Title, Contact: realm.Contact{Hours: private}},
			"address":  {ID: "jia", Title: got.Title, Contact: realm.Contact{Address: private}},
		} {
			if err := change(v); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		for _, phone := range []string{"12345", "13900001234", "021-55556666-12", "400-820-8820", ""} {
			if err := change(realm.Realm{ID: "jia", Title: got.Title, Contact: realm.Contact{Phone: phone}}); err != nil {
				t.Errorf("the number %q: %v", phone, err)
			}
		}
		if err := change(realm.Realm{ID: "none", Title: got.Title}); !errors.Is(err, realm.ErrNone) {
			t.Errorf("no such realm: %v", err)
		}
	})
}
