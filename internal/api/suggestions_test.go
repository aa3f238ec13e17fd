package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"linli/internal/api"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestSuggestions asks who may handle a wish, decides for the first, and reads how often that was so.
func TestSuggestions(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := office.Open(t, db)
		o.Site.HandleAPI(api.New(api.Needs{DB: db, Clock: o.Clock, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Access: o.Access, Files: o.Files, Books: o.Books, Matters: o.Matters, Once: o.Once}))
		o.Handler = o.Site.Handler()
		call := func(by, method, path, body string, status int, v any) {
			t.Helper()
			r := httptest.NewRequest(method, "/api/v1/realms/nanmen"+path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+o.Tokens[by])
			w := httptest.NewRecorder()
			o.Handler.ServeHTTP(w, r)
			if w.Code != status {
				t.Fatalf("%s %s as %s: %d %s", method, path, by, w.Code, w.Body)
			}
			if v != nil {
				o.Must(json.Unmarshal(w.Body.Bytes(), v))
			}
		}
		for range 3 {
			n := o.Raise("resident", office.Wish("想要台灯"))
			o.Move("worker", n, matter.Act{Move: "assign", Fields: map[string]any{"worker": o.IDs["second"].Person}})
			o.Move("second", n, matter.Act{Move: "finish", Note: "送到了"})
			o.Move("resident", n, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5, "solved": "yes"}})
		}
		o.Raise("resident", office.Wish("想要台灯"))
		var all struct{ Items []api.Suggestion }
		call("worker", http.MethodGet, "/matters/4/moves/assign/suggestions", "", 200, &all)
		if len(all.Items) != 1 || all.Items[0].Value != o.IDs["second"].Person || len(all.Items[0].Why) == 0 {
			t.Fatalf("%+v", all.Items)
		}
		call("resident", http.MethodGet, "/matters/4/moves/assign/suggestions", "", 200, &all)
		if len(all.Items) != 0 {
			t.Errorf("a resident is told %+v", all.Items)
		}
		call("system", http.MethodGet, "/matters/99/moves/assign/suggestions", "", 404, nil)
		call("worker", http.MethodPost, "/matters/4/moves/assign", `{"suggested": true, "fields": {"worker": "`+o.IDs["second"].Person+`"}}`, 200, nil)
		var hits struct{ Items []api.Hits }
		call("resident", http.MethodGet, "/suggestions", "", 200, &hits)
		if len(hits.Items) != 1 || hits.Items[0].Kind != "nanmen/wish" || hits.Items[0].About != "handler" || hits.Items[0].Made != 1 || hits.Items[0].First != 1 {
			t.Errorf("%+v", hits.Items)
		}
		var placing api.Placing
		call("resident", http.MethodPost, "/suggestions", `{"kind": "nanmen/hard_issue", "body": "想要台灯"}`, 200, &placing)
		if len(placing.Kinds) != 1 || placing.Kinds[0].Value != "nanmen/wish" || placing.Places == nil {
			t.Errorf("%+v", placing)
		}
	})
}

// TestTimelineNames reads who did what, as pages show it: names are whole to those who answer for the matter and of oneself, masked
// elsewhere, and not there at all for a neighbour.
func TestTimelineNames(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := office.Open(t, db)
		o.Site.HandleAPI(api.New(api.Needs{DB: db, Clock: o.Clock, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Access: o.Access, Files: o.Files, Books: o.Books, Matters: o.Matters, Once: o.Once}))
		o.Handler = o.Site.Handler()
		n := o.Raise("resident", office.Wish("想要台灯"))
		o.Move("worker", n, matter.Act{Move: "place"})
		for by, want := range map[string][2]string{"secretary": {"欧阳resident", "欧阳worker"}, "resident": {"欧阳resident", person.Mask("欧阳worker")}, "neighbour": {"", ""}} {
			r := o.Request("", http.MethodGet, "/api/v1/realms/nanmen/matters/1", nil)
			r.Header.Set("Authorization", "Bearer "+o.Tokens[by])
			w := httptest.NewRecorder()
			o.Handler.ServeHTTP(w, r)
			var m api.Matter
			o.Must(json.Unmarshal(w.Body.Bytes(), &m))
			if got := [2]string{m.Timeline[0].Name, m.Timeline[1].Name}; got != want {
				t.Errorf("%s reads %q, want %q", by, got, want)
			}
			if m.Timeline[1].Held != "社区工作者" {
				t.Errorf("%s reads the post %q", by, m.Timeline[1].Held)
			}
		}
	})
}
