package store

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
)

// reads keeps a prepared statement for each text that is read on SQLite, at most maxKept. Texts come from the source code
// and from lists' filters; built texts put values in arguments, never in the text.
type reads struct {
	kept sync.Map // SQL text to *sql.Stmt
	n    atomic.Int64
}

// prepared is the statement of a text, or nil when the text is to be run as it is.
func (k *reads) prepared(ctx context.Context, db *sql.DB, text string) (*sql.Stmt, error) {
	if s, ok := k.kept.Load(text); ok {
		return s.(*sql.Stmt), nil
	}
	if k.n.Add(1) > maxKept {
		k.n.Add(-1)
		return nil, nil
	}
	s, err := db.PrepareContext(context.WithoutCancel(ctx), text)
	if err != nil {
		k.n.Add(-1)
		return nil, err
	}
	if old, loaded := k.kept.LoadOrStore(text, s); loaded {
		k.n.Add(-1)
		s.Close()
		return old.(*sql.Stmt), nil
	}
	return s, nil
}
