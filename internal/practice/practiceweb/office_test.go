package practiceweb_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/file"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/web"
	"linli/playbooks"
)

var officeSets = []store.Set{journal.Migrations, job.Migrations, once.Migrations, realm.Migrations, place.Migrations, person.Migrations, org.Migrations,
	access.Migrations, file.Migrations, practice.Migrations, matter.Migrations}

// office is a community with a few people who can ask for pages.
type office struct {
	t       testing.TB
	db      *store.DB
	clock   *clock.Manual
	journal *journal.Journal
	ring    *seal.Ring
	realms  *realm.Service
	places  *place.Service
	orgs    *org.Service
	people  *person.Service
	files   *file.Service
	access  *access.Service
	books   *practice.Service
	matters *matter.Service
	once    *once.Keeper
	site    *web.Site
	handler http.Handler
	tokens  map[string]string
	ids     map[string]*access.Identity
	home    place.Place
	grid    place.Area
}

// The people: each named by what they are. The officer is of the street.
var staff = map[string]string{"worker": "community_worker", "second": "community_worker", "secretary": "secretary", "leader": "building_leader",
	"member": "party_member", "resident": "", "neighbour": ""}

func newOffice(t testing.TB, db *store.DB) *office {
	t.Helper()
	ctx := context.Background()
	o := &office{t: t, db: db, clock: clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)), tokens: map[string]string{}, ids: map[string]*access.Identity{}}
	ring, err := seal.New(make([]byte, 32))
	o.must(err)
	o.ring, o.journal = ring, journal.New(ring, o.clock)
	blobs, err := file.Open(ctx, filepath.Join(t.TempDir(), "files"))
	o.must(err)
	t.Cleanup(func() { blobs.Close() })
	o.realms, o.places, o.orgs, o.people = realm.New(o.journal), place.New(o.journal), org.New(o.journal), person.New(o.journal, ring)
	o.files, o.access, o.books = file.New(o.journal, blobs, o.clock), access.New(o.clock, o.clock), practice.New(o.journal, o.clock)
	o.once = once.New(ring, o.clock)
	o.matters = matter.New(matter.Needs{DB: db, Journal: o.journal, Ring: ring, Clock: o.clock, Calendar: clock.China(), Books: o.books, Places: o.places, Orgs: o.orgs,
		People: o.people, Files: o.files, Jobs: job.New(db, o.clock)})
	book, problems := playbook.Parse("nanmen", playbooks.Texts()["nanmen"])
	if book == nil {
		t.Fatal(problems)
	}
	o.must(db.Tx(ctx, func(tx *store.Tx) error { return o.settle(ctx, tx, book) }))
	for name := range staff {
		account, err := o.access.ByLogin(ctx, db, name)
		o.must(err)
		o.tokens[name], _, err = o.access.AddToken(ctx, db, account, "test", time.Time{})
		o.must(err)
		o.ids[name], err = access.Identify(ctx, db, "nanmen", account, o.clock.Now())
		o.must(err)
	}
	o.site = &web.Site{DB: db, Realms: o.realms, Access: o.access, Clock: o.clock}
	return o
}

