package webtest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"linli/internal/web"
)

// Answer is a page that came back.
type Answer struct {
	*httptest.ResponseRecorder
	t    testing.TB
	tree *html.Node
}

// Request makes a request of somebody, "" for a visitor; a form may be nil.
func (o *Office) Request(by, method, path string, form url.Values) *http.Request {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if by != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: o.Tokens[by]})
	}
	return r
}

// Get asks for a page and expects a status.
func (o *Office) Get(by, path string, status int) *Answer {
	o.Helper()
	return o.Ask(o.Request(by, http.MethodGet, path, nil), status)
}

// Post sends a form and expects a status.
func (o *Office) Post(by, path string, form url.Values, status int) *Answer {
	o.Helper()
	return o.Ask(o.Request(by, http.MethodPost, path, form), status)
}

// Send posts a file in a field and expects a status.
func (o *Office) Send(by, path, field, content string, status int) *Answer {
	o.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, err := w.CreateFormFile(field, "file.txt")
	o.Must(err)
	_, err = io.WriteString(f, content)
	o.Must(err)
	o.Must(w.Close())
	r := o.Request(by, http.MethodPost, path, nil)
	r.Body = io.NopCloser(&b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return o.Ask(r, status)
}

// Ask sends a request and expects a status.
func (o *Office) Ask(r *http.Request, status int) *Answer {
	o.Helper()
	w := httptest.NewRecorder()
	o.Handler.ServeHTTP(w, r)
	if w.Code != status {
		o.Fatalf("%s %s: status %d, want %d\n%s", r.Method, r.URL, w.Code, status, w.Body)
	}
	tree, err := html.Parse(strings.NewReader(w.Body.String()))
	o.Must(err)
	return &Answer{w, o.TB, tree}
}

// All finds the elements of a name that have an attribute, with any value when value is "".
func (a *Answer) All(element, attribute, value string) []*html.Node {
	var found []*html.Node
	for n := range a.tree.Descendants() {
		if n.Type != html.ElementNode || element != "" && n.Data != element {
			continue
		}
		if v, ok := Attr(n, attribute); attribute == "" || ok && (value == "" || v == value) {
			found = append(found, n)
		}
	}
	return found
}

// One finds the only element of its sort.
func (a *Answer) One(element, attribute, value string) *html.Node {
	a.t.Helper()
	found := a.All(element, attribute, value)
	if len(found) != 1 {
		a.t.Fatalf("%d elements <%s %s=%q>, want one\n%s", len(found), element, attribute, value, a.Body)
	}
	return found[0]
}

// Text is what stands in the page's main part.
func (a *Answer) Text() string { return Text(a.One("main", "", "")) }

// Has sees that words stand on the page.
func (a *Answer) Has(words ...string) {
	a.t.Helper()
	text := a.Text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			a.t.Errorf("%q is not in %q", w, text)
		}
	}
}

// Lacks sees that words do not stand on the page.
func (a *Answer) Lacks(words ...string) {
	a.t.Helper()
	text := a.Text()
	for _, w := range words {
		if strings.Contains(text, w) {
			a.t.Errorf("%q is in %q", w, text)
		}
	}
}

// To is where a redirect leads.
func (a *Answer) To() string { return a.Header().Get("Location") }

// Attr is an element's attribute.
func Attr(n *html.Node, name string) (string, bool) {
	for _, x := range n.Attr {
		if x.Key == name {
			return x.Val, true
		}
	}
	return "", false
}

// Text is what stands in an element, with single spaces.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
