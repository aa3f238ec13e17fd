package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"linli/internal/app"
	"linli/internal/clock"
	"linli/internal/store"
)

// world is what the load needs to know of the database.
type world struct {
	Matters int
	Realms  []ward
}

// ward is one community: who is signed in there, and where incidents happen.
type ward struct {
	ID       string
	Token    string // an API token of the community worker
	Session  string // the same person's session in a browser
	Worker   string // the person
	Places   []string
	Matters  int64
	Password string
}

// prepare builds a database that is not there yet. Sessions are begun anew, and what time has brought since it was built is
// done, so that neither happens while something is measured.
func (g *ground) prepare(ctx context.Context) error {
	file := filepath.Join(g.dir, "world.json")
	if b, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(b, &g.world); err != nil {
			return err
		}
	} else {
		if err := os.RemoveAll(g.dir); err != nil {
			return err
		}
		begun := time.Now()
		if g.world, err = build(ctx, g.dir, g.matters); err != nil {
			return fmt.Errorf("build the database: %w", err)
		}
		if b, err = json.Marshal(g.world); err != nil {
			return err
		}
		if err := os.WriteFile(file, b, 0o600); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "built %d matters in %s: %.1f s\n", g.matters, g.dir, time.Since(begun).Seconds())
	}
	if g.engine == store.Postgres {
		if err := g.move(ctx); err != nil {
			return err
		}
	}
	a, err := app.Open(ctx, g.config())
	if err != nil {
		return err
	}
	defer a.Close()
	for {
		n, err := a.Matters.Due(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	if _, err := a.Jobs.Drain(ctx); err != nil {
		return err
	}
	a.Matters.CatchUp(ctx) // after a move, the full-text index
	for i := range g.world.Realms {
		r := &g.world.Realms[i]
		if r.Session, err = a.Access.SignIn(ctx, a.DB, login(r.ID), r.Password); err != nil {
			return err
		}
		if r.Matters, err = store.One(ctx, a.DB, store.Value[int64], `select matters from head where realm = $1`, r.ID); err != nil {
			return err
		}
	}
	return nil
}

func login(realm string) string { return "worker-" + realm }

// build plays a year through the domain: every row and every entry of the journal is what it would be had people made
// it, so chains hold. Only durability is given up while it is built.
func build(ctx context.Context, dir string, matters int) (w world, err error) {
	now := time.Now().In(clock.Zone)
	hand := clock.NewManual(now.AddDate(-1, 0, 0))
	a, err := app.Open(ctx, app.Config{Data: dir, Store: store.Options{Fast: true, CacheMiB: 256, MapMiB: 4096}, Clock: hand})
	if err != nil {
		return w, err
	}
	defer a.Close()
	towns, err := settle(ctx, a)
	if err != nil {
		return w, err
	}
	const together = 100 // matters of one transaction and one realm
	for done := 0; done < matters; done += together {
		if ctx.Err() != nil {
			return w, ctx.Err()
		}
		part := float64(done) / float64(matters)
		at := now.AddDate(-1, 0, 0).Add(time.Duration(part * float64(now.Sub(now.AddDate(-1, 0, 0)))))
		t := towns[done/together%len(towns)]
		if err := t.play(ctx, a, hand, at, min(together, matters-done), part > 0.97); err != nil {
			return w, err
		}
		if done%(matters/10+1) < together {
			fmt.Fprintf(os.Stderr, "  %d of %d matters\n", done, matters)
		}
	}
	for _, t := range towns {
		w.Realms = append(w.Realms, t.ward)
	}
	w.Matters = matters
	return w, nil
}
