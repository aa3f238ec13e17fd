package web

import (
	"net/http/httptest"
	"testing"
)

// TestPolicy adds where tiles come from to the sources of pictures, and to nothing else.
func TestPolicy(t *testing.T) {
	s := &Site{Images: "https://tiles.example.org"}
	s.HandleHealth(nil)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/healthz", nil))
	const want = "default-src 'self'; img-src 'self' data: blob: https://tiles.example.org; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	if got := w.Header().Get("Content-Security-Policy"); got != want {
		t.Errorf("%s", got)
	}
}

func TestLoggable(t *testing.T) {
	for path, want := range map[string]string{
		"/nanmen/queue":                           "/nanmen/queue",
		"/nanmen/track/ABCDEFGH23":                "/nanmen/track/…",
		"/nanmen/raised/ABCDEFGH23":               "/nanmen/raised/…",
		"/api/v1/realms/nanmen/track/ABCDEFGH23":  "/api/v1/realms/nanmen/track/…",
		"/nanmen/track/ABCDEFGH23/moves/withdraw": "/nanmen/track/…/moves/withdraw",
		"/nanmen/track":                           "/nanmen/track",
	} {
		if got := loggable(path); got != want {
			t.Errorf("%s is logged as %s", path, got)
		}
	}
}

func TestBack(t *testing.T) {
	for path, want := range map[string]string{"/nanmen?q=1": "/nanmen?q=1", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "": "/", "javascript:alert(1)": "/"} {
		if got := Back(path, "/"); got != want {
			t.Errorf("%q leads back to %q", path, got)
		}
	}
}
