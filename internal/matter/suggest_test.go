package matter_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// suggesting is a world whose building lies in a grid.
type suggesting struct {
	*world
	orgs *org.Service
	grid place.Area
}

func newSuggesting(t *testing.T, db *store.DB) suggesting {
	w := suggesting{newWorld(t, db), nil, place.Area{}}
	w.orgs = org.New(w.journal)
	must(t, db.Tx(context.Background(), func(tx *store.Tx) (err error) {
		w.grid, err = w.places.AddArea(context.Background(), tx, journal.Actor{}, place.Area{Realm: community, Kind: place.Grid, Title: "汽运网格", From: w.clock.Now().AddDate(-1, 0, 0)}, []string{w.home.ID})
		return err
	}))
	return w
}

// wish raises a wish at the building.
func (w suggesting) wish(title string) int64 {
	w.t.Helper()
	m, _ := w.raise("居", matter.Draft{Kind: "nanmen/wish", Title: title, Body: "请帮忙", Place: w.home.ID, Fields: map[string]any{"sort": "wish", "wish": title}})
	return m.Number
}

// done raises a wish that somebody is given and does; the raiser rates it.
func (w suggesting) done(title, who string, rating int) {
	w.t.Helper()
	n := w.wish(title)
	w.move("甲", community, n, matter.Act{Move: "assign", Fields: map[string]any{"worker": w.people[who].Person}})
	w.clock.Advance(time.Minute)
	w.move("甲", community, n, matter.Act{Move: "finish", Note: "办好了"})
	w.move("居", community, n, matter.Act{Move: "appraise", Fields: map[string]any{"rating": rating, "solved": "yes"}})
	w.clock.Advance(time.Minute)
}

// suggested names who is suggested for a wish, each with the reasons.
func (w suggesting) suggested(by string, n int64) (who []string, why []string) {
	w.t.Helper()
	all, err := w.matters.Suggest(context.Background(), w.db, w.people[by], matter.Ref{Realm: community, Number: n}, "assign")
	must(w.t, err)
	for _, one := range all {
		for name, id := range w.people {
			if id.Person == one.Value {
				who = append(who, name)
				if !strings.HasPrefix(one.Title.Zh, "测"+name) {
					w.t.Errorf("%s is called %s", name, one.Title.Zh)
				}
			}
		}
		says := ""
		for _, reason := range one.Why {
			if !reason.Whole() {
				w.t.Errorf("a reason in one language: %v", reason)
			}
			says += reason.Zh + "；"
		}
		why = append(why, says)
	}
	return who, why
}

func (w suggesting) post(who, kind, area string) org.Post {
	w.t.Helper()
	var p org.Post
	must(w.t, w.db.Tx(context.Background(), func(tx *store.Tx) error {
		all, err := w.orgs.All(context.Background(), tx, community)
		if err != nil {
			return err
		}
		p, err = w.orgs.AddPost(context.Background(), tx, journal.Actor{}, org.Post{Realm: community, Org: all[0].ID, Kind: kind, Person: w.people[who].Person, Area: area, From: w.clock.Now().Add(-time.Hour)})
		return err
	}))
	return p
}

func (w suggesting) end(who string) {
	w.t.Helper()
	must(w.t, w.db.Tx(context.Background(), func(tx *store.Tx) error {
		posts, err := w.orgs.PostsOf(context.Background(), tx, community, w.people[who].Person, w.clock.Now())
		for _, p := range posts {
			if err == nil {
				err = w.orgs.EndPost(context.Background(), tx, journal.Actor{}, community, p.ID, w.clock.Now())
			}
		}
		return err
	}))
}

