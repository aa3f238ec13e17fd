package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"linli/internal/app"
	"linli/internal/clock"
	"linli/internal/demo"
)

type demonstr struct {
	tiles
	Addr     string `help:"The address to serve at." default:"127.0.0.1:8080" env:"ADDR"`
	Data     string `help:"The folder that holds the demonstration; a second start goes on with it." default:"demo-data" env:"DATA"`
	Accounts string `help:"A file to write who can sign in to, as JSON. Passwords and tokens are new at every start." env:"ACCOUNTS"`
	DB       string `help:"The database: a file, or a postgres:// address. Without it, linli.db in the folder." env:"LINLI_DB"`
	Fresh    bool   `help:"Start again from nothing, in the folder and in the database."`
}

func (c *demonstr) Run(e *env) error {
	if err := built(); err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Addr) // before playing: a taken address is told at once
	if err != nil {
		return err
	}
	defer l.Close()
	played, err := c.ready(e.ctx)
	if err != nil {
		return err
	}
	if !played {
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

// play plays the year into an empty folder and an empty database.
func (c *demonstr) play(e *env) error {
	begun := time.Now()
	mark, err := c.begin(e.ctx)
	if err != nil {
		return err
	}
	manual := clock.NewManual(begun)
	a, err := app.Open(e.ctx, app.Config{DB: c.DB, Data: c.Data, Clock: manual, Store: fast})
	if err != nil {
		return err
	}
	defer a.Close()
	tell := progress(e.err)
	err = demo.Play(e.ctx, world(a, manual), begun, func(done, total int, what string) { tell(done*100/max(1, total), what) })
	tell(100, "")
	if err != nil {
		return fmt.Errorf("play the demonstration: %w", err)
	}
	fmt.Fprintf(e.err, "played a year in %.0f s\n", time.Since(begun).Seconds())
	return mark.End(e.ctx, a.DB)
}

// progress tells how far the play is: on a terminal in one line that changes, elsewhere in a line every tenth.
func progress(to io.Writer) func(percent int, what string) {
	said, tenth := "", -1
	f, _ := to.(*os.File)
	terminal := false
	if f != nil {
		if at, err := f.Stat(); err == nil {
			terminal = at.Mode()&os.ModeCharDevice != 0
		}
	}
	return func(percent int, what string) {
		line := fmt.Sprintf("playing the year: %3d %%  %s", percent, what)
		switch {
		case what == "" && terminal:
			fmt.Fprint(to, "\r\x1b[K")
		case what != "" && terminal && line != said:
			said = line
			fmt.Fprintf(to, "\r\x1b[K%s", line)
		case what != "" && !terminal && percent/10 > tenth:
			tenth = percent / 10
			fmt.Fprintln(to, line)
		}
	}
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
