package web

import (
	"context"
	"crypto/sha256"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"linli/internal/fault"
	"linli/internal/lang"
)

// A limit is how often something may be done from one address without signing in: at once, and then each Every. Whoever is
// signed in has it for themselves, and their address ten times of it, so that a family, an office or a telephone company's
// one address is not held up.
type limit struct {
	burst int
	every time.Duration
}

// limits are of what is worth a stranger's while to do in great numbers.
var limits = map[string]limit{
	"signin": {30, 4 * time.Second},
	"raise":  {30, 10 * time.Second},
	"track":  {60, 2 * time.Second},
	"search": {120, 500 * time.Millisecond},
}

// byToken is the limit of what a program does by one token: as much at once as in a minute. Zero is none.
func byToken(perMinute int) limit {
	if perMinute <= 0 {
		return limit{}
	}
	return limit{perMinute, time.Minute / time.Duration(perMinute)}
}

// shared is how many times its limit an address may do what signed-in people do.
const shared = 10

// limited names the limit that a request counts for; "" for none.
func limited(r *http.Request) string {
	p := r.URL.Path
	switch {
	case strings.Contains(p, "/track"):
		return "track"
	case r.Method == http.MethodPost && (strings.HasPrefix(p, "/signin") || strings.HasSuffix(p, "/join")), strings.HasPrefix(p, "/signin/oidc"):
		return "signin"
	case r.Method == http.MethodPost && (strings.Contains(p, "/raise") || strings.HasPrefix(p, "/api/") && strings.HasSuffix(p, "/matters")):
		return "raise"
	case r.URL.Query().Get("q") != "":
		return "search"
	}
	return ""
}

type bucketKey struct {
	what string
	who  [sha256.Size]byte
}

// limiter counts, in memory, by digests of who asks.
type limiter struct {
	programs limit // of each token; the zero limit is none
	mu       sync.Mutex
	buckets  map[bucketKey]*rate.Limiter
}

// maxBuckets bounds how many are counted: some ten megabytes. When there are more, all begin anew.
const maxBuckets = 100_000

// take counts a request and tells for how long to wait before the next; zero lets it pass.
func (l *limiter) take(r *http.Request, now time.Time) time.Duration {
	what := limited(r)
	if what == "" {
		return 0
	}
	if bearer(r) && what != "signin" && what != "track" { // a program is known by its token, and one that is not known is refused anyway
		if l.programs.burst == 0 {
			return 0
		}
		return l.one(bucketKey{"program", sha256.Sum256([]byte(Secret(r)))}, l.programs, now)
	}
	lim := limits[what]
	secret := Secret(r)
	if secret == "" || what == "signin" {
		return l.one(bucketKey{what, sha256.Sum256([]byte("from:" + From(r)))}, lim, now)
	}
	wide := limit{lim.burst * shared, lim.every / shared}
	return max(l.one(bucketKey{what, sha256.Sum256([]byte(secret))}, lim, now), l.one(bucketKey{what, sha256.Sum256([]byte("all:" + From(r)))}, wide, now))
}

func (l *limiter) one(k bucketKey, lim limit, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[k]
	if b == nil {
		if l.buckets == nil || len(l.buckets) >= maxBuckets {
			l.buckets = map[bucketKey]*rate.Limiter{}
		}
		b = rate.NewLimiter(rate.Every(lim.every), lim.burst)
		l.buckets[k] = b
	}
	if b.AllowN(now, 1) {
		return 0
	}
	return lim.every
}

type refusalKey struct{}

// hold refuses a request that comes too soon: it says for how long to wait, and whoever answers the request finds the refusal
// by Refusal.
func (s *Site) hold(w http.ResponseWriter, r *http.Request) *http.Request {
	wait := s.limiter.take(r, time.Now())
	if wait <= 0 {
		return r
	}
	seconds := int(math.Ceil(wait.Seconds()))
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	err := fault.New(fault.TooMany, lang.F("太频繁了，请 %d 秒后再试", "That is too often. Please try again in %d seconds.", seconds))
	return r.WithContext(context.WithValue(r.Context(), refusalKey{}, err))
}

// Refusal is why a request is not to be answered, before anything else is looked at: it comes too soon, or would change
// something by a token that may only read. The site asks for its pages; the API asks itself, to word it as JSON.
func Refusal(r *http.Request) error {
	if err, ok := r.Context().Value(refusalKey{}).(error); ok {
		return err
	}
	return mayWrite(r)
}
