package matterweb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// titles are what a page lists.
func titles(a *office.Answer) []string {
	var all []string
	for _, n := range a.All("span", "class", "item-title") {
		all = append(all, office.Text(n))
	}
	return all
}

// follow goes by the link that says a word.
func follow(o *office.Office, by string, a *office.Answer, word string) *office.Answer {
	o.T.Helper()
	for _, n := range a.All("a", "href", "") {
		if office.Text(n) == word {
			href, _ := office.Attr(n, "href")
			return o.Get(by, href, 200)
		}
	}
	o.T.Fatalf("no link says %s in %s", word, a.Text())
	return nil
}

func TestPagesForwardAndBack(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		for i := range 61 {
			o.Raise("resident", office.Wish(fmt.Sprintf("第%d个心愿", i+1)))
		}
		pages := []*office.Answer{o.Get("resident", "/nanmen/mine?state=open", 200)}
		if strings.Contains(pages[0].Text(), "上一页") {
			t.Error("the first page has one before it")
		}
		for n := range 3 {
			pages = append(pages, follow(o, "resident", pages[n], "下一页"))
		}
		if got := titles(pages[3]); !slices.Equal(got, []string{"第1个心愿"}) {
			t.Errorf("the last page lists %q", got)
		}
		office.Has(t, pages[3].Text(), "第 4 页")
		if strings.Contains(pages[3].Text(), "下一页") {
			t.Error("the last page has one after it")
		}
		if first := titles(follow(o, "resident", pages[3], "第一页")); !slices.Equal(first, titles(pages[0])) {
			t.Errorf("the first page lists %q from the last one", first)
		}
		back := pages[3]
		for n := 2; n >= 0; n-- {
			back = follow(o, "resident", back, "上一页")
			if !slices.Equal(titles(back), titles(pages[n])) {
				t.Errorf("back on page %d it lists %q", n+1, titles(back))
			}
		}
		o.Get("resident", "/nanmen/mine?cursor=x", 422)
		made := o.Get("resident", "/nanmen/mine?cursor=30&trail=x.y", 200) // made up: the first page is still found
		if !slices.Equal(titles(follow(o, "resident", made, "上一页")), titles(pages[0])) {
			t.Error("a trail that nobody was given leads elsewhere")
		}

		queue := o.Get("worker", "/nanmen/queue?kind=nanmen%2Fwish", 200)
		second := follow(o, "worker", queue, "下一页")
		office.Has(t, second.Text(), "第 2 页", "第11个心愿", "第1个心愿")
		if back := follow(o, "worker", second, "上一页"); !strings.Contains(back.Text(), "第61个心愿") || len(back.All("option", "selected", "")) == 0 {
			t.Error("back from the second page of the queue its first page or the filter is not there")
		}
	})
}
