package demo

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// markTable makes the demonstration's only table of its own.
var markTable = store.Set{Name: "demo", FS: files}

// Mark tells a demonstration's database from one that people work with. An empty database has the zero Mark.
type Mark struct {
	// ID stands in the demonstration's folder too, where the key is that opens what the database holds.
	ID string
	// Played is true once the year was played to its end.
	Played bool
}

// ErrForeign is returned for a database that holds something that is not a demonstration.
var ErrForeign = fault.New(fault.Conflict, lang.T("这个数据库里有不属于演示的内容，演示不会动它；请用 --db 另指一个数据库，或不设 LINLI_DB",
	"The database holds something that is not a demonstration, and is left alone. Name another one by --db, or unset LINLI_DB."))

// MarkOf reads a database's mark.
func MarkOf(ctx context.Context, db *store.DB) (Mark, error) {
	tables, err := db.Tables(ctx)
	if err != nil || len(tables) == 0 {
		return Mark{}, err
	}
	if !slices.Contains(tables, "demonstration") {
		return Mark{}, ErrForeign
	}
	m, err := store.One(ctx, db, func(r store.Row) (m Mark, err error) {
		var played int64
		err = r.Scan(&m.ID, &played)
		m.Played = played > 0
		return m, err
	}, `select id, played from demonstration`)
	if errors.Is(err, store.ErrNone) {
		return Mark{}, nil // it was broken off at once
	}
	return m, err
}

// Begin marks an empty database, before anything else is put into it.
func (m Mark) Begin(ctx context.Context, db *store.DB) error {
	if err := db.Migrate(ctx, markTable); err != nil {
		return err
	}
	return m.write(ctx, db, `insert into demonstration (id, played) values ($1, 0)`)
}

// End notes that the year was played to its end.
func (m Mark) End(ctx context.Context, db *store.DB) error {
	return m.write(ctx, db, `update demonstration set played = 1 where id = $1`)
}

func (m Mark) write(ctx context.Context, db *store.DB, text string) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, text, m.ID); err != nil {
			return fmt.Errorf("mark the demonstration: %w", err)
		}
		return nil
	})
}
