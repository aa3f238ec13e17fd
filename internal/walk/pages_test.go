package walk_test

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"linli/internal/store"
)

// looks are the ways in which a page is looked at; each is looked at on one engine, since what is looked at is the page.
var looks = []look{
	{store.SQLite, "390", phone, phoneHigh, []string{"theme=light", "size=normal", "lang=zh"}},
	{store.Postgres, "1440-dark-large", desk, deskHigh, []string{"theme=dark", "size=large", "lang=zh"}},
	{store.SQLite, "1440-en", desk, deskHigh, []string{"theme=light", "size=normal", "lang=en"}},
	{store.Postgres, "390-dark-large", phone, phoneHigh, []string{"theme=dark", "size=large", "lang=zh"}},
}

type look struct {
	on            store.Dialect
	name          string
	width, height int64
	prefs         []string
}

// TestPages opens every page as those whom it is for, on a phone in daylight and on a desk in the dark with large type,
// and asks axe for what keeps people out (WCAG 2.2, A and AA). No page may be wider than its screen.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		browser := chrome(t)
		r := newRobot(t, d)
		worker := d.one(t, "nanmen", "worker")
		matterOf := func(as account, kind, stage string) string {
			var list struct{ Items []standing }
			r.get(as, "/realms/"+as.Realm+"/matters?state=open&limit=1&kind=nanmen%2F"+kind+"&stage="+stage, &list)
			return fmt.Sprintf("/%s/matters/%d", as.Realm, list.Items[0].Number)
		}
		matter := matterOf(worker, "hard_issue", "")
		var near struct{ Items []struct{ Code string } }
		r.get(worker, "/realms/nanmen/places?limit=1&q=1%E5%B9%A2", &near)
		at := near.Items[0].Code
		var bodies struct{ Items []struct{ ID string } }
		r.get(worker, "/realms/nanmen/orgs?q=%E5%B1%85%E6%B0%91%E5%A7%94%E5%91%98%E4%BC%9A", &bodies)
		body := bodies.Items[0].ID
		var held struct{ Posts []struct{ ID string } }
		r.get(worker, "/realms/nanmen/orgs/"+body, &held)
		post := held.Posts[0].ID
		issue, looking, dispute, wish := matterOf(worker, "hard_issue", "raised"), matterOf(worker, "hard_issue", "looking"), matterOf(worker, "dispute", "mediating"), matterOf(worker, "wish", "placed")
		var residents struct{ Items []struct{ ID string } }
		r.get(worker, "/realms/nanmen/people?limit=1&q="+url.QueryEscape(d.one(t, "nanmen", "resident").Name), &residents)
		accountOf := "/nanmen/accounts/" + residents.Items[0].ID
		own := d.ownPost(t, d.one(t, "nanmen", "building_leader"))
		var doors struct{ Items []struct{ Code string } }
		r.get(worker, "/realms/nanmen/places?limit=1&q="+url.QueryEscape("中凯小区 1幢 1单元 101"), &doors)
		d.claims(t, "司徒远", "situ-"+string(d.engine), doors.Items[0].Code)
		aid := matterOf(d.one(t, "pingchuan", "officer"), "aid_decision", "")
		for _, people := range []struct {
			realm, role string
			paths       []string // after " > " comes what is pressed on the page
		}{
			{"nanmen", "", []string{"/", "/nanmen", "/signin", "/nanmen/raise", "/nanmen/raise/nanmen/wish", "/nanmen/raise/nanmen/hard_issue", "/nanmen/raise/nanmen/hard_issue > button.large", "/nanmen/track", "/nanmen/track > button.large",
				"/nanmen/answers", "/nanmen/answers?place=" + at, "/nanmen/p/" + at, "/nanmen/places/" + at, "/nanmen/map", "/nanmen/about", "/nanmen/search", "/nanmen/search?q=%E7%81%AF", "/nanmen/figures", "/pingchuan", matter, "/nanmen/nothing", "/styleguide", "/styleguide/resident", "/styleguide/bare"}},
			{"nanmen", "resident", []string{"/nanmen", "/nanmen/mine", "/nanmen/raise/nanmen/relief", "/nanmen/board", "/me", "/me > .fold summary", matter, "/nanmen/answers", "/nanmen/queue"}},
			{"nanmen", "member", []string{"/nanmen", "/nanmen/board", "/nanmen/mine?as=handler", wish}},
			{"nanmen", "", []string{"/signin/code", "/signin/code > button.large", "/nanmen/join", "/nanmen/join > button.large", "/nanmen/join?code=AAAA-BBBB-CCCC"}},
			{"nanmen", "building_leader", []string{"/nanmen/today", "/nanmen/queue", "/nanmen/raise/nanmen/trouble", "/me", own, own + " > form[action$='/own'] button", "/nanmen/claims"}},
			{"nanmen", "worker", []string{"/nanmen/accounts", "/nanmen/accounts?q=nobody-like-this", accountOf, accountOf + " > form[action$='/recovery'] button", "/nanmen/invitations", "/nanmen/invitations > form[action$='/invitations'] button", "/nanmen/claims", "/me > #tokens .fold summary"}},
			{"nanmen", "security", []string{"/nanmen/accounts?q=nanmen-resident1", accountOf, "/me", "/nanmen/today"}},
			{"nanmen", "auditor", []string{"/nanmen/journal", "/nanmen/journal?of=looks", "/me", "/nanmen/today"}},
			{"nanmen", "system", []string{"/me", "/nanmen/today"}},
			{"nanmen", "grid_worker", []string{"/nanmen/today", "/nanmen/queue", "/nanmen/raise"}},
			{"nanmen", "worker", []string{"/nanmen/today", "/nanmen/queue", "/nanmen/queue?q=nothing-like-it", "/nanmen/queue?kind=nanmen%2Fwish", matter, "/nanmen/board", "/nanmen/lists", "/nanmen/lists/nanmen/open_wishes",
				"/nanmen/lists/nanmen/trouble_register?print=1", "/nanmen/figures", "/nanmen/figures/nanmen/lamps", "/nanmen/playbooks", "/nanmen/playbooks/nanmen", "/nanmen/raise/nanmen/wish", "/nanmen/answers", "/nanmen/search?q=%E7%81%AF", "/me", "/nanmen/playbooks/nanmen/carry",
				issue, issue + "/moves/decline", issue + "/moves/decline > .confirm button", issue + "/moves/comment", issue + "/moves/extend", issue + "/moves/suspend", issue + "/moves/escalate", issue + "/moves/merge", issue + "/moves/split",
				looking + "/moves/return", dispute, dispute + "/moves/session", dispute + "/moves/fail", "/nanmen/queue > tbody input, button[value=comment]", "/nanmen/queue > tbody input, button[name=act][value='']"}},
			{"nanmen", "worker", []string{"/nanmen/places", "/nanmen/places/" + at, "/nanmen/places/new", "/nanmen/places/series", "/nanmen/places/file", "/nanmen/areas", "/nanmen/areas/new", "/nanmen/areas/check", "/nanmen/map",
				"/nanmen/map/import", "/nanmen/signs?in=" + at, "/nanmen/orgs", "/nanmen/orgs/new", "/nanmen/cross", "/nanmen/coverage", "/nanmen/org-kinds", "/nanmen/about/change", "/nanmen/places/" + at + "/shape",
				"/nanmen/people", "/nanmen/people?in=" + at, "/nanmen/people/new", "/nanmen/people/file"}},
			{"nanmen", "secretary", []string{"/nanmen/orgs/" + body, "/nanmen/orgs/" + body + "/posts", "/nanmen/orgs/" + body + "/change", "/nanmen/orgs/" + body + "/close", "/nanmen/posts/" + post, "/nanmen/today", issue + "/moves/supervise", issue + "/moves/remind", "/nanmen/playbooks/check", "/nanmen/playbooks/check > form[action$='/check'] button.primary", "/nanmen/playbooks/nanmen/carry"}},
			{"pingchuan", "street", []string{"/pingchuan", "/pingchuan/today", "/pingchuan/queue", "/pingchuan/figures"}},
			{"pingchuan", "officer", []string{"/pingchuan/today", aid}},
			{"pingchuan", "admin", []string{"/pingchuan/today", "/pingchuan/playbooks", "/me"}},
		} {
			as := account{Role: "visitor"}
			if people.role != "" {
				as = d.one(t, people.realm, people.role)
			}
			all := looks
			if people.role != "" && people.role != "resident" && people.role != "worker" {
				all = looks[2:] // their pages are made of the same parts
			}
			for _, l := range all {
				if l.on != d.engine {
					continue
				}
				t.Run(as.Role+"/"+l.name, func(t *testing.T) {
					s := d.sits(t, browser, as, l.width, l.height)
					s.prefers(l)
					for _, at := range people.paths {
						path, presses, _ := strings.Cut(at, " > ")
						s.open(path)
						if presses != "" {
							s.presses(presses)
						}
						s.judges(at, l)
					}
				})
			}
		}
	})
}

