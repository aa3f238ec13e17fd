package org_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

var sets = []store.Set{journal.Migrations, realm.Migrations, place.Migrations, person.Migrations, org.Migrations}

// world is the realm jia with two estates, a grid over the first, a committee, a branch and four people.
type world struct {
	t  *testing.T
	db *store.DB
	j  *journal.Journal
	*org.Service
	places                            *place.Service
	at                                time.Time
	estate, far, building, unit, flat place.Place
	grid                              place.Area
	committee, branch                 org.Org
	wang, li, zhao, qian              person.Person
}

func build(t *testing.T, db *store.DB) *world {
	ring, err := seal.New(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, at: time.Date(2026, 6, 1, 0, 0, 0, 0, clock.Zone)}
	w.j = journal.New(ring, clock.NewManual(w.at))
	w.Service, w.places = org.New(w.j), place.New(w.j)
	people := person.New(w.j, ring)
	w.do(func(ctx context.Context, tx *store.Tx) error {
		if _, err := realm.New(w.j).Add(ctx, tx, journal.Actor{}, realm.Realm{ID: "jia", Kind: realm.Street, Title: lang.Same("甲")}); err != nil {
			return err
		}
		for _, p := range []struct {
			to            *place.Place
			kind          place.Kind
			parent, title string
		}{{&w.estate, place.Estate, "", "青石小区"}, {&w.far, place.Estate, "", "远山小区"}, {&w.building, place.Building, "e", "3幢"},
			{&w.unit, place.Unit, "b", "2单元"}, {&w.flat, place.Dwelling, "u", "301室"}} {
			parent := map[string]string{"": "", "e": w.estate.ID, "b": w.building.ID, "u": w.unit.ID}[p.parent]
			var err error
			if *p.to, err = w.places.Add(ctx, tx, journal.Actor{}, place.Place{Realm: "jia", Kind: p.kind, Parent: parent, Title: p.title}); err != nil {
				return err
			}
		}
		for name, to := range map[string]*person.Person{"王一": &w.wang, "李二": &w.li, "赵三": &w.zhao, "钱四": &w.qian} {
			var err error
			if *to, err = people.Add(ctx, tx, journal.Actor{}, person.Person{Realm: "jia", Name: name}, person.Contact{}); err != nil {
				return err
			}
		}
		return nil
	})
	w.grid = w.area(place.Grid, "第一网格", w.estate.ID)
	w.committee = w.org(org.Org{Kind: "residents_committee", Title: "居民委员会"})
	w.branch = w.org(org.Org{Kind: "estate_branch", Title: "青石支部", Area: w.area(place.Branch, "青石支部范围", w.estate.ID).ID})
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

func (w *world) area(k place.AreaKind, title string, places ...string) (a place.Area) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) (err error) {
		a, err = w.places.AddArea(ctx, tx, journal.Actor{}, place.Area{Realm: "jia", Kind: k, Title: title, From: w.at.AddDate(-1, 0, 0)}, places)
		return err
	})
	return a
}

func (w *world) tryOrg(o org.Org) (got org.Org, err error) {
	o.Realm = "jia"
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		got, err = w.Add(ctx, tx, journal.Actor{}, o)
		return err
	})
	return got, err
}

func (w *world) org(o org.Org) org.Org {
	w.t.Helper()
	got, err := w.tryOrg(o)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

func (w *world) tryPost(p org.Post) (got org.Post, err error) {
	p.Realm = "jia"
	if p.Org == "" {
		p.Org = w.committee.ID
	}
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		got, err = w.AddPost(ctx, tx, journal.Actor{}, p)
		return err
	})
	return got, err
}

