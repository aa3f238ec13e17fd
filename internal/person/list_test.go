package person_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"linli/internal/journal"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestTied asks where some people live and what they own: of each as many doors as they have, of the others nothing.
func TestTied(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := build(t, db)
		var second place.Place
		w.do(func(ctx context.Context, tx *store.Tx) (err error) {
			second, err = place.New(w.j).Add(ctx, tx, journal.Actor{}, place.Place{Realm: "jia", Kind: place.Dwelling, Parent: w.estate.ID, Title: "2号"})
			return err
		})
		booked := func(b person.Booking) person.Person {
			t.Helper()
			p, err := w.book(b)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		owner := booked(person.Booking{Name: "甲", Relation: person.OwnerHere})
		booked(person.Booking{Known: owner.ID, Dwelling: second.ID, Relation: person.OwnerAway})
		family := booked(person.Booking{Name: "乙", Relation: person.Family})
		left := booked(person.Booking{Name: "丙", Relation: person.Tenant, Apart: true})
		booked(person.Booking{Name: "丁", Dwelling: second.ID, Relation: person.Tenant}) // nobody asks for
		if err := w.moveOut(left.ID, w.at.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		three := []string{left.ID, family.ID, owner.ID}
		for why, c := range map[string]struct {
			realm  string
			people []string
			on     time.Time
			want   string
		}{
			"all three":         {"jia", three, w.at.Add(2 * time.Hour), "青石小区 1号 here 甲 owns, 青石小区 1号 here 乙, 青石小区 2号 甲 owns"},
			"one of them":       {"jia", three[1:2], w.at.Add(2 * time.Hour), "青石小区 1号 here 乙"},
			"before they came":  {"jia", three, w.at.Add(-time.Millisecond), ""},
			"of another realm":  {"yi", three, w.at.Add(2 * time.Hour), ""},
			"nobody":            {"jia", nil, w.at.Add(2 * time.Hour), ""},
			"who lives nowhere": {"jia", three[:1], w.at.Add(2 * time.Hour), ""},
		} {
			all, err := w.Tied(context.Background(), db, c.realm, c.people, c.on)
			var got []string
			for _, v := range all {
				says := v.Where
				if v.Here {
					says += " here"
				}
				if says += " " + v.Name; v.Owner {
					says += " owns"
				}
				got = append(got, says)
			}
			if s := strings.Join(got, ", "); s != c.want || err != nil {
				t.Errorf("%s: %s, %v", why, s, err)
			}
		}
	})
}
