package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"linli/internal/archive"
	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/lang"
	"linli/internal/seal"
	"linli/internal/store"
)

// Backup says what a backup holds.
type Backup struct {
	Realms []string // only these; empty means everything
	To     []string // age public keys that it is encrypted for; empty leaves it as it is
	Key    bool     // the keys are in it too; only where it is encrypted
}

// Copied is what a backup, a restore or a move carried, and what a walk over the copy's record found.
type Copied struct {
	archive.Manifest
	Reports []Report
}

// Whole tells whether every chain of the copy holds, all that is derived agrees, and every file was there.
func (c Copied) Whole() bool {
	for _, r := range c.Reports {
		if r.Broken > 0 || r.Why != "" {
			return false
		}
	}
	return len(c.Missing) == 0
}

var (
	errOpenKey = fault.InField("with-key", lang.T("密钥只能放进加密的备份：请同时用 --to", "The key goes into an encrypted backup only: say for whom by --to."))
	errThere   = fault.New(fault.Conflict, lang.T("这个文件已经在了，备份不会覆盖它", "There is such a file already, and a backup does not replace it."))
)

// Write writes a backup of c to a new file at path, which its owner only can read, while a server may go on writing. It
// then opens the file, restores it beside itself, walks its chains and removes that again. The file is there when no error
// is returned, whole or not: a record that does not agree is kept as it is, and said.
func (b Backup) Write(ctx context.Context, c Config, path string) (Copied, error) {
	if b.Key && len(b.To) == 0 {
		return Copied{}, errOpenKey
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return Copied{}, errThere
	}
	a, err := Inspect(ctx, c)
	if err != nil {
		return Copied{}, err
	}
	defer a.Close()
	if a.Blobs, err = file.Open(ctx, c.files()); err != nil {
		return Copied{}, err
	}
	temp := path + ".new"
	opens, err := b.write(ctx, a, c, temp)
	defer os.Remove(temp)
	if err != nil {
		return Copied{}, err
	}
	done, err := look(ctx, temp, a.Ring, opens)
	if err != nil {
		return done, fmt.Errorf("the backup was written and cannot be read: %w", err)
	}
	if err := os.Rename(temp, path); err != nil {
		return done, err
	}
	return done, flush(filepath.Dir(path))
}

func (b Backup) write(ctx context.Context, a *App, c Config, path string) ([]age.Identity, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	from := archive.Source{DB: a.DB, Sets: Migrations(), Files: a.Blobs, Realms: b.Realms, Made: time.Now().UTC().Truncate(time.Second)}
	if b.Key {
		if from.Key, err = os.ReadFile(c.key()); err != nil {
			return nil, err
		}
	}
	if len(b.To) == 0 {
		_, err = archive.Write(ctx, f, from)
		return nil, errors.Join(err, f.Sync())
	}
	locked, opens, err := archive.Lock(f, b.To)
	if err != nil {
		return nil, err
	}
	_, err = archive.Write(ctx, locked, from)
	return []age.Identity{opens}, errors.Join(err, locked.Close(), f.Sync())
}

// look restores a backup into a folder beside it, walks the record there, and removes the folder.
func look(ctx context.Context, path string, ring *seal.Ring, opens []age.Identity) (Copied, error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".linli-look-")
	if err != nil {
		return Copied{}, err
	}
	defer os.RemoveAll(dir)
	db, err := store.Open(ctx, filepath.Join(dir, "linli.db"), store.Options{Fast: true})
	if err != nil {
		return Copied{}, err
	}
	defer db.Close()
	return take(ctx, path, opens, build(Config{}, db, ring, nil), archive.Target{DB: db, Sets: Migrations()})
}

// take reads the backup at path into to, and walks the record there.
func take(ctx context.Context, path string, opens []age.Identity, a *App, to archive.Target) (Copied, error) {
	f, err := os.Open(path)
	if err != nil {
		return Copied{}, err
	}
	defer f.Close()
	in, err := archive.Unlock(f, opens...)
	if err != nil {
		return Copied{}, err
	}
	var done Copied
	if done.Manifest, err = archive.Read(ctx, in, to); err != nil {
		return done, err
	}
	done.Reports, err = a.Verify(ctx)
	return done, err
}

func flush(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
