package orgweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"linli/internal/office"
	"linli/internal/org"
	"linli/internal/store"
)

// body books an organisation and gives its page.
func body(o *office.Office, kind, title, in string) string {
	o.T.Helper()
	return o.Post("worker", "/nanmen/orgs", url.Values{"kind": {kind}, "title": {title}, "parent": {in}}, 303).To()
}

func idOf(path string) string { return path[strings.LastIndex(path, "/")+1:] }

func TestChange(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		branch := body(o, "estate_branch", "汽运支部", "")
		group := body(o, "building_party_group", "三幢党小组", idOf(branch))
		for by, status := range map[string]int{"": 303, "resident": 403, "gridder": 403, "worker": 200} {
			o.Get(by, group+"/change", status)
		}
		o.Get("resident", group, 200).Lacks("更改资料", "撤销")
		o.Post("resident", group+"/change", url.Values{"title": {"x"}}, 403)
		form := o.Get("worker", group+"/change", 200)
		if form.Value("title") != "三幢党小组" || len(form.All("select", "name", "kind")) != 0 {
			t.Error("what is known is not filled in, or the kind is asked")
		}
		// A loop, with what was typed kept.
		wrong := o.Post("worker", branch+"/change", url.Values{"title": {"新名字"}, "parent": {idOf(group)}}, 422)
		wrong.Has("上级不能是它自己")
		if wrong.Value("title") != "新名字" {
			t.Error("what was typed is lost")
		}
		o.Post("worker", group+"/change", url.Values{"title": {"三幢和四幢党小组"}, "parent": {o.Committee.ID}, "area": {o.Grid.ID}, "uscc": {""}}, 303)
		o.Get("resident", group, 200).Has("三幢和四幢党小组", "上级 居委会", "汽运网格")
		o.Get("resident", branch, 200).Lacks("党小组")
		if o.Entries("org.changed") != 1 {
			t.Error("not on the record")
		}
	})
}

func TestClose(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		ctx := context.Background()
		branch := body(o, "estate_branch", "汽运支部", "")
		group := body(o, "building_party_group", "三幢党小组", idOf(branch))
		post := o.Post("secretary", branch+"/posts", url.Values{"kind": {"branch_secretary"}, "person": {o.IDs["member"].Person}, "from": {"2026-03-02"}}, 303).To()
		for by, status := range map[string]int{"": 303, "resident": 403, "worker": 200, "secretary": 200} {
			o.Get(by, branch+"/close", status)
		}
		// A worker keeps organisations and not posts: what stands in the way is named, and not ended.
		page := o.Get("worker", branch+"/close", 200)
		page.Has("撤销“汽运支部”", "小区党支部书记 · 欧阳member", "三幢党小组", "先请能任免岗位的人")
		o.Post("worker", branch+"/close", url.Values{"at": {"2026-03-10"}}, 422).Has("先结束这些岗位", "欧阳member", "三幢党小组")
		o.Post("worker", branch+"/close", url.Values{"at": {"2026-03-10"}, "all": {"yes"}}, 403)
		for _, day := range []string{"", "x", "2026-03-01"} {
			if wrong := o.Post("secretary", branch+"/close", url.Values{"at": {day}, "all": {"yes"}}, 422); len(wrong.All("", "id", "problems")) != 1 {
				t.Errorf("the day %q is not told of", day)
			}
		}
		if o.Entries("org.closed") != 0 {
			t.Fatal("a refused closing did something")
		}
		o.Post("secretary", branch+"/close", url.Values{"at": {"2026-03-10"}, "all": {"yes"}}, 303)
		o.Get("resident", branch, 200).Has("将从 2026-03-10 起撤销", "欧阳member")
		o.Clock.Set(o.Clock.Now().AddDate(0, 0, 8))
		o.Get("resident", branch, 200).Has("已从 2026-03-10 起撤销", "没有人任职", "欧阳member", "三幢党小组（已撤销）")
		o.Get("resident", post, 200).Has("2026-03-10")
		tree := o.Get("resident", "/nanmen/orgs", 200)
		tree.Has("已撤销的组织", "汽运支部 · 2026-03-10")
		for _, x := range o.Get("worker", "/nanmen/orgs/new", 200).All("option", "", "") {
			if v, _ := office.Attr(x, "value"); v == idOf(branch) || v == idOf(group) {
				t.Error("a closed one is offered")
			}
		}
		o.Get("secretary", branch, 200).Lacks("登记岗位", "更改资料")
		o.Post("worker", branch+"/change", url.Values{"title": {"x"}}, 409)
		o.Post("secretary", branch+"/close", url.Values{"at": {"2026-03-20"}}, 409)
		// Taking it back, in time.
		o.Get("resident", branch, 200).Lacks("恢复")
		o.Get("worker", branch+"/reopen", 200).Has("恢复“汽运支部”")
		o.Post("worker", group+"/reopen", url.Values{}, 409)
		o.Post("resident", branch+"/reopen", url.Values{}, 403)
		o.Post("worker", branch+"/reopen", url.Values{}, 303)
		o.Get("worker", branch, 200).Lacks("撤销组织", "已从")
		o.Clock.Set(o.Clock.Now().AddDate(0, 0, org.UndoDays))
		o.Get("worker", group, 200).Lacks("恢复")
		o.Get("worker", group+"/reopen", 409)
		rec := o.Orgs.Recount(office.Realm)
		_, err := o.Journal.Verify(ctx, o.DB, office.Realm, rec.Visit)
		o.Must(err)
		if why, err := rec.Compare(ctx, o.DB); err != nil || why != "" {
			t.Errorf("%s, %v", why, err)
		}
	})
}