// prefers makes the choices of a look.
func (s *somebody) prefers(l look) {
	s.t.Helper()
	for _, p := range l.prefs {
		s.open("/prefs?" + p + "&back=/nanmen")
	}
}

// presses sends a form as it is, whatever the browser requires: it ticks every box named before a comma, and presses the
// last.
func (s *somebody) presses(selectors string) {
	s.t.Helper()
	all := strings.Split(selectors, ", ")
	for _, tick := range all[:len(all)-1] {
		ask[bool](s, fmt.Sprintf(`(() => { document.querySelector(%q).click(); return true })()`, tick))
	}
	last := all[len(all)-1]
	if ask[bool](s, fmt.Sprintf(`(() => { const e = document.querySelector(%q); if (e.form) { e.form.noValidate = true; return true } e.click(); return false })()`, last)) {
		s.press(last)
	}
}

// judges looks at the page that is open.
func (s *somebody) judges(at string, l look) {
	s.t.Helper()
	s.picture(strings.NewReplacer("/", "_", "?", "_", "=", "-", " > ", "-then-", "[", "", "]", "", "'", "", "$", "", " ", "-", "%", "").Replace(s.name + at + "-" + l.name))
	if status := ask[int](s, `performance.getEntriesByType('navigation')[0].responseStatus`); status >= 500 {
		s.t.Errorf("%s is answered %d", at, status)
	}
	if wide := ask[int](s, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
		s.t.Errorf("%s is %d pixels wider than its screen", at, wide)
	}
	if l.name == "1440-en" {
		if han := ask[string](s, `(document.querySelector('main').innerText.match(/(待受理|已派单|处理中|已办结|登记|筛选|全部|提交|返回|说明|确定)/) || [''])[0]`); han != "" {
			s.t.Errorf("%s says %s on an English page", at, han)
		}
	}
	if l.name == "390-dark-large" {
		for _, small := range ask[[]string](s, `[...document.querySelectorAll('.btn, button, input:not([type=hidden], [type=checkbox], [type=radio]), select, summary, nav a, .item, .tile, .stat, .choice label')]
			.map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.height > 1 && r.height < 44).map(([e, r]) => e.tagName + '.' + e.className + ' ' + e.innerText + ': ' + r.height)`) {
			s.t.Errorf("%s: %s pixels are too few for a thumb", at, small)
		}
	}
	ask[bool](s, `(scrollTo(0, 0), true)`) // what lies under the bar at the top is no target
	axe, err := os.ReadFile("../../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		s.t.Fatal("axe-core is not there: run make assets")
	}
	s.do("axe", chromedp.Evaluate[void](string(axe)))
	found, err := chromedp.Run(s.ctx, chromedp.Evaluate[[]string](`axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})
		.then(r => r.violations.map(v => v.impact + ' ' + v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')))`, chromedp.EvalAwaitPromise))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, v := range found {
		s.t.Errorf("%s: %s", at, v)
	}
}

