// Package cli is the program on the command line. Every flag can be set by an environment variable too; docs/run.md has
// the table.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"linli/internal/fault"
	"linli/internal/lang"
)

type commands struct {
	Serve    serve    `cmd:"" help:"Serve a real community."`
	Demo     demonstr `cmd:"" help:"Serve the demonstration: five communities over an invented year."`
	Admin    admin    `cmd:"" help:"Make the first administrator of a realm, or a realm itself."`
	Verify   verify   `cmd:"" help:"Walk every chain of the journal and compute again what is derived from it."`
	Backup   backup   `cmd:"" help:"Write everything into one file, beside a running server, and read it back."`
	Restore  restore  `cmd:"" help:"Read a backup into an empty database."`
	Move     move     `cmd:"" help:"Move everything, or some realms, into another database, such as from SQLite to PostgreSQL."`
	Playbook playbk   `cmd:"" help:"Check and draw playbooks."`
	Version  version  `cmd:"" help:"Say which version this is."`
	Log      string   `help:"How logs are written: text or json." enum:"text,json" default:"text" env:"LINLI_LOG"`
	Quiet    bool     `help:"Log only what is wrong." env:"LINLI_QUIET"`
}

// env is what a command is given beside its flags.
type env struct {
	ctx      context.Context
	out, err io.Writer
	lang     lang.Lang
}

// Main runs the command that args name and returns the exit status: 0 done, 1 failed or not agreeing, 2 wrong flags.
func Main(args []string, out, errw io.Writer) int {
	var c commands
	exited := -1
	p, err := kong.New(&c, kong.Name("linli"), kong.Description("Linli 邻里 runs a neighbourhood."), kong.UsageOnError(),
		kong.Writers(out, errw), kong.Exit(func(code int) { exited = code }))
	if err != nil {
		fmt.Fprintln(errw, err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := p.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(errw, "linli: %v\n", err)
		return 2
	}
	level := slog.LevelInfo
	if c.Quiet {
		level = slog.LevelWarn
	}
	var h slog.Handler = slog.NewTextHandler(errw, &slog.HandlerOptions{Level: level})
	if c.Log == "json" {
		h = slog.NewJSONHandler(errw, &slog.HandlerOptions{Level: level})
	}
	slog.SetDefault(slog.New(h))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := k.Run(&env{ctx, out, errw, tongue()}); err != nil {
		if !errors.Is(err, errSaid) {
			says := err.Error()
			if f := fault.As(err); f.Kind != fault.Internal {
				says = f.Says.In(tongue())
				for _, x := range f.Fields {
					if one := x.Says.In(tongue()); one != says {
						says += "\n  " + one
					}
				}
			}
			fmt.Fprintf(errw, "linli: %s\n", says)
		}
		return 1
	}
	return 0
}

// errSaid ends a command with status 1 when it has said itself what is wrong.
var errSaid = errors.New("said")

// tongue is the language of the terminal: English where the locale says so or says nothing, Chinese for zh.
func tongue() lang.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if len(v) >= 2 && v[:2] == "zh" {
				return lang.Zh
			}
			return lang.En
		}
	}
	return lang.En
}
