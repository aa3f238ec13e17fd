package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"linli/internal/api"
	"linli/internal/desk"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestWrongMethod asks in a way that an address does not take: it is told which it takes.
func TestWrongMethod(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := office.Open(t, db)
		desk.New(desk.Needs{DB: db, Clock: o.Clock, Journal: o.Journal, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters, Books: o.Books}).Routes(o.Site)
		o.Site.HandleAPI(api.New(api.Needs{DB: db, Clock: o.Clock, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Access: o.Access, Files: o.Files, Books: o.Books, Matters: o.Matters, Once: o.Once}))
		h := o.Site.Handler()
		for _, c := range []struct {
			method, path string
			status       int
			allow        string
		}{
			{"POST", "/nanmen/search", 405, "GET, HEAD"},
			{"GET", "/nanmen/journal/verify", 303, ""}, // an entry's number may stand there, to be read by those who sign in
			{"DELETE", "/nanmen/journal/verify", 405, "GET, HEAD, POST"},
			{"GET", "/nanmen/none", 404, ""},
			{"POST", "/nanmen/none", 404, ""},
			{"PUT", "/api/v1/realms/nanmen/matters", 405, "GET, HEAD, POST"},
			{"POST", "/api/v1/realms", 405, "GET, HEAD"},
			{"POST", "/api/v1/none", 404, ""},
		} {
			r := httptest.NewRequest(c.method, c.path, nil)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != c.status || w.Header().Get("Allow") != c.allow {
				t.Errorf("%s %s: %d, Allow %q; want %d, %q", c.method, c.path, w.Code, w.Header().Get("Allow"), c.status, c.allow)
			}
			if c.status == http.StatusMethodNotAllowed && w.Body.Len() == 0 {
				t.Errorf("%s %s says nothing", c.method, c.path)
			}
		}
	})
}