// TestVersionPages takes up a new version of a playbook, goes back to it, and is asked before running matters are carried
// over, looking at every page on the way.
func TestVersionPages(t *testing.T) {
	d := demonstration(t)
	s := d.sits(t, chrome(t), d.one(t, "binhu", "secretary"), phone, phoneHigh)
	l := looks[3]
	s.prefers(l)
	s.open("/binhu/playbooks/check")
	s.do("paste", chromedp.Evaluate[void](`fetch('/binhu/playbooks/binhu/text').then(r => r.text()).then(text => { document.getElementsByName('text')[0].value = text + '\n# another\n' })`, chromedp.EvalAwaitPromise))
	s.press(`form[action$="/check"] button.primary`)
	s.judges("/binhu/playbooks/check", l)
	s.fill(map[string]string{"reason": "居委会会议定的"})
	s.press(`form[action$="/install"] button.primary`)
	s.judges("/binhu/playbooks/binhu", l)
	s.press(`a[href*="/compare?to="]`)
	s.judges("/binhu/playbooks/binhu/compare", l)
	s.open("/binhu/playbooks/binhu")
	s.press(`a[href$="/carry"]`)
	s.judges("/binhu/playbooks/binhu/carry", l)
	s.sees("能改回来吗", "转哪一类")
	s.press(`.confirm a.btn`)
}
