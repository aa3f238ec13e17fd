// Package web is the edge: it turns requests into visits and faults into answers.
//
// A page is a [Page] function: it is given the visit (who, in which realm, in which language) and returns an error,
// which is worded here once for HTML. Only this package knows which HTTP status a kind of fault has.
package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"linli/internal/access"
	"linli/internal/assets"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/ui"
)

// Demo is the demonstration's door to its clock; a real server has none.
type Demo interface {
	Now() time.Time
	Advance(ctx context.Context, by string) (time.Time, error)
}

// Site is what every page needs.
type Site struct {
	DB     *store.DB
	Realms *realm.Service
	Access *access.Service
	Clock  clock.Clock
	Demo   Demo // nil on a real server
	Secure bool // behind TLS: cookies are sent over TLS only
	// Images is where else pictures may come from, such as the map's tiles: https://tiles.example.org. It may be empty.
	Images string
	// PerToken is how often in a minute a program may, by one token, do what limits hold for: raise matters and search.
	// Zero sets no limit.
	PerToken int
	// Nav makes the navigation of a realm for a visit.
	Nav func(context.Context, *Visit) []ui.NavItem
	// Seen, which may be nil, is told of every answer: by which pattern it was served, "" for none.
	Seen func(method, route string, status int, took time.Duration)

	pages   http.ServeMux
	routes  []string
	api     http.Handler
	limiter limiter
}

// Visit is one request: who, where, in which language.
type Visit struct {
	Site    *Site
	Realm   realm.Realm // zero outside a realm
	Account string      // "" is nobody
	ID      *access.Identity
	Page    ui.Page
	Request string // its id, as in the log
}

// Page answers one request with HTML.
type Page func(w http.ResponseWriter, r *http.Request, v *Visit) error

// Handle serves pattern. A pattern with {realm} opens the visit in that realm.
func (s *Site) Handle(pattern string, page Page) {
	s.open(pattern, func(w http.ResponseWriter, r *http.Request, v *Visit) error {
		v.navigate(r)
		return page(w, r, v)
	})
}

// open serves pattern with a page that has no navigation yet.
func (s *Site) open(pattern string, page Page) {
	s.routes = append(s.routes, pattern)
	s.pages.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(r)
		if err == nil {
			err = read(w, r, v, page)
		}
		if err != nil {
			s.fail(w, r, v, err)
		}
	})
}

// Routes are the patterns of all pages, as Handle was told them: whoever has to look at each finds them here.
func (s *Site) Routes() []string { return slices.Clone(s.routes) }

// HandleHealth serves /healthz, which says that the program runs, and /readyz, which says that it can do its work.
func (s *Site) HandleHealth(ready func(context.Context) error) {
	s.pages.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	s.pages.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := ready(r.Context()); err != nil {
			slog.Warn("not ready", "err", err)
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
}

// HandleAPI serves everything below /api/.
func (s *Site) HandleAPI(h http.Handler) { s.api = h }

func (s *Site) visit(r *http.Request) (*Visit, error) {
	v := &Visit{Site: s, Page: ui.FromRequest(r), Request: RequestID(r.Context())}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		v.Page.Path = cameFrom(r)
	}
	if s.Demo != nil {
		v.Page.Demo, v.Page.DemoNow = true, s.Demo.Now()
	}
	id := r.PathValue("realm")
	err := Readable(r.URL)
	if err != nil {
		return v, err
	}
	if id != "" {
		if v.Realm, err = s.Realms.Get(r.Context(), s.DB, id); err != nil {
			return v, err
		}
	}
	if v.ID, err = s.Access.Authenticate(r.Context(), s.DB, Secret(r), id); fault.Is(err, fault.Unauthenticated) && !bearer(r) {
		v.ID, err = s.Access.Authenticate(r.Context(), s.DB, "", id) // an old cookie: the visitor is nobody, and is asked to sign in where it matters
	}
	if err != nil {
		return v, err
	}
	v.Account = v.ID.Account
	if id != "" {
		v.Page.Realm, v.Page.RealmTitle, v.Page.Person = id, v.Page.Say(v.Realm.Title), v.ID.Name
		v.Page.Phone, v.Page.Hours = v.Realm.Phone, v.Realm.Hours
		if len(v.ID.Posts) > 0 {
			v.Page.Post = v.Page.Say(v.ID.Posts[0].Post.Says())
		}
		if v.Account != "" && v.Page.Person == "" {
			v.Page.Person = v.Page.T("已登录", "Signed in") // and no person of this realm
		}
	}
	if c, err := r.Cookie(flashCookie); err == nil {
		v.Page.Flash, v.Page.Sorry = unflash(c.Value)
	}
	return v, nil
}

// navigate puts the realm's navigation onto the page that is to be made.
func (v *Visit) navigate(r *http.Request) {
	if v.Realm.ID != "" && v.Site.Nav != nil {
		v.Page.Nav = v.Site.Nav(r.Context(), v)
	}
}

