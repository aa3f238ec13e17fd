package app

import (
	"context"
	"log/slog"
	"time"

	"linli/internal/store"
)

// catchUp puts into the indices of names what is not in them yet: places, organisations and people from before there were
// any, or of a database that was read from an archive. It may be interrupted, and is tried again when it fails.
func (a *App) catchUp(ctx context.Context) {
	for _, run := range []func(context.Context, *store.DB) error{a.Places.CatchUp, a.Orgs.CatchUp, a.People.CatchUp} {
		for ctx.Err() == nil {
			err := run(ctx, a.DB)
			if err == nil || ctx.Err() != nil {
				break
			}
			slog.Error("what an index is behind with; it is tried again in a minute", "err", err)
			select {
			case <-ctx.Done():
			case <-time.After(time.Minute):
			}
		}
	}
}
