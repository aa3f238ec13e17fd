package orgweb_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"linli/internal/journal"
	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/store"
)

// TestNamesakes names somebody for a post who has a namesake: where each lives tells them apart, as long as they live there.
func TestNamesakes(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		var second person.Person
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			other, err := o.Places.ByName(ctx, tx, office.Realm, "汽运小区 4幢 101室")
			for _, at := range []place.Place{o.Flat, other} {
				if err == nil {
					second, err = o.People.Book(ctx, tx, journal.Actor{}, person.Booking{Realm: office.Realm, Name: "甘露", Dwelling: at.ID, Relation: person.Family, Apart: true, At: o.Clock.Now()})
				}
			}
			return err
		})
		asks := func() *office.Answer {
			return o.Post("secretary", "/nanmen/orgs/"+o.Committee.ID+"/posts", url.Values{"kind": {"mediator"}, "person": {"甘露"}, "from": {"2026-03-02"}}, 422)
		}
		asks().Has("甘露 · 汽运小区 3幢 101室", "甘露 · 汽运小区 4幢 101室")
		o.Clock.Advance(time.Hour)
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			return o.People.MoveOut(ctx, tx, journal.Actor{}, office.Realm, second.ID, o.Clock.Now())
		})
		page := asks()
		page.Has("甘露 · 汽运小区 3幢 101室")
		page.Lacks("甘露 · 汽运小区 4幢 101室")
	})
}
