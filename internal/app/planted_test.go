package app_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"
	"golang.org/x/net/html"

	"linli/internal/app"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/store"
	"linli/playbooks"
)

// typed are invented numbers, as people type them.
var typed = []string{"请打13900139007", "139 0013 9007", "身份证990101198001010014", "１３９００１３９００７"}

// kept is what would give them away wherever it stands.
var kept = []string{"13900139007", "990101198001010014", "１３９００１３９００７", "139 0013 9007"}

// openText is a place where somebody writes what others may read: a form's field or a value of the API.
type openText struct {
	by, path, field string
	form            url.Values     // of a page
	body            map[string]any // of the API
}

// openTexts are all of them. A new one belongs here.
func openTexts(o *town) []openText {
	matters := "/nanmen/matters/" + strconv.FormatInt(o.among, 10)
	wish := url.Values{"title": {"灯"}, "body": {"灯不亮"}, "fields.sort": {"wish"}, "fields.wish": {"灯"}}
	post := url.Values{"kind": {"mediator"}, "person": {o.dummy.ID}, "title": {"调解"}, "duties": {"调解"}, "from": {"2026-03-02"}}
	raised := func() map[string]any {
		return map[string]any{"kind": "nanmen/wish", "title": "灯", "body": "灯", "fields": map[string]any{"sort": "wish", "wish": "灯"}}
	}
	given := func() map[string]any {
		return map[string]any{"kind": "mediator", "person": o.dummy.ID, "from": "2026-03-02"}
	}
	join := url.Values{"name": {"司徒石"}, "login": {"shiqi"}, "password": {"柳絮池塘淡淡的风"}, "again": {"柳絮池塘淡淡的风"}, "code": {"AAAA"}}
	playbook := url.Values{"text": {string(playbooks.Texts()["nanmen"]) + "\n# another\n"}, "reason": {"换用"}}
	comment := "/api/v1/realms" + matters + "/moves/comment"
	return []openText{
		{by: "resident", path: "/nanmen/raise/nanmen/wish", field: "title", form: wish}, {by: "resident", path: "/nanmen/raise/nanmen/wish", field: "body", form: wish},
		{by: "worker", path: "/nanmen/raise/nanmen/wish", field: "fields.wish", form: wish}, {by: "worker", path: "/nanmen/raise/nanmen/wish", field: "name", form: wish},
		{by: "resident", path: matters + "/moves/comment", field: "fields.note", form: url.Values{}}, {by: "worker", path: "/nanmen/queue/bulk", field: "note", form: url.Values{"act": {"comment"}, "confirm": {"1"}, "key": {"k"}, "pick": {strconv.FormatInt(o.among, 10)}}},
		{by: "", path: "/nanmen/track/" + o.codes[o.among] + "/moves/comment", field: "fields.note", form: url.Values{}},
		{by: "resident", path: "/me/tokens", field: "name", form: url.Values{"scope": {"read"}}},
		{by: "", path: "/nanmen/join", field: "name", form: join}, {by: "", path: "/nanmen/join", field: "login", form: join},
		{by: "secretary", path: "/nanmen/places", field: "title", form: url.Values{"kind": {"venue"}}}, {by: "secretary", path: "/nanmen/places/" + o.Home.Code + "/name", field: "title", form: url.Values{}},
		{by: "secretary", path: "/nanmen/places/file", field: "rows", form: url.Values{"sure": {"1"}}}, {by: "secretary", path: "/nanmen/areas", field: "title", form: url.Values{"kind": {"assembly"}, "from": {"2026-03-02"}, "in": {"汽运小区"}}},
		{by: "secretary", path: "/nanmen/orgs", field: "title", form: url.Values{"kind": {"volunteer_team"}}}, {by: "secretary", path: "/nanmen/orgs/" + o.committee + "/posts", field: "title", form: post},
		{by: "secretary", path: "/nanmen/orgs/" + o.committee + "/posts", field: "duties", form: post}, {by: "secretary", path: "/nanmen/coverage/" + strings.Split(o.Home.Path, "/")[1], field: "reason", form: url.Values{}},
		{by: "secretary", path: "/nanmen/playbooks/install", field: "reason", form: playbook}, {by: "secretary", path: "/nanmen/playbooks/nanmen/carry", field: "reason", form: url.Values{"kind": {"nanmen/wish"}}},
		{by: "resident", path: "/api/v1/realms/nanmen/matters", field: "title", body: raised()}, {by: "resident", path: "/api/v1/realms/nanmen/matters", field: "body", body: raised()},
		{by: "resident", path: "/api/v1/realms/nanmen/matters", field: "fields.wish", body: raised()}, {by: "worker", path: "/api/v1/realms/nanmen/matters", field: "contact.name", body: raised()},
		{by: "secretary", path: "/nanmen/org-kinds", field: "title", form: url.Values{}}, {by: "secretary", path: "/nanmen/about/change", field: "hours", form: url.Values{"title": {"南门社区"}}},
		{by: "secretary", path: "/api/v1/realms/nanmen/orgs", field: "title", body: map[string]any{"kind": "volunteer_team"}},
		{by: "secretary", path: "/api/v1/realms/nanmen/orgs/" + o.committee + "/posts", field: "title", body: given()}, {by: "secretary", path: "/api/v1/realms/nanmen/orgs/" + o.committee + "/posts", field: "duties", body: given()},
		{by: "secretary", path: "/api/v1/realms/nanmen/areas", field: "title", body: map[string]any{"kind": "assembly", "from": "2026-03-02", "places": []string{o.Home.ID}}},
		{by: "resident", path: comment, field: "note", body: map[string]any{}}, {by: "secretary", path: "/api/v1/realms/nanmen/places", field: "title", body: map[string]any{"kind": "venue"}},
	}
}

