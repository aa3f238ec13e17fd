package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// figures are what a run found.
type figures struct {
	Matters   int
	Loads     []ratio
	FirstPage []float64 // ms from exec to the first queue page, one for each start
	Idle      float64   // MiB resident after the first page
	Peak      float64   // MiB resident at most, over the whole run
	PeakFloor float64
}

// ratio is one load on both servers, a rate for each round. The work is what an answer cost the server's processors, in
// microseconds: it moves less than the rate when others use the machine, and it leaves out what the load itself costs.
type ratio struct {
	Name                 string
	Aim                  float64
	Linli, Floor         []float64
	LinliWork, FloorWork []float64
}

func (r ratio) median() float64 { return median(r.Linli) / median(r.Floor) }

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// compare measures and prints.
func compare(ctx context.Context, o options) error {
	from, w, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp(o.data, "run-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	for _, name := range []string{"data", "floor"} {
		if err := copyTo(from, filepath.Join(work, name)); err != nil {
			return err
		}
	}
	bin, err := program(ctx, work)
	if err != nil {
		return fmt.Errorf("build linli: %w", err)
	}
	found := figures{Matters: w.Matters}
	data := filepath.Join(work, "data")
	linli, err := starts(ctx, bin, data, w, o.rounds, &found)
	if err != nil {
		return err
	}
	defer linli.stop()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	floor, err := start(ctx, self, "--floor", filepath.Join(work, "floor", "linli.db"))
	if err != nil {
		return err
	}
	defer floor.stop()
	for _, l := range loads {
		if o.only != "" && o.only != l.name {
			continue
		}
		r, err := l.rounds(ctx, linli, floor, w, o)
		if err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
		found.Loads = append(found.Loads, r)
	}
	found.Peak, found.PeakFloor = linli.memory("VmHWM"), floor.memory("VmHWM")
	return report(os.Stdout, found, o.out)
}

// starts starts linli several times, to see how soon the first page comes, and leaves the last one running.
func starts(ctx context.Context, bin, data string, w world, n int, found *figures) (*child, error) {
	page := get("/"+w.Realms[0].ID+"/queue", "Cookie: linli="+w.Realms[0].Session)
	for i := 0; ; i++ {
		c, err := start(ctx, bin, "--quiet", "serve", "--data", data, "--addr", "127.0.0.1:0", "--per-token", "0")
		if err != nil {
			return nil, err
		}
		took, err := c.first(ctx, page)
		if err != nil {
			return nil, fmt.Errorf("first page: %w", err)
		}
		found.FirstPage = append(found.FirstPage, float64(took.Microseconds())/1000)
		if i == n-1 {
			found.Idle = c.memory("VmRSS")
			return c, nil
		}
		if err := c.stop(); err != nil {
			return nil, fmt.Errorf("stop: %w", err)
		}
	}
}

// rounds loads both servers in turn; the first turn of each warms up and does not count.
func (l load) rounds(ctx context.Context, linli, floor *child, w world, o options) (ratio, error) {
	r := ratio{Name: l.name, Aim: l.aim}
	for i := -1; i < o.rounds; i++ {
		for _, turn := range []struct {
			who        *child
			makes      func(world, *rand.Rand) maker
			rate, work *[]float64
		}{{linli, l.linli, &r.Linli, &r.LinliWork}, {floor, l.floor, &r.Floor, &r.FloorWork}} {
			d := o.round
			if i < 0 {
				d = min(d, time.Second)
			}
			before := turn.who.worked()
			rate, err := press(ctx, turn.who.addr, turn.makes, w, l.connections, d)
			if err != nil {
				return r, fmt.Errorf("%s: %w", filepath.Base(turn.who.cmd.Path), err)
			}
			if i >= 0 {
				*turn.rate = append(*turn.rate, rate)
				*turn.work = append(*turn.work, (turn.who.worked()-before)*1e6/max(1, rate*d.Seconds()))
			}
		}
	}
	return r, nil
}
