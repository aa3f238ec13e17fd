package matterweb_test

import (
	"net/url"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestMeToo raises what was raised already: the form shows it once, with the text kept, and one press joins it.
func TestMeToo(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		const form = "/nanmen/raise/nanmen/hard_issue"
		n := o.Raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: "三单元路灯不亮", Body: "我家孩子摔了一跤", Place: o.Home.ID})
		o.Raise("resident", matter.Draft{Kind: "nanmen/dispute", Title: "路灯不亮吵架了", Body: "不外传", Fields: map[string]any{"who": "3幢502"}})

		typed := o.Get("neighbour", form+"/similar?body="+url.QueryEscape("楼下路灯不亮了"), 200)
		if body := typed.Body.String(); !strings.Contains(body, "三单元路灯不亮") || strings.Contains(body, "吵架") || strings.Contains(body, "孩子") || !strings.Contains(body, `name="other"`) {
			t.Errorf("while typing: %s", body)
		}
		if body := o.Get("neighbour", form+"/similar?body="+url.QueryEscape("电梯坏了"), 200).Body.String(); strings.Contains(body, "路灯") {
			t.Error("another thing altogether resembles it")
		}
		key := o.Get("neighbour", form, 200).Value("key")
		sent := url.Values{"key": {key}, "body": {"楼下路灯不亮了\n好几天了"}, "place": {o.Home.Code}}
		page := o.Post("neighbour", form, sent, 200)
		office.Has(t, page.Text(), "是不是这件事？", "三单元路灯不亮", "都不是，照样提交")
		if got := office.Text(page.One("textarea", "name", "body")); !strings.Contains(got, "好几天了") {
			t.Errorf("what was typed is lost: %q", got)
		}
		join := page.One("button", "formaction", "/nanmen/matters/1/moves/join")
		if join == nil || n != 1 {
			t.Fatal("it cannot be joined")
		}
		o.Post("neighbour", "/nanmen/matters/1/moves/join", sent, 303)
		if got := o.Matter(n).State.Joined; len(got) != 1 || got[0] != o.IDs["neighbour"].Person {
			t.Fatalf("joined by %v", got)
		}
		office.Has(t, o.Get("neighbour", "/nanmen/mine", 200).Text(), "三单元路灯不亮")
		if text := o.Get("neighbour", "/nanmen/matters/1", 200).Text(); strings.Contains(text, "孩子") {
			t.Error("who joins reads what is not shown")
		}
		if text := o.Get("neighbour", "/nanmen/queue?q=孩子", 403).Text(); strings.Contains(text, "路灯") {
			t.Error("the queue is open to who joined")
		}
		if n := o.Entries("matter.moved"); n != 1 {
			t.Errorf("%d moves on the record", n)
		}
		again := o.Post("neighbour", form, sent, 200)
		office.Has(t, again.Text(), "这件已经在您的“我的事”里")
		sent.Set("other", "yes") // it was looked at
		o.Post("neighbour", form, sent, 303)
		if n := o.Entries("matter.opened"); n != 3 {
			t.Errorf("%d matters were raised", n)
		}
		office.Has(t, o.Get("worker", "/nanmen/matters/1", 200).Text(), "1 位居民说“也是我的事”")
	})
}
