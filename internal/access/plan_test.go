package access_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestPlans states that every list of access goes by an index, on both engines.
func TestPlans(t *testing.T) {
	whole := regexp.MustCompile(`(?m)^SCAN (session|token|passkey|claim|c|l)\b(| USING .*)$|Seq Scan on (session|token|passkey|claim|place)\b`)
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		now := clock.NewManual(time.Date(2026, 6, 1, 9, 0, 0, 0, clock.Zone))
		s := access.New(now, now)
		ctx := context.Background()
		for name, ask := range map[string]func(r store.Reader) error{
			"sessions": func(r store.Reader) error { _, err := s.Sessions(ctx, r, "a"); return err },
			"tokens":   func(r store.Reader) error { _, err := s.Tokens(ctx, r, "a"); return err },
			"passkeys": func(r store.Reader) error { _, err := s.Passkeys(ctx, r, "a"); return err },
			"claims":   func(r store.Reader) error { _, err := s.Claims(ctx, r, nil, "nanmen"); return err },
		} {
			r := &store.Explained{DB: db}
			if err := ask(r); err != nil {
				t.Fatal(name, err)
			}
			if plan := strings.Join(r.Plans, "\n"); plan == "" || whole.MatchString(plan) {
				t.Errorf("%s reads a whole table:\n%s", name, plan)
			}
		}
	})
}
