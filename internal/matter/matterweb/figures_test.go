package matterweb_test

import (
	"slices"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// fulfil takes a wish from its raising to its rating.
func (o *office) fulfil(title string) {
	o.t.Helper()
	n := o.raise("resident", wish(title))
	o.move("worker", n, matter.Act{Move: "place"})
	o.move("member", n, matter.Act{Move: "accept"})
	o.move("member", n, matter.Act{Move: "finish", Note: "送到了"})
	o.move("resident", n, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5}})
}

func TestFigures(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.fulfil("台灯")
		o.fulfil("书包")
		o.raise("resident", wish("不算数的"))

		met := o.get("", "/nanmen/figures", 200).one("a", "href", "/nanmen/figures/nanmen/wishes_met")
		has(t, text(met), "完成微心愿和需求", "2", "个", "近十二个月", "文件写的是 36")
		behind := o.get("worker", "/nanmen/figures/nanmen/wishes_met", 200)
		if got := behind.numbers(); !slices.Equal(got, nil) {
			t.Errorf("rows of a figure are live rows: %v", got)
		}
		has(t, behind.text(), "台灯", "书包", "2025年3月3日至2026年3月2日", "与记录不同")
		if strings.Contains(behind.text(), "不算数的") || strings.Contains(behind.text(), "不对您公开") {
			t.Errorf("it shows what it does not count, or hides from who sees all: %s", behind.text())
		}
		veiled := o.get("", "/nanmen/figures/nanmen/wishes_met", 200).text()
		has(t, veiled, "还有 2 件也计算在内，但不对您公开", "登录后可能看到更多")
		if strings.Contains(veiled, "台灯") {
			t.Errorf("a visitor reads %s", veiled)
		}
		o.get("worker", "/nanmen/figures/nanmen/none", 404)
		o.get("worker", "/nanmen/figures/none/wishes_met", 404)

		o.clock.Set(o.clock.Now().AddDate(1, 0, 1))
		has(t, o.get("worker", "/nanmen/figures/nanmen/wishes_met", 200).text(), "还没有可数的事项")
	})
}

func TestLists(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.raise("resident", wish("想要台灯"))
		o.raise("resident", matter.Draft{Kind: "nanmen/wish", Title: "修水管", Fields: map[string]any{"sort": "need", "wish": "修"}})
		o.raise("resident", wish("还没下单"))
		o.move("worker", 1, matter.Act{Move: "place"})
		o.move("worker", 2, matter.Act{Move: "place"})
		o.get("", "/nanmen/lists", 303)
		o.get("worker", "/nanmen/lists", 200).one("a", "href", "/nanmen/lists/nanmen/open_wishes")
		for _, path := range []string{"/nanmen/lists/nanmen/open_wishes", "/nanmen/lists/nanmen/open_wishes?print=1"} {
			list := o.get("worker", path, 200)
			var groups []string
			for _, h := range list.all("h2", "", "") {
				groups = append(groups, text(h))
			}
			if want := []string{"微心愿", "需求"}; !slices.Equal(groups, want) {
				t.Errorf("%s is in the groups %q, want %q", path, groups, want)
			}
			has(t, list.text(), "想要台灯", "修水管")
			if strings.Contains(list.text(), "还没下单") {
				t.Errorf("%s holds what its stage does not", path)
			}
		}
		has(t, o.get("worker", "/nanmen/lists/nanmen/open_wishes?print=1", 200).text(), "序号", "共 2 件", "制表时间", "负责人")
		has(t, o.get("worker", "/nanmen/lists/nanmen/open_wishes?cursor=1", 200).text(), "后面没有了")
		o.get("worker", "/nanmen/lists/nanmen/none", 404)
	})
}
