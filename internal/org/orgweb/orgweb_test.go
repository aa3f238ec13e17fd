package orgweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"linli/internal/desk"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/org"
	"linli/internal/org/orgweb"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func each(t *testing.T, f func(t *testing.T, o *office.Office)) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := office.Open(t, db)
		orgweb.New(orgweb.Needs{DB: db, Clock: o.Clock, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters}).Routes(o.Site)
		desk.New(desk.Needs{DB: db, Access: o.Access, Clock: o.Clock, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters, Books: o.Books}).Routes(o.Site)
		o.Handler = o.Site.Handler()
		f(t, o)
	})
}

// held is the post of a kind that somebody holds now.
func held(o *office.Office, by, kind string) org.Post {
	o.T.Helper()
	all, err := o.Orgs.PostsOf(context.Background(), o.DB, office.Realm, o.IDs[by].Person, o.Clock.Now())
	o.Must(err)
	for _, p := range all {
		if p.Kind == kind {
			return p
		}
	}
	o.T.Fatalf("%s is no %s", by, kind)
	return org.Post{}
}

func TestTree(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Get("", "/nanmen/orgs", 303)
		o.Get("resident", "/nanmen/orgs", 200).Has("居委会", "居民委员会")
		o.Get("worker", "/pingchuan/orgs", 403) // no person there
		chain := func(kind, title, in string) string {
			form := url.Values{"kind": {kind}, "title": {title}, "parent": {in}}
			return strings.TrimPrefix(o.Post("worker", "/nanmen/orgs", form, 303).To(), "/nanmen/orgs/")
		}
		wide := chain("extended_party_committee", "大党委", "")
		branch := chain("estate_branch", "汽运支部", wide)
		group := chain("building_party_group", "三幢党小组", branch)
		o.Post("secretary", "/nanmen/orgs/"+group+"/posts", url.Values{"kind": {"member_household"}, "person": {o.IDs["member"].Person}, "place": {o.Flat.ID}, "from": {"2026-03-02"}}, 303)
		o.Get("resident", "/nanmen/orgs", 200).Has("大党委", "汽运支部", "三幢党小组", "欧阳member · 党员中心户 · 汽运小区 3幢 101室", "1 个党员中心户")
		o.Get("resident", "/nanmen/orgs/"+branch, 200).Has("三幢党小组", "上级", "大党委", "没有人任职")
		o.Get("resident", "/nanmen/orgs/none", 404)

		for by, status := range map[string]int{"resident": 403, "gridder": 403, "leader": 403, "worker": 200} {
			o.Get(by, "/nanmen/orgs/new", status)
		}
		o.Post("resident", "/nanmen/orgs", url.Values{"kind": {"partner_unit"}, "title": {"x"}}, 403)
		wrong := o.Post("worker", "/nanmen/orgs", url.Values{"kind": {"partner_unit"}, "title": {""}, "uscc": {"123"}}, 422)
		wrong.Has("名称")
		wrong = o.Post("worker", "/nanmen/orgs", url.Values{"kind": {"partner_unit"}, "title": {"银行支部"}, "uscc": {"123"}}, 422)
		wrong.Has("统一社会信用代码有误")
		if len(wrong.All("input", "value", "银行支部")) != 1 {
			t.Error("what was typed is lost")
		}
	})
}

func TestGivePost(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		path := "/nanmen/orgs/" + o.Committee.ID + "/posts"
		for by, status := range map[string]int{"": 303, "resident": 403, "worker": 403, "secretary": 200} {
			o.Get(by, path, status)
		}
		form := func(more ...string) url.Values {
			f := url.Values{"kind": {"building_leader"}, "person": {o.IDs["neighbour"].Person}, "place": {o.Next.ID}, "from": {"2026-03-02"}, "duties": {"每月走一遍"}}
			for i := 0; i < len(more); i += 2 {
				f.Set(more[i], more[i+1])
			}
			return f
		}
		o.Post("worker", path, form(), 403)
		for name, f := range map[string]url.Values{"no person": form("person", ""), "nobody of that name": form("person", "无此人"), "no day": form("from", ""), "a wrong day": form("from", "x"),
			"a place and an area": form("area", o.Grid.ID), "an end before the beginning": form("until", "2026-03-01"), "an administrator": form("kind", "system_admin"),
			"to oneself": form("person", o.IDs["secretary"].Person)} {
			if wrong := o.Post("secretary", path, f, 422); len(wrong.All("", "id", "problems")) != 1 {
				t.Errorf("%s is not told of", name)
			}
		}
		if n := o.Entries("post.added"); n != 8 {
			t.Errorf("%d posts", n)
		}
		made := o.Post("secretary", path, form("until", "2026-12-31"), 303)
		o.Get("resident", made.To(), 200).Has("楼栋长", "欧阳neighbour", "汽运小区 4幢", "每月走一遍", "2027-01-01 00:00")
		if i := o.Identify("neighbour"); len(i.Posts) != 1 {
			t.Error("the post gives no authority")
		}
		// Ending it.
		o.Clock.Advance(1e9)
		o.Post("worker", made.To()+"/end", url.Values{"end.at": {"2026-03-02"}}, 403)
		o.Post("secretary", made.To()+"/end", url.Values{"end.at": {"2026-02-01"}}, 422).Has("不在任期里")
		o.Post("secretary", made.To()+"/end", url.Values{"end.at": {"2026-03-02"}}, 303)
		o.Clock.Advance(1e9)
		if i := o.Identify("neighbour"); len(i.Posts) != 0 {
			t.Error("the post did not end")
		}
		o.Get("resident", "/nanmen/orgs/"+o.Committee.ID, 200).Has("以前的和还没开始的")
	})
}

