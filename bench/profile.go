package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime/pprof"

	"linli/internal/app"
)

// profile runs linli in this process and writes a CPU profile for each load. The load itself is in it too.
func profile(ctx context.Context, o options) error {
	o.engines, o.matters = o.engines[:1], o.matters[:1]
	grounds, done, err := prepare(ctx, o, o.matters[0])
	if err != nil {
		return err
	}
	defer done()
	work, err := os.MkdirTemp(o.data, "run-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	at, err := grounds[0].copy(ctx, filepath.Join(work, "linli"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.profile, 0o755); err != nil {
		return err
	}
	a, err := app.Open(ctx, app.Config{Data: at.data, DB: at.db})
	if err != nil {
		return err
	}
	defer a.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() { served <- a.Serve(serving, l, a.Site(nil, false), app.Door{}) }()
	for _, load := range loads {
		if o.only != "" && o.only != load.name {
			continue
		}
		f, err := os.Create(filepath.Join(o.profile, load.name+".pprof"))
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		rate, err := press(ctx, l.Addr().String(), load.linli, grounds[0].world, load.connections, 2*o.round)
		pprof.StopCPUProfile()
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			return fmt.Errorf("%s: %w", load.name, err)
		}
		fmt.Printf("%s: %.0f a second, profile in %s\n", load.name, rate, f.Name())
	}
	stop()
	return <-served
}