func (w *world) post(p org.Post) org.Post {
	w.t.Helper()
	got, err := w.tryPost(p)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

func (w *world) end(post string, at time.Time) error {
	return w.try(func(ctx context.Context, tx *store.Tx) error {
		return w.EndPost(ctx, tx, journal.Actor{}, "jia", post, at)
	})
}

func TestOrg(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		group := w.org(org.Org{Kind: "building_party_group", Title: "3幢党小组", Parent: w.branch.ID, USCC: "91350100m000100y43"})
		if got, err := w.Get(ctx, db, "jia", group.ID); err != nil || got != group || got.USCC != "91350100M000100Y43" {
			t.Errorf("get: %+v, %v", got, err)
		}
		for why, o := range map[string]org.Org{
			"no title":       {Kind: "estate_branch"},
			"no kind":        {Title: "x"},
			"unknown parent": {Kind: "estate_branch", Title: "x", Parent: "none"},
			"unknown area":   {Kind: "estate_branch", Title: "x", Area: "none"},
			"a wrong USCC":   {Kind: "property_company", Title: "x", USCC: "91350100M000100Y44"},
		} {
			if _, err := w.tryOrg(o); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		if all, err := w.All(ctx, db, "jia", "estate_branch", "building_party_group"); len(all) != 2 || err != nil {
			t.Errorf("of two kinds: %v, %v", all, err)
		}
		if all, err := w.All(ctx, db, "jia"); len(all) != 3 || err != nil {
			t.Errorf("all: %v, %v", all, err)
		}
		if m, err := w.ByIDs(ctx, db, "jia", []string{group.ID, "none"}); len(m) != 1 || m[group.ID] != group || err != nil {
			t.Errorf("by ids: %v, %v", m, err)
		}
	})
}

func TestKinds(t *testing.T) {
	seen := map[string]bool{}
	check := func(key string, title lang.Text) {
		if seen[key] || key == "" || !title.Whole() {
			t.Errorf("kind %q: twice, or not in both languages: %v", key, title)
		}
		seen[key] = true
	}
	for _, k := range org.Kinds {
		check(k.Key, k.Title)
	}
	clear(seen)
	for _, k := range org.PostKinds {
		check(k.Key, k.Title)
	}
	if org.KindTitle("estate_branch").Zh != "小区党支部" || org.KindTitle("x").Zh != "x" {
		t.Error("titles of kinds")
	}
}

func TestUSCC(t *testing.T) {
	const good = "91350100M000100Y43"
	if !org.ValidUSCC(good) {
		t.Error("the sample is refused")
	}
	for i := range good {
		for _, r := range "0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ-" {
			b := []byte(good)
			if b[i] == byte(r) {
				continue
			}
			b[i] = byte(r)
			if org.ValidUSCC(string(b)) {
				t.Errorf("%s is taken", b)
			}
		}
	}
	if org.ValidUSCC("") || org.ValidUSCC(good+"0") || org.ValidUSCC(strings.ToLower(good)) {
		t.Error("another form is taken")
	}
}

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

func TestStandingIn(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		own := w.post(org.Post{Kind: "grid_leader", Person: w.wang.ID, Area: w.grid.ID, From: w.at})
		until := w.at.AddDate(0, 0, 14)
		for why, p := range map[string]org.Post{
			"no end":       {Kind: "grid_leader", Area: w.grid.ID},
			"another kind": {Kind: "grid_worker", Area: w.grid.ID, Until: until},
			"wider":        {Kind: "grid_leader", Until: until},
			"no such post": {Kind: "grid_leader", Area: w.grid.ID, Until: until, For: "none"},
		} {
			if p.For == "" {
				p.For = own.ID
			}
			p.Person, p.From = w.li.ID, w.at
			if _, err := w.tryPost(p); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		w.post(org.Post{Kind: "grid_leader", Person: w.li.ID, Area: w.grid.ID, For: own.ID, From: w.at, Until: until})
		if err := w.end(own.ID, w.at.AddDate(0, 0, 7)); err != nil {
			t.Fatal(err)
		}
		for day, want := range map[int]int{6: 1, 7: 0} {
			all, err := w.PostsOf(ctx, db, "jia", w.li.ID, w.at.AddDate(0, 0, day))
			if len(all) != want || err != nil {
				t.Errorf("on day %d: %v, %v", day, all, err)
			}
		}
	})
}

