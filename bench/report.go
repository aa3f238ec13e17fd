package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
)

// What issue 2 aims at beside the ratios.
const (
	aimFirst = 1000 // ms
	aimPeak  = 250  // MiB
)

// report prints a table, and writes the figures to a file when one is named.
func report(to io.Writer, f figures, out string) error {
	t := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%d matters in ten communities\n\n", f.Matters)
	fmt.Fprintln(t, "load\taim\tratio\t\tlinli/s\tfloor/s\tspread of linli\tspread of floor\tµs linli\tµs floor")
	for _, r := range f.Loads {
		fmt.Fprintf(t, "%s\t≥ %.2f\t%.2f\t%s\t%.0f\t%.0f\t%s\t%s\t%.0f\t%.0f\n", r.Name, r.Aim, r.median(), verdict(r.median() >= r.Aim), median(r.Linli), median(r.Floor), spread(r.Linli), spread(r.Floor),
			median(r.LinliWork), median(r.FloorWork))
	}
	fmt.Fprintln(t)
	fmt.Fprintf(t, "first page after start\t≤ %d ms\t%.0f ms\t%s\tspread %s\n", aimFirst, median(f.FirstPage), verdict(median(f.FirstPage) <= aimFirst), spread(f.FirstPage))
	fmt.Fprintf(t, "most memory, over all loads\t≤ %d MiB\t%.0f MiB\t%s\tfloor %.0f MiB\n", aimPeak, f.Peak, verdict(f.Peak <= aimPeak), f.PeakFloor)
	fmt.Fprintf(t, "memory at rest\t\t%.0f MiB\n", f.Idle)
	if err := t.Flush(); err != nil {
		return err
	}
	if out == "" {
		return nil
	}
	b, err := json.MarshalIndent(f, "", "  ")
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