func TestStandIn(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		path := "/nanmen/posts/" + held(o, "leader", "building_leader").ID
		sub := func(person, until string) url.Values {
			return url.Values{"standin.person": {person}, "standin.from": {"2026-03-02"}, "standin.until": {until}}
		}
		o.Post("secretary", path+"/stand-in", sub(o.IDs["leader"].Person, "2026-03-08"), 422).Has("不能自己代理自己")
		o.Post("secretary", path+"/stand-in", sub(o.IDs["neighbour"].Person, ""), 422)
		made := o.Post("secretary", path+"/stand-in", sub(o.IDs["neighbour"].Person, "2026-03-08"), 303).To()
		o.Get("resident", path, 200).Has("代理", "欧阳neighbour")
		o.Get("resident", made, 200).Has("代理", "欧阳leader")
		o.Post("secretary", made+"/handover", url.Values{"handover.person": {o.IDs["member"].Person}, "handover.at": {"2026-03-03"}}, 422).Has("代理的岗位不能移交")
		if i := o.Identify("neighbour"); len(i.Posts) != 1 {
			t.Error("no authority")
		}
		o.Clock.Set(o.Clock.Now().AddDate(0, 0, 7))
		if i := o.Identify("neighbour"); len(i.Posts) != 0 {
			t.Error("standing in did not end")
		}
	})
}