// TestStandingInNotBegun ends a post before somebody's time to stand in for it begins, and somebody's who stands in for
// them: neither ever holds it.
func TestStandingInNotBegun(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		day := func(n int) time.Time { return w.at.AddDate(0, 0, n) }
		own := w.post(org.Post{Kind: org.SystemAdmin, Person: w.wang.ID, From: day(0)})
		deputy := w.post(org.Post{Kind: org.SystemAdmin, Person: w.li.ID, For: own.ID, From: day(10), Until: day(20)})
		w.post(org.Post{Kind: org.SystemAdmin, Person: w.li.ID, For: deputy.ID, From: day(12), Until: day(14)})
		if err := w.end(own.ID, day(7)); err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{9, 10, 12, 13, 19} {
			if all, err := w.PostsOf(ctx, db, "jia", w.li.ID, day(n)); len(all) != 0 || err != nil {
				t.Errorf("on day %d the deputy holds %+v, %v", n, all, err)
			}
		}
		if e, err := w.j.About(ctx, db, "jia", deputy.ID); err != nil || len(e) != 2 || e[1].Kind != "post.ended" {
			t.Errorf("journal of the deputy: %+v, %v", e, err)
		}
		if _, err := w.tryPost(org.Post{Kind: org.AuditAdmin, Person: w.li.ID, From: day(5), Until: day(30)}); err != nil {
			t.Errorf("what was never held stands in the way: %v", err)
		}
	})
}

func TestAnswerers(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		w.post(org.Post{Kind: "secretary", Person: w.zhao.ID, From: w.at})
		w.post(org.Post{Kind: "grid_leader", Person: w.li.ID, Area: w.grid.ID, From: w.at, Title: "一格网格长"})
		w.post(org.Post{Kind: "property_manager", Person: w.qian.ID, Place: w.estate.ID, From: w.at})
		w.post(org.Post{Kind: "deputy_building_leader", Person: w.li.ID, Place: w.building.ID, From: w.at})
		w.post(org.Post{Kind: "building_leader", Person: w.wang.ID, Place: w.building.ID, From: w.at, Until: w.at.AddDate(0, 0, 1)})
		w.post(org.Post{Kind: "unit_leader", Person: w.qian.ID, Place: w.unit.ID, From: w.at})
		w.post(org.Post{Kind: "property_manager", Person: w.qian.ID, Place: w.far.ID, From: w.at})
		w.post(org.Post{Kind: org.SystemAdmin, Person: w.wang.ID, From: w.at})
		say := func(p place.Place, on time.Time) string {
			all, err := w.Answerers(ctx, db, "jia", p.ID, on)
			if err != nil {
				t.Error(err)
			}
			var s []string
			for _, a := range all {
				s = append(s, a.Level+":"+a.Title.Zh+":"+a.Name)
			}
			return strings.Join(s, " ")
		}
		for what, c := range map[string]struct {
			p    place.Place
			on   time.Time
			want string
		}{
			"a dwelling": {w.flat, w.at, "unit:单元长:钱四 building:楼栋长:王一 building:副楼栋长:李二 estate:物业经理:钱四 grid:一格网格长:李二 realm:社区党组织书记:赵三"},
			"a day on":   {w.flat, w.at.AddDate(0, 0, 1), "unit:单元长:钱四 building:副楼栋长:李二 estate:物业经理:钱四 grid:一格网格长:李二 realm:社区党组织书记:赵三"},
			"the estate": {w.estate, w.at, "estate:物业经理:钱四 grid:一格网格长:李二 realm:社区党组织书记:赵三"},
			"another":    {w.far, w.at, "estate:物业经理:钱四 realm:社区党组织书记:赵三"},
			"before":     {w.flat, w.at.Add(-time.Millisecond), ""},
			"nowhere":    {place.Place{ID: "none"}, w.at, ""},
		} {
			if got := say(c.p, c.on); got != c.want {
				t.Errorf("%s:\n got %s\nwant %s", what, got, c.want)
			}
		}
		all, err := w.Answerers(ctx, db, "jia", w.flat.ID, w.at)
		if err != nil || all[0].Where != "青石小区 3幢 2单元" || all[4].Where != "第一网格" || all[5].Where != "" || all[0].OrgTitle != "居民委员会" || all[0].Person != w.qian.ID {
			t.Errorf("where: %+v, %v", all, err)
		}
		// The grid gives the estate up: its leader answers no more.
		w.do(func(ctx context.Context, tx *store.Tx) error {
			return w.places.ChangeArea(ctx, tx, journal.Actor{}, "jia", w.grid.ID, nil, []string{w.estate.ID}, w.at.AddDate(0, 0, 2))
		})
		if got := say(w.flat, w.at.AddDate(0, 0, 2)); strings.Contains(got, "网格长") {
			t.Errorf("after the grid gave it up: %s", got)
		}
		holders, err := w.Holders(ctx, db, "jia", []string{"unit_leader", "secretary"}, w.at)
		if len(holders) != 2 || err != nil {
			t.Errorf("holders: %v, %v", holders, err)
		}
		if in, err := w.PostsIn(ctx, db, "jia", w.committee.ID, w.at); len(in) != 8 || err != nil {
			t.Errorf("in the committee: %d, %v", len(in), err)
		}
	})
}

