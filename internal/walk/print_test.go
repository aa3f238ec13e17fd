package walk_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// paper is what is still to be seen and should not be on paper, and what should be read there and cannot.
const paper = `(() => {
	const seen = e => e.getClientRects().length > 0;
	const wrong = [...document.querySelectorAll('nav, button, .btn, summary.btn, input:not([type=hidden]), select, textarea')].filter(seen).map(e => e.tagName + '.' + e.className + ' ' + e.innerText);
	if (getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)') wrong.push('the ground is not white');
	const light = e => { const [r, g, b] = getComputedStyle(e).color.match(/\d+/g).map(Number); return 0.2126 * r + 0.7152 * g + 0.0722 * b > 140 };
	for (const e of document.querySelectorAll('main *')) if (seen(e) && e.childElementCount === 0 && e.textContent.trim() && light(e)) wrong.push('too light: ' + e.textContent.trim());
	if (document.documentElement.scrollWidth > innerWidth) wrong.push('wider than the sheet by ' + (document.documentElement.scrollWidth - innerWidth));
	return wrong })()`

// TestPaper prints what people print, from a dark screen, and looks at what a sheet of paper would show.
func TestPaper(t *testing.T) {
	d := demonstration(t)
	browser := chrome(t)
	r := newRobot(t, d)
	worker := d.one(t, "nanmen", "worker")
	var list struct{ Items []standing }
	r.get(worker, "/realms/nanmen/matters?state=closed&limit=1&kind=nanmen%2Fhard_issue", &list)
	s := d.sits(t, browser, worker, desk, deskHigh)
	s.open("/prefs?theme=dark&back=/nanmen")
	const sheet = 680 // pixels between the margins of A4 upright
	for path, most := range map[string]int{
		fmt.Sprintf("/nanmen/matters/%d", list.Items[0].Number): 4,
		"/nanmen/queue": 5,
		"/nanmen/lists/nanmen/trouble_register?print=1": 12,
		"/nanmen/figures":                    3,
		"/nanmen/figures/nanmen/lamps":       3,
		"/nanmen/answers?place=中凯小区 1幢":      3,
		"/nanmen/playbooks/nanmen?kind=wish": 6,
	} {
		s.do("paper", chromedp.EmulateViewport(desk, deskHigh))
		s.open(path)
		pdf, err := chromedp.Run(s.ctx, func(ctx context.Context, on *chromedp.Target) ([]byte, error) {
			made, err := cdp.Call(ctx, on, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
			if err != nil {
				return nil, err
			}
			return made.Data, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(pdf, -1)); n < 1 || n > most {
			t.Errorf("%s takes %d sheets, want 1 to %d", path, n, most)
		}
		s.do("paper", chromedp.EmulateViewport(sheet, deskHigh), func(ctx context.Context, on *chromedp.Target) (v void, err error) {
			_, err = cdp.Call(ctx, on, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			return v, err
		})
		ask[bool](s, `dispatchEvent(new Event('beforeprint'))`)
		for _, wrong := range ask[[]string](s, paper) {
			t.Errorf("%s on paper: %s", path, wrong)
		}
		s.sees("南门社区")
		if says := s.text(); !strings.Contains(says, "打印于 ") && !strings.Contains(says, "制表时间 ") {
			t.Errorf("%s does not say when it was printed", path)
		}
		if ago := regexp.MustCompile(`\d+ (天|小时)前|剩 \d+`).FindString(s.text()); ago != "" {
			t.Errorf("%s says %s, which is wrong when it is read", path, ago)
		}
		s.do("screen", func(ctx context.Context, on *chromedp.Target) (v void, err error) {
			_, err = cdp.Call(ctx, on, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
			return v, err
		})
	}
}
