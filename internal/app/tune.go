package app

import (
	"os"
	"runtime/debug"
)

// Tune lets garbage wait for longer than Go does by itself, up to a limit. What lives between requests is small, about 10
// MB, so that by itself Go collects hundreds of times a second under load; a third of a list's time went there. GOGC and
// GOMEMLIMIT, where they are set, hold instead.
func Tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softLimit)
	}
}

// softLimit is where garbage is collected sooner again, as while photos are drawn small. SQLite's memory is beside it.
const softLimit = 160 << 20
