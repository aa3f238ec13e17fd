package app

import (
	"context"
	"log/slog"
	"time"

	"linli/internal/file"
)

// sweepEvery is how long it takes from one sweep to the next; the first is at the start, for a program that never runs
// for a day.
const sweepEvery = 24 * time.Hour

func (a *App) sweep(ctx context.Context) {
	for ctx.Err() == nil {
		a.sweepNow(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(sweepEvery):
		}
	}
}

// sweepNow removes what is over: sessions and tokens, files that nobody attached, answers kept for retries.
func (a *App) sweepNow(ctx context.Context) {
	if err := a.Access.Sweep(ctx, a.DB); err != nil {
		slog.Warn("sweep sessions", "err", err)
	}
	if _, err := a.Files.Sweep(ctx, a.DB, file.Loose); err != nil {
		slog.Warn("sweep files", "err", err)
	}
	realms, err := a.Realms.All(ctx, a.DB)
	if err != nil {
		slog.Warn("sweep answers", "err", err)
	}
	for _, r := range realms {
		if err := a.Once.Sweep(ctx, a.DB, r.ID); err != nil {
			slog.Warn("sweep answers", "realm", r.ID, "err", err)
		}
	}
}
