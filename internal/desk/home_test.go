package desk_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/internal/desk"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/internal/ui"
)

func atHome(t *testing.T, db *store.DB) *office.Office {
	t.Helper()
	o := office.Open(t, db)
	desk.New(desk.Needs{DB: db, Access: o.Access, Clock: o.Clock, Journal: o.Journal, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters, Books: o.Books}).Routes(o.Site)
	o.Handler = o.Site.Handler()
	return o
}

func TestRealms(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := atHome(t, db)
		office.Has(t, o.Get("", "/", 200).Text(), "平川街道", "南门社区")
		home := o.Get("", "/nanmen", 200)
		var kept *http.Cookie
		for _, c := range home.Result().Cookies() {
			if c.Name == "realm" {
				kept = c
			}
		}
		if kept == nil || kept.Value != "nanmen" {
			t.Fatalf("the community is not remembered: %v", home.Result().Cookies())
		}
		r := o.Request("", http.MethodGet, "/", nil)
		r.AddCookie(kept)
		office.Has(t, o.Do(r, 200).Text(), "上次来的是这里")
		o.Get("", "/nowhere", 404)
	})
}

func TestHome(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := atHome(t, db)
		visitor := o.Get("", "/nanmen", 200)
		office.Has(t, visitor.Text(), "我要反映", "微心愿", "查进展", "谁管我这", "还没有公开办结的事")
		if strings.Contains(visitor.Text(), "低保申请") || strings.Contains(visitor.Text(), "认领") {
			t.Error("a visitor is offered what is not for visitors")
		}
		office.Has(t, o.Get("resident", "/nanmen", 200).Text(), "低保申请", "我的事")
		office.Has(t, o.Get("member", "/nanmen", 200).Text(), "认领")
		office.Has(t, o.Get("worker", "/nanmen", 200).Text(), "工作台")
		office.Has(t, o.Get("", "/pingchuan", 200).Text(), "南门社区")

		settle := func(d matter.Draft, done ...matter.Act) {
			n := o.Raise("resident", d)
			for _, a := range done {
				o.Move("worker", n, a)
			}
			o.Move("resident", n, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5}})
		}
		worker := map[string]any{"decision": "换一盏", "worker": o.IDs["worker"].Person}
		settle(matter.Draft{Kind: "nanmen/hard_issue", Title: "路灯修好了", Place: o.Home.ID}, matter.Act{Move: "accept"}, matter.Act{Move: "look", Fields: map[string]any{"cause": "灯坏了"}},
			matter.Act{Move: "decide", Fields: worker}, matter.Act{Move: "finish", Note: "换好了", Fields: map[string]any{"lamps": 3}})
		settle(matter.Draft{Kind: "nanmen/wish", Title: "邻居才看得到的心愿", Fields: map[string]any{"sort": "wish", "wish": "台灯"}},
			matter.Act{Move: "assign", Fields: map[string]any{"worker": o.IDs["worker"].Person}}, matter.Act{Move: "finish", Note: "送到了"})
		for _, by := range []string{"", "worker"} { // what everybody may see, whoever looks
			home := o.Get(by, "/nanmen", 200)
			office.Has(t, home.Text(), "路灯修好了", "汽运小区 3幢")
			if strings.Contains(home.Text(), "邻居才看得到的心愿") {
				t.Errorf("%q is shown on the first page what is not public", by)
			}
		}
		lamps := o.Get("", "/nanmen", 200).One("a", "href", "/nanmen/figures/nanmen/lamps")
		office.Has(t, office.Text(lamps), "3", "盏")
	})
}

func TestHomeShowsFirstWhatWasDoneLast(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := atHome(t, db)
		issue := func(title string) int64 {
			n := o.Raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: title, Place: o.Home.ID})
			o.Move("worker", n, matter.Act{Move: "accept"})
			o.Move("worker", n, matter.Act{Move: "look", Fields: map[string]any{"cause": "灯坏了"}})
			o.Move("worker", n, matter.Act{Move: "decide", Fields: map[string]any{"decision": "换一盏", "worker": o.IDs["worker"].Person}})
			o.Move("worker", n, matter.Act{Move: "finish", Note: "换好了", Fields: map[string]any{"lamps": 1}})
			return n
		}
		first, second := issue("先提的路灯"), issue("后提的路灯")
		for _, n := range []int64{second, first} {
			o.Clock.Advance(time.Hour)
			o.Move("resident", n, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5}})
		}
		said := o.Get("", "/nanmen", 200).Text()
		if strings.Index(said, "先提的路灯") > strings.Index(said, "后提的路灯") {
			t.Errorf("what was done last does not come first: %s", said)
		}
	})
}

// putForward is a demonstration's clock that notes what it is told.
type putForward struct{ by []string }

func (c *putForward) Now() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }
func (c *putForward) Advance(_ context.Context, by string) (time.Time, error) {
	c.by = append(c.by, by)
	return c.Now(), nil
}

func TestClockIsMovedOnlyInADemonstration(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		form := url.Values{"advance": {"1 working day"}, "back": {"/nanmen"}}
		o := atHome(t, db)
		o.Post("", ui.ClockPath, form, 404)
	})
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		form := url.Values{"advance": {"1 working day"}, "back": {"//elsewhere.example"}}
		o, c := office.Open(t, db), &putForward{}
		o.Site.Demo = c
		desk.New(desk.Needs{DB: db, Access: o.Access, Clock: o.Clock, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters, Books: o.Books}).Routes(o.Site)
		o.Handler = o.Site.Handler()
		if to := o.Post("", ui.ClockPath, form, 303).Header().Get("Location"); to != "/" || len(c.by) != 1 || c.by[0] != "1 working day" {
			t.Errorf("moved by %v, to %s", c.by, to)
		}
	})
}