func TestCoverage(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		say := func(on time.Time) string {
			all, err := w.Coverage(ctx, db, []string{"jia", "yi"}, on)
			if err != nil {
				t.Error(err)
			}
			var s []string
			for _, c := range all {
				var b []string
				for _, o := range c.Branches {
					b = append(b, o.Title)
				}
				slices.Sort(b)
				s = append(s, c.Title+"="+strings.Join(b, "+"))
			}
			slices.Sort(s)
			return strings.Join(s, " ")
		}
		if got := say(w.at); got != "远山小区= 青石小区=青石支部" {
			t.Errorf("one of two: %s", got)
		}
		w.org(org.Org{Kind: "estate_branch", Title: "联合支部", Area: w.area(place.Branch, "联合", w.estate.ID, w.far.ID).ID})
		w.org(org.Org{Kind: "volunteer_team", Title: "队", Area: w.branch.Area})
		if got := say(w.at); got != "远山小区=联合支部 青石小区=联合支部+青石支部" {
			t.Errorf("two of two: %s", got)
		}
		if got := say(w.at.AddDate(-2, 0, 0)); got != "远山小区= 青石小区=" {
			t.Errorf("before the branches: %s", got)
		}
	})
}

func TestCrossAppointments(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		owners := w.org(org.Org{Kind: "owners_committee", Title: "业委会"})
		w.post(org.Post{Kind: "branch_secretary", Org: w.branch.ID, Person: w.wang.ID, From: w.at})
		chair := w.post(org.Post{Kind: "owners_chair", Org: owners.ID, Person: w.wang.ID, From: w.at})
		w.post(org.Post{Kind: "building_leader", Person: w.li.ID, Place: w.building.ID, From: w.at})
		w.post(org.Post{Kind: "owners_member", Org: owners.ID, Person: w.li.ID, From: w.at})
		w.post(org.Post{Kind: "unit_leader", Person: w.zhao.ID, Place: w.unit.ID, From: w.at})
		w.post(org.Post{Kind: "mediator", Person: w.zhao.ID, From: w.at})
		w.post(org.Post{Kind: "community_worker", Person: w.qian.ID, From: w.at})
		w.post(org.Post{Kind: "owners_chair", Org: owners.ID, Person: w.qian.ID, For: chair.ID, From: w.at, Until: w.at.AddDate(0, 1, 0)})
		say := func(on time.Time) string {
			all, err := w.CrossAppointments(ctx, db, "jia", on)
			if err != nil {
				t.Error(err)
			}
			var s []string
			for _, c := range all {
				both := ""
				if c.Heads {
					both = "!"
				}
				orgs := slices.Sorted(slices.Values(c.Orgs))
				s = append(s, c.Name+both+"="+strings.Join(orgs, "+"))
			}
			slices.Sort(s)
			return strings.Join(s, " ")
		}
		if got := say(w.at); got != "李二=业委会+居民委员会 王一!=业委会+青石支部" {
			t.Errorf("cross-appointments: %s", got)
		}
		if err := w.end(chair.ID, w.at.AddDate(0, 0, 3)); err != nil {
			t.Fatal(err)
		}
		if got := say(w.at.AddDate(0, 0, 3)); got != "李二=业委会+居民委员会" {
			t.Errorf("after a post ended: %s", got)
		}
	})
}
