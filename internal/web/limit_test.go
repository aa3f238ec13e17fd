package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"
)

// TestLimits lets a family behind one address live as it does, and holds up who tries a thousand codes.
func TestLimits(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ask := func(method, path, from, secret string) *http.Request {
		r := httptest.NewRequest(method, path, nil)
		r.RemoteAddr = from + ":1234"
		if secret != "" {
			r.AddCookie(&http.Cookie{Name: SessionCookie, Value: secret})
		}
		return r
	}
	for name, c := range map[string]struct {
		method, path string
		secrets      int // how many take turns; 0 is nobody signed in
		n            int
		passes       bool // all of n in one minute
	}{
		"a family signs in":           {"POST", "/signin", 0, 12, true},
		"somebody tries passwords":    {"POST", "/signin", 0, 60, false},
		"with cookies of their own":   {"POST", "/signin", 60, 60, false},
		"recovery codes are tried":    {"POST", "/signin/code", 0, 60, false},
		"a building after a storm":    {"POST", "/nanmen/raise/nanmen/wish", 0, 20, true},
		"a flood of matters":          {"POST", "/api/v1/realms/nanmen/matters", 0, 60, false},
		"an office raises for others": {"POST", "/nanmen/raise/nanmen/wish", 8, 160, true},
		"codes are followed":          {"GET", "/nanmen/track/ABCDEFGH23", 0, 60, true},
		"codes are tried":             {"GET", "/nanmen/track/ABCDEFGH23", 0, 200, false},
		"tried with invented cookies": {"GET", "/nanmen/track/ABCDEFGH23", 2000, 2000, false},
		"reading":                     {"GET", "/nanmen/matters/1", 0, 5000, true},
		"searching":                   {"GET", "/nanmen/queue?q=a", 1, 150, true},
		"copying by searching":        {"GET", "/nanmen/queue?q=a", 1, 1000, false},
	} {
		var l limiter
		held := 0
		for i := range c.n {
			secret := ""
			if c.secrets > 0 {
				secret = fmt.Sprint("s", i%c.secrets)
			}
			if l.take(ask(c.method, c.path, "10.0.0.1", secret), now.Add(time.Duration(i)*time.Minute/time.Duration(c.n))) > 0 {
				held++
			}
		}
		if (held == 0) != c.passes {
			t.Errorf("%s: %d of %d were held up", name, held, c.n)
		}
		if l.take(ask(c.method, c.path, "10.0.0.2", ""), now.Add(time.Minute)) > 0 {
			t.Errorf("%s: another address was held up too", name)
		}
	}
}

func TestClientBehindProxy(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.1.0.0/16")}
	for _, c := range []struct{ peer, forwarded, want string }{
		{"127.0.0.1:5", "203.0.113.9", "203.0.113.9"},
		{"127.0.0.1:5", "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"}, // what stands before was written by the browser
		{"203.0.113.9:5", "198.51.100.1", "203.0.113.9"},
		{"127.0.0.1:5", "", "127.0.0.1"},
		{"127.0.0.1:5", "rubbish", "127.0.0.1"},
		{"127.0.0.1:5", "2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		got := ""
		Behind(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = From(r) })).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s with %q: %s", c.peer, c.forwarded, got)
		}
	}
}
