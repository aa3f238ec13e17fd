package matter_test

import (
	"context"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestRecords makes sure that what a figure lists is what it counts, for those who see everything.
func TestRecords(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := newWorld(t, db)
		for range 3 {
			w.raise("居", wish())
		}
		w.move("甲", community, 2, matter.Act{Move: "decline", Note: "重复"})
		for _, n := range []int64{1, 3} {
			w.move("甲", community, n, matter.Act{Move: "place"})
			w.move("党", community, n, matter.Act{Move: "accept"})
			w.move("党", community, n, matter.Act{Move: "finish", Note: "好了"})
			w.move("居", community, n, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5}})
		}
		records := func(by, name string, before int64, limit int) matter.Records {
			t.Helper()
			r, err := w.matters.Records(ctx, db, w.people[by], community, "nanmen", name, before, limit)
			must(t, err)
			return r
		}
		r := records("甲", "wishes_met", 0, 1)
		if r.Figure.Value != 2 || r.All != 2 || r.Hidden != 0 || len(r.Items) != 1 || r.Items[0].Number != 3 || r.Items[0].Adds != 1 || r.Next != 3 {
			t.Errorf("the first page is %+v", r)
		}
		if r = records("甲", "wishes_met", r.Next, 1); len(r.Items) != 1 || r.Items[0].Number != 1 || r.Next != 0 {
			t.Errorf("the second page is %+v", r)
		}
		r, err := w.matters.Records(ctx, db, nil, community, "nanmen", "wishes_met", 0, 10)
		must(t, err)
		if r.All != 2 || r.Hidden != 2 || len(r.Items) != 0 {
			t.Errorf("a stranger sees %d of %d, %d hidden", len(r.Items), r.All, r.Hidden)
		}
		figures, err := w.matters.Figures(ctx, db, community, "community")
		must(t, err)
		for _, f := range figures {
			r := records("丙", f.Name, 0, 100)
			sum := 0.0
			for _, it := range r.Items {
				sum += it.Adds
			}
			if sum != f.Value || r.Hidden != 0 {
				t.Errorf("%s counts %v; its records add up to %v, %d are hidden", f.Name, f.Value, sum, r.Hidden)
			}
		}
	})
}

func TestRunning(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for range 3 {
			w.raise("居", wish())
		}
		w.move("甲", community, 1, matter.Act{Move: "place"})
		w.move("甲", community, 2, matter.Act{Move: "decline", Note: "重复"})
		all, err := w.matters.Running(context.Background(), db, community, "nanmen")
		must(t, err)
		if len(all) != 2 || all[0].Kind != "wish" || all[0].Stage != "ordered" || all[0].N != 1 || all[1].Stage != "placed" || all[1].N != 1 || len(all[0].Book) != 64 {
			t.Errorf("running are %+v", all)
		}
		if none, err := w.matters.Running(context.Background(), db, community, "nan"); err != nil || len(none) != 0 {
			t.Errorf("of another playbook there are %+v %v", none, err)
		}
	})
}

func TestUsed(t *testing.T) {
	cal := clock.China()
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, clock.Zone) } // 2 March 2026 is a Monday
	for _, c := range []struct {
		span     string
		from     time.Time
		now      time.Time
		want     int
		deadline time.Time // when it was given more time
	}{
		{span: "4 hours", from: at(2, 9), now: at(2, 9), want: 0},
		{span: "4 hours", from: at(2, 9), now: at(2, 12), want: 75},
		{span: "4 hours", from: at(2, 9), now: at(2, 13), want: 100},
		{span: "2 working days", from: at(2, 0), now: at(2, 0), want: 0},
		{span: "2 working days", from: at(2, 9), now: at(3, 12), want: 25},
		{span: "2 working days", from: at(6, 9), now: at(8, 12), want: 0}, // a weekend uses nothing
		{span: "2 working days", from: at(6, 9), now: at(10, 12), want: 75},
		{span: "4 calendar days", from: at(2, 9), now: at(4, 12), want: 37},
		{span: "2 working days", from: at(2, 9), now: at(4, 9), deadline: at(20, 23), want: 0},
		{span: "2 working days", from: at(2, 9), now: at(30, 9), want: 100},
	} {
		span, err := clock.ParseSpan(c.span)
		must(t, err)
		due, _ := cal.Due(c.from, span)
		if !c.deadline.IsZero() {
			due = c.deadline
		}
		book, problems := playbook.Parse("used", []byte(usedBook(c.span)))
		if book == nil {
			t.Fatal(problems)
		}

		it := matter.Item{Kind: book.Kinds[0], Stage: "begun", Due: due}
		if got := it.Used(c.now, cal); got != c.want {
			t.Errorf("%s from %s: at %s %d%% are used, want %d", c.span, c.from, c.now, got, c.want)
		}
	}
	if got := (matter.Item{Ending: playbook.EndDone, Due: at(2, 9)}).Used(at(3, 9), cal); got != -1 {
		t.Errorf("of what is closed %d%% are used", got)
	}
}

func usedBook(span string) string {
	return `playbook: used
title: {zh: 用时, en: Used}
version: "1"
about: {zh: 试, en: Try}
tasks:
  a: {title: {zh: 甲, en: A}, list: own}
actors:
  desk: {title: {zh: 社区, en: Desk}, posts: community_worker}
kinds:
  one:
    title: {zh: 一, en: One}
    about: {zh: 一件, en: One thing}
    icon: flag
    serves: a
    seen: {by: parties}
    raise: {by: desk}
    lead: desk
    stages:
      begun: {title: {zh: 开始, en: Begun}, answers: desk, within: ` + span + `}
      done:  {title: {zh: 办完, en: Done}, end: done}
    moves:
      end: {title: {zh: 办完, en: End}, from: begun, to: done, by: desk}
`
}
