package app_test

import (
	"testing"
	"time"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestClockJumps lets the machine's clock jump back and forth between the moves of a matter, as when its battery is empty or
// somebody sets it: the order of the record holds, what is derived agrees, and time goes on bringing what is due.
func TestClockJumps(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		c := empty(t, engine, true)
		a := open(t, c)
		o := office.Open(t, a.DB)
		o.Raise("resident", office.Wish("台灯"))
		for i, jump := range []time.Duration{-3 * 24 * time.Hour, 400 * 24 * time.Hour, -200 * 24 * time.Hour, 30 * 24 * time.Hour} {
			o.Clock.Advance(jump)
			for {
				n, err := o.Matters.Due(t.Context())
				if err != nil {
					t.Fatalf("jump %d: %v", i, err)
				}
				if n == 0 {
					break
				}
			}
			o.Move("worker", 1, matter.Act{Move: "comment", Note: "时间变了"})
			reports, err := a.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range reports {
				if r.Broken > 0 || r.Why != "" {
					t.Errorf("jump %d: %s: at %d, %s", i, r.Realm, r.Broken, r.Why)
				}
			}
		}
	})
}
