package web

import "testing"

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
