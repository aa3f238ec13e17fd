package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Explained reads from a database and notes beside it how the engine goes about every query: for tests that state a plan.
type Explained struct {
	DB    *DB
	Plans []string // one for each query, a line for each step
}

func (e *Explained) rows(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	plan, err := e.plan(ctx, text, args)
	if err != nil {
		return nil, fmt.Errorf("explain %s: %w", text, err)
	}
	e.Plans = append(e.Plans, plan)
	return e.DB.rows(ctx, text, args)
}

func (e *Explained) dialectOf() Dialect { return e.DB.dialect }

// plan asks PostgreSQL for a plan that reads a table from end to end only where no index would do: in a test its tables are
// so small that it always would.
func (e *Explained) plan(ctx context.Context, text string, args []any) (plan string, err error) {
	t, err := e.DB.read.BeginTx(ctx, nil)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, t.Rollback()) }()
	explain := "explain query plan "
	if e.DB.dialect == Postgres {
		explain = "explain (costs off) "
		if _, err := t.ExecContext(ctx, `set local enable_seqscan = off`); err != nil {
			return "", err
		}
	}
	rows, err := t.QueryContext(ctx, explain+text, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		var a, b, c int
		if e.DB.dialect == Postgres {
			err = rows.Scan(&line)
		} else {
			err = rows.Scan(&a, &b, &c, &line)
		}
		if err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), rows.Err()
}
