package store

import (
	"context"
	"database/sql"
)

// A request is one transaction waiting for SQLite's only writing connection.
type request struct {
	ctx    context.Context
	fn     func(*Tx) error
	quiet  bool
	answer chan error
	tx     *Tx
	err    error
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
