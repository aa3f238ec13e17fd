package orgweb_test

import (
	"net/url"
	"testing"

	"linli/internal/office"
)

func TestKinds(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		const path = "/nanmen/org-kinds"
		for by, status := range map[string]int{"": 401, "resident": 403, "gridder": 403, "secretary": 200} {
			if by != "" {
				o.Get(by, path, status)
			}
			o.Post(by, path, url.Values{"title": {""}}, map[int]int{401: 401, 403: 403, 200: 422}[status])
		}
		o.Get("worker", "/nanmen/orgs", 200).Has("组织类型")
		o.Get("resident", "/nanmen/orgs", 200).Lacks("组织类型")
		wrong := o.Post("worker", path, url.Values{"title": {"居民委员会"}, "title_en": {"again"}}, 422)
		wrong.Has("已经有“居民委员会”这个类型了")
		if wrong.Value("title_en") != "again" {
			t.Error("what was typed is lost")
		}
		o.Post("worker", path, url.Values{"title": {"能工巧匠社"}}, 303)
		page := o.Get("worker", path, 200)
		page.Has("能工巧匠社", "停用", "删除")
		var act string
		for _, f := range page.All("form", "method", "post") {
			if to, _ := office.Attr(f, "action"); len(to) > len(path)+7 && to[len(to)-7:] == "/retire" {
				act = to[:len(to)-7]
			}
		}
		made := body(o, idOf(act), "巧手社", "")
		o.Get("resident", made, 200).Has("能工巧匠社")
		o.Get("worker", path, 200).Lacks("删除")
		o.Post("worker", act+"/remove", nil, 409)
		o.Post("resident", act+"/retire", nil, 403)
		o.Post("worker", act+"/retire", nil, 303)
		o.Post("worker", "/nanmen/orgs", url.Values{"kind": {idOf(act)}, "title": {"又一社"}}, 422)
		o.Post("worker", act+"/restore", nil, 303)
		o.Post("worker", "/nanmen/org-kinds/none/retire", nil, 404)
		body(o, idOf(act), "又一社", "")
	})
}
