package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
)

// Open opens the database, brings it up to date and builds the services. A key is made for a database that holds nothing
// yet, and never beside one that was sealed with another.
func Open(ctx context.Context, c Config) (*App, error) {
	if err := c.Tiles.Check(); err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, c.Database(), c.Store)
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, Migrations()...); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	ring, err := c.ring(ctx, db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	blobs, err := file.Open(ctx, c.files())
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	a := build(c, db, ring, blobs)
	if err := a.Journal.Take(ctx, db); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// Inspect opens what is there to be read, without its files, and makes or changes nothing.
func Inspect(ctx context.Context, c Config) (*App, error) {
	c.Store.Existing = true
	db, err := store.Open(ctx, c.Database(), c.Store)
	if err != nil {
		return nil, err
	}
	now, err := db.Migrated(ctx, Migrations()...)
	if err == nil && !now {
		err = errOlder
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	ring, err := seal.Open(c.key())
	if errors.Is(err, os.ErrNotExist) {
		err = errNoKey(c.key()).Because(err)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	a := build(c, db, ring, nil)
	if err := a.Journal.Fits(ctx, db); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

var errOlder = fault.New(fault.Conflict, lang.T("数据库是旧版本的，请先用这个版本启动一次 linli serve", "The database is of an older version. Start linli serve of this version once, then try again."))

func errNoKey(path string) *fault.Error {
	return fault.New(fault.NotFound, lang.F("没有密钥文件 %s，而数据库里的内容是用它密封的；请检查 --data 和 --db，或从备份里找回密钥", "There is no key file %s, and what the database holds was sealed with it. Look at --data and --db, or put the key back from the backup.", path))
}

func (c Config) key() string { return filepath.Join(c.Data, "key") }

func (c Config) files() string {
	if c.Blobs == "" {
		return filepath.Join(c.Data, "files")
	}
	return c.Blobs
}

// ring opens the keys, or makes the first one for a database that holds nothing yet.
func (c Config) ring(ctx context.Context, db *store.DB) (*seal.Ring, error) {
	ring, err := seal.Open(c.key())
	if !errors.Is(err, os.ErrNotExist) {
		return ring, err
	}
	begun, e := journal.Begun(ctx, db)
	switch {
	case e != nil:
		return nil, e
	case begun:
		return nil, errNoKey(c.key()).Because(err)
	}
	return seal.Make(c.key())
}

func build(c Config, db *store.DB, ring *seal.Ring, blobs *file.Store) *App {
	if c.Clock == nil {
		c.Clock = clock.System()
	}
	a := &App{DB: db, Clock: c.Clock, Ring: ring, Blobs: blobs, tiles: c.Tiles, ways: c.Ways, token: c.PerToken}
	a.Journal = journal.New(ring, c.Clock)
	a.Jobs = job.New(db, c.Clock)
	a.Once = once.New(ring, c.Clock)
	a.Realms = realm.New(a.Journal)
	a.Places = place.New(a.Journal)
	a.Orgs = org.New(a.Journal)
	a.People = person.New(a.Journal, ring)
	a.Access = access.New(c.Clock, clock.System())
	if c.Ways.StaffIdle > 0 {
		a.Access.StaffIdle = c.Ways.StaffIdle
	}
	a.Files = file.New(a.Journal, blobs, c.Clock)
	a.Books = practice.New(a.Journal, c.Clock)
	a.Matters = matter.New(matter.Needs{DB: db, Journal: a.Journal, Ring: ring, Clock: c.Clock, Calendar: Calendar, Books: a.Books,
		Places: a.Places, Orgs: a.Orgs, People: a.People, Files: a.Files, Jobs: a.Jobs})
	return a
}
