package walk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

type void = chromedp.Void

// chrome starts a headless browser.
func chrome(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Fatal("no browser: on Debian, apt-get install -y --no-install-recommends chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("accept-lang", "zh-CN"), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// somebody is one person at a screen of their own.
type somebody struct {
	t    *testing.T
	ctx  context.Context
	base string
	name string
}

// sits puts a person of the demonstration before a screen, signed in, with a phone or a desk.
func (d *demo) sits(t *testing.T, browser context.Context, as account, width, height int64) *somebody {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, end := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(end)
	s := &somebody{t, ctx, d.base, as.Role}
	s.do("open", chromedp.EmulateViewport(width, height))
	if as.Account == "" {
		return s
	}
	s.open("/signin")
	s.fill(map[string]string{"login": as.Account, "password": as.Password})
	s.press(`form[action="/signin"] button[type=submit]`)
	return s
}

func (s *somebody) do(what string, steps ...chromedp.Action[void]) {
	s.t.Helper()
	if err := chromedp.Do(s.ctx, steps...); err != nil {
		s.t.Fatalf("%s, %s: %v", s.name, what, err)
	}
}

func (s *somebody) open(path string) {
	s.t.Helper()
	s.do("open "+path, chromedp.Navigate(s.base+path))
}

// ask evaluates an expression on the page.
func ask[T any](s *somebody, js string) T {
	s.t.Helper()
	v, err := chromedp.Run(s.ctx, chromedp.Evaluate[T](js))
	if err != nil {
		s.t.Fatalf("%s: %s: %v", s.name, js, err)
	}
	return v
}

// fill answers the page's inputs by name: it types, picks a choice, or takes the first suggestion where the answer is "".
func (s *somebody) fill(answers map[string]string) {
	s.t.Helper()
	for name, value := range answers {
		n, _ := json.Marshal(name)
		v, _ := json.Marshal(value)
		if !ask[bool](s, fmt.Sprintf(`(() => { const all = [...document.getElementsByName(%s)];
			const radio = all.find(e => (e.type === 'radio' || e.type === 'checkbox') && e.value === %s); if (radio) { radio.click(); return true }
			const e = all.find(e => e.type !== 'radio' && e.type !== 'hidden'); if (!e) return false; e.focus(); e.value = %s || e.list.options[0].value;
			e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); return true })()`, n, v, v)) {
			s.t.Fatalf("%s: %s has no input %s for %q\n%s", s.name, s.at(), name, value, s.text())
		}
	}
}

// press clicks what selector finds and waits for the page that comes.
func (s *somebody) press(selector string) {
	s.t.Helper()
	q, _ := json.Marshal(selector)
	if !ask[bool](s, fmt.Sprintf(`(() => { const e = document.querySelector(%s); if (!e) return false; window.before = true; e.click(); return true })()`, q)) {
		s.t.Fatalf("%s: %s has nothing to press at %s\n%s", s.name, s.at(), selector, s.text())
	}
	for range 300 { // while the page changes there is nothing to ask, and asking fails
		here, err := chromedp.Run(s.ctx, chromedp.Evaluate[bool](`!window.before && document.readyState === 'complete'`))
		if err == nil && here {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.t.Fatalf("%s: no page came after %s", s.name, selector)
}

func (s *somebody) at() string   { return ask[string](s, `location.pathname + location.search`) }
func (s *somebody) text() string { return ask[string](s, `document.querySelector('main').innerText`) }

// has tells whether the page says a word by now.
func (s *somebody) has(word string) bool {
	s.t.Helper()
	w, _ := json.Marshal(word)
	return ask[bool](s, fmt.Sprintf(`(document.querySelector('main') || {innerText: ''}).innerText.includes(%s)`, w))
}

func (s *somebody) sees(words ...string) {
	s.t.Helper()
	text := s.text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			s.t.Errorf("%s at %s does not see %q in\n%s", s.name, s.at(), w, text)
		}
	}
}

// makes makes a move of a matter on its page: at once where it asks nothing, else by its form.
func (s *somebody) makes(matter, move string, answers map[string]string) {
	s.t.Helper()
	s.open(matter)
	if ask[bool](s, fmt.Sprintf(`!!document.querySelector('form[action$="/moves/%s"] button')`, move)) {
		s.press(fmt.Sprintf(`form[action$="/moves/%s"] button`, move))
	} else {
		s.press(fmt.Sprintf(`a[href*="/moves/%s"]`, move))
		s.fill(answers)
		s.press(fmt.Sprintf(`form[action*="/moves/%s"] button[type=submit]:not([name], .enter-sends)`, move))
	}
	if strings.Contains(s.at(), "/moves/") {
		s.t.Fatalf("%s could not %s: %s", s.name, move, s.text())
	}
}

// raises raises a matter by the form of its kind and gives the path of its page.
func (s *somebody) raises(realm, kind string, answers map[string]string) string {
	s.t.Helper()
	s.open("/" + realm + "/raise/" + kind)
	s.fill(answers)
	s.press(fmt.Sprintf(`form[action^="/%s/raise/"] button[type=submit].primary`, realm))
	link := ask[string](s, fmt.Sprintf(`(document.querySelector('main a[href^="/%s/matters/"]') || {getAttribute: () => ''}).getAttribute('href')`, realm))
	if link == "" {
		s.t.Fatalf("%s raised %s and has no link to it at %s\n%s", s.name, kind, s.at(), s.text())
	}
	return link
}

// picture keeps a picture of the screen where PICTURES says, to be looked at.
func (s *somebody) picture(name string) {
	dir := os.Getenv("PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(s.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		s.t.Error(err)
	}
}
