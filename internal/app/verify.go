package app

import (
	"context"
	"fmt"

	"linli/internal/journal"
	"linli/internal/store"
)

// Verify walks every realm's chain and computes again what is derived from the record. The first thing that does not
// agree stands in the report of its realm. Each realm is read as it stood at one moment.
func (a *App) Verify(ctx context.Context) ([]journal.Report, error) {
	realms, err := a.Realms.All(ctx, a.DB)
	if err != nil {
		return nil, err
	}
	var all []journal.Report
	for _, r := range realms {
		var rep journal.Report
		// The server may go on writing beside this.
		err := a.DB.View(ctx, func(at store.Reader) error {
			derived := a.Matters.Recount(r.ID)
			if rep, err = a.Journal.Verify(ctx, at, r.ID, derived.Visit); err != nil || rep.Broken > 0 {
				return err
			}
			if rep.Why, err = derived.Compare(ctx, at); err != nil {
				return fmt.Errorf("recount %s: %w", r.ID, err)
			}
			return nil
		})
		if err != nil {
			return all, err
		}
		all = append(all, rep)
	}
	return all, nil
}
