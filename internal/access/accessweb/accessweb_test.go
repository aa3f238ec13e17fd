package accessweb_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"linli/internal/access"
	"linli/internal/access/accessweb"
	"linli/internal/clock"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/office"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/internal/web"
)

var sets = office.Sets

const secret = "柳絮池塘淡淡的风"

// door is a community with a worker and a resident who have accounts.
type door struct {
	t       *testing.T
	handler http.Handler
	jobs    *job.Queue
}

func newDoor(t *testing.T, db *store.DB) *door {
	t.Helper()
	ctx, nobody := context.Background(), journal.Actor{}
	c := clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone))
	ring, err := seal.New(make([]byte, 32))
	d := &door{t: t}
	d.must(err)
	j := journal.New(ring, c)
	realms, people, orgs, acc := realm.New(j), person.New(j, ring), org.New(j), access.New(c, c)
	accounts := map[string]string{}
	for _, name := range []string{"worker", "resident", "admin", "stranger"} {
		accounts[name], err = acc.Create(ctx, db, name, secret)
		d.must(err)
	}
	d.must(db.Tx(ctx, func(tx *store.Tx) error {
		for _, r := range []realm.Realm{{ID: "pingchuan", Kind: realm.Street, Title: lang.T("平川街道", "Pingchuan")}, {ID: "nanmen", Kind: realm.Community, Street: "pingchuan", Title: lang.T("南门社区", "Nanmen")}} {
			if _, err := realms.Add(ctx, tx, nobody, r); err != nil {
				return err
			}
		}
		o, err := orgs.Add(ctx, tx, nobody, org.Org{Realm: "nanmen", Kind: "residents_committee", Title: "居委会"})
		if err != nil {
			return err
		}
		for _, name := range []string{"worker", "resident", "admin"} {
			p, err := people.Add(ctx, tx, nobody, person.Person{Realm: "nanmen", Name: "测试" + name, Account: accounts[name]}, person.Contact{})
			if err != nil {
				return err
			}
			kind := ""
			if name == "worker" {
				kind = "community_worker"
			}
			if name == "admin" {
				kind = org.SystemAdmin
			}
			if kind != "" {
				if _, err := orgs.AddPost(ctx, tx, nobody, org.Post{Realm: "nanmen", Org: o.ID, Kind: kind, Person: p.ID, From: c.Now().AddDate(0, 0, -1)}); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	site := &web.Site{DB: db, Realms: realms, Access: acc, Clock: c}
	d.jobs = job.New(db, c)
	accessweb.New(accessweb.Needs{DB: db, Access: acc, Realms: realms, People: people, Orgs: orgs, Books: practice.New(j, c), Journal: j, Jobs: d.jobs, Clock: c}).Routes(site)
	d.handler = site.Handler()
	return d
}

func (d *door) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *door) do(method, path string, form url.Values, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

func (d *door) signIn(login, password, back string) *httptest.ResponseRecorder {
	d.t.Helper()
	return d.do(http.MethodPost, "/signin", url.Values{"login": {login}, "password": {password}, "back": {back}})
}

// cookie is the one of that name that an answer sets.
func cookie(w *httptest.ResponseRecorder, name string) *http.Cookie {
	for _, c := range w.Result().Cookies() {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// words is the text of an answer's main part.
func words(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	tree, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range tree.Descendants() {
		if n.Type == html.ElementNode && n.Data == "main" {
			for d := range n.Descendants() {
				if d.Type == html.TextNode {
					b.WriteString(d.Data + " ")
				}
				for _, a := range d.Attr {
					if a.Key == "value" {
						b.WriteString("[" + a.Val + "] ")
					}
				}
			}
		}
	}
	return b.String()
}

func TestSignIn(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		d := newDoor(t, db)
		for _, c := range []struct{ login, back, to string }{
			{"worker", "", "/nanmen/today"},
			{"resident", "", "/nanmen"},
			{"stranger", "", "/me"},
			{"resident", "/nanmen/mine?state=open", "/nanmen/mine?state=open"},
			{"resident", "//elsewhere.example/", "/nanmen"},
			{"resident", "https://elsewhere.example/", "/nanmen"},
		} {
			w := d.signIn(c.login, secret, c.back)
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != c.to {
				t.Errorf("%s with back %q: %d to %q, want %q", c.login, c.back, w.Code, w.Header().Get("Location"), c.to)
			}
			s := cookie(w, web.SessionCookie)
			if s == nil || !s.HttpOnly || s.SameSite != http.SameSiteLaxMode || s.Value == "" {
				t.Fatalf("the session's cookie is %v", s)
			}
		}
		wrong := d.signIn("resident", "不对", "/nanmen/mine")
		if wrong.Code != http.StatusUnauthorized || cookie(wrong, web.SessionCookie) != nil {
			t.Errorf("a wrong password: %d", wrong.Code)
		}
		said := words(t, wrong)
		for _, want := range []string{"账号或密码不对", "[resident]", "[/nanmen/mine]"} {
			if !strings.Contains(said, want) {
				t.Errorf("%q is not in %q", want, said)
			}
		}
		if strings.Contains(said, "不对]") {
			t.Error("the password comes back")
		}
		if w := d.signIn("", "", ""); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("an empty form: %d", w.Code)
		}
		for range access.MaxTries {
			d.signIn("stranger", "不对", "")
		}
		if w := d.signIn("stranger", secret, ""); w.Code != http.StatusTooManyRequests {
			t.Errorf("after %d wrong tries: %d", access.MaxTries, w.Code)
		}
	})
}

func TestSignOut(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		d := newDoor(t, db)
		session := cookie(d.signIn("resident", secret, ""), web.SessionCookie)
		if w := d.do(http.MethodGet, "/me", nil, session); w.Code != http.StatusOK {
			t.Fatalf("signed in: %d", w.Code)
		}
		out := d.do(http.MethodPost, "/signout", url.Values{}, session, &http.Cookie{Name: accessweb.RealmCookie, Value: "nanmen"})
		if c := cookie(out, web.SessionCookie); c == nil || c.MaxAge >= 0 || out.Header().Get("Location") != "/nanmen" {
			t.Errorf("signed out to %q with cookie %v", out.Header().Get("Location"), c)
		}
		if w := d.do(http.MethodGet, "/me", nil, session); w.Code != http.StatusSeeOther {
			t.Errorf("the old session still opens: %d", w.Code)
		}
		if w := d.do(http.MethodPost, "/signout", url.Values{}, &http.Cookie{Name: accessweb.RealmCookie, Value: "/elsewhere.example"}); w.Header().Get("Location") != "/" {
			t.Errorf("signed out to %q", w.Header().Get("Location"))
		}
	})
}

func TestMe(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		d := newDoor(t, db)
		me := func(login string) string {
			w := d.do(http.MethodGet, "/me", nil, cookie(d.signIn(login, secret, ""), web.SessionCookie))
			return words(t, w)
		}
		if s := me("worker"); !strings.Contains(s, "因为您是居委会的社区工作者") || !strings.Contains(s, "去工作台") {
			t.Errorf("a worker reads %q", s)
		}
		if s := me("resident"); !strings.Contains(s, "因为您是这里的居民") || strings.Contains(s, "去工作台") {
			t.Errorf("a resident reads %q", s)
		}
		if s := me("stranger"); !strings.Contains(s, "还没有和任何社区的居民资料关联") {
			t.Errorf("a stranger reads %q", s)
		}
		if w := d.do(http.MethodGet, "/me", nil); w.Header().Get("Location") != "/signin?back=%2Fme" {
			t.Errorf("nobody is sent to %q", w.Header().Get("Location"))
		}
	})
}