func TestSuggestWithoutAPast(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newSuggesting(t, db)
		n := w.wish("想要一副老花镜")
		who, why := w.suggested("甲", n)
		slices.Sort(who)
		if !slices.Equal(who, []string{"丙", "乙", "甲"}) || !strings.Contains(why[0], "是全辖区的") || !strings.Contains(why[0], "社区工作人员") {
			t.Errorf("the few who answer for the whole community: %v %q", who, why)
		}
		w.post("邻", "community_worker", w.grid.ID)
		if who, why = w.suggested("甲", n); !slices.Equal(who, []string{"邻"}) || !strings.Contains(why[0], "是这里的社区工作者（汽运网格）") {
			t.Errorf("who answers for the grid: %v %q", who, why)
		}
		for _, by := range []string{"居", "党"} { // they may not give it to anybody
			if who, _ := w.suggested(by, n); len(who) != 0 {
				t.Errorf("%s is suggested %v", by, who)
			}
		}
		w.move("甲", community, n, matter.Act{Move: "assign", Fields: map[string]any{"worker": w.people["邻"].Person}})
		if who, _ := w.suggested("甲", n); len(who) != 0 {
			t.Errorf("what cannot be decided now: %v", who)
		}
		w.move("邻", community, n, matter.Act{Move: "give_up", Note: "不在家"})
		if who, _ := w.suggested("甲", n); slices.Contains(who, "邻") {
			t.Errorf("who gave it up is suggested again: %v", who)
		}
	})
}

func TestSuggestByThePast(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newSuggesting(t, db)
		w.done("老花镜一副", "甲", 5)
		for i := range 2 {
			w.done(fmt.Sprintf("老花镜%d号", i), "乙", 4)
		}
		w.done("老花镜坏的", "丙", 2) // badly done
		w.done("轮椅", "丙", 5)
		n := w.wish("想要一副老花镜")
		who, why := w.suggested("甲", n)
		if !slices.Equal(who, []string{"乙", "甲"}) {
			t.Fatalf("suggested %v %q", who, why)
		}
		for i, says := range []string{"最近 3 件说到“老花镜”的有 2 件是这位办好的；是全辖区的", "有 1 件"} {
			if !strings.Contains(why[i], says) {
				t.Errorf("%s for %q, want %q", who[i], why[i], says)
			}
		}
		if who, why := w.suggested("甲", w.wish("修水管")); !slices.Equal(who[:1], []string{"乙"}) || !strings.Contains(why[0], "最近 4 件这类事有 2 件") {
			t.Errorf("nothing like it: %v %q", who, why)
		}
		w.done("老花镜", "乙", 5)
		if who, why := w.suggested("甲", n); !slices.Equal(who, []string{"乙"}) {
			t.Errorf("one in four is suggested: %v %q", who, why)
		}
		w.done("老花镜", "甲", 5)
		w.end("乙")
		if who, _ := w.suggested("甲", n); slices.Contains(who, "乙") {
			t.Errorf("who left their post is suggested: %v", who)
		}
		w.end("甲") // the caller too, who is asked as they were
		w.post("甲", "owners_member", w.grid.ID)
		if who, why := w.suggested("甲", n); who[0] != "甲" || !strings.Contains(why[0], "有 2 件") {
			t.Errorf("who holds another post here: %v %q", who, why)
		}
	})
}

// TestSuggestATie has two who did the same number: the nearer one comes first, then who did the last one.
func TestSuggestATie(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newSuggesting(t, db)
		for _, who := range []string{"甲", "乙", "甲", "乙"} {
			w.done("老花镜", who, 5)
		}
		n := w.wish("老花镜")
		if who, _ := w.suggested("丙", n); !slices.Equal(who[:2], []string{"乙", "甲"}) {
			t.Errorf("who did the last one is not first: %v", who)
		}
		w.post("甲", "community_worker", w.grid.ID)
		if who, why := w.suggested("丙", n); !slices.Equal(who, []string{"甲", "乙"}) || !strings.Contains(why[0], "4 件说到“老花镜”的有 2 件") {
			t.Errorf("who answers nearer is not first: %v %q", who, why)
		}
	})
}

