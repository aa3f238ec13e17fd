package matterweb_test

import (
	"net/url"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestBoard(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		there := wish("想要台灯")
		there.Place = o.home.ID
		o.raise("resident", there)
		o.raise("resident", wish("还没下单的"))
		o.get("", "/nanmen/board", 303)
		has(t, o.get("member", "/nanmen/board", 200).text(), "现在没有可以认领的")
		o.move("worker", 1, matter.Act{Move: "place"})

		board := o.get("member", "/nanmen/board", 200)
		has(t, board.text(), "想要台灯", "接单")
		if s := board.text(); strings.Contains(s, "还没下单的") || strings.Contains(s, "3幢") {
			t.Errorf("the board shows what is not placed, or where it is although the kind does not show it: %s", s)
		}
		has(t, o.get("resident", "/nanmen/board", 200).text(), "认领开放给报到党员和志愿者")
		form := url.Values{"version": {board.value("version")}, "key": {board.value("key")}}
		if to := o.post("resident", "/nanmen/board/1", form, 303).Header().Get("Location"); to != "/nanmen/board" {
			t.Errorf("who may not claim is sent to %s", to)
		}
		if n := o.entries("matter.moved"); n != 1 {
			t.Fatalf("%d moves", n)
		}
		for range 2 {
			if to := o.post("member", "/nanmen/board/1", form, 303).Header().Get("Location"); to != "/nanmen/matters/1" {
				t.Errorf("who claimed is sent to %s", to)
			}
		}
		if n := o.entries("matter.moved"); n != 2 {
			t.Errorf("claiming twice makes %d moves", n-1)
		}
		o.post("member", "/nanmen/board/99", form, 404)
		has(t, o.get("member", "/nanmen/board", 200).text(), "现在没有可以认领的")
	})
}
