// The bench command measures linli against a floor: a bare server that does the domain's own SQL with the same driver,
// the same pragmas and the same durability, and nothing else. Both run as child processes on copies of one database of
// 200,000 matters in ten communities, are loaded in turn within one run, and are compared by the medians of their rounds.
//
//	go run ./bench                       # builds the database once, under --data, then measures
//	go run ./bench --rounds 7 --out FILE
//	go run ./bench --profile DIR         # linli in this process, with CPU profiles of each load
//
// It ends with status 0 whether the aims are reached or not: what it prints is for reading.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

type options struct {
	data    string
	matters int
	rounds  int
	round   time.Duration
	out     string
	profile string
	only    string
}

func main() {
	var o options
	flag.StringVar(&o.data, "data", filepath.Join(os.TempDir(), "linli-bench"), "the folder in which the database is built once and kept")
	flag.IntVar(&o.matters, "matters", 200_000, "how many matters, in ten communities")
	flag.IntVar(&o.rounds, "rounds", 5, "rounds of each load on each server")
	flag.DurationVar(&o.round, "round", 3*time.Second, "how long a round lasts")
	flag.StringVar(&o.out, "out", "", "write the figures to this file too, as JSON")
	flag.StringVar(&o.profile, "profile", "", "write CPU profiles of linli under each load to this folder, instead of comparing")
	flag.StringVar(&o.only, "only", "", "only the load of this name")
	floor := flag.String("floor", "", "serve the floor on this database (the command calls itself so)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	var err error
	switch {
	case *floor != "":
		err = serveFloor(ctx, *floor, os.Stdout)
	case o.profile != "":
		err = profile(ctx, o)
	default:
		err = compare(ctx, o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// copyTo copies the prepared data, so that what a run writes stays out of the next one.
func copyTo(from, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"linli.db", "key"} {
		src, err := os.Open(filepath.Join(from, name))
		if err != nil {
			return err
		}
		dst, err := os.OpenFile(filepath.Join(to, name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			src.Close()
			return err
		}
		_, err = io.Copy(dst, src)
		src.Close()
		if e := dst.Close(); err == nil {
			err = e
		}
		if err != nil {
			return err
		}
	}
	return nil
}
