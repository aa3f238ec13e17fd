package app

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"linli/internal/file"
)

// sweepEvery is how long it takes from one sweep to the next; the first is at the start, for a program that never runs
// for a day.
const sweepEvery = 24 * time.Hour

func (a *App) sweep(ctx context.Context) {
	for ctx.Err() == nil {
		a.sweepNow(ctx)
		debug.FreeOSMemory() // what this took, and at first what the start took
		select {
		case <-ctx.Done():
		case <-time.After(sweepEvery):
		}
	}
}

// sweepNow removes what is over: sessions and tokens, files that nobody attached, answers kept for retries. What the program's
// end cuts short is done at its next start.
func (a *App) sweepNow(ctx context.Context) {
	note := func(err error, what string, more ...any) {
		if err != nil && ctx.Err() == nil {
			slog.Warn("sweep "+what, append(more, "err", err)...)
		}
	}
	note(a.Access.Sweep(ctx, a.DB), "sessions")
	_, err := a.Files.Sweep(ctx, a.DB, file.Loose)
	note(err, "files")
	realms, err := a.Realms.All(ctx, a.DB)
	note(err, "answers")
	for _, r := range realms {
		note(a.Once.Sweep(ctx, a.DB, r.ID), "answers", "realm", r.ID)
	}
}
