package placeweb_test

import (
	"context"
	"strings"
	"testing"

	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/office"
	"linli/internal/realm"
	"linli/internal/store"
)

func TestSigns(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Get("", "/nanmen/signs", 303)
		o.Get("resident", "/nanmen/signs", 403)
		page := o.Get("worker", "/nanmen/signs?in="+o.Home.Code, 200) // a building's doors
		if n := len(page.All("svg", "class", "qr")); n != 2 {
			t.Errorf("%d codes, want one for each door", n)
		}
		page.Has("汽运小区 3幢 101室", o.Flat.Code[:3]+" "+o.Flat.Code[3:])
		page.Lacks("4幢")
		if v, _ := office.Attr(page.One("input", "name", "address"), "value"); v != "http://example.com" {
			t.Errorf("the address is %q", v)
		}
		// Another address, another code; the same address, the same.
		code := func(address string) string {
			at := o.Get("worker", "/nanmen/signs?in="+o.Flat.Code+"&kind=dwelling&address="+address, 200)
			d, _ := office.Attr(at.One("svg", "class", "qr").LastChild, "d")
			return d
		}
		if a, b, c := code("https://a.example/"), code("https://a.example"), code("https://b.example"); a != b || a == c || len(a) < 1000 {
			t.Errorf("codes of %d, %d and %d letters", len(a), len(b), len(c))
		}
		for _, bad := range []string{"a.example", "javascript:alert(1)", "https://a.example/?q=1", "https://" + strings.Repeat("a", 100)} {
			wrong := o.Get("worker", "/nanmen/signs?address="+bad, 422)
			wrong.Has("请填写完整的网址")
			if v, _ := office.Attr(wrong.One("input", "name", "address"), "value"); v != bad {
				t.Errorf("what was typed is lost: %q", v)
			}
		}
		// The community's telephone stands on every sign, and with who answers.
		o.Get("worker", "/nanmen/signs?in="+o.Flat.Code+"&kind=dwelling", 200).Lacks("电话")
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			return o.Realms.Change(ctx, tx, journal.Actor{}, realm.Realm{ID: office.Realm, Title: lang.T("南门社区", "Nanmen"), Contact: realm.Contact{Phone: "0511-5550100"}})
		})
		o.Get("worker", "/nanmen/signs?in="+o.Flat.Code+"&kind=dwelling", 200).Has("电话 0511-5550100")
		if n := len(o.Get("worker", "/nanmen/answers?place="+o.Flat.Code, 200).All("a", "href", "tel:0511-5550100")); n != 1 {
			t.Errorf("%d numbers beside who answers", n)
		}
		o.Get("worker", "/nanmen/signs?kind=venue", 200).Has("没有要打印的地点")
		o.Get("worker", "/nanmen/signs?in=ZZZZZZ", 404)
	})
}
