package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
)

// What is aimed at beside the ratios.
const (
	aimFirst  = 1000 // ms
	aimPeak   = 250  // MiB
	aimIdle   = 60e6 / (1 << 20)
	aimEngine = 0.5 // of SQLite's rate, PostgreSQL's, when reading
)

// report prints a table for each engine, and one of PostgreSQL beside SQLite.
func report(to io.Writer, f figures) error {
	t := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, on := range f.On {
		fmt.Fprintf(t, "%d matters in ten communities, on %s\n\n", f.Matters, on.Engine)
		fmt.Fprintln(t, "load\taim\tratio\t\tlinli/s\tfloor/s\tspread of linli\tspread of floor\tµs linli\tµs floor")
		for _, r := range on.Loads {
			aim, says := "", ""
			if r.Aim > 0 {
				aim, says = fmt.Sprintf("≥ %.2f", r.Aim), verdict(r.median() >= r.Aim)
			}
			fmt.Fprintf(t, "%s\t%s\t%.2f\t%s\t%.0f\t%.0f\t%s\t%s\t%.0f\t%.0f\n", r.Name, aim, r.median(), says, median(r.Linli), median(r.Floor), spread(r.Linli), spread(r.Floor),
				median(r.LinliWork), median(r.FloorWork))
		}
		fmt.Fprintln(t)
		fmt.Fprintf(t, "first page after start\t≤ %d ms\t%.0f ms\t%s\tspread %s\n", aimFirst, median(on.FirstPage), verdict(median(on.FirstPage) <= aimFirst), spread(on.FirstPage))
		fmt.Fprintf(t, "most memory, over all loads\t≤ %d MiB\t%.0f MiB\t%s\tfloor %.0f MiB\n", aimPeak, on.Peak, verdict(on.Peak <= aimPeak), on.PeakFloor)
		fmt.Fprintf(t, "memory at rest\t≤ %.0f MiB\t%.0f MiB\t%s\n\n", aimIdle, on.Idle, verdict(on.Idle <= aimIdle))
	}
	if len(f.On) == 2 {
		fmt.Fprintln(t, "linli on PostgreSQL, of linli on SQLite\n\t\t")
		for i, r := range f.On[1].Loads {
			share := median(r.Linli) / median(f.On[0].Loads[i].Linli)
			aim, says := "", ""
			if loads := byName(r.Name); loads.reads {
				aim, says = fmt.Sprintf("≥ %.2f", aimEngine), verdict(share >= aimEngine)
			}
			fmt.Fprintf(t, "%s\t%s\t%.2f\t%s\n", r.Name, aim, share, says)
		}
		fmt.Fprintln(t)
	}
	return t.Flush()
}

// write writes the figures to a file, if one is named.
func write(all []figures, out string) error {
	if out == "" {
		return nil
	}
	b, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(b, '\n'), 0o644)
}

func verdict(reached bool) string {
	if reached {
		return "reached"
	}
	return "MISSED"
}

// spread is the least and the most of the rounds.
func spread(v []float64) string {
	if len(v) == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f–%.0f", slices.Min(v), slices.Max(v))
}
