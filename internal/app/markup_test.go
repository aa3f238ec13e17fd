package app_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/store"
	"linli/playbooks"
)

// markup is text that would do something were it read as HTML; mark(n) tells it from the others.
func markup(n int) string { return fmt.Sprintf(`"'><b onclick=p()>%s</b>`, mark(n)) }

func mark(n int) string { return fmt.Sprintf("plant%d.", n) }

// policy is the content security policy of every answer of a site without tiles.
const policy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// TestTextIsText writes markup wherever people write, also where a playbook does, and opens every page that links lead to,
// as those who see the most. It has to stand there as it was typed, and to have become nothing. Every answer carries the
// same content security policy.
func TestTextIsText(t *testing.T) {
	inTown(t, func(t *testing.T, o *town) {
		n := 0
		where := map[string]string{} // by mark
		for _, x := range openTexts(o) {
			if x.field == "login" || strings.Contains(x.path, "/join") || strings.Contains(x.path, "/carry") {
				continue // refused for other reasons, or shown to nobody
			}
			n++
			where[mark(n)] = x.field + " of " + x.path
			text := markup(n)
			if strings.HasSuffix(x.path, "/org-kinds") { // it takes twenty characters
				text = "<b>" + mark(n) + "</b>"
			}
			if w := o.plants(x, text); w.Code >= 400 {
				t.Errorf("%s of %s was not taken: %d %.200s", x.field, x.path, w.Code, wordsOf(w.Body.String()))
			}
		}
		n++
		where[mark(n)] = "a person's name"
		o.do(func(ctx context.Context, tx *store.Tx) error {
			return o.People.Change(ctx, tx, o.IDs["worker"].Actor(""), person.Person{Realm: "nanmen", ID: o.dummy.ID, Name: markup(n)}, person.Contact{})
		})
		n++
		where[mark(n)] = "a claim's name"
		o.do(func(ctx context.Context, tx *store.Tx) error {
			return o.Access.AddClaim(ctx, tx, o.Journal, "nanmen", o.IDs["neighbour"].Account, markup(n), o.flat.ID)
		})
		text := string(playbooks.Texts()["nanmen"])
		for _, title := range []string{"群众点单", "临时救助申请", "急不急", "急难，等不了", "待认领的心愿", "解决热点难点问题", "先到现场看"} {
			n++
			where[mark(n)] = "the playbook's " + title
			text = strings.ReplaceAll(text, title, "<b onclick=p()>"+mark(n)+"</b>")
		}
		o.answers("secretary", o.Request("secretary", http.MethodPost, "/nanmen/playbooks/install", url.Values{"text": {text}, "reason": {"试一试"}}))

		seen := map[string]bool{}
		for _, by := range []string{"secretary", "worker", "resident", "auditor", "security", "leader", ""} {
			for _, page := range o.walks(by) {
				for m := range where {
					seen[m] = seen[m] || strings.Contains(page, m)
				}
			}
		}
		for m, what := range where {
			if !seen[m] {
				t.Errorf("%s stands on no page that was opened", what)
			}
		}
	})
}

// walks opens every page that links lead somebody to, judges each, and gives what was on them.
func (o *town) walks(by string) []string {
	o.T.Helper()
	evil := url.QueryEscape(markup(0))
	next := []string{"/", "/nanmen", "/me", "/nanmen/today", "/nanmen/claims", "/nanmen/invitations", "/nanmen/join?code=" + evil, "/nanmen/accounts/" + o.dummy.ID, "/nanmen/search?q=" + evil, "/nanmen/queue?q=" + evil, "/nanmen/accounts?q=" + mark(1),
		"/nanmen/answers?place=" + evil, "/nanmen/journal?subject=" + evil, "/signin?back=" + url.QueryEscape("javascript:p()"), "/prefs?back=" + url.QueryEscape("javascript:p()"), "/nanmen/track?code=" + evil, "/nanmen/coverage", "/nanmen/cross"}
	known := map[string]bool{}
	for _, path := range next {
		known[path] = true
	}
	var pages []string
	for len(next) > 0 && len(pages) < 400 {
		path := next[0]
		next = next[1:]
		w := o.answers(by, o.asks(by, http.MethodGet, path))
		want := policy
		if strings.Contains(path, "/files/") {
			want = "sandbox; default-src 'none'" // a paper may hold anything
		}
		if got := w.Header().Get("Content-Security-Policy"); got != want {
			o.T.Errorf("%s has the policy %q", path, got)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		pages = append(pages, o.judges(path, w))
		for _, to := range links(w.Body.Bytes()) {
			if u, err := url.Parse(to); err == nil && u.Host == "" && strings.HasPrefix(u.Path, "/") && !strings.HasPrefix(u.Path, "/prefs") && !strings.HasPrefix(u.Path, "/assets/") && !strings.HasPrefix(u.Path, "/signin") {
				if u.Fragment = ""; !known[u.String()] {
					known[u.String()] = true
					next = append(next, u.String())
				}
			}
		}
	}
	if by == "secretary" && len(pages) < 50 {
		o.T.Errorf("only %d pages were opened", len(pages))
	}
	return pages
}

func links(page []byte) (all []string) {
	tree, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil
	}
	for n := range tree.Descendants() {
		if to, ok := office.Attr(n, "href"); ok && n.Data == "a" {
			all = append(all, to)
		}
	}
	return all
}

