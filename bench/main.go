// The bench command measures linli against a floor: a bare server that does the domain's own SQL with the same driver,
// the same settings and the same durability, and nothing else. Both run as child processes, on SQLite and on a PostgreSQL
// of the command's own, on copies of one database; all are loaded in turn within one run, and are compared by the medians
// of their rounds.
//
//	go run ./bench                       # builds the databases once, under --data, then measures
//	go run ./bench --matters 200000,1000000 --engines sqlite --rounds 7 --out FILE
//	go run ./bench --profile DIR         # linli in this process, with CPU profiles of each load
//
// It ends with status 0 whether the aims are reached or not: what it prints is for reading.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"linli/internal/store"
)

type options struct {
	data    string
	matters []int
	engines []store.Dialect
	rounds  int
	round   time.Duration
	out     string
	profile string
	only    string
}

func main() {
	o := options{matters: []int{200_000}, engines: []store.Dialect{store.SQLite, store.Postgres}}
	flag.StringVar(&o.data, "data", filepath.Join(os.TempDir(), "linli-bench"), "the folder in which the databases are built once and kept")
	flag.Func("matters", "how many matters, in ten communities; several numbers make several measurements (default 200000)", func(s string) error {
		o.matters = nil
		for _, n := range strings.Split(s, ",") {
			v, err := strconv.Atoi(n)
			if err != nil {
				return err
			}
			o.matters = append(o.matters, v)
		}
		return nil
	})
	flag.Func("engines", "sqlite, postgres or both (default sqlite,postgres)", func(s string) error {
		o.engines = nil
		for _, e := range strings.Split(s, ",") {
			if e != string(store.SQLite) && e != string(store.Postgres) {
				return fmt.Errorf("there is no %q", e)
			}
			o.engines = append(o.engines, store.Dialect(e))
		}
		return nil
	})
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
