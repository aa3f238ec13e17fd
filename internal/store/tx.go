package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"
)

// ErrUnrecorded is returned when a transaction changed something and told the journal nothing.
var ErrUnrecorded = errors.New("store: a change without a journal entry")

// Tx is a running transaction. It is for one goroutine, and only until its function returns.
type Tx struct {
	db       *DB
	tx       *sql.Tx
	wrote    bool
	recorded bool
	after    []func()
}

// Recorded notes that the journal was told of this change, or that there is nothing to tell. Only the packages that keep
// records call it.
func (tx *Tx) Recorded() { tx.recorded = true }

// After runs f once the transaction is committed, and not at all if it is not.
func (tx *Tx) After(f func()) { tx.after = append(tx.after, f) }

// Tx runs fn in a transaction that must be on the record. fn may run again when PostgreSQL asks for a retry, so it
// must have no effect but through tx; it must not begin another transaction.
//
// On SQLite, transactions that arrive together share one commit: each has a savepoint of its own, fails alone, and is
// answered only when the shared commit is on disk.
func (db *DB) Tx(ctx context.Context, fn func(*Tx) error) error { return db.run(ctx, fn, false) }

// Quiet runs fn in a transaction outside the record: sessions, jobs, looks.
func (db *DB) Quiet(ctx context.Context, fn func(*Tx) error) error { return db.run(ctx, fn, true) }

func (db *DB) run(ctx context.Context, fn func(*Tx) error, quiet bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if db.dialect == SQLite {
		return db.ask(ctx, &request{ctx: ctx, fn: fn, quiet: quiet, answer: make(chan error, 1)})
	}
	for try := 0; ; try++ {
		err := db.once(ctx, fn, quiet)
		if !mayRetry(err) || try == 20 {
			return err
		}
		time.Sleep(time.Duration(rand.IntN(1+try*5)) * time.Millisecond)
	}
}

// ask hands a request to the goroutine that writes. A caller who leaves before it has begun is as if they had never
// come; once it has begun, they learn whether it happened.
func (db *DB) ask(ctx context.Context, r *request) error {
	select {
	case <-db.closed:
		return ErrUnavailable
	default:
	}
	select {
	case db.queue <- r:
	case <-db.closed:
		return ErrUnavailable
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-r.answer:
		return err
	case <-db.done:
	}
	select {
	case err := <-r.answer: // it was the last
		return err
	default:
		return ErrUnavailable // it came too late to be taken
	}
}

func (db *DB) once(ctx context.Context, fn func(*Tx) error, quiet bool) error {
	t, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	tx := &Tx{db: db, tx: t}
	if err := tx.call(fn, quiet); err != nil {
		_ = t.Rollback()
		return err
	}
	if err := t.Commit(); err != nil {
		return translate(err)
	}
	tx.done()
	return nil
}

func (tx *Tx) done() {
	for _, f := range tx.after {
		f()
	}
}

// call runs fn and checks the record; a panic becomes an error, so that one caller's mistake stays its own.
func (tx *Tx) call(fn func(*Tx) error, quiet bool) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a transaction: %v\n%s", p, debug.Stack())
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if tx.wrote && !tx.recorded && !quiet {
		return ErrUnrecorded
	}
	return nil
}

// A request is one transaction waiting for SQLite's only writing connection.
type request struct {
	ctx    context.Context
	fn     func(*Tx) error
	quiet  bool
	answer chan error
	tx     *Tx
	err    error
}

// maxShared bounds how many transactions share a commit, and so how long the first one waits.
const maxShared = 64

// writer is the one goroutine that writes to SQLite.
func (db *DB) writer() {
	defer close(db.done)
	for {
		var first *request
		select {
		case first = <-db.queue:
		case <-db.closed:
			select {
			case first = <-db.queue: // it was taken before
			default:
				return
			}
		}
		batch := db.share(first)
		for _, r := range batch {
			if r.err == nil && r.tx != nil {
				r.tx.done()
			}
			r.answer <- r.err
		}
		db.writes.after(context.Background(), db.write)
	}
}

// share runs first, and what else is waiting, in one database transaction.
func (db *DB) share(first *request) []*request {
	ctx := context.Background()
	batch := []*request{first}
	t, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		first.err = translate(err)
		return batch
	}
	for r := first; ; {
		var whole bool
		if r.err, whole = db.within(ctx, t, r); !whole {
			_ = t.Rollback()
			for _, r := range batch {
				if r.err == nil {
					r.err = ErrUnavailable
				}
			}
			return batch
		}
		if len(batch) == maxShared {
			break
		}
		var more bool
		select {
		case r, more = <-db.queue:
		default:
		}
		if !more {
			break
		}
		batch = append(batch, r)
	}
	if err := t.Commit(); err != nil {
		_ = t.Rollback()
		for _, r := range batch {
			if r.err == nil {
				r.err = translate(err)
			}
		}
	}
	return batch
}

// within runs one request inside the shared transaction. It is not whole any more when the engine itself undid it, as
// SQLite does on a full disk: then nothing in it may be acknowledged.
func (db *DB) within(ctx context.Context, t *sql.Tx, r *request) (err error, whole bool) {
	if err := r.ctx.Err(); err != nil { // its caller left before it began
		return err, true
	}
	if _, err := t.ExecContext(ctx, "savepoint s"); err != nil {
		return translate(err), false
	}
	r.tx = &Tx{db: db, tx: t}
	err = r.tx.call(r.fn, r.quiet)
	if err != nil {
		if _, e := t.ExecContext(ctx, "rollback to s"); e != nil {
			return errors.Join(err, translate(e)), false
		}
	}
	if _, e := t.ExecContext(ctx, "release s"); e != nil {
		return errors.Join(err, translate(e)), false
	}
	return err, true
}