func (o *office) settle(ctx context.Context, tx *store.Tx, book *playbook.Playbook) error {
	var nobody journal.Actor
	since := o.clock.Now().AddDate(-1, 0, 0)
	for _, r := range []realm.Realm{{ID: "pingchuan", Kind: realm.Street, Title: lang.T("平川街道", "Pingchuan")}, {ID: "nanmen", Kind: realm.Community, Street: "pingchuan", Title: lang.T("南门社区", "Nanmen")}} {
		if _, err := o.realms.Add(ctx, tx, nobody, r); err != nil {
			return err
		}
		if err := o.books.Install(ctx, tx, nobody, r.ID, book, ""); err != nil {
			return err
		}
	}
	estate, err := o.places.Add(ctx, tx, nobody, place.Place{Realm: "nanmen", Kind: place.Estate, Title: "汽运小区"})
	if err != nil {
		return err
	}
	if o.home, err = o.places.Add(ctx, tx, nobody, place.Place{Realm: "nanmen", Kind: place.Building, Parent: estate.ID, Title: "3幢"}); err != nil {
		return err
	}
	if o.grid, err = o.places.AddArea(ctx, tx, nobody, place.Area{Realm: "nanmen", Kind: place.Grid, Title: "汽运网格", From: since}, []string{estate.ID}); err != nil {
		return err
	}
	committee, err := o.orgs.Add(ctx, tx, nobody, org.Org{Realm: "nanmen", Kind: "residents_committee", Title: "居委会"})
	if err != nil {
		return err
	}
	for name, held := range staff {
		account, err := o.access.CreateIn(ctx, tx, name, "no password")
		if err != nil {
			return err
		}
		p, err := o.people.Add(ctx, tx, nobody, person.Person{Realm: "nanmen", Name: "欧阳" + name, Account: account}, person.Contact{})
		if err != nil {
			return err
		}
		switch held {
		case "":
		case "party_member":
			err = o.people.AddMember(ctx, tx, nobody, person.Membership{Realm: "nanmen", Person: p.ID, Kind: held, From: since})
		case "building_leader":
			_, err = o.orgs.AddPost(ctx, tx, nobody, org.Post{Realm: "nanmen", Org: committee.ID, Kind: held, Person: p.ID, Place: o.home.ID, From: since})
		default:
			_, err = o.orgs.AddPost(ctx, tx, nobody, org.Post{Realm: "nanmen", Org: committee.ID, Kind: held, Person: p.ID, From: since})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// raise raises a matter and gives its number.
func (o *office) raise(by string, d matter.Draft) int64 {
	o.t.Helper()
	var m *matter.Matter
	o.must(o.db.Tx(context.Background(), func(tx *store.Tx) (err error) {
		m, _, err = o.matters.Raise(context.Background(), tx, o.ids[by], "nanmen", "community", d)
		return err
	}))
	return m.Number
}

func wish(title string) matter.Draft {
	return matter.Draft{Kind: "nanmen/wish", Title: title, Fields: map[string]any{"sort": "wish", "wish": title}}
}

func (o *office) move(by string, number int64, a matter.Act) {
	o.t.Helper()
	o.must(o.db.Tx(context.Background(), func(tx *store.Tx) error {
		_, err := o.matters.Move(context.Background(), tx, o.ids[by], matter.Ref{Realm: "nanmen", Number: number}, a)
		return err
	}))
}

// entries counts the journal's entries of a kind.
func (o *office) entries(kind string) int {
	o.t.Helper()
	n, err := store.One(context.Background(), o.db, store.Value[int], `select count(*) from journal where realm = 'nanmen' and kind = $1`, kind)
	o.must(err)
	return n
}

// answer is a page that came back.
type answer struct {
	*httptest.ResponseRecorder
	t    testing.TB
	tree *html.Node
}

func (o *office) request(by, method, path string, form url.Values) *http.Request {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if by != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: o.tokens[by]})
	}
	return r
}

// get asks for a page and expects a status.
func (o *office) get(by, path string, status int) *answer {
	o.t.Helper()
	return o.do(o.request(by, http.MethodGet, path, nil), status)
}

// post sends a form and expects a status.
func (o *office) post(by, path string, form url.Values, status int) *answer {
	o.t.Helper()
	return o.do(o.request(by, http.MethodPost, path, form), status)
}

func (o *office) do(r *http.Request, status int) *answer {
	o.t.Helper()
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	if w.Code != status {
		o.t.Fatalf("%s %s: status %d, want %d\n%s", r.Method, r.URL, w.Code, status, w.Body)
	}
	tree, err := html.Parse(strings.NewReader(w.Body.String()))
	o.must(err)
	return &answer{w, o.t, tree}
}

// all finds the elements of a name that have an attribute, with any value when value is "".
func (a *answer) all(element, attribute, value string) []*html.Node {
	var found []*html.Node
	for n := range a.tree.Descendants() {
		if n.Type != html.ElementNode || element != "" && n.Data != element {
			continue
		}
		if v, ok := attr(n, attribute); attribute == "" || ok && (value == "" || v == value) {
			found = append(found, n)
		}
	}
	return found
}

// one finds the only element of its sort.
func (a *answer) one(element, attribute, value string) *html.Node {
	a.t.Helper()
	found := a.all(element, attribute, value)
	if len(found) != 1 {
		a.t.Fatalf("%d elements <%s %s=%q>, want one\n%s", len(found), element, attribute, value, a.Body)
	}
	return found[0]
}

func (a *answer) text() string { return text(a.one("main", "", "")) }

func attr(n *html.Node, name string) (string, bool) {
	for _, x := range n.Attr {
		if x.Key == name {
			return x.Val, true
		}
	}
	return "", false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func has(t testing.TB, where string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(where, w) {
			t.Errorf("%q is not in %q", w, where)
		}
	}
}
