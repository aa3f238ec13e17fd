package org_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestPost(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		from, until := w.at, w.at.AddDate(0, 0, 10)
		p := w.post(org.Post{Kind: "building_leader", Person: w.wang.ID, Place: w.building.ID, From: from, Until: until, Duties: "联系住户"})
		if got, err := w.Post(ctx, db, "jia", p.ID); err != nil || got != p {
			t.Errorf("get: %+v, want %+v, %v", got, p, err)
		}
		held := func(on time.Time) int {
			all, err := w.PostsOf(ctx, db, "jia", w.wang.ID, on)
			if err != nil {
				t.Error(err)
			}
			if one, _ := w.Post(ctx, db, "jia", p.ID); one.HeldAt(on) != (len(all) == 1) {
				t.Errorf("HeldAt and PostsOf disagree at %v", on)
			}
			return len(all)
		}
		ms := time.Millisecond
		if a, b, c, d := held(from.Add(-ms)), held(from), held(until.Add(-ms)), held(until); a != 0 || b != 1 || c != 1 || d != 0 {
			t.Errorf("around its term: %d %d %d %d", a, b, c, d)
		}
		if err := w.end(p.ID, from.Add(-ms)); !errors.Is(err, org.ErrPostEnded) {
			t.Errorf("ended before it began: %v", err)
		}
		if err := w.end(p.ID, from.AddDate(0, 0, 5)); err != nil {
			t.Fatal(err)
		}
		if a, b := held(from.AddDate(0, 0, 5).Add(-ms)), held(from.AddDate(0, 0, 5)); a != 1 || b != 0 {
			t.Errorf("around its early end: %d %d", a, b)
		}
		if err := w.end(p.ID, from.AddDate(0, 0, 6)); !errors.Is(err, org.ErrPostEnded) {
			t.Errorf("ended twice: %v", err)
		}
		if err := w.end("none", from); !errors.Is(err, org.ErrNoPost) {
			t.Errorf("no such post: %v", err)
		}
		for why, p := range map[string]org.Post{
			"no kind":             {Person: w.li.ID},
			"nobody":              {Kind: "grid_worker"},
			"somebody unknown":    {Kind: "grid_worker", Person: "none"},
			"an unknown org":      {Kind: "grid_worker", Person: w.li.ID, Org: "none"},
			"an unknown place":    {Kind: "grid_worker", Person: w.li.ID, Place: "none"},
			"an unknown area":     {Kind: "grid_worker", Person: w.li.ID, Area: "none"},
			"a place and an area": {Kind: "grid_worker", Person: w.li.ID, Place: w.estate.ID, Area: w.grid.ID},
			"no time at all":      {Kind: "grid_worker", Person: w.li.ID, From: from, Until: from},
		} {
			if _, err := w.tryPost(p); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		entries, err := w.j.About(ctx, db, "jia", p.ID)
		if err != nil || len(entries) != 2 || entries[0].Kind != "post.added" || entries[1].Kind != "post.ended" {
			t.Errorf("journal: %+v, %v", entries, err)
		}
	})
}

func TestAdminsExclude(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := build(t, db)
		later := w.at.AddDate(0, 0, 10)
		w.post(org.Post{Kind: org.SystemAdmin, Person: w.wang.ID, From: w.at, Until: later})
		for _, c := range []struct {
			why         string
			who         person.Person
			from, until time.Time
			refused     bool
		}{
			{"at the same time", w.wang, w.at, later, true},
			{"over its beginning", w.wang, w.at.AddDate(0, 0, -5), w.at.Add(time.Millisecond), true},
			{"over its end", w.wang, later.Add(-time.Millisecond), time.Time{}, true},
			{"before it", w.wang, w.at.AddDate(0, 0, -5), w.at, false},
			{"after it", w.wang, later, time.Time{}, false},
			{"another person", w.li, w.at, time.Time{}, false},
		} {
			if _, err := w.tryPost(org.Post{Kind: org.AuditAdmin, Person: c.who.ID, From: c.from, Until: c.until}); fault.Is(err, fault.Invalid) != c.refused || err != nil && !c.refused {
				t.Errorf("%s: %v", c.why, err)
			}
		}
		if _, err := w.tryPost(org.Post{Kind: "community_worker", Person: w.wang.ID, From: w.at}); err != nil {
			t.Errorf("another post beside: %v", err)
		}
	})
}
