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

// prepare gives the folder with the database, which it builds when it is not there yet. Sessions are begun anew, and
// what time has brought since it was built is done, so that neither happens while something is measured.
func prepare(ctx context.Context, o options) (string, world, error) {
	dir := filepath.Join(o.data, fmt.Sprint(o.matters))
	file := filepath.Join(dir, "world.json")
	var w world
	if b, err := os.ReadFile(file); err != nil {
		if err := os.RemoveAll(dir); err != nil {
			return "", w, err
		}
		begun := time.Now()
		if w, err = build(ctx, dir, o.matters); err != nil {
			return "", w, fmt.Errorf("build the database: %w", err)
		}
		fmt.Fprintf(os.Stderr, "built %d matters in %s: %.1f s\n", o.matters, dir, time.Since(begun).Seconds())
	} else if err := json.Unmarshal(b, &w); err != nil {
		return "", w, err
	}
	a, err := app.Open(ctx, app.Config{Data: dir, Store: store.Options{Fast: true}})
	if err != nil {
		return "", w, err
	}
	defer a.Close()
	for {
		n, err := a.Matters.Due(ctx)
		if err != nil {
			return "", w, err
		}
		if n == 0 {
			break
		}
	}
	if _, err := a.Jobs.Drain(ctx); err != nil {
		return "", w, err
	}
	for i := range w.Realms {
		r := &w.Realms[i]
		if r.Session, err = a.Access.SignIn(ctx, a.DB, login(r.ID), r.Password); err != nil {
			return "", w, err
		}
		if r.Matters, err = store.One(ctx, a.DB, store.Value[int64], `select matters from head where realm = $1`, r.ID); err != nil {
			return "", w, err
		}
	}
	b, err := json.Marshal(w)
	if err != nil {
		return "", w, err
	}
	return dir, w, os.WriteFile(file, b, 0o600)
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
