package desk_test

import (
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestSearch(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := atHome(t, db)
		for range 7 {
			o.Raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: "汽运小区路灯不亮", Body: "夜里看不见台阶", Place: o.Home.ID})
		}
		o.Raise("resident", matter.Draft{Kind: "nanmen/dispute", Title: "楼上漏水", Body: "漏了三天", Fields: map[string]any{"who": "3幢502"}})

		office.Has(t, o.Get("", "/nanmen/search", 200).Text(), "想找什么？")
		office.Has(t, o.Get("", "/nanmen/search?q=%E6%B2%A1%E8%BF%99%E5%9B%9E%E4%BA%8B", 200).Text(), "没有找到")
		office.Has(t, o.Get("", "/nanmen/search?q=%25%25", 200).Text(), "没有找到")

		all := o.Get("", "/nanmen/search?q=汽运", 200)
		office.Has(t, all.Text(), "路灯不亮", "地点", "3幢", "全部")
		for _, marked := range all.All("mark", "", "") {
			if office.Text(marked) != "汽运" {
				t.Errorf("%q is marked", office.Text(marked))
			}
		}
		if n := strings.Count(all.Text(), "路灯不亮"); n != 5 {
			t.Errorf("%d matters are shown beside other things", n)
		}
		if n := strings.Count(o.Get("", "/nanmen/search?q=汽运&in=matters", 200).Text(), "路灯不亮"); n != 7 {
			t.Errorf("%d matters are shown alone", n)
		}
		office.Has(t, o.Get("worker", "/nanmen/search?q=台阶", 200).Text(), "夜里看不见 台阶")
		for _, words := range []string{"台阶", "漏水", "漏"} { // a neighbour sees neither the text nor the dispute
			office.Has(t, o.Get("neighbour", "/nanmen/search?q="+words, 200).Text(), "没有找到")
		}
		name := o.IDs["resident"].Name
		office.Has(t, o.Get("worker", "/nanmen/search?q="+name, 200).Text(), "人员", name)
		for _, by := range []string{"", "neighbour"} {
			if text := o.Get(by, "/nanmen/search?in=people&q="+name, 200).Text(); strings.Contains(text, "人员") {
				t.Errorf("%q looks for people", by)
			}
		}
		o.Get("", "/nanmen/search?q=灯&cursor=x", 422)
		office.Has(t, o.Get("", "/nanmen", 200).Text(), "搜索")
		if o.Get("worker", "/nanmen/today", 200).One("form", "action", "/nanmen/search") == nil {
			t.Error("the workbench has no search")
		}
	})
}
