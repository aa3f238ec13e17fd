package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"linli/internal/app"
	"linli/internal/clock"
	"linli/internal/demo"
	"linli/internal/store"
)

type demonstr struct {
	tiles
	Addr     string `help:"The address to serve at." default:"127.0.0.1:8080" env:"ADDR"`
	Data     string `help:"The folder that holds the demonstration; a second start goes on with it." default:"demo-data" env:"DATA"`
	Accounts string `help:"A file to write who can sign in to, as JSON. Passwords and tokens are new at every start." env:"ACCOUNTS"`
	DB       string `help:"A postgres:// address, to keep the demonstration there." env:"LINLI_DB"`
	Fresh    bool   `help:"Start again from nothing."`
}

// played marks a data folder whose year was played to its end.
const played = "played"

func (c *demonstr) Run(e *env) error {
	if err := built(); err != nil {
		return err
	}
	if c.Fresh {
		if err := c.clear(); err != nil {
			return err
		}
	}
	l, err := net.Listen("tcp", c.Addr) // before playing: a taken address is told at once
	if err != nil {
		return err
	}
	defer l.Close()
	if _, err := os.Stat(filepath.Join(c.Data, played)); errors.Is(err, os.ErrNotExist) {
		if err := c.play(e); err != nil {
			return err
		}
	}
	now, err := demo.OpenClock(filepath.Join(c.Data, "clock"))
	if err != nil {
		return err
	}
	a, err := app.Open(e.ctx, app.Config{DB: c.DB, Data: c.Data, Clock: now, Tiles: c.tiles.config()})
	if err != nil {
		return err
	}
	defer a.Close()
	now.Pass = func(ctx context.Context, to time.Time) error { return demo.Pass(ctx, now, a.Matters, a.Jobs, to) }
	accounts, err := demo.Accounts(e.ctx, world(a, nil))
	if err != nil {
		return err
	}
	if c.Accounts != "" {
		if err := write(c.Accounts, accounts); err != nil {
			return err
		}
	}
	c.say(e, l.Addr(), accounts)
	return a.Serve(e.ctx, l, a.Site(now, false))
}

// clear removes what an earlier demonstration left, and nothing that is not a demonstration's.
func (c *demonstr) clear() error {
	if _, err := os.Stat(filepath.Join(c.Data, "clock")); err != nil {
		if left, _ := os.ReadDir(c.Data); len(left) > 0 {
			if _, err := os.Stat(filepath.Join(c.Data, "playing")); err != nil {
				return fmt.Errorf("%s holds something that is not a demonstration; remove it yourself or name another folder", c.Data)
			}
		}
	}
	return os.RemoveAll(c.Data)
}

// play plays the year into an empty folder. A play that was broken off is started again from nothing.
func (c *demonstr) play(e *env) error {
	begun := time.Now()
	if left, _ := os.ReadDir(c.Data); len(left) > 0 {
		if err := c.clear(); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Data, "playing"), nil, 0o600); err != nil {
		return err
	}
	manual := clock.NewManual(begun)
	a, err := app.Open(e.ctx, app.Config{DB: c.DB, Data: c.Data, Clock: manual, Store: store.Options{Fast: true}})
	if err != nil {
		return err
	}
	defer a.Close()
	said := ""
	err = demo.Play(e.ctx, world(a, manual), begun, func(done, total int, what string) {
		line := fmt.Sprintf("playing the year: %3d %%  %s", done*100/max(1, total), what)
		if line != said {
			said = line
			fmt.Fprintf(e.err, "\r\x1b[K%s", line)
		}
	})
	fmt.Fprint(e.err, "\r\x1b[K")
	if err != nil {
		return fmt.Errorf("play the demonstration: %w", err)
	}
	fmt.Fprintf(e.err, "played a year in %.0f s\n", time.Since(begun).Seconds())
	if err := os.WriteFile(filepath.Join(c.Data, played), []byte(begun.Format(time.RFC3339)+"\n"), 0o600); err != nil {
		return err
	}
	return os.Remove(filepath.Join(c.Data, "playing"))
}

func world(a *app.App, manual *clock.Manual) demo.World {
	return demo.World{DB: a.DB, Clock: manual, Calendar: app.Calendar, Journal: a.Journal, Realms: a.Realms, Places: a.Places, Orgs: a.Orgs,
		People: a.People, Access: a.Access, Matters: a.Matters, Books: a.Books, Jobs: a.Jobs, Files: a.Files}
}

// write replaces a file whole; only its owner can read it.
func write(path string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temp := path + ".new"
	if err := os.WriteFile(temp, append(b, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// say prints who can sign in, a few in each community.
func (c *demonstr) say(e *env, at net.Addr, accounts []demo.Account) {
	w := e.out
	fmt.Fprintf(w, "Linli serves the demonstration at http://%s\n\nWho can sign in (new passwords at every start):\n", at)
	roles := map[string]bool{}
	realm := ""
	for _, a := range accounts {
		if a.Realm != realm {
			realm = a.Realm
			clear(roles)
			fmt.Fprintf(w, "\n  http://%s/%s\n", at, realm)
		}
		if roles[a.Role] {
			continue
		}
		roles[a.Role] = true
		fmt.Fprintf(w, "    %-16s %-26s %s\n", a.Role, a.Account, a.Password)
	}
	if c.Accounts != "" {
		fmt.Fprintf(w, "\nAll of them, with their tokens for the API, are in %s\n", c.Accounts)
	}
	fmt.Fprintln(w, "Stop with Ctrl-C; the next start goes on where this one ended, and --fresh (make demo FRESH=1) starts again.")
}
