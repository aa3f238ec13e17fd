package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/place"
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

// TestSearchPages goes on from page to page through places and people.
func TestSearchPages(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := atHome(t, db)
		ctx := context.Background()
		o.Must(db.Tx(ctx, func(tx *store.Tx) error {
			for i := range 60 {
				if _, err := o.Places.Add(ctx, tx, journal.Actor{}, place.Place{Realm: "nanmen", Kind: place.Unit, Parent: o.Home.ID, Title: fmt.Sprintf("%d单元", i+1)}); err != nil {
					return err
				}
				if _, err := o.People.Add(ctx, tx, journal.Actor{}, person.Person{Realm: "nanmen", Name: fmt.Sprintf("测单%d", i+1)}, person.Contact{}); err != nil {
					return err
				}
			}
			return nil
		}))
		for in, words := range map[string]string{"places": "单元", "people": "测单"} {
			first := o.Get("worker", "/nanmen/search?in="+in+"&q="+words, 200)
			next, ok := office.Attr(first.One("a", "rel", "next"), "href")
			if !ok || len(first.All("mark", "", "")) != 50 {
				t.Fatalf("%s: the first page is %s", in, first.Text())
			}
			last := o.Get("worker", next, 200)
			if n := len(last.All("mark", "", "")); n != 10 || len(last.All("a", "rel", "next")) != 0 {
				t.Errorf("%s: %d on the last page: %s", in, n, last.Text())
			}
		}
		office.Has(t, o.Get("", "/nanmen/search?q="+o.Home.Code, 200).Text(), "3幢")
		o.Must(db.Tx(ctx, func(tx *store.Tx) error {
			_, err := o.Places.Rename(ctx, tx, journal.Actor{}, "nanmen", o.Home.ID, "朝阳楼")
			return err
		}))
		office.Has(t, o.Get("", "/nanmen/search?in=places&q=朝阳楼60单元", 200).Text(), "汽运小区 朝阳楼 60单元")
	})
}