func TestPassword(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		d := newDoor(t, db)
		session := cookie(d.signIn("resident", secret, ""), web.SessionCookie)
		other := cookie(d.signIn("resident", secret, ""), web.SessionCookie)
		const fresh = "梨花院落溶溶的月"
		change := func(old, password, again string) *httptest.ResponseRecorder {
			return d.do(http.MethodPost, "/me/password", url.Values{"old": {old}, "password": {password}, "again": {again}}, session)
		}
		for want, sent := range map[string][3]string{"两次输入的新密码不一样": {secret, fresh, fresh + "x"}, "原密码不对": {"不对", fresh, fresh}, "密码至少": {secret, "短", "短"}} {
			w := change(sent[0], sent[1], sent[2])
			if s := words(t, w); w.Code != http.StatusUnprocessableEntity || !strings.Contains(s, want) {
				t.Errorf("%v: %d %q", sent, w.Code, s)
			}
		}
		if w := change(secret, fresh+"，明", fresh+"，明"); w.Code != http.StatusSeeOther {
			t.Fatalf("changed: %d", w.Code)
		}
		if w := d.do(http.MethodGet, "/me", nil, session); w.Code != http.StatusOK {
			t.Errorf("who changed it is signed out: %d", w.Code)
		}
		if w := d.do(http.MethodGet, "/me", nil, other); w.Code != http.StatusSeeOther {
			t.Errorf("another device stays signed in: %d", w.Code)
		}
		if w := d.do(http.MethodPost, "/me/password", url.Values{}); w.Code != http.StatusUnauthorized {
			t.Errorf("nobody changes a password: %d", w.Code)
		}
	})
}

