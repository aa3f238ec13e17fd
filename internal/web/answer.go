package web

import (
	"bytes"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/ui"
)

// Status is the HTTP status of a kind of fault: the one table.
func Status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Method:
		return http.StatusMethodNotAllowed
	}
	return http.StatusInternalServerError
}

// Fault gives the fault in an error of any sort, as it is told to people.
func Fault(err error) *fault.Error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return fault.New(fault.TooLarge, lang.F("一次最多能发 %d MB", "At most %d MB can be sent at once.", big.Limit>>20))
	}
	return fault.As(err)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render answers with a page.
func (v *Visit) Render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := c.Render(r.Context(), b); err != nil {
		return err
	}
	h := w.Header()
	if v.Page.Flash != "" {
		http.SetCookie(w, &http.Cookie{Name: flashCookie, Path: "/", MaxAge: -1})
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

const flashCookie = "flash"

// unflash reads what is said once, and whether it is a refusal.
func unflash(s string) (says string, sorry bool) {
	s, sorry = strings.CutPrefix(s, "!")
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) > 400 {
		return "", false
	}
	return string(b), sorry
}

// Done goes on to another page and says there, once, what was done.
func (v *Visit) Done(w http.ResponseWriter, r *http.Request, to string, says lang.Text) error {
	return v.goOn(w, r, to, "", says)
}

// Sorry goes on to another page and says there, once, why something was not done.
func (v *Visit) Sorry(w http.ResponseWriter, r *http.Request, to string, says lang.Text) error {
	return v.goOn(w, r, to, "!", says)
}

func (v *Visit) goOn(w http.ResponseWriter, r *http.Request, to, mark string, says lang.Text) error {
	if !says.Empty() {
		http.SetCookie(w, &http.Cookie{Name: flashCookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 60,
			Value: mark + base64.RawURLEncoding.EncodeToString([]byte(v.Page.Say(says)))})
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// Back is a path of this site to go back to, or other when the given one leads elsewhere.
func Back(path, other string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return other
	}
	return path
}

// RetryAfter is in how many seconds what is unavailable may be asked for again.
const RetryAfter = "5"

// fail answers with an error page. Who is not signed in and would have to be is asked to.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, v *Visit, err error) {
	f := Fault(err)
	if f.Kind == fault.Internal {
		slog.Error("request failed", "request", RequestID(r.Context()), "method", r.Method, "path", loggable(r.URL.Path), "err", err)
	} else if f.Kind == fault.Unavailable {
		slog.Warn("unavailable", "request", RequestID(r.Context()), "path", loggable(r.URL.Path), "err", err)
		w.Header().Set("Retry-After", RetryAfter)
	}
	if f.Kind == fault.Unauthenticated && r.Method == http.MethodGet {
		http.Redirect(w, r, ui.SignInPath+"?"+url.Values{"back": {r.URL.RequestURI()}}.Encode(), http.StatusSeeOther)
		return
	}
	if v == nil {
		v = &Visit{Site: s, Page: ui.FromRequest(r), Request: RequestID(r.Context())}
	}
	var typed *resend
	if f.Kind == fault.TooMany {
		typed = keepTyped(r)
	}
	if e := v.Render(w, r, Status(f.Kind), errorPage(v.Page, f, v.Request, typed)); e != nil {
		slog.Error("error page", "request", RequestID(r.Context()), "err", e)
	}
}

// Need gives the visit's identity, or asks to sign in.
func (v *Visit) Need() error {
	if v.Account == "" {
		return fault.New(fault.Unauthenticated, lang.T("请先登录", "Please sign in first."))
	}
	return nil
}

// Staff lets only those pass who hold a post in this realm.
func (v *Visit) Staff() error {
	if err := v.Need(); err != nil {
		return err
	}
	if v.ID == nil || !v.ID.Staff() {
		return fault.New(fault.Forbidden, lang.T("这个页面给有岗位的人用", "This page is for those who hold a post here."))
	}
	return nil
}
