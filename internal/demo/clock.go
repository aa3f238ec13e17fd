package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
)

// Clock is the demonstration's clock: it runs as fast as the real one, some way ahead of it, and can be put forward. How
// far ahead is kept in a file, so that a second start goes on where the first ended. It is safe for concurrent use.
type Clock struct {
	// Pass lets time pass to a moment: it puts the clock forward to wherever time does something, lets that happen,
	// and ends at the moment. See the function Pass. Without it, nothing happens on the way.
	Pass func(ctx context.Context, to time.Time) error

	path     string
	real     clock.Clock
	calendar *clock.Calendar
	ahead    atomic.Int64 // milliseconds
	moving   sync.Mutex   // held by whoever puts it forward
}

// OpenClock reads how far ahead the clock is from a file, which is made when missing.
func OpenClock(path string) (*Clock, error) { return openClock(path, clock.System()) }

func openClock(path string, real clock.Clock) (*Clock, error) {
	c := &Clock{path: path, real: real, calendar: clock.China()}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return c, c.keep()
	}
	if err != nil {
		return nil, fmt.Errorf("the demonstration's clock: %w", err)
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("the demonstration's clock, %s: %w", path, err)
	}
	c.ahead.Store(ahead.Milliseconds())
	return c, nil
}

// Now is the demonstration's present, in clock.Zone.
func (c *Clock) Now() time.Time {
	return c.real.Now().Add(time.Duration(c.ahead.Load()) * time.Millisecond)
}

// Set puts the clock forward to a moment; it never goes back. It is for Pass: only Advance keeps where it then stands.
func (c *Clock) Set(t time.Time) {
	for {
		old := c.ahead.Load()
		ahead := t.Sub(c.real.Now()).Milliseconds()
		if ahead <= old || c.ahead.CompareAndSwap(old, ahead) {
			return
		}
	}
}

// maxAdvance is the farthest that the clock is put forward at once.
const maxAdvance = 400 * day

// Advance puts the clock forward by a span such as "3 working days", and tells where it then stands. Hours and calendar
// days are so many hours and days; working days and hours end when a time limit of that length, set now, has just run
// out. What time brings happens on the way, in its order.
func (c *Clock) Advance(ctx context.Context, by string) (time.Time, error) {
	c.moving.Lock()
	defer c.moving.Unlock()
	span, err := clock.ParseSpan(by)
	if err != nil {
		return c.Now(), fault.InField("advance", fault.As(err).Says)
	}
	now := c.Now()
	var to time.Time
	switch span.Unit {
	case clock.CalendarDay:
		to = now.AddDate(0, 0, span.N)
	case clock.RunningHour:
		to = now.Add(time.Duration(span.N) * time.Hour)
	default:
		to, _ = c.calendar.Due(now, span)
		to = to.Add(time.Millisecond)
	}
	if span.N == 0 {
		return now, fault.InField("advance", lang.T("时钟只能往前拨，请写大于零的数", "The clock only goes forward; please give more than zero."))
	}
	if to.Sub(now) > maxAdvance {
		return now, fault.InField("advance", lang.F("一次最多往前拨 %d 天", "The clock goes forward by at most %d days at once.", int(maxAdvance/day)))
	}
	if c.Pass != nil {
		err = c.Pass(ctx, to)
	}
	if err == nil {
		c.Set(to)
	}
	return c.Now(), errors.Join(err, c.keep())
}

// keep writes how far ahead the clock is, whole or not at all.
func (c *Clock) keep() error {
	temp := c.path + ".new"
	if err := os.MkdirAll(filepath.Dir(c.path), 0o700); err != nil {
		return fmt.Errorf("keep the clock: %w", err)
	}
	text := (time.Duration(c.ahead.Load()) * time.Millisecond).String() + "\n"
	if err := os.WriteFile(temp, []byte(text), 0o600); err != nil {
		return fmt.Errorf("keep the clock: %w", err)
	}
	if err := os.Rename(temp, c.path); err != nil {
		return fmt.Errorf("keep the clock: %w", err)
	}
	return nil
}
