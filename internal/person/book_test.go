package person_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func (w *world) book(b person.Booking) (p person.Person, err error) {
	b.Realm = "jia"
	if b.Dwelling == "" {
		b.Dwelling = w.flat.ID
	}
	if b.At.IsZero() {
		b.At = w.at
	}
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		p, err = w.Book(ctx, tx, journal.Actor{}, b)
		return err
	})
	return p, err
}

func (w *world) moveOut(id string, at time.Time) error {
	return w.try(func(ctx context.Context, tx *store.Tx) error {
		return w.MoveOut(ctx, tx, journal.Actor{}, "jia", id, at)
	})
}

// living says who is where, as the list of a place tells it.
func (w *world) living(on time.Time) string {
	w.t.Helper()
	all, err := w.In(context.Background(), w.db, "jia", w.estate.ID, on, 100)
	if err != nil {
		w.t.Error(err)
	}
	var s []string
	for _, v := range all {
		says := v.Name + ":" + string(v.Relation)
		if v.Owner {
			says += "owner"
		}
		if !v.Here {
			says += " away"
		}
		s = append(s, says)
	}
	slices.Sort(s)
	return strings.Join(s, ", ")
}

func TestBook(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		owner, err := w.book(person.Booking{Name: " 甘露 ", Phone: phone, Relation: person.OwnerHere})
		if err != nil {
			t.Fatal(err)
		}
		child, err := w.book(person.Booking{Name: "甘霖", Relation: person.Family})
		if err != nil || child.Household != owner.Household || owner.Household == "" {
			t.Fatalf("family lives apart: %+v, %+v, %v", owner, child, err)
		}
		tenant, err := w.book(person.Booking{Name: "乙", Relation: person.Tenant, Apart: true})
		if err != nil || tenant.Household == owner.Household {
			t.Fatalf("a tenant apart: %+v, %v", tenant, err)
		}
		if _, err := w.book(person.Booking{Name: "丙", Relation: person.OwnerAway}); err != nil {
			t.Fatal(err)
		}
		if got := w.living(w.at); got != "丙:owner away, 乙:tenant, 甘霖:family, 甘露:owner" {
			t.Errorf("they are %s", got)
		}
		for field, b := range map[string]person.Booking{
			"name":     {Relation: person.Family},
			"phone":    {Name: "丁", Phone: "12", Relation: person.Family},
			"relation": {Name: "丁", Relation: "friend"},
			"dwelling": {Name: "丁", Relation: person.Family, Dwelling: w.estate.ID},
		} {
			if _, err := w.book(b); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := w.book(person.Booking{Known: "none", Relation: person.Family}); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody: %v", err)
		}
		// Somebody known is not booked again: the tenant buys the flat and joins those who live there.
		if _, err := w.book(person.Booking{Known: tenant.ID, Relation: person.OwnerHere, Apart: false, At: w.at.Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		if got := w.living(w.at.Add(time.Hour)); got != "丙:owner away, 乙:owner, 甘霖:family, 甘露:owner" {
			t.Errorf("now they are %s", got)
		}
		if _, err := w.book(person.Booking{Known: owner.ID, Relation: person.OwnerAway}); !fault.Is(err, fault.Conflict) {
			t.Errorf("owner twice: %v", err)
		}
		n, err := store.One(ctx, db, store.Value[int], `select count(*) from person where realm = 'jia'`)
		if n != 4 || err != nil {
			t.Errorf("%d people, %v", n, err)
		}
	})
}

func TestAlike(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		p, err := w.book(person.Booking{Name: "甘露", Phone: phone, Relation: person.OwnerAway})
		if err != nil {
			t.Fatal(err)
		}
		w.add("甘露") // somebody of that name who has nothing to do with the dwelling
		by := journal.Actor{Account: "acc"}
		looks := func() int {
			n, err := store.One(ctx, db, store.Value[int], `select count(*) from look where subject = $1 and account = 'acc'`, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for why, c := range map[string]struct {
			b    person.Booking
			want string
		}{
			"nobody":                {person.Booking{Name: "乙", Phone: "13900009999"}, ""},
			"the name there":        {person.Booking{Name: " 甘露", Dwelling: w.flat.ID}, "甘露"},
			"the name elsewhere":    {person.Booking{Name: "甘露", Dwelling: w.estate.ID}, ""},
			"the phone, other name": {person.Booking{Name: "乙", Phone: "139-0000-1234"}, "甘露"},
			"both":                  {person.Booking{Name: "甘露", Phone: phone, Dwelling: w.flat.ID}, "甘露"},
		} {
			c.b.Realm, c.b.At = "jia", w.at
			before := looks()
			if got := names(t)(w.Alike(ctx, db, by, c.b)); got != c.want {
				t.Errorf("%s: %q, want %q", why, got, c.want)
			}
			if told := looks() > before; told != (c.b.Phone != "" && c.want != "") {
				t.Errorf("%s: the look at the phone is noted: %v", why, told)
			}
		}
	})
}

func TestMoveOut(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		p, err := w.book(person.Booking{Name: "甲", Relation: person.OwnerHere})
		if err != nil {
			t.Fatal(err)
		}
		q, err := w.book(person.Booking{Name: "乙", Relation: person.Family})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.moveOut(q.ID, w.at.Add(-time.Hour)); !fault.Is(err, fault.Invalid) {
			t.Errorf("before they came: %v", err)
		}
		if err := w.moveOut(q.ID, w.at.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if h, err := w.Household(ctx, db, "jia", p.Household); err != nil || !h.Until.IsZero() {
			t.Errorf("the household ended with one of two: %+v, %v", h, err)
		}
		if err := w.moveOut(q.ID, w.at.Add(2*time.Hour)); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if err := w.moveOut(p.ID, w.at.Add(2*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if h, err := w.Household(ctx, db, "jia", p.Household); err != nil || !h.Until.Equal(w.at.Add(2*time.Hour)) {
			t.Errorf("the last has left: %+v, %v", h, err)
		}
		if got := w.living(w.at.Add(3 * time.Hour)); got != "甲:owner away" {
			t.Errorf("they are %s", got)
		}
	})
}