// cameFrom is the page to come back to from the answer to a form, whose own address cannot be opened.
func cameFrom(r *http.Request) string {
	if u, err := url.Parse(r.Referer()); err == nil && u.Host == r.Host && strings.HasPrefix(u.Path, "/") {
		return Back(u.RequestURI(), "/")
	}
	return "/" + r.PathValue("realm")
}

// Secret is what a request shows of who asks: a bearer token, or the session's cookie. Any other authorization is shown as
// it is, and known to nobody: a program that lost its token is told so.
func Secret(r *http.Request) string {
	if shown := r.Header.Get("Authorization"); shown != "" {
		if scheme, t, ok := strings.Cut(shown, " "); ok && strings.EqualFold(scheme, "Bearer") && strings.TrimSpace(t) != "" {
			return strings.TrimSpace(t)
		}
		return shown
	}
	if c, err := r.Cookie(SessionCookie); err == nil {
		return c.Value
	}
	return ""
}

// mayWrite refuses a request that changes something and shows a token that may only read.
func mayWrite(r *http.Request) error {
	if r.Method != http.MethodGet && r.Method != http.MethodHead && access.ReadsOnly(Secret(r)) {
		return fault.New(fault.Forbidden, lang.T("这个令牌只能读，不能改", "This token may only read."))
	}
	return nil
}

// From is the address that a request came from, without its port.
func From(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func bearer(r *http.Request) bool { return r.Header.Get("Authorization") != "" }

// SessionCookie holds the session's token.
const SessionCookie = "linli"

// Handler is the whole site: assets, API and pages, with what every answer carries.
func (s *Site) Handler() http.Handler {
	s.limiter.programs = byToken(s.PerToken)
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = s.hold(w, r)
		switch {
		case strings.HasPrefix(r.URL.Path, "/assets/"):
			assets.Serve(w, r)
		case strings.HasPrefix(r.URL.Path, "/api/") && s.api != nil:
			s.api.ServeHTTP(w, r) // which words its refusals itself
		default:
			if _, pattern := s.pages.Handler(r); pattern == "" {
				if short := strings.TrimRight(r.URL.Path, "/"); short != r.URL.Path && short != "" && r.Method == http.MethodGet {
					http.Redirect(w, r, Back((&url.URL{Path: short, RawQuery: r.URL.RawQuery}).RequestURI(), "/"), http.StatusPermanentRedirect)
					return
				}
				v, err := s.visit(r)
				if err == nil {
					err = WrongMethod(w, r, &s.pages, "")
				}
				if err == nil {
					err = errNoPage
				}
				s.fail(w, r, v, err)
				return
			}
			if err := Refusal(r); err != nil {
				v, _ := s.visit(r)
				s.fail(w, r, v, err)
				return
			}
			s.pages.ServeHTTP(w, r)
		}
	})
	protect := http.NewCrossOriginProtection()
	protect.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, _ := s.visit(r)
		s.fail(w, r, v, fault.New(fault.Forbidden, lang.T("这个请求不是从本站的页面发出的", "This request did not come from a page of this site.")))
	}))
	return s.around(protect.Handler(inner))
}

var errNoPage = fault.New(fault.NotFound, lang.T("没有这个页面", "There is no such page."))

// maxRequest is how much a request may carry: nine photos and their form.
const maxRequest = 140 << 20

type requestKey struct{}

// RequestID is the id of the request that ctx belongs to.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// around gives every request an id, a log line and the headers that keep browsers careful, and survives panics.
func (s *Site) around(next http.Handler) http.Handler {
	pictures := strings.TrimSpace("'self' data: blob: " + s.Images)
	policy := "default-src 'self'; img-src " + pictures + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		var b [8]byte
		rand.Read(b[:])
		id := hex.EncodeToString(b[:])
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
		h := w.Header()
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.Set("X-Request-Id", id)
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				slog.Error("panic", "request", id, "path", loggable(r.URL.Path), "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				if !rec.wrote {
					s.fail(rec, r, &Visit{Site: s, Page: ui.FromRequest(r), Request: id}, errors.New("panic"))
				}
			}
			if s.Seen != nil {
				_, route, _ := strings.Cut(r.Pattern, "/")
				if r.Pattern != "" {
					route = "/" + route
				}
				if strings.HasPrefix(r.URL.Path, "/assets/") {
					route = "/assets/"
				}
				s.Seen(r.Method, route, rec.status, time.Since(begun))
			}
			if !strings.HasPrefix(r.URL.Path, "/assets/") {
				slog.Info("request", "request", id, "method", r.Method, "path", loggable(r.URL.Path), "status", rec.status, "ms", time.Since(begun).Milliseconds())
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// loggable is a path without the tracking code that it may hold: whoever has a code speaks for its raiser.
func loggable(path string) string {
	for _, before := range []string{"/track/", "/raised/"} {
		if i := strings.Index(path, before); i >= 0 {
			code, rest, _ := strings.Cut(path[i+len(before):], "/")
			if code != "" {
				path = strings.TrimSuffix(path[:i]+before+"…/"+rest, "/")
			}
		}
	}
	return path
}

type recorder struct {
	http.ResponseWriter
	status int
	wrote  bool
}

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	return r.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
