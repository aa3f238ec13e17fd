package person_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

var sets = []store.Set{journal.Migrations, realm.Migrations, place.Migrations, person.Migrations}

// Made-up numbers; the identity number is the sample of GB 11643.
const (
	phone  = "13900001234"
	number = "11010519491231002X"
)

type world struct {
	t  *testing.T
	db *store.DB
	j  *journal.Journal
	*person.Service
	at           time.Time
	flat, estate place.Place
}

func build(t *testing.T, db *store.DB) *world {
	ring, err := seal.New(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, at: time.Date(2026, 6, 1, 9, 0, 0, 0, clock.Zone)}
	w.j = journal.New(ring, clock.NewManual(w.at))
	w.Service = person.New(w.j, ring)
	w.do(func(ctx context.Context, tx *store.Tx) error {
		for _, id := range []string{"jia", "yi"} {
			if _, err := realm.New(w.j).Add(ctx, tx, journal.Actor{}, realm.Realm{ID: id, Kind: realm.Street, Title: lang.Same(id)}); err != nil {
				return err
			}
		}
		var err error
		if w.estate, err = place.New(w.j).Add(ctx, tx, journal.Actor{}, place.Place{Realm: "jia", Kind: place.Estate, Title: "青石小区"}); err != nil {
			return err
		}
		w.flat, err = place.New(w.j).Add(ctx, tx, journal.Actor{}, place.Place{Realm: "jia", Kind: place.Dwelling, Parent: w.estate.ID, Title: "1号"})
		return err
	})
	return w
}

func (w *world) try(f func(ctx context.Context, tx *store.Tx) error) error {
	ctx := context.Background()
	return w.db.Tx(ctx, func(tx *store.Tx) error { return f(ctx, tx) })
}

func (w *world) do(f func(ctx context.Context, tx *store.Tx) error) {
	w.t.Helper()
	if err := w.try(f); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) tryAdd(p person.Person, c person.Contact) (got person.Person, err error) {
	if p.Realm == "" {
		p.Realm = "jia"
	}
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		got, err = w.Add(ctx, tx, journal.Actor{}, p, c)
		return err
	})
	return got, err
}

