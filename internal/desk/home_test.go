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
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/internal/ui"
)

func atHome(t *testing.T, db *store.DB) *office {
	t.Helper()
	o := newOffice(t, db)
	desk.New(desk.Needs{DB: db, Clock: o.clock, Realms: o.realms, Places: o.places, Orgs: o.orgs, People: o.people, Matters: o.matters, Books: o.books}).Routes(o.site)
	o.handler = o.site.Handler()
	return o
}

func TestRealms(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o := atHome(t, db)
		has(t, o.get("", "/", 200).text(), "平川街道", "南门社区")
		home := o.get("", "/nanmen", 200)
		var kept *http.Cookie
		for _, c := range home.Result().Cookies() {
			if c.Name == "realm" {
				kept = c
			}
		}
		if kept == nil || kept.Value != "nanmen" {
			t.Fatalf("the community is not remembered: %v", home.Result().Cookies())
		}
		r := o.request("", http.MethodGet, "/", nil)
		r.AddCookie(kept)
		has(t, o.do(r, 200).text(), "上次来的是这里")
		o.get("", "/nowhere", 404)
	})
}

func TestHome(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o := atHome(t, db)
		visitor := o.get("", "/nanmen", 200)
		has(t, visitor.text(), "我要反映", "微心愿", "查进展", "谁管我这", "还没有公开办结的事")
		if strings.Contains(visitor.text(), "低保申请") || strings.Contains(visitor.text(), "认领") {
			t.Error("a visitor is offered what is not for visitors")
		}
		has(t, o.get("resident", "/nanmen", 200).text(), "低保申请", "我的事")
		has(t, o.get("member", "/nanmen", 200).text(), "认领")
		has(t, o.get("worker", "/nanmen", 200).text(), "工作台")
		has(t, o.get("", "/pingchuan", 200).text(), "南门社区")

		settle := func(d matter.Draft, done ...matter.Act) {
			n := o.raise("resident", d)
			for _, a := range done {
				o.move("worker", n, a)
			}
			o.move("resident", n, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5}})
		}
		worker := map[string]any{"decision": "换一盏", "worker": o.ids["worker"].Person}
		settle(matter.Draft{Kind: "nanmen/hard_issue", Title: "路灯修好了", Place: o.home.ID}, matter.Act{Move: "accept"}, matter.Act{Move: "look", Fields: map[string]any{"cause": "灯坏了"}},
			matter.Act{Move: "decide", Fields: worker}, matter.Act{Move: "finish", Note: "换好了", Fields: map[string]any{"lamps": 3}})
		settle(matter.Draft{Kind: "nanmen/wish", Title: "邻居才看得到的心愿", Fields: map[string]any{"sort": "wish", "wish": "台灯"}},
			matter.Act{Move: "assign", Fields: map[string]any{"worker": o.ids["worker"].Person}}, matter.Act{Move: "finish", Note: "送到了"})
		for _, by := range []string{"", "worker"} { // what everybody may see, whoever looks
			home := o.get(by, "/nanmen", 200)
			has(t, home.text(), "路灯修好了", "汽运小区 3幢")
			if strings.Contains(home.text(), "邻居才看得到的心愿") {
				t.Errorf("%q is shown on the first page what is not public", by)
			}
		}
		lamps := o.get("", "/nanmen", 200).one("a", "href", "/nanmen/figures/nanmen/lamps")
		has(t, text(lamps), "3", "盏")
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
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		form := url.Values{"advance": {"1 working day"}, "back": {"/nanmen"}}
		o := atHome(t, db)
		o.post("", ui.ClockPath, form, 404)
	})
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		form := url.Values{"advance": {"1 working day"}, "back": {"//elsewhere.example"}}
		o, c := newOffice(t, db), &putForward{}
		o.site.Demo = c
		desk.New(desk.Needs{DB: db, Clock: o.clock, Realms: o.realms, Places: o.places, Orgs: o.orgs, People: o.people, Matters: o.matters, Books: o.books}).Routes(o.site)
		o.handler = o.site.Handler()
		if to := o.post("", ui.ClockPath, form, 303).Header().Get("Location"); to != "/" || len(c.by) != 1 || c.by[0] != "1 working day" {
			t.Errorf("moved by %v, to %s", c.by, to)
		}
	})
}
