package app_test

import (
	"context"
	"testing"

	"linli/internal/office"
	"linli/internal/store"
)

// TestClaimsAreSeen leads whoever answers for a door to those who say that they live behind it, on Today, on the home page and
// in the workbench's navigation; nobody else, and only while somebody waits.
func TestClaimsAreSeen(t *testing.T) {
	inTown(t, func(t *testing.T, o *town) {
		link := func(by, path string) bool {
			t.Helper()
			return len(o.Get(by, path, 200).All("a", "href", "/nanmen/claims")) > 0
		}
		all := map[string]bool{"leader": true, "grid": true, "worker": true, "resident": false, "member": false, "auditor": false}
		for by := range all {
			if link(by, "/nanmen/today") || link(by, "/nanmen") {
				t.Errorf("%s is led to claims while nobody waits", by)
			}
		}
		o.do(func(ctx context.Context, tx *store.Tx) error {
			return o.Access.AddClaim(ctx, tx, o.Journal, "nanmen", store.NewID(), "司徒申请", o.flat.ID)
		})
		for by, want := range all {
			if got := link(by, "/nanmen/today"); got != want {
				t.Errorf("%s is led there from Today: %v", by, got)
			}
			if got := link(by, "/nanmen"); got != want {
				t.Errorf("%s is led there from home: %v", by, got)
			}
		}
		office.Has(t, o.Get("leader", "/nanmen/today", 200).Card("claims"), "有 1 位住户等您核实")
		if got := link("worker", "/nanmen/queue"); !got {
			t.Error("the navigation does not lead there")
		}
	})
}
