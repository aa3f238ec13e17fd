package practice_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/playbooks"
)

func load(t *testing.T, change func(string) string) *playbook.Playbook {
	t.Helper()
	p, problems := playbook.Parse("nanmen", []byte(change(string(playbooks.Texts()["nanmen"]))))
	if p == nil {
		t.Fatal(problems)
	}
	return p
}

func TestInstall(t *testing.T) {
	storetest.Each(t, []store.Set{journal.Migrations, realm.Migrations, practice.Migrations}, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		ring, err := seal.New(make([]byte, 32))
		if err != nil {
			t.Fatal(err)
		}
		now := clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone))
		j := journal.New(ring, now)
		s := practice.New(j, now)
		if err := db.Tx(ctx, func(tx *store.Tx) error {
			_, err := realm.New(j).Add(ctx, tx, journal.Actor{}, realm.Realm{ID: "jia", Kind: realm.Street, Title: lang.Same("甲")})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		install := func(p *playbook.Playbook) error {
			return db.Tx(ctx, func(tx *store.Tx) error { return s.Install(ctx, tx, journal.Actor{}, "jia", p, "why") })
		}
		first := load(t, func(text string) string { return text })
		second := load(t, func(text string) string { return strings.Replace(text, `version: "2026-11"`, `version: "2026-12"`, 1) })
		for _, p := range []*playbook.Playbook{first, second} {
			if err := install(p); err != nil {
				t.Fatal(err)
			}
		}
		if err := install(second); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same version again: %v", err)
		}
		set, err := practice.New(j, now).Current(ctx, db, "jia") // another node, which has to read the text
		if err != nil || len(set) != 1 || set[0].Version != "2026-12" || set.Kind("nanmen/wish") == nil || set.Kind("nanmen/none") != nil || set.Kind("nan") != nil {
			t.Fatalf("plays %v, %v", set, err)
		}
		old, err := practice.New(j, now).Version(ctx, db, first.Hash)
		if err != nil || old.Version != "2026-11" {
			t.Errorf("the version before is not there any more: %v", err)
		}
		// What a transaction took up that failed is not remembered, at the version at which others read.
		lost := errors.New("lost")
		third := load(t, func(text string) string { return strings.Replace(text, `version: "2026-11"`, `version: "2027-01"`, 1) })
		if err := db.Tx(ctx, func(tx *store.Tx) error {
			if err := s.Install(ctx, tx, journal.Actor{}, "jia", third, "why"); err != nil {
				return err
			}
			if set, err := s.CurrentAt(ctx, tx, "jia", 7); err != nil || set[0].Version != "2027-01" {
				t.Errorf("within, it plays %v, %v", set, err)
			}
			return lost
		}); err != lost {
			t.Fatal(err)
		}
		for range 2 {
			if set, err := s.CurrentAt(ctx, db, "jia", 7); err != nil || set[0].Version != "2026-12" {
				t.Errorf("after it failed, it plays %v, %v", set, err)
			}
		}
		if rep, err := j.Verify(ctx, db, "jia", nil); err != nil || rep.Entries != 3 || rep.Broken != 0 {
			t.Errorf("%+v, %v", rep, err)
		}
	})
}