// judges looks for what a browser would carry out: of this there is nothing on any page, planted or not. It gives the words
// and the values on the page, as the browser reads them.
func (o *town) judges(path string, w *httptest.ResponseRecorder) string {
	o.T.Helper()
	tree, err := html.Parse(bytes.NewReader(w.Body.Bytes()))
	o.Must(err)
	var words strings.Builder
	for n := range tree.Descendants() {
		switch {
		case n.Type == html.TextNode:
			words.WriteString(n.Data)
			if (n.Parent.Data == "script" || n.Parent.Data == "style") && strings.TrimSpace(n.Data) != "" {
				o.T.Errorf("%s has text in <%s>: %.80s", path, n.Parent.Data, n.Data)
			}
			continue
		case n.Type == html.CommentNode && strings.Contains(n.Data, "plant"):
			o.T.Errorf("%s has planted text in a comment", path)
		case n.Type != html.ElementNode:
			continue
		}
		for _, a := range n.Attr {
			words.WriteString(" " + a.Val)
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				o.T.Errorf("%s has <%s %s=%q>", path, n.Data, a.Key, a.Val)
			case strings.Contains(a.Key, "plant") || strings.ContainsAny(a.Key, `"'<`):
				o.T.Errorf("%s has the attribute %s", path, a.Key)
			case (a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction") && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") || strings.HasPrefix(value, "//")):
				o.T.Errorf("%s has <%s %s=%q>", path, n.Data, a.Key, a.Val)
			}
		}
	}
	return words.String()
}

// TestOtherSites has a page of another site send a form with somebody's cookies: it is refused and changes nothing. The cookie
// itself is out of reach of scripts, goes along with links only, and behind TLS with TLS only.
func TestOtherSites(t *testing.T) {
	inTown(t, func(t *testing.T, o *town) {
		before := o.Entries("matter.moved")
		for _, head := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://evil.example"}}} {
			for _, path := range []string{"/nanmen/matters/2/moves/comment", "/me/tokens", "/signin", "/api/v1/realms/nanmen/matters"} {
				r := o.Request("resident", http.MethodPost, path, url.Values{"fields.note": {"不是我写的"}, "name": {"x"}, "scope": {"write"}})
				for name := range head {
					r.Header.Set(name, head.Get(name))
				}
				if w := o.answers("resident", r); w.Code != http.StatusForbidden {
					t.Errorf("%s with %v: status %d", path, head, w.Code)
				}
			}
		}
		if after := o.Entries("matter.moved"); after != before {
			t.Error("something was changed")
		}
		o.Must(o.Access.ResetPassword(t.Context(), o.DB, o.IDs["resident"].Account, "柳絮池塘淡淡的风"))
		w := httptest.NewRecorder()
		o.app.Site(nil, true).ServeHTTP(w, o.Request("", http.MethodPost, "/signin", url.Values{"login": {"resident"}, "password": {"柳絮池塘淡淡的风"}}))
		for _, c := range w.Result().Cookies() {
			if c.Name == "linli" {
				if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode {
					t.Errorf("the cookie is %s", c)
				}
				return
			}
		}
		t.Errorf("no cookie: %d", w.Code)
	})
}

// TestEveryAnswerIsCareful asks for every route as a stranger: what keeps browsers careful is on each answer.
func TestEveryAnswerIsCareful(t *testing.T) {
	inTown(t, func(t *testing.T, o *town) {
		for _, route := range routes(o) {
			for _, a := range asks(o, route) {
				w := o.answers("", o.asks("", a.method, o.fresh(a.path)))
				if strings.Contains(a.path, "/files/") && w.Code == http.StatusOK {
					t.Errorf("%s: a stranger gets a private paper", route)
				}
				for name, want := range map[string]string{"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Permissions-Policy": "camera=(), microphone=(), geolocation=()"} {
					if got := w.Header().Get(name); got != want {
						t.Errorf("%s: %s is %q", route, name, got)
					}
				}
				if c := w.Header().Get("Cache-Control"); w.Code/100 != 3 && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && !strings.HasPrefix(c, "private") && c != "no-store" {
					t.Errorf("%s: a page with Cache-Control %q", route, c)
				}
			}
		}
		closed := o.app.Site(nil, true)
		w := httptest.NewRecorder()
		closed.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/signin", nil))
		if got := w.Header().Get("Strict-Transport-Security"); got != "max-age=31536000" {
			t.Errorf("behind TLS: %q", got)
		}
	})
}
