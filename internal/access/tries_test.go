package access

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestTriesForget counts many logins that do not exist: what counts no longer makes room before what still counts.
func TestTriesForget(t *testing.T) {
	s := New(clock.System(), clock.System())
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)
	for i := range maxUnknown - 1 {
		s.unknown.take("old"+strconv.Itoa(i), now)
	}
	now = now.Add(LockTime)
	for range MaxTries {
		if !s.unknown.take("guessed", now) {
			t.Fatal("locked too soon")
		}
	}
	for i := range 100 {
		s.unknown.take("new"+strconv.Itoa(i), now)
	}
	if n := len(s.unknown.count); n != 101 {
		t.Errorf("%d logins are counted, want 101", n)
	}
	if s.unknown.take("guessed", now) {
		t.Error("making room opened a lock")
	}
	s.unknown.sweep(now.Add(LockTime))
	if n := len(s.unknown.count); n != 0 {
		t.Errorf("%d logins are counted when none counts", n)
	}
}

// TestLongLogin tries logins that no account can have: they are not counted, however many.
func TestLongLogin(t *testing.T) {
	storetest.Each(t, []store.Set{Migrations}, func(t *testing.T, db *store.DB) {
		s := New(clock.System(), clock.System())
		for range MaxTries + 1 {
			if _, err := s.SignIn(t.Context(), db, strings.Repeat("长", maxLogin+1), "password"); err != ErrSignIn {
				t.Fatalf("got %v", err)
			}
		}
		if n := len(s.unknown.count); n != 0 {
			t.Errorf("%d are counted", n)
		}
		if _, err := s.SignIn(t.Context(), db, strings.Repeat("长", maxLogin), "password"); err != ErrSignIn || len(s.unknown.count) != 1 {
			t.Errorf("the longest login: %v, %d counted", err, len(s.unknown.count))
		}
	})
}
