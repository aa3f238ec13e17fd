package office

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
	T    testing.TB
	Tree *html.Node
}

// Request is a request of one of the people; "" is a visitor. A form may be nil.
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
	o.T.Helper()
	return o.Do(o.Request(by, http.MethodGet, path, nil), status)
}

// Post sends a form and expects a status.
func (o *Office) Post(by, path string, form url.Values, status int) *Answer {
	o.T.Helper()
	return o.Do(o.Request(by, http.MethodPost, path, form), status)
}

// Send posts a file in a field and expects a status.
func (o *Office) Send(by, path, field, content string, status int) *Answer {
	o.T.Helper()
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
	return o.Do(r, status)
}

// Do sends a request and expects a status.
func (o *Office) Do(r *http.Request, status int) *Answer {
	o.T.Helper()
	w := httptest.NewRecorder()
	o.Handler.ServeHTTP(w, r)
	if w.Code != status {
		o.T.Fatalf("%s %s: status %d, want %d\n%s", r.Method, r.URL, w.Code, status, w.Body)
	}
	return o.Read(w)
}

// Read reads an answer as a page.
func (o *Office) Read(w *httptest.ResponseRecorder) *Answer {
	o.T.Helper()
	tree, err := html.Parse(strings.NewReader(w.Body.String()))
	o.Must(err)
	return &Answer{w, o.T, tree}
}

// All finds the elements of a name that have an attribute, with any value when value is "". An empty name or attribute
// narrows nothing.
func (a *Answer) All(element, attribute, value string) []*html.Node {
	var found []*html.Node
	for n := range a.Tree.Descendants() {
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
	a.T.Helper()
	found := a.All(element, attribute, value)
	if len(found) != 1 {
		a.T.Fatalf("%d elements <%s %s=%q>, want one\n%s", len(found), element, attribute, value, a.Body)
	}
	return found[0]
}

// Value is what a form's field holds.
func (a *Answer) Value(name string) string {
	a.T.Helper()
	v, _ := Attr(a.One("input", "name", name), "value")
	return v
}

// Text is what the page says, without its navigation.
func (a *Answer) Text() string { return Text(a.One("main", "", "")) }

// Has tells the test which of the words do not stand on the page.
func (a *Answer) Has(words ...string) {
	a.T.Helper()
	Has(a.T, a.Text(), words...)
}

// Lacks tells the test which of the words stand on the page.
func (a *Answer) Lacks(words ...string) {
	a.T.Helper()
	text := a.Text()
	for _, w := range words {
		if strings.Contains(text, w) {
			a.T.Errorf("%q is in %q", w, text)
		}
	}
}

// To is where a redirect leads.
func (a *Answer) To() string { return a.Header().Get("Location") }

// Card is what the card of that id says; "" when there is none.
func (a *Answer) Card(id string) string {
	for _, n := range a.All("section", "id", id) {
		return Text(n)
	}
	return ""
}

// Attr is an attribute of an element, and whether it is there.
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

// Has tells the test which of the words are not in a text.
func Has(t testing.TB, where string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(where, w) {
			t.Errorf("%q is not in %q", w, where)
		}
	}
}
