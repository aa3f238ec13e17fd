package store

import (
	"context"
	"database/sql"
)

// writes keeps a prepared statement for each text on SQLite's only writing connection. While a transaction runs, the
// connection is taken and nothing can be prepared on it for longer than that; so a text that is met for the first time
// runs as it is, and is prepared when the transaction is over.
type writes struct {
	kept map[string]*sql.Stmt // for as long as the connection lives
	open map[string]*sql.Stmt // the same, as the running transaction uses them
	met  []string             // not prepared yet
}

// maxKept bounds how many statements are kept: lists with many filters make many texts.
const maxKept = 500

// prepared is the statement of a text, or nil when the text is to be run as it is.
func (tx *Tx) prepared(ctx context.Context, text string) *sql.Stmt {
	if tx.db.dialect == Postgres { // pgx keeps prepared statements itself
		return nil
	}
	w := &tx.db.writes
	if s := w.open[text]; s != nil {
		return s
	}
	s := w.kept[text]
	if s == nil {
		if len(w.kept)+len(w.met) < maxKept {
			w.met = append(w.met, text)
		}
		return nil
	}
	s = tx.tx.StmtContext(ctx, s)
	if w.open == nil {
		w.open = map[string]*sql.Stmt{}
	}
	w.open[text] = s
	return s
}

// after prepares what a transaction, now over, met for the first time. A text that cannot be prepared stays as it is:
// whoever ran it was told why.
func (w *writes) after(ctx context.Context, db *sql.DB) {
	clear(w.open)
	for _, text := range w.met {
		if w.kept[text] != nil {
			continue
		}
		s, err := db.PrepareContext(ctx, text)
		if err != nil {
			continue
		}
		if w.kept == nil {
			w.kept = map[string]*sql.Stmt{}
		}
		w.kept[text] = s
	}
	w.met = w.met[:0]
}