// plants writes a text there, with everything else as it should be.
func (o *town) plants(x openText, text string) *httptest.ResponseRecorder {
	o.T.Helper()
	if x.body != nil {
		at := x.body
		names := strings.Split(x.field, ".")
		for _, n := range names[:len(names)-1] {
			if at[n] == nil {
				at[n] = map[string]any{}
			}
			at = at[n].(map[string]any)
		}
		last := names[len(names)-1]
		before := at[last]
		at[last] = text
		b, err := json.Marshal(x.body)
		o.Must(err)
		if at[last] = before; before == nil {
			delete(at, last)
		}
		r := httptest.NewRequest(http.MethodPost, x.path, bytes.NewReader(b))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+o.Tokens[x.by])
		return o.answers(x.by, r)
	}
	form := o.hidden(x)
	for k, v := range x.form {
		form[k] = v
	}
	form.Set(x.field, text)
	if x.field == "rows" {
		form.Set("rows", "小区,楼栋\n汽运小区,\""+strings.ReplaceAll(text, `"`, `""`)+"\"")
	}
	return o.answers(x.by, o.Request(x.by, http.MethodPost, x.path, form))
}

// hidden is what the form on the same page brings along.
func (o *town) hidden(x openText) url.Values {
	o.T.Helper()
	form := url.Values{}
	w := o.answers(x.by, o.asks(x.by, http.MethodGet, x.path))
	tree, err := html.Parse(w.Body)
	o.Must(err)
	for n := range tree.Descendants() {
		if kind, _ := office.Attr(n, "type"); n.Data == "input" && kind == "hidden" {
			name, _ := office.Attr(n, "name")
			value, _ := office.Attr(n, "value")
			form.Set(name, value)
		}
	}
	return form
}

// TestNoNumberInPlain types phone and identity numbers into every text that others may read, where they are refused with a
// word of where they belong, and into all that is for them. Then it looks for them in the database, in the search, in the
// log, in what Prometheus is told, in what is exported, and in backups.
func TestNoNumberInPlain(t *testing.T) {
	var log bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(old) })
	inTown(t, func(t *testing.T, o *town) {
		for _, x := range openTexts(o) {
			for _, text := range typed {
				w := o.plants(x, text)
				says := w.Body.String()
				if bulk := strings.HasSuffix(x.path, "/bulk"); w.Code != http.StatusUnprocessableEntity && !bulk || !strings.Contains(says, "手机号") && !strings.Contains(says, "身份证号") {
					t.Errorf("%s into %s of %s: status %d, and the refusal is not for the number: %.300s", text, x.field, x.path, w.Code, wordsOf(says))
				}
			}
		}
		o.imports("13900139007")
		o.belong()
		o.searches()

		plain := map[string]string{"the database while jobs wait": o.waiting, "the database": everything(t, o.DB), "the log": log.String(), "the numbers": o.get("", o.site.Metrics(), "/metrics")}
		for _, path := range []string{"/nanmen/queue.csv", "/nanmen/queue", "/nanmen/map.geojson", "/nanmen/places", "/nanmen/orgs", "/nanmen/lists/nanmen/aid_in_hand", "/nanmen/lists/nanmen/open_wishes?print=1", "/api/v1/realms/nanmen/matters", "/nanmen/search?q=房子"} {
			plain["what the secretary gets of "+path] = o.get("secretary", o.Handler, path)
		}
		for _, path := range []string{"/nanmen/journal.csv", "/nanmen/journal.jsonl", "/nanmen/journal/1"} {
			plain["what the auditor gets of "+path] = o.get("auditor", o.Handler, path)
		}
		plain["a backup"], plain["a closed backup"] = o.backups()
		for where, text := range plain {
			for _, k := range kept {
				for _, form := range []string{k, hex.EncodeToString([]byte(k)), url.QueryEscape(k)} {
					if i := strings.Index(text, form); i >= 0 {
						t.Errorf("%s stands in %s: …%q…", k, where, text[max(0, i-80):min(len(text), i+40)])
					}
				}
			}
			if where != "the log" && where != "the numbers" && len(text) < 50 {
				t.Errorf("%s was not read", where)
			}
		}
		// What was told is there all the same, for whom it is for.
		if phone, err := o.People.Phone(context.Background(), o.DB, o.IDs["worker"].Actor(o.IDs["worker"].Posts[0].Post.ID), "nanmen", o.dummy.ID); err != nil || phone != "13900139007" {
			t.Errorf("the phone number is %q, %v", phone, err)
		}
	})
}

