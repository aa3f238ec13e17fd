package desk_test

import (
	"strings"
	"testing"
	"time"

	"linli/internal/desk"
	"linli/internal/matter"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func atDesk(t *testing.T, db *store.DB) *office {
	o := newOffice(t, db)
	desk.New(desk.Needs{DB: db, Clock: o.clock, Realms: o.realms, Places: o.places, Orgs: o.orgs, People: o.people, Matters: o.matters, Books: o.books}).Routes(o.site)
	o.handler = o.site.Handler()
	return o
}

// card is what the card of that id says; "" when there is none.
func (a *answer) card(id string) string {
	for _, n := range a.all("section", "id", id) {
		return text(n)
	}
	return ""
}

func TestToday(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o := atDesk(t, db)
		o.get("", "/nanmen/today", 303)
		has(t, o.get("worker", "/nanmen/today", 200).text(), "今天没有等您办的事", "现在没有可以认领的")

		o.raise("resident", wish("今天提的"))
		o.raise("resident", wish("放着没管的"))
		o.raise("resident", wish("有人接了的"))
		o.move("worker", 2, matter.Act{Move: "place"})
		o.move("worker", 3, matter.Act{Move: "place"})
		o.move("member", 3, matter.Act{Move: "accept"})
		o.clock.Advance(15 * time.Hour) // it is the day on which the first is due
		day := o.get("worker", "/nanmen/today", 200)
		has(t, day.card("due"), "今天提的", "#1", "时限 2026-03-03 23:59")
		has(t, day.card("mine"), "放着没管的")
		if s := day.text(); strings.Contains(s, "有人接了的") {
			t.Errorf("what somebody else handles is on the desk's day: %s", s)
		}
		mine := o.get("member", "/nanmen/today", 200)
		has(t, mine.card("mine"), "有人接了的")
		has(t, mine.card("claim"), "放着没管的", "认领板上共 1 件")
		if s := mine.text(); strings.Contains(s, "今天提的") {
			t.Errorf("a member's day holds the desk's work: %s", s)
		}

		o.clock.Advance(24 * time.Hour)
		_, err := o.matters.Due(t.Context())
		o.must(err)
		late := o.get("worker", "/nanmen/today", 200)
		has(t, late.card("late"), "今天提的", "已超时")
		if strings.Contains(late.card("due"), "今天提的") {
			t.Error("what is late is also due")
		}
	})
}

func TestTodayAsksTheLeader(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o := atDesk(t, db)
		o.raise("resident", wish("台灯"))
		o.raise("resident", wish("书包"))
		o.move("worker", 1, matter.Act{Move: "extend", Note: "缺货", Fields: map[string]any{"until": "2026-03-20"}})
		has(t, o.get("secretary", "/nanmen/today", 200).card("asking"), "台灯", "申请延期到 2026-03-20")
		if s := o.get("worker", "/nanmen/today", 200).card("asking"); s != "" {
			t.Errorf("who does not lead is asked: %s", s)
		}
		o.move("secretary", 1, matter.Act{Move: "approve"})
		if s := o.get("secretary", "/nanmen/today", 200).card("asking"); s != "" {
			t.Errorf("what was granted is still asked: %s", s)
		}
	})
}
