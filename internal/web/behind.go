package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Behind lets requests that come through these proxies count as coming from where the proxies say, by X-Forwarded-For. Of
// its addresses the last one counts that is no such proxy itself: what stands before it, anybody may have written. From
// anywhere else the header is not read.
func Behind(proxies []netip.Prefix, next http.Handler) http.Handler {
	if len(proxies) == 0 {
		return next
	}
	trusted := func(a netip.Addr) bool {
		return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a.Unmap()) })
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !trusted(at.Addr()) {
			next.ServeHTTP(w, r)
			return
		}
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		from := at.Addr()
		for _, hop := range slices.Backward(hops) {
			a, err := netip.ParseAddr(strings.TrimSpace(hop))
			if err != nil {
				break
			}
			if from = a.Unmap(); !trusted(from) {
				break
			}
		}
		r2 := *r
		r2.RemoteAddr = netip.AddrPortFrom(from, at.Port()).String()
		next.ServeHTTP(w, &r2)
	})
}
