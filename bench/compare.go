package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"linli/internal/store"
)

// figures are what a run found with so many matters.
type figures struct {
	Matters int
	On      []found
}

// found is what a run found on one engine.
type found struct {
	Engine    store.Dialect
	Loads     []ratio
	FirstPage []float64 // ms from exec to the first queue page, one for each start
	Idle      float64   // MiB resident after the first page, half a minute later
	Peak      float64   // MiB resident at most, over the whole run
	PeakFloor float64
}

// ratio is one load on both servers, a rate for each round. The work is what an answer cost the server's processors, in
// microseconds: it moves less than the rate when others use the machine, and it leaves out what the load itself costs, and
// what PostgreSQL does in its own processes.
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

// pair is linli and the floor on one engine.
type pair struct {
	*ground
	linli, floor *child
	found        found
}

// compare measures and prints, for one number of matters after another.
func compare(ctx context.Context, o options) error {
	bin, done, err := program(ctx)
	if err != nil {
		return fmt.Errorf("build linli: %w", err)
	}
	defer done()
	var all []figures
	for _, matters := range o.matters {
		f, err := measure(ctx, o, bin, matters)
		if err != nil {
			return err
		}
		all = append(all, f)
		if err := report(os.Stdout, f); err != nil {
			return err
		}
	}
	return write(all, o.out)
}

func measure(ctx context.Context, o options, bin string, matters int) (figures, error) {
	f := figures{Matters: matters}
	grounds, done, err := prepare(ctx, o, matters)
	if err != nil {
		return f, err
	}
	defer done()
	work, err := os.MkdirTemp(o.data, "run-")
	if err != nil {
		return f, err
	}
	defer os.RemoveAll(work)
	var pairs []*pair
	for _, g := range grounds {
		p := &pair{ground: g, found: found{Engine: g.engine}}
		defer p.stop()
		if err := p.start(ctx, bin, work, o.rounds); err != nil {
			return f, fmt.Errorf("%s: %w", g.engine, err)
		}
		pairs = append(pairs, p)
	}
	for _, l := range loads {
		if o.only != "" && o.only != l.name {
			continue
		}
		if err := l.rounds(ctx, pairs, o); err != nil {
			return f, fmt.Errorf("%s: %w", l.name, err)
		}
	}
	for _, p := range pairs {
		p.found.Peak, p.found.PeakFloor = p.linli.memory("VmHWM"), p.floor.memory("VmHWM")
		f.On = append(f.On, p.found)
	}
	return f, nil
}

// prepare gives the grounds of a size, the last of them PostgreSQL's, whose server done stops.
func prepare(ctx context.Context, o options, matters int) (all []*ground, done func(), err error) {
	done = func() {}
	for _, engine := range o.engines {
		g := &ground{engine: engine, matters: matters, dir: filepath.Join(o.data, fmt.Sprint(matters))}
		if engine == store.Postgres {
			if g.server, err = postgres(o.data); err != nil {
				return nil, done, fmt.Errorf("PostgreSQL: %w", err)
			}
			done = func() { g.server.Close() }
		}
		if err := g.prepare(ctx); err != nil {
			done()
			return nil, done, fmt.Errorf("%s: %w", engine, err)
		}
		all = append(all, g)
	}
	return all, done, nil
}

// start starts both servers; linli several times, to see how soon the first page comes.
func (p *pair) start(ctx context.Context, bin, work string, n int) error {
	at := func(who string) (stand, error) {
		return p.copy(ctx, filepath.Join(work, who+"-"+string(p.engine)))
	}
	its, err := at("linli")
	if err != nil {
		return err
	}
	page := get("/"+p.world.Realms[0].ID+"/queue", "Cookie: linli="+p.world.Realms[0].Session)
	for i := range n {
		c, err := start(ctx, bin, "--quiet", "serve", "--data", its.data, "--db", its.db, "--per-token", "0", "--addr", "127.0.0.1:0")
		if err != nil {
			return err
		}
		p.linli = c
		took, err := c.first(ctx, page)
		if err != nil {
			return fmt.Errorf("first page: %w", err)
		}
		p.found.FirstPage = append(p.found.FirstPage, float64(took.Microseconds())/1000)
		if i == n-1 {
			break
		}
		if err := c.stop(); err != nil {
			return fmt.Errorf("stop: %w", err)
		}
	}
	if its, err = at("floor"); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if p.floor, err = start(ctx, self, "--floor", its.db); err != nil {
		return err
	}
	select {
	case <-time.After(time.Until(p.linli.begun.Add(30 * time.Second))):
	case <-ctx.Done():
	}
	p.found.Idle = p.linli.memory("VmRSS")
	return ctx.Err()
}

func (p *pair) stop() {
	for _, c := range []*child{p.linli, p.floor} {
		if c != nil {
			_ = c.stop()
		}
	}
}

// rounds loads all servers in turn; the first turn of each warms up and does not count.
func (l load) rounds(ctx context.Context, pairs []*pair, o options) error {
	all := make([]ratio, len(pairs))
	for i := -1; i < o.rounds; i++ {
		for j, p := range pairs {
			r := &all[j]
			r.Name, r.Aim = l.name, l.aim
			if l.large > 0 && p.matters >= 1_000_000 {
				r.Aim = l.large
			}
			for _, turn := range []struct {
				who        *child
				makes      func(world, *rand.Rand) maker
				rate, work *[]float64
			}{{p.linli, l.linli, &r.Linli, &r.LinliWork}, {p.floor, l.floor, &r.Floor, &r.FloorWork}} {
				d := o.round
				if i < 0 {
					d = min(d, time.Second)
				}
				before := turn.who.worked()
				rate, err := press(ctx, turn.who.addr, turn.makes, p.world, l.connections, d)
				if err != nil {
					return fmt.Errorf("%s on %s: %w", filepath.Base(turn.who.cmd.Path), p.engine, err)
				}
				if i >= 0 {
					*turn.rate = append(*turn.rate, rate)
					*turn.work = append(*turn.work, (turn.who.worked()-before)*1e6/max(1, rate*d.Seconds()))
				}
			}
		}
	}
	for j, p := range pairs {
		p.found.Loads = append(p.found.Loads, all[j])
	}
	return nil
}
