package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"linli/internal/app"
	"linli/internal/demo"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

// markFile marks the folder of a demonstration; the same mark is in its database.
const markFile = "demonstration"

// fast is enough while the year is played: a play that is broken off is started again from nothing.
var fast = store.Options{Fast: true}

var errApart = fault.New(fault.Conflict, lang.T("文件夹和数据库里不是同一次演示：用 --fresh 两处都从头开始，或用 --data、--db 另指",
	"The folder and the database are not of one demonstration. Start again in both with --fresh, or name others by --data and --db."))

// ready tells whether the folder and the database hold a demonstration that was played to its end. If not, both are
// empty when it returns: what was broken off, and with --fresh whatever demonstration they hold, is removed. Nothing is
// removed that is not a demonstration's.
func (c *demonstr) ready(ctx context.Context) (played bool, err error) {
	id, err := c.folder()
	if err != nil {
		return false, err
	}
	mark, err := c.mark(ctx)
	if err != nil {
		return false, err
	}
	if !c.Fresh && mark.ID != id {
		return false, errApart
	}
	if mark.Played && !c.Fresh {
		return true, nil
	}
	if err := store.Erase(ctx, c.database()); err != nil {
		return false, err
	}
	for _, name := range ours {
		if err := os.RemoveAll(filepath.Join(c.Data, name)); err != nil {
			return false, err
		}
	}
	return false, nil
}

// ours is what a demonstration puts into its folder. Whatever else lies there is left alone.
var ours = []string{"linli.db", "linli.db-wal", "linli.db-shm", "key", "files", "clock", markFile}

// folder reads the folder's mark, "" when there is nothing in it.
func (c *demonstr) folder() (string, error) {
	id, err := os.ReadFile(filepath.Join(c.Data, markFile))
	if !errors.Is(err, fs.ErrNotExist) {
		return string(id), err
	}
	for _, name := range ours {
		if _, err := os.Stat(filepath.Join(c.Data, name)); err == nil {
			return "", fault.New(fault.Conflict, lang.F("%s 里有不属于演示的 %s，请自行移走，或用 --data 另指文件夹",
				"%s holds a %s that is not a demonstration's. Move it yourself, or name another folder by --data.", c.Data, name))
		}
	}
	return "", nil
}

// mark reads the database's mark.
func (c *demonstr) mark(ctx context.Context) (demo.Mark, error) {
	db, err := store.Open(ctx, c.database(), fast)
	if err != nil {
		return demo.Mark{}, err
	}
	defer db.Close()
	return demo.MarkOf(ctx, db)
}

// begin marks the folder and the database, both empty, before anything else is put there.
func (c *demonstr) begin(ctx context.Context) (demo.Mark, error) {
	m := demo.Mark{ID: store.NewID()}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return m, err
	}
	if err := os.WriteFile(filepath.Join(c.Data, markFile), []byte(m.ID), 0o600); err != nil {
		return m, err
	}
	db, err := store.Open(ctx, c.database(), fast)
	if err != nil {
		return m, err
	}
	defer db.Close()
	return m, m.Begin(ctx, db)
}

func (c *demonstr) database() string { return app.Config{DB: c.DB, Data: c.Data}.Database() }