// TestHandOver hands a grid leader's post over while there is open work: what is handled under that post goes along, at once
// or on the day, and nothing else does.
func TestHandOver(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		ctx := context.Background()
		raise := func(title string, at place.Place) int64 {
			n := o.Raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: title, Place: at.ID})
			o.Move("worker", n, matter.Act{Move: "accept"})
			o.Move("worker", n, matter.Act{Move: "look", Fields: map[string]any{"cause": "旧了"}})
			o.Move("worker", n, matter.Act{Move: "decide", Fields: map[string]any{"decision": "换", "worker": o.IDs["worker"].Person}})
			return n
		}
		handler := func(n int64) string {
			m, err := o.Matters.Find(ctx, o.DB, matter.Ref{Realm: office.Realm, Number: n})
			o.Must(err)
			for name, id := range o.IDs {
				if id.Person == m.State.Handler {
					return name
				}
			}
			return m.State.Handler
		}
		first, done := raise("灯", o.Flat), raise("门", o.Flat)
		o.Move("worker", done, matter.Act{Move: "finish", Note: "好了"})
		o.Move("resident", done, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5}})
		post := held(o, "worker", "community_worker")
		hand := func(to, at string) url.Values {
			return url.Values{"handover.person": {o.IDs[to].Person}, "handover.at": {at}}
		}
		path := "/nanmen/posts/" + post.ID
		o.Get("resident", path, 200).Lacks("移交给别人")
		o.Get("secretary", path, 200).Has("移交给别人", "请人代理", "不再担任")
		o.Post("worker", path+"/handover", hand("neighbour", "2026-03-02"), 403)
		o.Post("secretary", path+"/handover", hand("secretary", "2026-03-02"), 422).Has("不能自己给自己")
		o.Post("secretary", path+"/handover", hand("worker", "2026-03-02"), 422).Has("本来就是这个人的")
		o.Post("secretary", path+"/handover", hand("neighbour", "2020-03-02"), 422).Has("不在任期里")
		if handler(first) != "worker" || o.Entries("post.handed_over") != 0 {
			t.Fatal("a refused handover did something")
		}
		// Work stays where it is when another post of the same person goes.
		o.Post("secretary", "/nanmen/orgs/"+o.Committee.ID+"/posts", url.Values{"kind": {"adviser"}, "person": {o.IDs["worker"].Person}, "from": {"2026-01-01"}}, 303)
		o.Post("secretary", "/nanmen/posts/"+held(o, "worker", "adviser").ID+"/handover", hand("second", "2026-03-02"), 303)
		if handler(first) != "worker" {
			t.Errorf("work went to %s with a post that it was not handled under", handler(first))
		}
		next := o.Post("secretary", path+"/handover", hand("neighbour", "2026-03-02"), 303).To()
		if handler(first) != "neighbour" || handler(done) != "worker" {
			t.Errorf("open work is with %s, closed with %s", handler(first), handler(done))
		}
		if o.Entries("post.handed_over") != 2 || o.Entries("matter.handed") != 1 || o.Entries("post.work_moved") != 2 {
			t.Error("not on the record")
		}
		o.Identify("worker")
		o.Get("worker", "/nanmen", 200).Has("您的岗位社区工作者", "已移交给欧阳neighbour", "1 件")
		o.Get("neighbour", "/nanmen/today", 200).Has("您接任社区工作者", "前任是欧阳worker", "1 件")
		o.Get("gridder", "/nanmen/today", 200).Lacks("接任")
		o.Get("resident", "/nanmen/orgs/"+o.Committee.ID, 200).Has("欧阳worker → 欧阳neighbour", "1 件在办的事已转给接任的人")
		o.Move("neighbour", first, matter.Act{Move: "finish", Note: "换好了"}) // with the authority and the work

		// To come: the work waits for the day, and goes once though the job comes twice.
		o.Get("resident", next, 200).Has("欧阳neighbour")
		o.Identify("neighbour")
		second := o.Raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: "管道", Place: o.Flat.ID})
		o.Move("neighbour", second, matter.Act{Move: "accept"})
		o.Move("neighbour", second, matter.Act{Move: "look", Fields: map[string]any{"cause": "旧了"}})
		o.Move("neighbour", second, matter.Act{Move: "decide", Fields: map[string]any{"decision": "换", "worker": o.IDs["neighbour"].Person}})
		o.Post("secretary", next+"/handover", hand("member", "2026-03-10"), 303)
		drain := func() {
			for {
				if n, err := o.Jobs.Drain(ctx); err != nil || n == 0 {
					o.Must(err)
					return
				}
			}
		}
		drain()
		if handler(second) != "neighbour" {
			t.Fatalf("it went to %s before the day", handler(second))
		}
		o.Get("member", "/nanmen", 200).Has("从 2026-03-10 起，您接任社区工作者")
		o.Clock.Set(o.Clock.Now().AddDate(0, 0, 8))
		drain()
		if handler(second) != "member" {
			t.Errorf("on the day it is with %s", handler(second))
		}
		rec := o.Matters.Recount(office.Realm)
		_, err := o.Journal.Verify(ctx, o.DB, office.Realm, rec.Visit)
		o.Must(err)
		if why, err := rec.Compare(ctx, o.DB); err != nil || why != "" {
			t.Errorf("%s, %v", why, err)
		}
	})
}

func TestCross(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Get("resident", "/nanmen/cross", 200).Has("没有人在几个组织任职")
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			body, err := o.Orgs.Add(ctx, tx, journal.Actor{}, org.Org{Realm: office.Realm, Kind: "owners_committee", Title: "业委会"})
			if err != nil {
				return err
			}
			_, err = o.Orgs.AddPost(ctx, tx, journal.Actor{}, org.Post{Realm: office.Realm, Org: body.ID, Kind: "owners_chair", Person: o.IDs["secretary"].Person, From: o.Since})
			return err
		})
		o.Get("resident", "/nanmen/cross", 200).Has("欧阳secretary", "一肩挑", "业委会 · 业委会主任")
	})
}

func TestCoverage(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Get("", "/nanmen/coverage", 303)
		o.Get("resident", "/nanmen/coverage", 200).Has("0 / 1", "原因没有记")
		path := "/nanmen/coverage/" + o.Estate.ID
		o.Post("resident", path, url.Values{"reason": {"党员不足三名"}}, 403)
		o.Post("worker", path, url.Values{"reason": {strings.Repeat("长", 201)}}, 422).Has("不超过 200 字")
		o.Post("worker", "/nanmen/coverage/none", url.Values{"reason": {"x"}}, 404)
		o.Post("worker", path, url.Values{"reason": {"党员不足三名"}}, 303)
		o.Get("resident", "/nanmen/coverage", 200).Has("党员不足三名", "2026-03-02")
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			a, err := o.Places.AddArea(ctx, tx, journal.Actor{}, place.Area{Realm: office.Realm, Kind: place.Branch, Title: "支部范围", From: o.Since}, []string{o.Estate.ID})
			if err != nil {
				return err
			}
			_, err = o.Orgs.Add(ctx, tx, journal.Actor{}, org.Org{Realm: office.Realm, Kind: "estate_branch", Title: "汽运支部", Area: a.ID})
			return err
		})
		page := o.Get("resident", "/nanmen/coverage", 200)
		page.Has("1 / 1", "汽运支部", "100.00%")
		page.Lacks("党员不足三名")
	})
}
