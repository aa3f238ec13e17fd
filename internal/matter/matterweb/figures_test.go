package matterweb_test

import (
	"slices"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// fulfil takes a wish from its raising to its rating.
func fulfil(o *office.Office, title string) {
	o.T.Helper()
	n := o.Raise("resident", office.Wish(title))
	o.Move("worker", n, matter.Act{Move: "place"})
	o.Move("member", n, matter.Act{Move: "accept"})
	o.Move("member", n, matter.Act{Move: "finish", Note: "送到了"})
	o.Move("resident", n, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5}})
}

func TestFigures(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		fulfil(o, "台灯")
		fulfil(o, "书包")
		o.Raise("resident", office.Wish("不算数的"))

		met := o.Get("", "/nanmen/figures", 200).One("a", "href", "/nanmen/figures/nanmen/wishes_met")
		office.Has(t, office.Text(met), "完成微心愿和需求", "2", "个", "近十二个月", "文件写的是 36")
		behind := o.Get("worker", "/nanmen/figures/nanmen/wishes_met", 200)
		if got := numbers(behind); !slices.Equal(got, nil) {
			t.Errorf("rows of a figure are live rows: %v", got)
		}
		office.Has(t, behind.Text(), "台灯", "书包", "2025年3月3日至2026年3月2日", "与记录不同")
		if strings.Contains(behind.Text(), "不算数的") || strings.Contains(behind.Text(), "不对您公开") {
			t.Errorf("it shows what it does not count, or hides from who sees all: %s", behind.Text())
		}
		veiled := o.Get("", "/nanmen/figures/nanmen/wishes_met", 200).Text()
		office.Has(t, veiled, "还有 2 件也计算在内，但不对您公开", "登录后可能看到更多")
		if strings.Contains(veiled, "台灯") {
			t.Errorf("a visitor reads %s", veiled)
		}
		o.Get("worker", "/nanmen/figures/nanmen/none", 404)
		o.Get("worker", "/nanmen/figures/none/wishes_met", 404)

		o.Clock.Set(o.Clock.Now().AddDate(1, 0, 1))
		office.Has(t, o.Get("worker", "/nanmen/figures/nanmen/wishes_met", 200).Text(), "还没有可数的事项")
	})
}

func TestLists(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", office.Wish("想要台灯"))
		o.Raise("resident", matter.Draft{Kind: "nanmen/wish", Title: "修水管", Fields: map[string]any{"sort": "need", "wish": "修"}})
		o.Raise("resident", office.Wish("还没下单"))
		o.Move("worker", 1, matter.Act{Move: "place"})
		o.Move("worker", 2, matter.Act{Move: "place"})
		o.Get("", "/nanmen/lists", 303)
		o.Get("worker", "/nanmen/lists", 200).One("a", "href", "/nanmen/lists/nanmen/open_wishes")
		for _, path := range []string{"/nanmen/lists/nanmen/open_wishes", "/nanmen/lists/nanmen/open_wishes?print=1"} {
			list := o.Get("worker", path, 200)
			var groups []string
			for _, h := range list.All("h2", "", "") {
				groups = append(groups, office.Text(h))
			}
			if want := []string{"微心愿", "需求"}; !slices.Equal(groups, want) {
				t.Errorf("%s is in the groups %q, want %q", path, groups, want)
			}
			office.Has(t, list.Text(), "想要台灯", "修水管")
			if strings.Contains(list.Text(), "还没下单") {
				t.Errorf("%s holds what its stage does not", path)
			}
		}
		office.Has(t, o.Get("worker", "/nanmen/lists/nanmen/open_wishes?print=1", 200).Text(), "序号", "共 2 件", "制表时间", "负责人")
		office.Has(t, o.Get("worker", "/nanmen/lists/nanmen/open_wishes?cursor=1", 200).Text(), "后面没有了")
		o.Get("worker", "/nanmen/lists/nanmen/none", 404)
	})
}