// TestSuggestMembers suggests who claimed such wishes as a member, as long as they are one, by a name as the caller reads it.
func TestSuggestMembers(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newSuggesting(t, db)
		n := w.wish("老花镜")
		w.move("甲", community, n, matter.Act{Move: "place"})
		w.move("党", community, n, matter.Act{Move: "accept"})
		w.move("党", community, n, matter.Act{Move: "finish", Note: "送到了"})
		w.move("居", community, n, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5, "solved": "yes"}})
		n = w.wish("老花镜")
		if who, _ := w.suggested("甲", n); len(who) == 0 || who[0] != "党" {
			t.Errorf("who claimed it: %v", who)
		}
		must(t, db.Tx(context.Background(), func(tx *store.Tx) error {
			return person.New(w.journal, nil).EndMember(context.Background(), tx, journal.Actor{}, community, w.people["党"].Person, person.PartyMember, w.clock.Now())
		}))
		w.clock.Advance(time.Minute)
		if who, _ := w.suggested("甲", n); slices.Contains(who, "党") {
			t.Errorf("no member any more: %v", who)
		}
	})
}

// TestSuggestedIsOnTheRecord decides as suggested, otherwise, and without having been shown anything, and counts.
func TestSuggestedIsOnTheRecord(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newSuggesting(t, db)
		w.done("老花镜", "乙", 5)
		w.done("老花镜", "乙", 5)
		w.done("老花镜", "甲", 5)
		first := w.clock.Now()
		for _, to := range []string{"乙", "乙", "甲", "居"} {
			w.move("甲", community, w.wish("老花镜"), matter.Act{Move: "assign", Suggested: true, Fields: map[string]any{"worker": w.people[to].Person}})
			w.clock.Advance(time.Hour)
		}
		w.move("甲", community, w.wish("老花镜"), matter.Act{Move: "assign", Fields: map[string]any{"worker": w.people["乙"].Person}})
		hits, err := w.matters.Suggestions(context.Background(), db, nil, community)
		must(t, err)
		if len(hits) != 1 {
			t.Fatalf("%d counts", len(hits))
		}
		h := hits[0]
		if h.Kind.Name != "wish" || h.About != matter.AboutHandler || h.Made != 4 || h.First != 2 || h.Other != 1 || h.None() != 1 || !h.Since.Equal(first) {
			t.Errorf("%+v", h)
		}
		w.verify()
		if why := w.tampered(`update suggested set took_first = took_first + 1`); !strings.Contains(why, "suggestions of handler") {
			t.Errorf("a count that is not so: %q", why)
		}
		if why := w.tampered(`delete from suggested`); !strings.Contains(why, "suggestions of handler") {
			t.Errorf("a count that is gone: %q", why)
		}
	})
}

