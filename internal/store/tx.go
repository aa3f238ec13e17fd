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
