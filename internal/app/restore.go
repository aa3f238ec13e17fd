package app

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"linli/internal/archive"
	"linli/internal/file"
	"linli/internal/journal"
	"linli/internal/seal"
	"linli/internal/store"
)

// Restore reads the backup at path into c, whose database must be empty, and walks the record there. The key that the
// backup was sealed with is in c's data folder or in the backup. Where it refuses, the database stays empty.
func Restore(ctx context.Context, c Config, path string, opens ...age.Identity) (Copied, error) {
	if _, err := os.Stat(path); err != nil {
		return Copied{}, err
	}
	db, err := store.Open(ctx, c.Database(), c.Store)
	if err != nil {
		return Copied{}, err
	}
	defer db.Close()
	if err := archive.Empty(ctx, db); err != nil {
		return Copied{}, err
	}
	blobs, err := file.Open(ctx, c.files())
	if err != nil {
		return Copied{}, err
	}
	defer blobs.Close()
	a := build(c, db, nil, blobs)
	to := archive.Target{DB: db, Sets: Migrations(), Files: blobs}
	var key []byte
	to.Key = func(text []byte) error { key = text; return nil }
	to.Fits = func(ctx context.Context, r store.Reader) error {
		ring, err := c.keep(key)
		if err != nil {
			return err
		}
		*a = *build(c, db, ring, blobs)
		return journal.New(ring, a.Clock).Fits(ctx, r)
	}
	return take(ctx, path, opens, a, to)
}

// keep opens the keys in the data folder, where it first puts those that came with a backup. Others are not replaced.
func (c Config) keep(came []byte) (*seal.Ring, error) {
	there, err := os.ReadFile(c.key())
	switch {
	case err == nil && came != nil && !bytes.Equal(there, came):
		return nil, journal.ErrKey
	case err == nil || !errors.Is(err, fs.ErrNotExist):
		return seal.Open(c.key())
	case came == nil:
		return nil, errNoKey(c.key())
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(c.key(), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(came)
	if err := errors.Join(err, f.Sync(), f.Close(), flush(filepath.Dir(c.key()))); err != nil {
		return nil, err
	}
	return seal.Open(c.key())
}
