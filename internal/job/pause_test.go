package job

import (
	"testing"
	"time"
)

func TestPause(t *testing.T) {
	for n, want := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 12: 2048 * time.Second, 13: time.Hour, MaxTries: time.Hour, 1000: time.Hour} {
		if got := pause(n); got != want {
			t.Errorf("after %d tries: %v, want %v", n, got, want)
		}
	}
}
