package org_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/internal/journal"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func (w *world) callOff(id string, now time.Time) error {
	return w.try(func(ctx context.Context, tx *store.Tx) error {
		return w.CallOff(ctx, tx, journal.Actor{}, "jia", id, now)
	})
}

// TestCallOff calls off a post that is to begin, with who is to stand in for it: neither ever is held or listed.
func TestCallOff(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		day := func(n int) time.Time { return w.at.AddDate(0, 0, n) }
		p := w.post(org.Post{Kind: "building_leader", Person: w.wang.ID, Place: w.building.ID, From: day(5)})
		w.post(org.Post{Kind: "building_leader", Person: w.li.ID, Place: w.building.ID, For: p.ID, From: day(6), Until: day(9)})
		if err := w.callOff(p.ID, day(5)); !errors.Is(err, org.ErrBegun) {
			t.Errorf("on its first day: %v", err)
		}
		if err := w.callOff(p.ID, day(5).Add(-time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{5, 6, 8} {
			if held, err := w.HeldNow(ctx, db, "jia", day(n)); len(held) != 0 || err != nil {
				t.Errorf("on day %d: %+v, %v", n, held, err)
			}
		}
		if held, others, err := w.Roll(ctx, db, "jia", w.committee.ID, day(5)); len(held)+len(others) != 0 || err != nil {
			t.Errorf("listed: %+v, %+v, %v", held, others, err)
		}
		if all, err := w.Terms(ctx, db, "jia", w.flat.Path); len(all) != 0 || err != nil {
			t.Errorf("answered: %+v, %v", all, err)
		}
		if err := w.callOff(p.ID, w.at); !errors.Is(err, org.ErrBegun) {
			t.Errorf("twice: %v", err)
		}
		if w.entries("post.called_off") != 2 || w.entries("post.ended") != 0 {
			t.Error("not on the record as what it was")
		}
		if why := w.recounted(); why != "" {
			t.Error(why)
		}
	})
}

// TestCallOffHandover calls a handover off before its day: the holder goes on, and may hand over to somebody else.
func TestCallOffHandover(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		day := func(n int) time.Time { return w.at.AddDate(0, 0, n) }
		own := w.post(org.Post{Kind: "grid_leader", Person: w.wang.ID, Area: w.grid.ID, From: day(0), Until: day(100)})
		hand := func(to string) (next org.Post) {
			w.do(func(ctx context.Context, tx *store.Tx) (err error) {
				next, err = w.HandOver(ctx, tx, journal.Actor{}, "jia", own.ID, to, day(10))
				return err
			})
			return next
		}
		if err := w.callOff(hand(w.li.ID).ID, day(9)); err != nil {
			t.Fatal(err)
		}
		if p, err := w.Post(ctx, db, "jia", own.ID); err != nil || !p.Until.Equal(day(100)) {
			t.Errorf("the holder's term: %+v, %v", p, err)
		}
		if all, err := w.Handovers(ctx, db, "jia", w.li.ID, time.Time{}); len(all) != 0 || err != nil {
			t.Errorf("told of a handover: %+v, %v", all, err)
		}
		hand(w.zhao.ID)
		if held, err := w.HeldNow(ctx, db, "jia", day(10)); len(held) != 1 || held[0].Name != "赵三" || err != nil {
			t.Errorf("on the day: %+v, %v", held, err)
		}
		if why := w.recounted(); why != "" {
			t.Error(why)
		}
	})
}
