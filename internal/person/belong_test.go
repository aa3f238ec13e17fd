package person_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestHousehold(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		add := func(dwelling string) (h person.Household, err error) {
			err = w.try(func(ctx context.Context, tx *store.Tx) error {
				h, err = w.AddHousehold(ctx, tx, journal.Actor{}, person.Household{Realm: "jia", Dwelling: dwelling, From: w.at})
				return err
			})
			return h, err
		}
		h, err := add(w.flat.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{"", "none", w.estate.ID} {
			if _, err := add(wrong); !fault.Is(err, fault.Invalid) {
				t.Errorf("a household in %q: %v", wrong, err)
			}
		}
		if _, err := w.tryAdd(person.Person{Name: "甲", Household: h.ID}, person.Contact{}); err != nil {
			t.Fatal(err)
		}
		if got := names(t)(w.Members(ctx, db, "jia", h.ID)); got != "甲" {
			t.Errorf("members: %q", got)
		}
		end := func(at time.Time) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.EndHousehold(ctx, tx, journal.Actor{}, "jia", h.ID, at)
			})
		}
		if err := end(w.at.Add(-time.Hour)); !errors.Is(err, person.ErrNoHousehold) {
			t.Errorf("left before it came: %v", err)
		}
		if err := end(w.at.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		for at, want := range map[time.Duration]int{-time.Millisecond: 0, 0: 1, time.Hour - time.Millisecond: 1, time.Hour: 0} {
			all, err := w.HouseholdsAt(ctx, db, "jia", w.flat.ID, w.at.Add(at))
			if len(all) != want || err != nil {
				t.Errorf("at %v: %v, %v", at, all, err)
			}
		}
		if err := end(w.at.Add(2 * time.Hour)); !errors.Is(err, person.ErrNoHousehold) {
			t.Errorf("left twice: %v", err)
		}
	})
}

func TestOwner(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		p, q := w.add("甲"), w.add("乙")
		own := func(person_, dwelling string, from time.Time) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.AddOwner(ctx, tx, journal.Actor{}, person.Owner{Realm: "jia", Dwelling: dwelling, Person: person_, From: from})
			})
		}
		if err := errors.Join(own(p.ID, w.flat.ID, w.at), own(q.ID, w.flat.ID, w.at)); err != nil {
			t.Fatal(err)
		}
		if err := own(p.ID, w.flat.ID, w.at.Add(1)); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if err := own(p.ID, w.estate.ID, w.at); !fault.Is(err, fault.Invalid) {
			t.Errorf("an estate: %v", err)
		}
		if err := own("none", w.flat.ID, w.at); !errors.Is(err, person.ErrNone) {
			t.Errorf("nobody: %v", err)
		}
		sold := w.at.Add(time.Hour)
		if err := w.try(func(ctx context.Context, tx *store.Tx) error {
			return w.EndOwner(ctx, tx, journal.Actor{}, "jia", w.flat.ID, p.ID, sold)
		}); err != nil {
			t.Fatal(err)
		}
		say := names(t)
		if a, b := say(w.Owners(ctx, db, "jia", w.flat.ID, w.at)), say(w.Owners(ctx, db, "jia", w.flat.ID, sold)); a != "甲 乙" || b != "乙" {
			t.Errorf("before %q, after %q", a, b)
		}
		if got := say(w.OfKind(ctx, db, "jia", person.OwnerKind, sold)); got != "乙" {
			t.Errorf("members of the kind owner: %q", got)
		}
		if a, err := w.OwnedBy(ctx, db, "jia", q.ID, sold); len(a) != 1 || a[0] != w.flat.ID || err != nil {
			t.Errorf("owned: %v, %v", a, err)
		}
		if err := own(p.ID, w.flat.ID, sold); err != nil {
			t.Errorf("bought back: %v", err)
		}
	})
}

func TestMember(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		p := w.add("甲")
		join := func(kind string, from, until time.Time) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.AddMember(ctx, tx, journal.Actor{}, person.Membership{Realm: "jia", Person: p.ID, Kind: kind, From: from, Until: until})
			})
		}
		if err := errors.Join(join(person.PartyMember, w.at, time.Time{}), join("skill:plumbing", w.at, w.at.Add(time.Hour)),
			join("skill:plumbing", w.at.Add(time.Hour), time.Time{})); err != nil {
			t.Fatal(err)
		}
		if err := join(person.PartyMember, w.at.Add(time.Hour), time.Time{}); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		for _, kind := range []string{"", "skill:", "skill:A b", "boss", person.OwnerKind} {
			if err := join(kind, w.at, time.Time{}); !fault.Is(err, fault.Invalid) {
				t.Errorf("kind %q: %v", kind, err)
			}
		}
		if err := join(person.Volunteer, w.at, w.at); !fault.Is(err, fault.Invalid) {
			t.Errorf("an end at the start: %v", err)
		}
		leave := func() error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.EndMember(ctx, tx, journal.Actor{}, "jia", p.ID, person.PartyMember, w.at.Add(time.Minute))
			})
		}
		if err := leave(); err != nil {
			t.Fatal(err)
		}
		if err := leave(); !fault.Is(err, fault.Conflict) {
			t.Errorf("left twice: %v", err)
		}
		say := names(t)
		if a, b := say(w.OfKind(ctx, db, "jia", person.PartyMember, w.at)), say(w.OfKind(ctx, db, "jia", person.PartyMember, w.at.Add(time.Minute))); a != "甲" || b != "" {
			t.Errorf("before %q, after %q", a, b)
		}
		// The header says neither what was joined nor by what name.
		n, err := store.One(ctx, db, store.Value[int], `select count(*) from journal where kind like '%party%' or subject like '%party%'`)
		if n != 0 || err != nil {
			t.Errorf("%d headers name the membership, %v", n, err)
		}
	})
}
