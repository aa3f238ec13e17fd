package app

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/http/pprof"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
)

// Watch is where those who run the server look at it: an address apart from the site, which nobody else need reach.
type Watch struct {
	Addr string
	// Token is asked for as a bearer token when it is not empty. Without one, only this machine can look, and profiles, whose
	// memory holds what people wrote, are for nobody.
	Token string
}

var errWatched = fault.InField("watch", lang.T("没有令牌时只能听本机地址：请改用 127.0.0.1，或用 LINLI_WATCH_TOKEN 设一个令牌", "Without a token it listens on this machine only: use 127.0.0.1, or set a token by LINLI_WATCH_TOKEN."))

// Listen opens the address, and refuses one that others can reach without a token.
func (w Watch) Listen() (net.Listener, error) {
	l, err := net.Listen("tcp", w.Addr)
	if err != nil {
		return nil, err
	}
	if at, ok := l.Addr().(*net.TCPAddr); w.Token == "" && (!ok || !at.IP.IsLoopback()) {
		l.Close()
		return nil, errWatched
	}
	return l, nil
}

// handler serves /metrics, /healthz and /readyz, and with a token /debug/pprof/.
func (w Watch) handler(site *Site) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", site.meter.Handler())
	mux.Handle("GET /healthz", site)
	mux.Handle("GET /readyz", site)
	if w.Token == "" {
		return mux
	}
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	want := sha256.Sum256([]byte(w.Token))
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		shown, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if got := sha256.Sum256([]byte(shown)); subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			rw.Header().Set("WWW-Authenticate", `Bearer realm="linli"`)
			http.Error(rw, "a token is needed", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(rw, r)
	})
}
