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

// TestFamily is a busy evening of six people behind one address, in an hour: what each does is counted from the pages of the
// site. Half of them are signed in. Nobody is held up, not even when all of it comes within ten minutes.
func TestFamily(t *testing.T) {
	const people = 6
	evening := []struct {
		what, method, path string
		each               int // how often each of them does it
	}{
		{"signs in, at the third try", "POST", "/signin", 3},
		{"makes an account, at the second try", "POST", "/nanmen/join", 2},
		{"raises a matter, asked twice for what is missing", "POST", "/nanmen/raise/nanmen/hard_issue", 3},
		{"follows a matter by its code and opens its moves", "GET", "/nanmen/track/ABCDEFGH23", 8},
		{"comments there", "POST", "/nanmen/track/ABCDEFGH23/moves/comment", 2},
		{"looks for a place while typing", "GET", "/nanmen/answers?q=a", 15},
		{"searches", "GET", "/nanmen/search?q=a", 10},
		{"reads", "GET", "/nanmen/matters/1", 60},
	}
	for _, minutes := range []int{60, 10} {
		var l limiter
		now := time.Date(2026, 3, 2, 19, 0, 0, 0, time.UTC)
		for _, x := range evening {
			n := x.each * people
			for i := range n {
				r := httptest.NewRequest(x.method, x.path, nil)
				r.RemoteAddr = "198.51.100.7:1"
				if who := i % people; who < people/2 {
					r.AddCookie(&http.Cookie{Name: SessionCookie, Value: fmt.Sprint("s", who)})
				}
				if l.take(r, now.Add(time.Duration(i)*time.Duration(minutes)*time.Minute/time.Duration(n))) > 0 {
					t.Fatalf("within %d minutes, who %s is held up at the %d.", minutes, x.what, i+1)
				}
			}
		}
	}
}

// TestPerToken holds each token to a limit of its own, wherever it comes from.
func TestPerToken(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	raise := func(token string, i int) *http.Request {
		r := httptest.NewRequest("POST", "/api/v1/realms/nanmen/matters", nil)
		r.RemoteAddr = fmt.Sprintf("198.51.100.%d:1", i%200)
		r.Header.Set("Authorization", "Bearer "+token)
		return r
	}
	l := limiter{programs: byToken(60)}
	held := 0
	for i := range 100 {
		if l.take(raise("linli_a", i), now) > 0 {
			held++
		}
	}
	if held != 40 || l.take(raise("linli_b", 0), now) > 0 || l.take(raise("linli_a", 0), now.Add(time.Second)) > 0 {
		t.Errorf("%d of 100 were held up, or another token, or this one a second later", held)
	}
	l = limiter{}
	for i := range 10_000 {
		if l.take(raise("linli_a", i), now) > 0 {
			t.Fatal("held up where there is no limit")
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