// wordsOf is what stands on a page.
func wordsOf(page string) string {
	tree, err := html.Parse(strings.NewReader(mainOf(page)))
	if err != nil {
		return page
	}
	return office.Text(tree)
}

func mainOf(page string) string {
	if _, after, ok := strings.Cut(page, "<main"); ok {
		return after
	}
	return page
}

// get is what somebody gets of a page; it has to be there.
func (o *town) get(by string, h http.Handler, path string) string {
	o.T.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, o.Request(by, http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		o.T.Fatalf("GET %s: status %d", path, w.Code)
	}
	return w.Body.String()
}

// imports brings a shape whose name holds a number.
func (o *town) imports(number string) {
	o.T.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f, err := m.CreateFormFile("file", "shapes.geojson")
	o.Must(err)
	fmt.Fprintf(f, `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":%q,"name":"楼 %s","phone":%q},"geometry":{"type":"Polygon","coordinates":[[[120.1,30.1],[120.2,30.1],[120.2,30.2],[120.1,30.1]]]}}]}`, o.Home.Code, number, number)
	o.Must(m.Close())
	r := httptest.NewRequest(http.MethodPost, "/nanmen/map/import", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "linli", Value: o.Tokens["secretary"]})
	if w := o.answers("secretary", r); w.Code != http.StatusSeeOther {
		o.T.Errorf("the shapes were not taken in: %d %.300s", w.Code, wordsOf(w.Body.String()))
	}
}

// belong gives numbers where they belong: in a person's contact, in a visitor's, in what is sealed, by a page and by the API,
// and as what a provider calls somebody.
func (o *town) belong() {
	o.T.Helper()
	ctx := context.Background()
	o.do(func(ctx context.Context, tx *store.Tx) error {
		return o.People.Change(ctx, tx, o.IDs["worker"].Actor(""), person.Person{Realm: "nanmen", ID: o.dummy.ID, Name: o.dummy.Name}, person.Contact{Phone: "13900139007", IDNumber: "990101198001010014"})
	})
	relief := url.Values{"title": {"电费交不上"}, "body": {"我的电话 13900139007，身份证 990101198001010014"}, "fields.urgent": {"urgent"}, "fields.trouble": {"13900139007"}, "fields.contact": {"139 0013 9007"}}
	if w := o.answers("resident", o.Request("resident", http.MethodPost, "/nanmen/raise/nanmen/relief", relief)); w.Code != http.StatusSeeOther {
		o.T.Errorf("what is sealed was not taken: %d %.300s", w.Code, wordsOf(w.Body.String()))
	}
	// What the street is told waits as a job, and is carried there.
	told := o.raises(matter.Draft{Kind: "nanmen/relief", Title: "等钱用", Body: "打 13900139007，证号 990101198001010014", Fields: map[string]any{"urgent": "urgent", "contact": "13900139007"}})
	o.Move("worker", told, matter.Act{Move: "rush"})
	o.waiting = everything(o.T, o.DB)
	if n, err := o.app.Jobs.Drain(ctx); err != nil || n == 0 {
		o.T.Errorf("%d jobs were done, %v", n, err)
	}
	visitor := `{"kind":"nanmen/hard_issue","title":"井盖响","place":"` + o.Home.ID + `","contact":{"phone":"13900139007"}}`
	r := httptest.NewRequest(http.MethodPost, "/api/v1/realms/nanmen/matters", strings.NewReader(visitor))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", "again")
	if w := o.answers("", r); w.Code != http.StatusCreated {
		o.T.Errorf("a visitor's phone number was not taken: %d %s", w.Code, w.Body)
	}
	o.Must(o.Access.LinkElsewhere(ctx, o.DB, o.app.Ring, "https://city.example", "990101198001010014", o.IDs["resident"].Account))
	if token, err := o.Access.SignInElsewhere(ctx, o.DB, o.app.Ring, "https://city.example", "990101198001010014", "Firefox"); err != nil || token == "" {
		o.T.Errorf("who is linked is not known: %v", err)
	}
}

