package app

import (
	"context"
	"errors"
	"fmt"

	"linli/internal/journal"
	"linli/internal/store"
)

// Report is what Verify found in one realm.
type Report struct {
	journal.Report
	Stuck int // jobs that failed too often to be tried again by themselves
}

// Verify walks every realm's chain and computes again, from the record alone, its organisations and posts, and its matters
// with their parties and outcomes, as far as package org and package matter say. The first thing that does not
// agree stands in the report of its realm. Each realm is read as it stood at one moment.
func (a *App) Verify(ctx context.Context) ([]Report, error) {
	realms, err := a.Realms.All(ctx, a.DB)
	if err != nil {
		return nil, err
	}
	var all []Report
	for _, r := range realms {
		var rep Report
		// The server may go on writing beside this.
		err := a.DB.View(ctx, func(at store.Reader) error {
			matters, posts := a.Matters.Recount(r.ID), a.Orgs.Recount(r.ID)
			rep.Report, err = a.Journal.Verify(ctx, at, r.ID, func(e journal.Entry) error { return errors.Join(matters.Visit(e), posts.Visit(e)) })
			if err != nil {
				return err
			}
			if rep.Stuck, err = a.Jobs.Stuck(ctx, at, r.ID); err != nil || rep.Broken > 0 {
				return err
			}
			if rep.Why, err = posts.Compare(ctx, at); err == nil && rep.Why == "" {
				rep.Why, err = matters.Compare(ctx, at)
			}
			if err != nil {
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
