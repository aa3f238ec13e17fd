package orgweb_test

import (
	"net/url"
	"testing"

	"linli/internal/office"
)

// TestAbout tells how the community is reached, everywhere where somebody would look for it.
func TestAbout(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Get("", "/nanmen/about", 200).Has("南门社区", "还没有登记")
		if n := len(o.Get("", "/nanmen/about", 200).All("a", "href", "tel:0511-5550100")); n != 0 {
			t.Error("a number before any")
		}
		for by, status := range map[string]int{"": 303, "resident": 403, "gridder": 403, "worker": 200} {
			o.Get(by, "/nanmen/about/change", status)
		}
		form := url.Values{"title": {"南门新村社区"}, "title_en": {"New Nanmen"}, "phone": {"call me"}, "hours": {"周一至周五 8:30–17:30"}, "address": {"中山路 1 号"}}
		o.Post("resident", "/nanmen/about/change", form, 403)
		wrong := o.Post("worker", "/nanmen/about/change", form, 422)
		wrong.Has("请填写能直接拨的号码")
		if wrong.Value("phone") != "call me" || wrong.Value("address") != "中山路 1 号" {
			t.Error("what was typed is lost")
		}
		form.Set("phone", "0511-5550100")
		o.Post("worker", "/nanmen/about/change", form, 303)
		o.Get("", "/nanmen/about", 200).Has("南门新村社区", "0511-5550100", "周一至周五", "中山路 1 号")
		if n := len(o.Get("worker", "/nanmen/about", 200).All("a", "href", "tel:0511-5550100")); n != 1 {
			t.Errorf("staff read the telephone %d times on the page about it", n)
		}
		// At the foot of the resident's pages, and where something went wrong.
		for path, status := range map[string]int{"/nanmen/about": 200, "/nanmen": 200, "/nanmen/orgs/none": 404} {
			if n := len(o.Get("resident", path, status).All("a", "href", "tel:0511-5550100")); n == 0 {
				t.Errorf("%s has no number to call", path)
			}
		}
		if o.Entries("realm.changed") != 1 {
			t.Error("not on the record")
		}
	})
}
