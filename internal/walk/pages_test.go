package walk_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"linli/internal/store"
)

// TestPages opens every page as those whom it is for, on a phone in daylight and on a desk in the dark with large type,
// and asks axe for what keeps people out (WCAG 2.2, A and AA). No page may be wider than its screen. Every page is opened on
// both engines; they share the views, on a phone and on a desk each.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		axe, err := os.ReadFile("../../web/node_modules/axe-core/axe.min.js")
		if err != nil {
			t.Fatal("axe-core is not there: run make assets")
		}
		browser := chrome(t)
		r := newRobot(t, d)
		worker := d.one(t, "nanmen", "worker")
		var list struct{ Items []standing }
		r.get(worker, "/realms/nanmen/matters?state=open&limit=1&kind=nanmen%2Fhard_issue", &list)
		matter := fmt.Sprintf("/nanmen/matters/%d", list.Items[0].Number)
		pages := map[string][]string{
			"":         {"/", "/nanmen", "/signin", "/nanmen/raise", "/nanmen/raise/nanmen/wish", "/nanmen/raise/nanmen/hard_issue", "/nanmen/track", "/nanmen/answers", matter, "/nanmen/nothing", "/styleguide", "/styleguide/resident", "/styleguide/bare"},
			"resident": {"/nanmen", "/nanmen/mine", "/nanmen/raise/nanmen/relief", "/nanmen/board", "/me", matter},
			"worker": {"/nanmen/today", "/nanmen/queue", "/nanmen/queue?q=nothing-like-it", matter, "/nanmen/board", "/nanmen/lists", "/nanmen/lists/nanmen/open_wishes", "/nanmen/figures",
				"/nanmen/figures/nanmen/lamps", "/nanmen/playbooks", "/nanmen/playbooks/nanmen", "/nanmen/raise/nanmen/wish", "/nanmen/answers"},
		}
		for role, paths := range pages {
			as := account{Role: "visitor"}
			if role != "" {
				as = d.one(t, "nanmen", role)
			}
			for _, view := range []struct {
				on            store.Dialect
				name          string
				width, height int64
				prefs         []string
			}{
				{store.SQLite, "390", phone, phoneHigh, []string{"theme=light", "size=normal", "lang=zh"}},
				{store.Postgres, "1440-dark-large", desk, deskHigh, []string{"theme=dark", "size=large", "lang=zh"}},
				{store.SQLite, "1440-en", desk, deskHigh, []string{"theme=light", "size=normal", "lang=en"}},
				{store.Postgres, "390-dark-large", phone, phoneHigh, []string{"theme=dark", "size=large", "lang=zh"}},
			} {
				if view.on != d.engine && os.Getenv("QUICK") == "" {
					continue
				}
				t.Run(as.Role+"/"+view.name, func(t *testing.T) {
					s := d.sits(t, browser, as, view.width, view.height)
					for _, p := range view.prefs {
						s.open("/prefs?" + p + "&back=/nanmen")
					}
					for _, path := range paths {
						s.open(path)
						want := 200
						if strings.HasSuffix(path, "/nothing") {
							want = 404
						}
						if status := ask[int](s, `performance.getEntriesByType('navigation')[0].responseStatus`); status != want {
							t.Errorf("%s is answered %d", path, status)
						}
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
	})
}