func (w *world) add(name string) person.Person {
	w.t.Helper()
	p, err := w.tryAdd(person.Person{Name: name}, person.Contact{})
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *world) version() int {
	n, err := store.One(context.Background(), w.db, store.Value[int], `select version from authority where realm = 'jia'`)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func names(t *testing.T) func(all []person.Person, err error) string {
	return func(all []person.Person, err error) string {
		if err != nil {
			t.Error(err)
		}
		var s []string
		for _, p := range all {
			s = append(s, p.Name)
		}
		return strings.Join(s, " ")
	}
}

func TestSealed(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		p, err := w.tryAdd(person.Person{Name: " 甘 露 "}, person.Contact{Phone: "+86 139-0000-1234", IDNumber: strings.ToLower(number)})
		if err != nil {
			t.Fatal(err)
		}
		if p.Name != "甘 露" {
			t.Errorf("name %q", p.Name)
		}
		// Nothing in any column of the row holds the numbers, nor does the journal's payload.
		cells, err := store.One(ctx, db, func(r store.Row) ([][]byte, error) {
			c := make([][]byte, 8)
			return c, r.Scan(&c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6], &c[7])
		}, `select id, name, account, household, phone, phone_digest, idnumber, idnumber_digest from person where realm = 'jia'`)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := w.j.About(ctx, db, "jia", p.ID)
		if err != nil || len(entries) != 1 {
			t.Fatalf("%v, %v", entries, err)
		}
		for _, c := range append(cells, entries[0].Payload) {
			for _, secret := range []string{phone, phone[3:], number, number[6:14]} {
				if bytes.Contains(c, []byte(secret)) {
					t.Errorf("plain %s in %q", secret, c)
				}
			}
		}
		if len(cells[4]) == 0 || len(cells[5]) == 0 || len(cells[6]) == 0 || len(cells[7]) == 0 {
			t.Error("the sealed columns are empty")
		}
		// Equal ones are found without opening.
		say := names(t)
		if got := say(w.ByPhone(ctx, db, "jia", "139 0000 1234")); got != "甘 露" {
			t.Errorf("by phone: %q", got)
		}
		if got := say(w.ByPhone(ctx, db, "yi", phone)); got != "" {
			t.Errorf("by phone in another realm: %q", got)
		}
		if got, err := w.ByIDNumber(ctx, db, "jia", number); err != nil || got.ID != p.ID {
			t.Errorf("by identity number: %v, %v", got, err)
		}
		looks := func() int {
			n, err := store.One(ctx, db, store.Value[int], `select count(*) from look where subject = $1 and account = 'acc'`, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := looks(); n != 0 {
			t.Errorf("%d looks before any", n)
		}
		by := journal.Actor{Account: "acc"}
		if got, err := w.Phone(ctx, db, by, "jia", p.ID); got != phone || err != nil || looks() != 1 {
			t.Errorf("opened: %q, %v, %d looks", got, err, looks())
		}
		if got, err := w.IDNumber(ctx, db, by, "jia", p.ID); got != number || err != nil || looks() != 2 {
			t.Errorf("opened: %q, %v, %d looks", got, err, looks())
		}
		if _, err := w.Phone(ctx, db, by, "yi", p.ID); !errors.Is(err, person.ErrNone) {
			t.Errorf("opened from another realm: %v", err)
		}
		// What is sealed for one row does not open in another.
		q := w.add("乙")
		if err := db.Quiet(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update person set phone = (select phone from person where id = $1) where id = $2`, p.ID, q.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got, err := w.Phone(ctx, db, by, "jia", q.ID); err == nil {
			t.Errorf("a copied phone opened: %q", got)
		}
		if got, err := w.IDNumber(ctx, db, by, "jia", q.ID); got != "" || err != nil {
			t.Errorf("no identity number: %q, %v", got, err)
		}
	})
}

func TestAdd(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		p, err := w.tryAdd(person.Person{Name: "甘露", Account: "acc"}, person.Contact{Phone: phone, IDNumber: number})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.tryAdd(person.Person{Name: "甘霖"}, person.Contact{Phone: phone}); err != nil {
			t.Errorf("a phone shared in a family: %v", err)
		}
		for why, c := range map[string]struct {
			p person.Person
			c person.Contact
		}{
			"no name":              {person.Person{}, person.Contact{}},
			"an account twice":     {person.Person{Name: "乙", Account: "acc"}, person.Contact{}},
			"an unknown household": {person.Person{Name: "乙", Household: "none"}, person.Contact{}},
			"a wrong phone":        {person.Person{Name: "乙"}, person.Contact{Phone: "12345"}},
			"a wrong number":       {person.Person{Name: "乙"}, person.Contact{IDNumber: "110105194912310021"}},
			"a number twice":       {person.Person{Name: "乙"}, person.Contact{IDNumber: number}},
		} {
			if _, err := w.tryAdd(c.p, c.c); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		if _, err := w.tryAdd(person.Person{Realm: "yi", Name: "甘露", Account: "acc"}, person.Contact{IDNumber: number}); err != nil {
			t.Errorf("the same person in another realm: %v", err)
		}
		if got, err := w.ByAccount(ctx, db, "jia", "acc"); err != nil || got != p {
			t.Errorf("by account: %+v, %v", got, err)
		}
		if _, err := w.ByAccount(ctx, db, "jia", ""); !errors.Is(err, person.ErrNone) {
			t.Errorf("by no account: %v", err)
		}
		if all, err := w.OfAccount(ctx, db, "acc"); len(all) != 2 || err != nil {
			t.Errorf("of account: %v, %v", all, err)
		}
	})
}

func TestChange(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		p, err := w.tryAdd(person.Person{Name: "甘露", Account: "acc"}, person.Contact{Phone: phone, IDNumber: number})
		if err != nil {
			t.Fatal(err)
		}
		before := w.version()
		change := func(p person.Person, c person.Contact) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error { return w.Change(ctx, tx, journal.Actor{}, p, c) })
		}
		p.Name, p.Account = "甘霖", "other"
		if err := change(p, person.Contact{Phone: "021-55556666", IDNumber: number}); err != nil {
			t.Fatal(err)
		}
		got, err := w.Get(ctx, db, "jia", p.ID)
		if err != nil || got.Name != "甘霖" || got.Account != "acc" {
			t.Errorf("changed: %+v, %v", got, err)
		}
		if tel, _ := w.Phone(ctx, db, journal.Actor{}, "jia", p.ID); tel != "021-55556666" {
			t.Errorf("phone %s", tel)
		}
		if w.version() == before {
			t.Error("what is remembered of the person stays")
		}
		if err := change(person.Person{Realm: "jia", ID: "none", Name: "x"}, person.Contact{}); !errors.Is(err, person.ErrNone) {
			t.Errorf("nobody: %v", err)
		}
	})
}

func TestLinkAccount(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		p, q := w.add("甲"), w.add("乙")
		link := func(p person.Person, account string) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				return w.LinkAccount(ctx, tx, journal.Actor{Account: "admin"}, "jia", p.ID, account)
			})
		}
		before := w.version()
		if err := link(p, "acc"); err != nil {
			t.Fatal(err)
		}
		if w.version() == before {
			t.Error("authority is as before")
		}
		if err := link(q, "acc"); !fault.Is(err, fault.Invalid) {
			t.Errorf("an account for two: %v", err)
		}
		if err := link(p, ""); err != nil {
			t.Error(err)
		}
		if err := link(q, "acc"); err != nil {
			t.Errorf("an account that is free again: %v", err)
		}
		entries, err := w.j.About(ctx, db, "jia", q.ID)
		if err != nil || len(entries) != 2 || entries[1].Kind != "person.linked" || entries[1].By.Account != "admin" {
			t.Errorf("journal: %+v, %v", entries, err)
		}
	})
}

func TestSearch(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		w.add("王乙")
		w.add("李丁")
		if _, err := w.tryAdd(person.Person{Name: "王丙", Account: "acc"}, person.Contact{Phone: phone}); err != nil {
			t.Fatal(err)
		}
		say := names(t)
		for q, want := range map[string]string{"王": "王丙 王乙", "丁": "李丁", "%": "", phone: "王丙", "赵": ""} {
			if got := say(w.Search(ctx, db, "jia", q, 10)); got != want {
				t.Errorf("search %q: %q, want %q", q, got, want)
			}
		}
		if got := say(w.Search(ctx, db, "jia", "", 1)); got != "王丙" {
			t.Errorf("those with an account first: %q", got)
		}
		if got := say(w.Search(ctx, db, "yi", "王", 10)); got != "" {
			t.Errorf("another realm: %q", got)
		}
	})
}