func TestPrefs(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		d := newDoor(t, db)
		for query, want := range map[string]string{"lang=en": "lang=en", "lang=fr": "", "size=large": "size=large", "size=normal": "size=", "theme=dark": "theme=dark", "theme=pink": ""} {
			w := d.do(http.MethodGet, "/prefs?"+query+"&back=%2Fnanmen%3Fa%3Db", nil)
			got := ""
			for _, c := range w.Result().Cookies() {
				got += c.Name + "=" + c.Value
			}
			if got != want || w.Header().Get("Location") != "/nanmen?a=b" {
				t.Errorf("%s keeps %q and goes to %q", query, got, w.Header().Get("Location"))
			}
		}
		if w := d.do(http.MethodGet, "/prefs?lang=en&back=https%3A%2F%2Felsewhere.example", nil); w.Header().Get("Location") != "/" {
			t.Errorf("it leads to %q", w.Header().Get("Location"))
		}
	})
}

// TestStuckJobs tells the system administrator, and nobody else, that jobs are stuck, and has them tried again.
func TestStuckJobs(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		d := newDoor(t, db)
		admin, worker := cookie(d.signIn("admin", secret, ""), web.SessionCookie), cookie(d.signIn("worker", secret, ""), web.SessionCookie)
		me := func(who *http.Cookie) bool {
			return strings.Contains(words(t, d.do(http.MethodGet, "/me", nil, who)), "有 1 件后台工作多次没有办成")
		}
		if me(admin) {
			t.Error("nothing is stuck")
		}
		d.must(db.Quiet(t.Context(), func(tx *store.Tx) error {
			if err := d.jobs.Put(t.Context(), tx, "nanmen", "matter.refer", nil); err != nil {
				return err
			}
			_, err := tx.Exec(t.Context(), `update job set tries = $1`, job.MaxTries)
			return err
		}))
		if !me(admin) || me(worker) {
			t.Errorf("the administrator is told %v, a worker %v", me(admin), me(worker))
		}
		again := func(realm string, who ...*http.Cookie) int {
			return d.do(http.MethodPost, "/me/jobs", url.Values{"realm": {realm}}, who...).Code
		}
		if a, b, c, e := again("nanmen", worker), again("nanmen"), again("pingchuan", admin), again("nowhere", admin); a != 403 || b != 401 || c != 403 || e != 404 || !me(admin) {
			t.Errorf("a worker %d, nobody %d, of another realm %d, of none %d", a, b, c, e)
		}
		if code := again("nanmen", admin); code != http.StatusSeeOther || me(admin) {
			t.Errorf("tried again: %d", code)
		}
		if n, err := d.jobs.Drain(t.Context()); n != 1 || err != nil {
			t.Errorf("%d tried, %v", n, err)
		}
	})
}
