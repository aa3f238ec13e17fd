package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"linli/internal/store"
)

// HandleLasting serves pattern, in a realm, with a page that shows nothing but the realm's record as its visitor may see it at
// this minute: the same until any of these changes. A browser that has the page already is told so without its being made
// again. What lies outside the record (sessions, jobs, other realms) must not be on such a page, looking at it must leave no
// trace, and no form on it may hold what is good for one time.
func (s *Site) HandleLasting(pattern string, page Page) {
	s.open(pattern, func(w http.ResponseWriter, r *http.Request, v *Visit) error {
		if v.Page.Flash != "" { // it is said once
			v.navigate(r)
			return page(w, r, v)
		}
		tag, err := v.tag(r)
		if err != nil {
			return err
		}
		h := w.Header()
		h.Set("ETag", tag)
		if slices.Contains(strings.Split(strings.ReplaceAll(r.Header.Get("If-None-Match"), " ", ""), ","), tag) {
			h.Set("Cache-Control", "private, no-cache")
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
		v.navigate(r)
		if err := page(w, r, v); err != nil {
			h.Del("ETag")
			return err
		}
		return nil
	})
}

// tag names all that a lasting page depends on. It is read before the page: what the page shows may be newer, never older.
func (v *Visit) tag(r *http.Request) (string, error) {
	at, err := store.One(r.Context(), v.Site.DB, store.Value[int64], `select number from head where realm = $1`, v.Realm.ID)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return "", err
	}
	says, err := json.Marshal([]any{program, r.URL.RequestURI(), v.Page.Lang, v.Page.Theme, v.Page.Large, v.Realm, at,
		v.Account, v.ID.Version(), v.ID, v.Site.Clock.Now().Truncate(time.Minute), r.Header.Get("HX-Request"), r.Header.Get("HX-Target")})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(says)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`, nil
}

// program tells this build from others: by its revision, or from every other run when that is not known.
var program = func() string {
	if b, ok := debug.ReadBuildInfo(); ok {
		revision, clean := "", false
		for _, s := range b.Settings {
			switch s.Key {
			case "vcs.revision":
				revision = s.Value
			case "vcs.modified":
				clean = s.Value == "false"
			}
		}
		if revision != "" && clean {
			return revision
		}
	}
	return rand.Text()
}()
