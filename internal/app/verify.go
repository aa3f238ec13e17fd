package app

import (
	"context"
	"fmt"

	"linli/internal/journal"
)

// Verify walks every realm's chain and computes again what is derived from the record. The first thing that does not
// agree stands in the report of its realm.
func (a *App) Verify(ctx context.Context) ([]journal.Report, error) {
	realms, err := a.Realms.All(ctx, a.DB)
	if err != nil {
		return nil, err
	}
	var all []journal.Report
	for _, r := range realms {
		derived := a.Matters.Recount(r.ID)
		rep, err := a.Journal.Verify(ctx, a.DB, r.ID, derived.Visit)
		if err != nil {
			return all, err
		}
		if rep.Broken == 0 {
			why, err := derived.Compare(ctx, a.DB)
			if err != nil {
				return all, fmt.Errorf("recount %s: %w", r.ID, err)
			}
			rep.Why = why
		}
		all = append(all, rep)
	}
	return all, nil
}