// searches types a number wherever something is looked for, as whoever finds the most.
func (o *town) searches() {
	o.T.Helper()
	for _, k := range kept {
		q := url.QueryEscape(k)
		for _, path := range []string{"/nanmen/search?q=", "/nanmen/queue?q=", "/nanmen/accounts?q=", "/nanmen/answers?place=", "/nanmen/track?code=", "/nanmen/places?q=", "/nanmen/raise/nanmen/wish/similar?title=", "/nanmen/orgs?q=",
			"/api/v1/realms/nanmen/matters?q=", "/api/v1/realms/nanmen/people?q=", "/api/v1/realms/nanmen/places?q="} {
			w := o.answers("secretary", o.asks("secretary", http.MethodGet, path+q))
			if w.Code >= 500 {
				o.T.Errorf("%s%s: status %d", path, k, w.Code)
			}
			if says := mainOf(w.Body.String()); strings.Contains(says, "电费交不上") || strings.Contains(says, "井盖响") {
				o.T.Errorf("%s%s finds by what is sealed", path, k)
			}
		}
		o.answers("", o.Request("", http.MethodPost, "/signin", url.Values{"login": {k}, "password": {k}}))
		o.answers("", o.Request("", http.MethodPost, "/nanmen/track", url.Values{"code": {k}}))
		o.answers("", o.asks("", http.MethodGet, "/nanmen/track/"+url.PathEscape(k)))
	}
}

// backups are the bytes of a backup, taken apart, and of one that is closed for somebody.
func (o *town) backups() (plain, closed string) {
	o.T.Helper()
	key, err := age.GenerateX25519Identity()
	o.Must(err)
	dir := o.T.TempDir()
	_, err = app.Backup{}.Write(context.Background(), o.config, filepath.Join(dir, "plain"))
	o.Must(err)
	_, err = app.Backup{To: []string{key.Recipient().String()}, Key: true}.Write(context.Background(), o.config, filepath.Join(dir, "closed"))
	o.Must(err)
	f, err := os.Open(filepath.Join(dir, "plain"))
	o.Must(err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	o.Must(err)
	var b strings.Builder
	for in := tar.NewReader(z); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		o.Must(err)
		b.WriteString(h.Name)
		_, err = io.Copy(&b, in)
		o.Must(err)
	}
	if !strings.Contains(b.String(), "一盏夜灯") {
		o.T.Error("the backup was not read")
	}
	bytes, err := os.ReadFile(filepath.Join(dir, "closed"))
	o.Must(err)
	if strings.Contains(string(bytes), "一盏夜灯") {
		o.T.Error("the closed backup is open")
	}
	return b.String(), string(bytes)
}

// everything is all that a database holds: every column of every row, and on SQLite the bytes of its files too, with what
// was written ahead. The search index is in it, whose tables the engine lists as it does all others.
func everything(t testing.TB, db *store.DB) string {
	t.Helper()
	ctx := context.Background()
	tables, err := db.Tables(ctx)
	if err != nil || len(tables) < 20 {
		t.Fatal(tables, err)
	}
	var b strings.Builder
	for _, table := range tables {
		// The name is the engine's own.
		text := `select cast(t as text) from "` + table + `" t`
		if db.Dialect() == store.SQLite {
			columns, err := store.All(ctx, db, store.Value[string], `select 'coalesce(cast("' || name || '" as text), '''')' from pragma_table_info($1)`, table)
			if err != nil {
				t.Fatal(err)
			}
			text = `select ` + strings.Join(columns, ` || '|' || `) + ` from "` + table + `"`
		}
		rows, err := store.All(ctx, db, store.Value[string], text)
		if err != nil {
			t.Fatal(table, err)
		}
		b.WriteString(strings.Join(rows, "\n"))
	}
	if db.Dialect() == store.SQLite {
		file, err := store.One(ctx, db, store.Value[string], `select file from pragma_database_list where name = 'main'`)
		if err != nil || file == "" {
			t.Fatal(file, err)
		}
		files, err := filepath.Glob(file + "*")
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			bytes, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(bytes)
		}
	}
	if !strings.Contains(b.String(), "一盏夜灯") {
		t.Fatal("what is in the database was not read")
	}
	return b.String()
}
