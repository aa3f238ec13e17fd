package walk_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPages opens every page as those whom it is for, on a phone in daylight and on a desk in the dark with large type,
// and asks axe for what keeps people out (WCAG 2.2, A and AA). No page may be wider than its screen.
func TestPages(t *testing.T) {
	d := demonstration(t)
	axe, err := os.ReadFile("../../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is not there: run make assets")
	}
	browser := chrome(t)
	r := newRobot(t, d.base, d.accounts)
	worker := d.one(t, "nanmen", "worker")
	var list struct{ Items []standing }
	r.get(worker, "/realms/nanmen/matters?state=open&limit=1&kind=nanmen%2Fhard_issue", &list)
	matter := fmt.Sprintf("/nanmen/matters/%d", list.Items[0].Number)
	var near struct{ Items []struct{ Code string } }
	r.get(worker, "/realms/nanmen/places?limit=1&q=1%E5%B9%A2", &near)
	at := near.Items[0].Code
	var bodies struct{ Items []struct{ ID string } }
	r.get(worker, "/realms/nanmen/orgs?q=%E5%B1%85%E6%B0%91%E5%A7%94%E5%91%98%E4%BC%9A", &bodies)
	body := bodies.Items[0].ID
	var held struct{ Posts []struct{ ID string } }
	r.get(worker, "/realms/nanmen/orgs/"+body, &held)
	post := held.Posts[0].ID
	pages := map[string][]string{
		"":         {"/", "/nanmen", "/signin", "/nanmen/raise", "/nanmen/raise/nanmen/wish", "/nanmen/raise/nanmen/hard_issue", "/nanmen/track", "/nanmen/answers", "/nanmen/answers?place=" + at, "/nanmen/p/" + at, "/nanmen/places/" + at, "/nanmen/map", matter, "/nanmen/nothing", "/styleguide", "/styleguide/resident", "/styleguide/bare"},
		"resident": {"/nanmen", "/nanmen/mine", "/nanmen/raise/nanmen/relief", "/nanmen/board", "/me", matter},
		"worker": {"/nanmen/today", "/nanmen/queue", "/nanmen/queue?q=nothing-like-it", matter, "/nanmen/board", "/nanmen/lists", "/nanmen/lists/nanmen/open_wishes", "/nanmen/figures",
			"/nanmen/figures/nanmen/lamps", "/nanmen/playbooks", "/nanmen/playbooks/nanmen", "/nanmen/raise/nanmen/wish", "/nanmen/answers",
			"/nanmen/places", "/nanmen/places/" + at, "/nanmen/places/new", "/nanmen/places/series", "/nanmen/places/file", "/nanmen/areas", "/nanmen/areas/new", "/nanmen/areas/check", "/nanmen/map", "/nanmen/map/import",
			"/nanmen/signs?in=" + at, "/nanmen/orgs", "/nanmen/orgs/new", "/nanmen/cross", "/nanmen/coverage"},
		"secretary": {"/nanmen/orgs/" + body, "/nanmen/orgs/" + body + "/posts", "/nanmen/posts/" + post},
	}
	for role, paths := range pages {
		as := account{Role: "visitor"}
		if role != "" {
			as = d.one(t, "nanmen", role)
		}
		for _, view := range []struct {
			name          string
			width, height int64
			prefs         []string
		}{
			{"390", phone, phoneHigh, []string{"theme=light", "size=normal", "lang=zh"}},
			{"1440-dark-large", desk, deskHigh, []string{"theme=dark", "size=large", "lang=zh"}},
			{"1440-en", desk, deskHigh, []string{"theme=light", "size=normal", "lang=en"}},
			{"390-dark-large", phone, phoneHigh, []string{"theme=dark", "size=large", "lang=zh"}},
		} {
			t.Run(as.Role+"/"+view.name, func(t *testing.T) {
				s := d.sits(t, browser, as, view.width, view.height)
				for _, p := range view.prefs {
					s.open("/prefs?" + p + "&back=/nanmen")
				}
				for _, path := range paths {
					s.open(path)
					s.picture(strings.NewReplacer("/", "_", "?", "_", "=", "-").Replace(as.Role + path + "-" + view.name))
					if wide := ask[int](s, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
						t.Errorf("%s is %d pixels wider than its screen", path, wide)
					}
					if view.name == "1440-en" {
						if han := ask[string](s, `(document.querySelector('main').innerText.match(/(待受理|已派单|处理中|已办结|登记|筛选|全部|提交|返回)/) || [''])[0]`); han != "" {
							t.Errorf("%s says %s on an English page", path, han)
						}
					}
					s.do("axe", chromedp.Evaluate[void](string(axe)))
					found, err := chromedp.Run(s.ctx, chromedp.Evaluate[[]string](`axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})
						.then(r => r.violations.map(v => v.impact + ' ' + v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')))`, chromedp.EvalAwaitPromise))
					if err != nil {
						t.Fatal(err)
					}
					for _, v := range found {
						t.Errorf("%s: %s", path, v)
					}
				}
			})
		}
	}
}