// TestPlacing types what a matter is about: another kind is suggested where most such matters were done as that, to those
// who may raise it and may read of it.
func TestPlacing(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newSuggesting(t, db)
		ctx := context.Background()
		placing := func(id *access.Identity, d matter.Draft) string {
			t.Helper()
			p, err := w.matters.Placing(ctx, db, id, community, "community", d)
			must(t, err)
			var all []string
			for _, one := range append(p.Kinds, p.Places...) {
				all = append(all, one.Title.Zh+" "+one.Why[0].Zh)
			}
			return strings.Join(all, "；")
		}
		typed := func(kind, body string) matter.Draft { return matter.Draft{Kind: "nanmen/" + kind, Body: body} }
		if got := placing(w.people["居"], typed("hard_issue", "想要老花镜")); got != "" {
			t.Errorf("nothing was done yet: %s", got)
		}
		for range 3 {
			w.done("老花镜", "乙", 5)
		}
		for by, id := range map[string]*access.Identity{"居": w.people["居"], "甲": w.people["甲"]} {
			if got := placing(id, typed("hard_issue", "想要老花镜")); !strings.Contains(got, "微心愿和需求 最近 3 件说到“老花镜”的，有 3 件是按这一类办好的") {
				t.Errorf("%s is told %q", by, got)
			}
		}
		if got := placing(nil, typed("hard_issue", "想要老花镜")); got != "" {
			t.Errorf("a visitor learns what neighbours may read: %s", got)
		}
		if got := placing(w.people["居"], typed("wish", "想要老花镜")); strings.Contains(got, "按这一类") {
			t.Errorf("the kind that it has is suggested: %s", got)
		}
		if got := placing(w.people["居"], typed("relief", "想要老花镜")); strings.Contains(got, "按这一类") {
			t.Errorf("who applies for aid in private is led to what neighbours read: %s", got)
		}
		for _, c := range []struct{ body, want string }{
			{"汽运小区3幢灯不亮", "汽运小区 3幢 写到了“3幢”"}, {"汽运小区13幢", "汽运小区 写到了“汽运小区”"}, {"灯不亮", ""},
		} {
			if got := placing(w.people["甲"], typed("hard_issue", c.body)); got != c.want {
				t.Errorf("%s: %q, want %q", c.body, got, c.want)
			}
		}
		must(t, db.Tx(ctx, func(tx *store.Tx) error { // another estate has a building of that name, and one of another
			other, err := w.places.Add(ctx, tx, journal.Actor{}, place.Place{Realm: community, Kind: place.Estate, Title: "甘露苑"})
			for _, title := range []string{"3幢", "9幢"} {
				if err == nil {
					_, err = w.places.Add(ctx, tx, journal.Actor{}, place.Place{Realm: community, Kind: place.Building, Parent: other.ID, Title: title})
				}
			}
			return err
		}))
		for body, want := range map[string]string{
			"甘露苑3幢灯不亮": "甘露苑 3幢 写到了“3幢”", "汽运小区3幢灯不亮": "汽运小区 3幢 写到了“3幢”", "汽运小区旁边的9幢": "甘露苑 9幢 写到了“9幢”",
			"3幢灯不亮": "汽运小区 3幢 写到了“3幢”；甘露苑 3幢 写到了“3幢”",
		} {
			if got := placing(w.people["甲"], typed("hard_issue", body)); got != want {
				t.Errorf("%s: %q, want %q", body, got, want)
			}
		}
		for range 3 { // the place's name is no subject
			w.done("汽运小区的轮椅", "乙", 5)
		}
		if got := placing(w.people["甲"], typed("hard_issue", "汽运小区灯不亮")); strings.Contains(got, "按这一类") {
			t.Errorf("where it is says what it is: %s", got)
		}
		d := typed("hard_issue", "汽运小区3幢灯不亮")
		d.Place, d.Suggested = w.home.ID, true
		w.raise("居", d)
		hits, err := w.matters.Suggestions(ctx, db, nil, community)
		must(t, err)
		if len(hits) != 1 || hits[0].About != matter.AboutPlace || hits[0].First != 1 {
			t.Errorf("%+v", hits)
		}
		w.verify()
	})
}

// TestPlacingIsNoOracle has disputes settled about one thing: only who may read of every one of them is told.
func TestPlacingIsNoOracle(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newSuggesting(t, db)
		for n := int64(1); n <= 3; n++ {
			w.raise("居", dispute())
			w.move("甲", community, n, matter.Act{Move: "accept"})
			w.move("甲", community, n, matter.Act{Move: "session", Note: "都来了"})
			w.move("甲", community, n, matter.Act{Move: "agree", Fields: map[string]any{"agreement": "修好"}})
			w.move("乙", community, n, matter.Act{Move: "keep", Note: "修好了"})
		}
		for by, want := range map[string]bool{"邻": false, "居": false, "甲": true} {
			p, err := w.matters.Placing(context.Background(), db, w.people[by], community, "community", matter.Draft{Kind: "nanmen/hard_issue", Body: "楼上漏水"})
			must(t, err)
			if (len(p.Kinds) == 1) != want {
				t.Errorf("%s is suggested %v", by, p.Kinds)
			}
		}
	})
}
