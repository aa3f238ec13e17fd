package store

import (
	"context"
	"database/sql"
)

// Snapshot reads the database as it stands at one moment, whatever is written meanwhile. It is for one goroutine.
func (db *DB) Snapshot(ctx context.Context, read func(Reader) error) error {
	o := &sql.TxOptions{ReadOnly: true}
	if db.dialect == Postgres {
		o.Isolation = sql.LevelRepeatableRead // in SQLite, every reading transaction is one
	}
	t, err := db.read.BeginTx(ctx, o)
	if err != nil {
		return translate(err)
	}
	defer func() { _ = t.Rollback() }()
	return read(snapshot{t})
}

type snapshot struct{ tx *sql.Tx }

func (s snapshot) rows(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	return s.tx.QueryContext(ctx, text, args...)
}
