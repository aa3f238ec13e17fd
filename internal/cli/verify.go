package cli

import (
	"fmt"

	"linli/internal/app"
)

type verify struct{ storage }

func (c *verify) Run(e *env) error {
	a, err := app.Inspect(e.ctx, c.config())
	if err != nil {
		return err
	}
	defer a.Close()
	reports, err := a.Verify(e.ctx)
	if err != nil {
		return err
	}
	return e.reports(reports)
}

// reports says what a walk over the record found, and fails when something does not agree.
func (e *env) reports(reports []app.Report) error {
	bad := false
	for _, r := range reports {
		switch {
		case r.Broken > 0:
			bad = true
			fmt.Fprintf(e.out, "%-12s BROKEN at entry %d: %s\n", r.Realm, r.Broken, r.Why)
		case r.Why != "":
			bad = true
			fmt.Fprintf(e.out, "%-12s %d entries hold, but %s\n", r.Realm, r.Entries, r.Why)
		default:
			fmt.Fprintf(e.out, "%-12s %d entries hold", r.Realm, r.Entries)
			if r.Erased > 0 {
				fmt.Fprintf(e.out, ", %d of them erased by law", r.Erased)
			}
			fmt.Fprintln(e.out)
		}
		if r.Stuck > 0 {
			fmt.Fprintf(e.out, "%-12s %d jobs are stuck; the log says why, and the system administrator's own page lets them be tried again\n", r.Realm, r.Stuck)
		}
	}
	if bad {
		return errSaid
	}
	return nil
}
