package matterweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// doneWishes has wishes about a lamp done by second.
func doneWishes(o *office.Office, n int) {
	for range n {
		w := office.Wish("想要台灯")
		w.Place = o.Home.ID
		number := o.Raise("resident", w)
		o.Move("worker", number, matter.Act{Move: "assign", Fields: map[string]any{"worker": o.IDs["second"].Person}})
		o.Move("second", number, matter.Act{Move: "finish", Note: "送到了"})
		o.Move("resident", number, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5, "solved": "yes"}})
	}
}

// TestTakeAHandler is suggested who handled such a wish, takes them with one press, and decides with another.
func TestTakeAHandler(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		doneWishes(o, 2)
		w := office.Wish("想要台灯")
		w.Place = o.Home.ID
		o.Raise("neighbour", w)
		const move = "/nanmen/matters/3/moves/assign"
		page := o.Get("worker", move, 200)
		office.Has(t, page.Text(), "建议（由您决定）", "欧阳second · 社区工作者", "最近 2 件说到“想要台灯”的有 2 件是这位办好的", "选用")
		take := "handler:" + o.IDs["second"].Person
		if page.One("button", "value", take) == nil {
			t.Fatal("it cannot be taken")
		}
		sent := url.Values{"key": {page.Value("key")}, "version": {page.Value("version")}, "suggested": {page.Value("suggested")}, "fields.worker": {"没有这个人"}, "fields.note": {"请尽快"}, "take": {take}}
		filled := o.Post("worker", move, sent, 200)
		office.Has(t, filled.Text(), "已选用")
		if got := filled.Value("fields.worker"); got != "欧阳second · 社区工作者" {
			t.Errorf("the form says %q", got)
		}
		if got := office.Text(filled.One("textarea", "name", "fields.note")); got != "请尽快" {
			t.Errorf("what was typed is lost: %q", got)
		}
		if o.Matter(3).State.Handler != "" {
			t.Error("a suggestion moved it")
		}
		sent.Del("take")
		sent.Set("fields.worker", filled.Value("fields.worker"))
		o.Post("worker", move, sent, 303)
		if got := o.Matter(3).State.Handler; got != o.IDs["second"].Person {
			t.Errorf("handled by %s", got)
		}
		hits, err := o.Matters.Suggestions(context.Background(), db, nil, "nanmen")
		o.Must(err)
		if len(hits) != 1 || hits[0].Made != 1 || hits[0].First != 1 {
			t.Errorf("%+v", hits)
		}
	})
}

// TestTakeAKindAndAPlace types a wish into the form for hard issues: its form is one press away with what was typed, and the
// place that it names another.
func TestTakeAKindAndAPlace(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		doneWishes(o, 3)
		const form, wish = "/nanmen/raise/nanmen/hard_issue", "/nanmen/raise/nanmen/wish"
		typed := o.Get("neighbour", form+"/similar?body="+url.QueryEscape("想要台灯，住3幢"), 200)
		for _, says := range []string{"也许更像这一类", "微心愿和需求", "最近 3 件说到“想要台灯”的，有 3 件是按这一类办好的", "汽运小区 3幢", "写到了“3幢”", `formaction="` + wish + `"`} {
			if !strings.Contains(typed.Body.String(), says) {
				t.Errorf("%s is not suggested: %s", says, typed.Body)
			}
		}
		if body := o.Get("", form+"/similar?body="+url.QueryEscape("想要台灯"), 200).Body.String(); strings.Contains(body, "微心愿") {
			t.Error("a visitor is told what was wished")
		}
		sent := url.Values{"key": {"k"}, "body": {"想要台灯\n住3幢"}, "place": {o.Home.Code}}
		o.Post("neighbour", form, sent, 303) // whoever sends it is not held up by a suggestion
		sent.Set("key", "another")
		sent.Set("take", "kind:nanmen/wish")
		sent.Set("suggested", typed.Value("suggested"))
		sent.Set("other", "yes")
		sent.Del("place")
		moved := o.Post("neighbour", wish, sent, 200)
		if got := office.Text(moved.One("textarea", "name", "body")); !strings.Contains(got, "住3幢") {
			t.Errorf("what was typed is lost: %q", got)
		}
		office.Has(t, moved.Text(), "是在这里吗？", "写到了“3幢”")
		sent.Set("take", "place:"+o.Home.ID)
		filled := o.Post("neighbour", wish, sent, 200)
		if got := filled.Value("place"); got != "汽运小区 3幢" {
			t.Errorf("the place is %q", got)
		}
		if n := o.Entries("matter.opened"); n != 4 {
			t.Errorf("a suggestion raised something: %d", n)
		}
		sent.Del("take")
		sent.Set("place", filled.Value("place"))
		sent.Set("fields.sort", "wish")
		sent.Set("fields.wish", "台灯")
		o.Post("neighbour", wish, sent, 303)
		hits, err := o.Matters.Suggestions(context.Background(), db, nil, "nanmen")
		o.Must(err)
		if len(hits) != 2 || hits[0].First != 1 || hits[1].First != 1 {
			t.Errorf("%+v", hits)
		}
		office.Has(t, o.Get("", "/nanmen/figures", 200).Text(), "建议准不准", "微心愿和需求", "选了第一条")
	})
}
