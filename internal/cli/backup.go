package cli

import (
	"fmt"
	"net/url"
	"os"

	"filippo.io/age"

	"linli/internal/app"
)

type backup struct {
	storage
	File    string   `arg:"" help:"The new file, such as linli-2026-11-21.linli. None is replaced."`
	To      []string `help:"Encrypt it for this age public key, age1…; may be given several times."`
	WithKey bool     `help:"Put the key into it too. Whoever opens it then reads everything."`
	Realm   []string `help:"Only this realm; may be given several times. A community belongs with its street."`
}

func (c *backup) Run(e *env) error {
	done, err := app.Backup{Realms: c.Realm, To: c.To, Key: c.WithKey}.Write(e.ctx, c.config(), c.File)
	if err != nil {
		return err
	}
	return e.copied(done, c.File+" is written and was read back")
}

type restore struct {
	storage
	File     string `arg:"" help:"The backup." type:"existingfile"`
	Identity string `help:"The file of the age identity that opens it, AGE-SECRET-KEY-1…." type:"existingfile"`
}

func (c *restore) Run(e *env) error {
	var opens []age.Identity
	if c.Identity != "" {
		f, err := os.Open(c.Identity)
		if err != nil {
			return err
		}
		defer f.Close()
		if opens, err = age.ParseIdentities(f); err != nil {
			return fmt.Errorf("%s: %w", c.Identity, err)
		}
	}
	done, err := app.Restore(e.ctx, c.config(), c.File, opens...)
	if err != nil {
		return err
	}
	return e.copied(done, c.File+" is restored to "+where(c.config()))
}

type move struct {
	From    string   `help:"The database to move: a file, or a postgres:// address. Without it, linli.db in the data folder." env:"LINLI_DB"`
	To      string   `help:"The database to move to, which must be empty." required:""`
	Data    string   `help:"The folder of the key." default:"data" env:"LINLI_DATA"`
	Blobs   string   `help:"Where photos are kept. Without it, files in the data folder." env:"LINLI_BLOBS"`
	ToData  string   `help:"The folder for the key from now on. Without it, the same."`
	ToBlobs string   `help:"Where photos are kept from now on. Without it, where they are."`
	Realm   []string `help:"Only this realm; may be given several times. A community belongs with its street."`
}

func (c *move) Run(e *env) error {
	from := app.Config{DB: c.From, Data: c.Data, Blobs: c.Blobs}
	to := app.Config{DB: c.To, Data: c.ToData, Blobs: c.ToBlobs}
	if to.Data == "" {
		to.Data = from.Data
	}
	if to.Blobs == "" && c.ToData == "" {
		to.Blobs = from.Blobs
	}
	done, err := app.Move(e.ctx, from, to, c.Realm)
	if err != nil {
		return err
	}
	return e.copied(done, "moved to "+where(to)+"; serve with --db from now on, the old database is left as it is")
}

// where names a database without the password in its address.
func where(c app.Config) string {
	if u, err := url.Parse(c.Database()); err == nil && u.User != nil {
		return u.Redacted()
	}
	return c.Database()
}

// copied says what was carried, and fails when it is not whole.
func (e *env) copied(done app.Copied, says string) error {
	err := e.reports(done.Reports)
	for _, name := range done.Missing {
		fmt.Fprintf(e.out, "the bytes of file %s are missing or changed\n", name)
		err = errSaid
	}
	fmt.Fprintf(e.out, "%s: %d realms, %d rows, %d files\n", says, len(done.Heads), done.Rows, done.Files)
	return err
}
