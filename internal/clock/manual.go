package clock

import (
	"sync"
	"time"
)

// Manual is a clock that stands still until it is moved, for tests and for the demonstration.
// It is safe for concurrent use. The zero Manual stands at the zero time.
type Manual struct {
	mu  sync.RWMutex
	now time.Time
}

// NewManual makes a clock that stands at t, cut to the millisecond.
func NewManual(t time.Time) *Manual { return &Manual{now: held(t)} }

// Now is where the clock stands, in Zone.
func (m *Manual) Now() time.Time {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.now
}

// Set puts the clock to t, cut to the millisecond. It may go back.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = held(t)
}

// Advance moves the clock by d, and tells where it stands now.
func (m *Manual) Advance(d time.Duration) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = held(m.now.Add(d))
	return m.now
}
