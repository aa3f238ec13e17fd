package placeweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"linli/internal/office"
	"linli/internal/place"
)

func TestAreas(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Get("", "/nanmen/areas", 200).Has("汽运网格", "汽运小区", "4")
		o.Get("", "/nanmen/areas?kind=branch", 200).Has("还没有划")
		o.Get("worker", "/nanmen/areas", 200).Has("每套房屋都正好在一个网格里")
		o.Get("", "/nanmen/areas/"+o.Grid.ID, 200).Has("网格长", "汽运小区")
		o.Get("", "/nanmen/areas/none", 404)
		for by, status := range map[string]int{"": 303, "resident": 403, "gridder": 403, "worker": 200} {
			o.Get(by, "/nanmen/areas/new", status)
		}
		form := url.Values{"kind": {"micro_grid"}, "title": {"一号微网格"}, "from": {"2026-03-02"}, "place.0": {o.Home.ID}, "in": {"汽运小区 4幢 101室\n" + strings.ToLower(o.Flat.Code)}}
		o.Post("gridder", "/nanmen/areas", form, 403)
		made := o.Post("worker", "/nanmen/areas", form, 303)
		o.Get("", made.To(), 200).Has("一号微网格", "汽运小区 3幢", "汽运小区 4幢 101室", "汽运小区 3幢 101室")

		form.Set("title", "")
		form.Set("in", "没有的楼")
		wrong := o.Post("worker", "/nanmen/areas", form, 422)
		wrong.Has("没有叫“没有的楼”的地点")
		if len(wrong.All("input", "value", o.Home.ID)) == 0 || !strings.Contains(office.Text(wrong.One("textarea", "name", "in")), "没有的楼") {
			t.Error("what was chosen is lost")
		}
		for _, from := range []string{"", "2026-02-01", "x"} {
			form := url.Values{"kind": {"grid"}, "title": {"x"}, "from": {from}, "place.0": {o.Home.ID}}
			o.Post("worker", "/nanmen/areas", form, 422)
		}
		o.Post("worker", "/nanmen/areas", url.Values{"kind": {"grid"}, "title": {"x"}, "from": {"2026-03-02"}}, 422).Has("请勾选或填写地点")
	})
}

func TestChangeArea(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		path := "/nanmen/areas/" + o.Grid.ID
		o.Post("gridder", path+"/places", url.Values{"out": {o.Estate.ID}, "from": {"2026-03-02"}}, 403)
		o.Post("worker", path+"/places", url.Values{"from": {"2026-03-02"}}, 422).Has("没有要加进来的")
		o.Post("worker", path+"/places", url.Values{"out": {o.Estate.ID}, "in": {"汽运小区 3幢"}, "from": {"2026-03-02"}}, 303)
		o.Get("worker", "/nanmen/areas", 200).Has("2 套房屋不在任何网格里")

		// A successor from next week: both are there, each in its time.
		form := url.Values{"kind": {"grid"}, "title": {"新网格"}, "from": {"2026-03-09"}, "place.0": {o.Estate.ID}, "after": {o.Grid.ID}}
		next := o.Post("worker", "/nanmen/areas", form, 303).To()
		o.Get("worker", path, 200).Has("后继", "新网格", "2026-03-09")
		o.Get("worker", next, 200).Has("前身", "汽运网格")
		grid := func() string {
			a, err := o.Places.GridOf(context.Background(), o.DB, office.Realm, o.Flat.ID, o.Clock.Now())
			o.Must(err)
			return a.Title
		}
		before := grid()
		o.Clock.Set(o.Clock.Now().AddDate(0, 0, 7))
		if before != "汽运网格" || grid() != "新网格" {
			t.Errorf("%s, then %s", before, grid())
		}
		o.Post("worker", next+"/end", url.Values{"at": {"2026-03-01"}}, 422).Has("不能早于今天")
		o.Post("worker", next+"/end", url.Values{"at": {"2026-03-09"}}, 303)
		o.Post("worker", next+"/end", url.Values{"at": {"2026-03-09"}}, 409)
		if grid() != "" {
			t.Error("it did not end")
		}
	})
}

func TestCheckAreas(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		ctx := context.Background()
		o.Get("", "/nanmen/areas/check", 303)
		o.Get("resident", "/nanmen/areas/check", 403)
		o.Get("worker", "/nanmen/areas/check", 200).Has("每套房屋都正好在一个网格里")
		form := url.Values{"kind": {"grid"}, "title": {"第二网格"}, "from": {"2026-03-02"}, "place.0": {o.Home.ID}}
		second := strings.TrimPrefix(o.Post("worker", "/nanmen/areas", form, 303).To(), "/nanmen/areas/")
		page := o.Get("worker", "/nanmen/areas/check", 200)
		page.Has("汽运小区 3幢", "同时在：", "第二网格", "0 套房屋不在任何网格里，2 套同时在几个网格里")
		if n := len(o.Get("gridder", "/nanmen/areas/check", 200).All("input", "name", "place")); n != 0 {
			t.Error("who may not mend is offered to")
		}
		mend := url.Values{"kind": {"grid"}, "area": {second}, "place": {o.Home.ID}}
		o.Post("gridder", "/nanmen/areas/check", mend, 403)
		o.Post("worker", "/nanmen/areas/check", url.Values{"kind": {"grid"}, "area": {second}}, 422).Has("请先勾选地点")
		wrong := o.Post("worker", "/nanmen/areas/check", url.Values{"kind": {"grid"}, "place": {o.Home.ID}}, 422)
		wrong.Has("请选择网格")
		if _, ok := office.Attr(wrong.One("input", "name", "place"), "checked"); !ok {
			t.Error("what was ticked is lost")
		}
		o.Post("worker", "/nanmen/areas/check", mend, 303)
		flaws, err := o.Places.Flaws(ctx, o.DB, office.Realm, place.Grid, o.Clock.Now())
		if err != nil || len(flaws) != 0 {
			t.Errorf("left: %+v, %v", flaws, err)
		}
	})
}