// TestCallOff calls off a post and a handover before their days.
func TestCallOff(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		ctx := context.Background()
		path := "/nanmen/orgs/" + o.Committee.ID
		made := o.Post("secretary", path+"/posts", url.Values{"kind": {"adviser"}, "person": {o.IDs["neighbour"].Person}, "from": {"2026-03-10"}}, 303).To()
		o.Get("resident", made, 200).Lacks("取消这个岗位")
		o.Get("resident", made+"/calloff", 403)
		o.Get("secretary", made, 200).Has("还没有开始", "取消这个岗位")
		o.Get("secretary", made+"/calloff", 200).Has("取消“顾问 · 欧阳neighbour”", "2026-03-10")
		o.Post("worker", made+"/calloff", url.Values{}, 403)
		o.Post("secretary", made+"/calloff", url.Values{}, 303)
		o.Get("resident", path, 200).Lacks("顾问")
		o.Get("resident", made, 200).Has("在开始以前取消了")
		o.Post("secretary", made+"/calloff", url.Values{}, 409)
		o.Get("secretary", "/nanmen/posts/"+held(o, "worker", "community_worker").ID+"/calloff", 409)

		own := "/nanmen/posts/" + held(o, "leader", "building_leader").ID
		next := o.Post("secretary", own+"/handover", url.Values{"handover.person": {o.IDs["neighbour"].Person}, "handover.at": {"2026-03-10"}}, 303).To()
		o.Post("secretary", next+"/calloff", url.Values{}, 303)
		o.Clock.Set(o.Clock.Now().AddDate(0, 0, 9))
		for {
			n, err := o.Jobs.Drain(ctx)
			o.Must(err)
			if n == 0 {
				break
			}
		}
		if n, err := store.One(ctx, o.DB, store.Value[int], `select count(*) from job where tries > 0 and kind = 'matter.handover'`); n != 0 || err != nil {
			t.Errorf("%d jobs that failed, %v", n, err)
		}
		held(o, "leader", "building_leader")
		if i := o.Identify("neighbour"); len(i.Posts) != 0 {
			t.Error("the successor holds it")
		}
	})
}
