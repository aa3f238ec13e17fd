package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// TestBehind asks from where a request comes, through proxies and with headers that somebody made up.
func TestBehind(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for _, v := range []struct {
		from, want string
		said       []string
	}{
		{"203.0.113.7:5000", "203.0.113.7", []string{"198.51.100.1"}}, // no proxy of ours
		{"127.0.0.1:5000", "198.51.100.1", []string{"198.51.100.1"}},
		{"127.0.0.1:5000", "198.51.100.1", []string{"192.0.2.9, 198.51.100.1, 10.1.2.3"}}, // the first was made up
		{"127.0.0.1:5000", "198.51.100.1", []string{"192.0.2.9", "198.51.100.1"}},         // in two headers
		{"[::1]:5000", "2001:db8::5", []string{"2001:db8::5"}},
		{"127.0.0.1:5000", "127.0.0.1", nil},
		{"127.0.0.1:5000", "127.0.0.1", []string{"192.0.2.9, nonsense"}},
		{"127.0.0.1:5000", "10.9.9.9", []string{"10.9.9.9"}}, // a machine of our own
		{"[::ffff:127.0.0.1]:5000", "198.51.100.1", []string{"::ffff:198.51.100.1"}},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = v.from
		for _, s := range v.said {
			r.Header.Add("X-Forwarded-For", s)
		}
		got := ""
		Behind(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = From(r) })).ServeHTTP(httptest.NewRecorder(), r)
		if got != v.want {
			t.Errorf("%s saying %q counts as %s, not %s", v.from, v.said, got, v.want)
		}
	}
}
