package api_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/internal/access/accessweb"
	"linli/internal/api"
	"linli/internal/form/formweb"
	"linli/internal/job"
	"linli/internal/matter/matterweb"
	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// planted are invented numbers, as people type them, and what would give them away wherever they are kept.
var planted = []struct{ typed, kept string }{
	{"请打13900139007", "13900139007"}, {"139 0013 9007", "9007"}, {"身份证990101198001010014", "990101198001010014"}, {"１３９００１３９００７", "１３９００１３９００７"},
}

// TestNoNumberInPlain types phone and identity numbers into every free text that pages and API take, and into the fields
// that are for them, and finds none in any row of the database, in its files or in the log.
func TestNoNumberInPlain(t *testing.T) {
	var log bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(old) })
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := office.Open(t, db)
		ask := formweb.Needs{DB: db, Clock: o.Clock, Matters: o.Matters, Places: o.Places, Orgs: o.Orgs, People: o.People, Files: o.Files}
		accessweb.New(accessweb.Needs{DB: db, Access: o.Access, Realms: o.Realms, People: o.People, Orgs: o.Orgs, Books: o.Books, Journal: o.Journal, Jobs: job.New(db, o.Clock), Clock: o.Clock, Ask: ask}).Routes(o.Site)
		hub := matterweb.NewHub()
		t.Cleanup(hub.Close)
		matterweb.New(matterweb.Needs{DB: db, Clock: o.Clock, Journal: o.Journal, Matters: o.Matters, Places: o.Places, Orgs: o.Orgs, People: o.People, Files: o.Files, Books: o.Books, Once: o.Once, Hub: hub}).Routes(o.Site)
		o.Site.HandleAPI(api.New(api.Needs{DB: db, Clock: o.Clock, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Access: o.Access, Files: o.Files, Books: o.Books, Matters: o.Matters, Once: o.Once}))
		o.Handler = o.Site.Handler()
		number := o.Raise("resident", office.Wish("一盏夜灯"))

		page := func(by, path string, form url.Values) {
			t.Helper()
			w := httptest.NewRecorder()
			o.Handler.ServeHTTP(w, o.Request(by, http.MethodPost, path, form))
			if w.Code != http.StatusUnprocessableEntity {
				t.Errorf("POST %s %v: status %d", path, form, w.Code)
			}
		}
		call := func(by, path string, body map[string]any) {
			t.Helper()
			b, err := json.Marshal(body)
			o.Must(err)
			r := httptest.NewRequest(http.MethodPost, "/api/v1"+path, bytes.NewReader(b))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+o.Tokens[by])
			w := httptest.NewRecorder()
			o.Handler.ServeHTTP(w, r)
			if w.Code != http.StatusUnprocessableEntity {
				t.Errorf("POST %s %v: status %d %s", path, body, w.Code, w.Body)
			}
		}
		for _, p := range planted {
			wish := func(title, body, wish string) map[string]any {
				return map[string]any{"kind": "nanmen/wish", "title": title, "body": body, "fields": map[string]any{"sort": "wish", "wish": wish}}
			}
			call("resident", "/realms/nanmen/matters", wish(p.typed, "", "灯"))
			call("resident", "/realms/nanmen/matters", wish("灯", p.typed, "灯"))
			call("resident", "/realms/nanmen/matters", wish("灯", "", p.typed))
			call("resident", fmt.Sprintf("/realms/nanmen/matters/%d/moves/comment", number), map[string]any{"note": p.typed})
			for _, text := range []string{"title", "body", "fields.wish"} {
				form := url.Values{"title": {"灯"}, "body": {"灯不亮"}, "fields.sort": {"wish"}, "fields.wish": {"灯"}}
				form.Set(text, p.typed)
				page("worker", "/nanmen/raise/nanmen/wish", form)
			}
			page("resident", fmt.Sprintf("/nanmen/matters/%d/moves/comment", number), url.Values{"note": {p.typed}})
			page("resident", "/me/tokens", url.Values{"name": {p.typed}, "scope": {"read"}})
			page("", "/nanmen/join", url.Values{"name": {p.typed}, "login": {"shiqi"}, "password": {"柳絮池塘淡淡的风"}, "again": {"柳絮池塘淡淡的风"}, "code": {"AAAA"}})
			page("", "/signin", url.Values{"login": {p.typed}, "password": {""}})
		}
		// And where they belong.
		o.Must(db.Tx(context.Background(), func(tx *store.Tx) error {
			return o.People.Change(context.Background(), tx, o.IDs["worker"].Actor(""), person.Person{Realm: "nanmen", ID: o.IDs["resident"].Person, Name: "欧阳resident"},
				person.Contact{Phone: "13900139007", IDNumber: "990101198001010014"})
		}))
		w := httptest.NewRecorder()
		o.Handler.ServeHTTP(w, o.Request("", http.MethodGet, "/nanmen/track?code=13900139007", nil))

		plain := everything(t, db)
		for _, p := range planted {
			if p.kept == "9007" {
				continue // too short to look for on its own
			}
			for _, form := range []string{p.kept, hex.EncodeToString([]byte(p.kept))} {
				if i := strings.Index(plain, form); i >= 0 {
					t.Errorf("%s stands in the database: …%q…", p.kept, plain[max(0, i-80):min(len(plain), i+40)])
				}
				if strings.Contains(log.String(), form) {
					t.Errorf("%s stands in the log", p.kept)
				}
			}
		}
	})
}

// everything is all that a database holds: every column of every row, and on SQLite the bytes of its files too, with what
// was written ahead.
func everything(t *testing.T, db *store.DB) string {
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
