package store

import (
	"context"
	"database/sql"
)

// View lets fn read one unchanging picture of the database: what others commit meanwhile, it does not see. It is for what
// must agree with itself over several queries, such as a walk over the record.
func (db *DB) View(ctx context.Context, fn func(Reader) error) error {
	o := &sql.TxOptions{ReadOnly: true}
	if db.dialect == Postgres {
		o.Isolation = sql.LevelRepeatableRead
	}
	t, err := db.read.BeginTx(ctx, o)
	if err != nil {
		return translate(err)
	}
	defer func() { _ = t.Rollback() }()
	return fn(view{t, db.dialect})
}

type view struct {
	tx *sql.Tx
	on Dialect
}

func (v view) dialectOf() Dialect { return v.on }

func (v view) rows(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	return v.tx.QueryContext(ctx, text, args...)
}
