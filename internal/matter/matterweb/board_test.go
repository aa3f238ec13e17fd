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

func TestBoard(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		there := office.Wish("想要台灯")
		there.Place = o.Home.ID
		o.Raise("resident", there)
		o.Raise("resident", office.Wish("还没下单的"))
		o.Get("", "/nanmen/board", 303)
		office.Has(t, o.Get("member", "/nanmen/board", 200).Text(), "现在没有可以认领的")
		o.Move("worker", 1, matter.Act{Move: "place"})

		board := o.Get("member", "/nanmen/board", 200)
		office.Has(t, board.Text(), "想要台灯", "接单")
		if s := board.Text(); strings.Contains(s, "还没下单的") || strings.Contains(s, "3幢") {
			t.Errorf("the board shows what is not placed, or where it is although the kind does not show it: %s", s)
		}
		office.Has(t, o.Get("resident", "/nanmen/board", 200).Text(), "认领开放给报到党员和志愿者")
		form := url.Values{"version": {board.Value("version")}, "key": {board.Value("key")}}
		if to := o.Post("resident", "/nanmen/board/1", form, 303).Header().Get("Location"); to != "/nanmen/board" {
			t.Errorf("who may not claim is sent to %s", to)
		}
		if n := o.Entries("matter.moved"); n != 1 {
			t.Fatalf("%d moves", n)
		}
		for range 2 {
			if to := o.Post("member", "/nanmen/board/1", form, 303).Header().Get("Location"); to != "/nanmen/matters/1" {
				t.Errorf("who claimed is sent to %s", to)
			}
		}
		if n := o.Entries("matter.moved"); n != 2 {
			t.Errorf("claiming twice makes %d moves", n-1)
		}
		o.Post("member", "/nanmen/board/99", form, 404)
		office.Has(t, o.Get("member", "/nanmen/board", 200).Text(), "现在没有可以认领的")
	})
}
