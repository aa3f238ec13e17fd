package app

import (
	"context"
	"io"
	"os"
	"slices"
	"time"

	"linli/internal/archive"
	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

var (
	errMoving = fault.New(fault.Conflict, lang.T("搬的时候原来的数据库又有了新内容：请先停下服务，清空目标数据库，再搬一次",
		"The old database was written to meanwhile. Stop its server, empty the new database, and move again."))
	errShared = fault.InField("to-blobs", lang.T("只搬一部分时，照片和文件要有另一个地方：请用 --to-blobs 指出", "Where only some realms move, their files need a store of their own: name it by --to-blobs."))
)

// Move copies a database, or some realms of it, into another that is empty, on either engine, and walks the record there.
// Files go along only if the new place keeps them elsewhere; so does the key. The old database is left as it is: nothing
// must write to it meanwhile, which is found out at the end.
func Move(ctx context.Context, from, to Config, realms []string) (Copied, error) {
	if len(realms) > 0 && from.files() == to.files() {
		return Copied{}, errShared // each database sweeps away what it does not know
	}
	a, err := Inspect(ctx, from)
	if err != nil {
		return Copied{}, err
	}
	defer a.Close()
	db, err := store.Open(ctx, to.Database(), to.Store)
	if err != nil {
		return Copied{}, err
	}
	defer db.Close()
	source := archive.Source{DB: a.DB, Sets: Migrations(), Realms: realms, Made: time.Now().UTC()}
	target := archive.Target{DB: db, Sets: Migrations()}
	target.Fits = func(ctx context.Context, r store.Reader) error {
		key, err := os.ReadFile(from.key())
		if err != nil {
			return err
		}
		ring, err := to.keep(key)
		if err != nil {
			return err
		}
		return journal.New(ring, a.Clock).Fits(ctx, r)
	}
	if from.files() != to.files() {
		if a.Blobs, err = file.Open(ctx, from.files()); err != nil {
			return Copied{}, err
		}
		if target.Files, err = file.Open(ctx, to.files()); err != nil {
			return Copied{}, err
		}
		defer target.Files.Close()
		source.Files = a.Blobs
	}
	out, in := io.Pipe()
	go func() {
		_, err := archive.Write(ctx, in, source)
		in.CloseWithError(err)
	}()
	var done Copied
	done.Manifest, err = archive.Read(ctx, out, target)
	out.CloseWithError(err)
	if err != nil {
		return done, err
	}
	if done.Reports, err = build(to, db, a.Ring, nil).Verify(ctx); err != nil {
		return done, err
	}
	now, err := archive.Heads(ctx, a.DB, realms)
	if err == nil && !slices.Equal(now, done.Heads) {
		err = errMoving
	}
	return done, err
}
