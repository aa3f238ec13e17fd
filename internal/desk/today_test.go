package desk_test

import (
	"strings"
	"testing"
	"time"

	"linli/internal/desk"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func atDesk(t *testing.T, db *store.DB) *office.Office {
	o := office.Open(t, db)
	desk.New(desk.Needs{DB: db, Access: o.Access, Clock: o.Clock, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters, Books: o.Books}).Routes(o.Site)
	o.Handler = o.Site.Handler()
	return o
}

func TestToday(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := atDesk(t, db)
		o.Get("", "/nanmen/today", 303)
		office.Has(t, o.Get("worker", "/nanmen/today", 200).Text(), "今天没有等您办的事", "现在没有可以认领的")

		o.Raise("resident", office.Wish("今天提的"))
		o.Raise("resident", office.Wish("放着没管的"))
		o.Raise("resident", office.Wish("有人接了的"))
		o.Move("worker", 2, matter.Act{Move: "place"})
		o.Move("worker", 3, matter.Act{Move: "place"})
		o.Move("member", 3, matter.Act{Move: "accept"})
		o.Clock.Advance(15 * time.Hour) // it is the day on which the first is due
		day := o.Get("worker", "/nanmen/today", 200)
		office.Has(t, day.Card("due"), "今天提的", "#1", "时限 2026-03-03 23:59")
		office.Has(t, day.Card("mine"), "放着没管的")
		if s := day.Text(); strings.Contains(s, "有人接了的") {
			t.Errorf("what somebody else handles is on the desk's day: %s", s)
		}
		mine := o.Get("member", "/nanmen/today", 200)
		office.Has(t, mine.Card("mine"), "有人接了的")
		office.Has(t, mine.Card("claim"), "放着没管的", "认领板上共 1 件")
		if s := mine.Text(); strings.Contains(s, "今天提的") {
			t.Errorf("a member's day holds the desk's work: %s", s)
		}

		o.Clock.Advance(24 * time.Hour)
		_, err := o.Matters.Due(t.Context())
		o.Must(err)
		late := o.Get("worker", "/nanmen/today", 200)
		office.Has(t, late.Card("late"), "今天提的", "已超时")
		if strings.Contains(late.Card("due"), "今天提的") {
			t.Error("what is late is also due")
		}
	})
}

func TestTodayAsksTheLeader(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := atDesk(t, db)
		o.Raise("resident", office.Wish("台灯"))
		o.Raise("resident", office.Wish("书包"))
		o.Move("worker", 1, matter.Act{Move: "extend", Note: "缺货", Fields: map[string]any{"until": "2026-03-20"}})
		office.Has(t, o.Get("secretary", "/nanmen/today", 200).Card("asking"), "台灯", "申请延期到 2026-03-20")
		if s := o.Get("worker", "/nanmen/today", 200).Card("asking"); s != "" {
			t.Errorf("who does not lead is asked: %s", s)
		}
		o.Move("secretary", 1, matter.Act{Move: "approve"})
		if s := o.Get("secretary", "/nanmen/today", 200).Card("asking"); s != "" {
			t.Errorf("what was granted is still asked: %s", s)
		}
	})
}
