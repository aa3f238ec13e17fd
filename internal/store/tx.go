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
	kept     map[any]any
	shared   *shared
	before   []func() error
	after    []func()
}

// Recorded notes that the journal was told of this change, or that there is nothing to tell. Only the packages that keep
// records call it.
func (tx *Tx) Recorded() { tx.recorded = true }

// Kept is what was made of a key in this transaction, which make makes when it is asked for the first time.
func Kept[K comparable, T any](tx *Tx, key K, make func() (T, error)) (T, error) {
	if v, ok := tx.kept[key]; ok {
		return v.(T), nil
	}
	v, err := make()
	if err != nil {
		return v, err
	}
	if tx.kept == nil {
		tx.kept = map[any]any{}
	}
	tx.kept[key] = v
	return v, nil
}

// shared is what transactions that share a commit write together.
type shared struct {
	kept map[any]any
	last []func(*Tx) error
}

// Together is what was made of a key in all transactions that share this one's commit. The first that asks makes it, and
// has last write what came together, once, before the commit.
func Together[K comparable, T any](tx *Tx, key K, make func() T, last func(*Tx, T) error) T {
	tx.wrote = true // by what is written at the end: if this one fails, that is undone with it
	if v, ok := tx.shared.kept[key]; ok {
		return v.(T)
	}
	v := make()
	if tx.shared.kept == nil {
		tx.shared.kept = map[any]any{}
	}
	tx.shared.kept[key] = v
	tx.shared.last = append(tx.shared.last, func(tx *Tx) error { return last(tx, v) })
	return v
}

// end writes what came together.
func (s *shared) end(tx *Tx) error {
	for _, f := range s.last {
		if err := f(tx); err != nil {
			return err
		}
	}
	return nil
}

// Before runs f when all else in the transaction is done, and before it is committed.
func (tx *Tx) Before(f func() error) { tx.before = append(tx.before, f) }

// After runs f once the transaction is committed, and not at all if it is not.
func (tx *Tx) After(f func()) { tx.after = append(tx.after, f) }

// Tx runs fn in a transaction that must be on the record. fn may run again, when PostgreSQL asks for a retry or when a
// transaction beside it failed, so it must have no effect but through tx; it must not begin another transaction.
//
// On SQLite, transactions that arrive together share one commit: each fails alone, and is answered only when the shared
// commit is on disk.
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
	tx := &Tx{db: db, tx: t, shared: new(shared)}
	err = tx.call(fn, quiet)
	if err == nil {
		err = tx.shared.end(tx)
	}
	if err != nil {
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
	for _, f := range tx.before {
		if err := f(); err != nil {
			return err
		}
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

// share runs first, and what else is waiting, in one database transaction: one after the other, as if each were alone.
// When one fails that has written, all is undone, and all are run again with a savepoint each. That is seldom: who is
// refused is mostly refused before anything is written. Savepoints for everybody would cost every change more, and have the
// full-text index written for each of them.
func (db *DB) share(first *request) []*request {
	ctx := context.Background()
	batch := []*request{first}
	t, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		first.err = translate(err)
		return batch
	}
	together := new(shared)
	for r := first; ; {
		if r.run(db, t, together); r.err != nil && r.tx != nil && r.tx.wrote {
			_ = t.Rollback()
			if len(batch) > 1 {
				db.apart(ctx, batch)
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
	if err := together.end(&Tx{db: db, tx: t}); err != nil {
		_ = t.Rollback()
		db.apart(ctx, batch)
		return batch
	}
	commit(t, batch)
	return batch
}

// apart runs requests in one database transaction, with a savepoint each.
func (db *DB) apart(ctx context.Context, batch []*request) {
	clear(db.writes.open) // they were of the transaction that was undone
	t, err := db.write.BeginTx(ctx, nil)
	if err == nil {
		for _, r := range batch {
			if err = r.within(ctx, db, t); err != nil {
				_ = t.Rollback()
				break
			}
		}
	}
	if err != nil {
		for _, r := range batch {
			if r.err == nil {
				r.err = translate(err)
			}
		}
		return
	}
	commit(t, batch)
}

// commit commits what requests share, and says why not to those who had not failed.
func commit(t *sql.Tx, batch []*request) {
	err := t.Commit()
	if err == nil {
		return
	}
	_ = t.Rollback()
	for _, r := range batch {
		if r.err == nil {
			r.err = translate(err)
		}
	}
}

// run runs the request, unless its caller has left.
func (r *request) run(db *DB, t *sql.Tx, together *shared) {
	if r.err = r.ctx.Err(); r.err != nil {
		r.tx = nil
		return
	}
	r.tx = &Tx{db: db, tx: t, shared: together}
	r.err = r.tx.call(r.fn, r.quiet)
}

// within runs the request in a savepoint. It returns an error when the engine itself has undone the transaction around it,
// as SQLite does on a full disk: then nothing in that may be acknowledged.
func (r *request) within(ctx context.Context, db *DB, t *sql.Tx) error {
	if _, err := t.ExecContext(ctx, "savepoint s"); err != nil {
		return ErrUnavailable.Because(err)
	}
	alone := new(shared)
	if r.run(db, t, alone); r.err == nil {
		r.err = alone.end(r.tx)
	}
	if r.err != nil {
		if _, err := t.ExecContext(ctx, "rollback to s"); err != nil {
			return ErrUnavailable.Because(err)
		}
	}
	if _, err := t.ExecContext(ctx, "release s"); err != nil {
		return ErrUnavailable.Because(err)
	}
	return nil
}
