package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Each reads rows one after another and keeps none; it stops at the first error that do returns.
func Each(ctx context.Context, r Reader, do func(Row) error, text string, args ...any) error {
	rows, err := r.rows(ctx, text, args)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

// Rows reads a table's rows, each as its columns' values: nil, string, int64, float64, bool or []byte. JSON is read as its
// text. The values are the caller's only until do returns. where, which may be nil, begins with "where".
func (t Table) Rows(ctx context.Context, r Reader, where *Q, do func([]any) error) error {
	cols := make([]string, len(t.Columns))
	dest := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		cols[i] = quoted(c.Name)
		switch c.Type {
		case Text:
			dest[i] = new(sql.NullString)
		case JSON:
			cols[i] = "cast(" + cols[i] + " as text)"
			dest[i] = new(sql.NullString)
		case Integer:
			dest[i] = new(sql.NullInt64)
		case Real:
			dest[i] = new(sql.NullFloat64)
		case Boolean:
			dest[i] = new(sql.NullBool)
		case Bytes:
			dest[i] = new([]byte)
		}
	}
	if where == nil {
		where = new(Q)
	}
	values := make([]any, len(dest))
	err := Each(ctx, r, func(row Row) error {
		if err := row.Scan(dest...); err != nil {
			return err
		}
		for i, d := range dest {
			values[i] = nil
			switch d := d.(type) {
			case *sql.NullString:
				if d.Valid {
					values[i] = d.String
				}
			case *sql.NullInt64:
				if d.Valid {
					values[i] = d.Int64
				}
			case *sql.NullFloat64:
				if d.Valid {
					values[i] = d.Float64
				}
			case *sql.NullBool:
				if d.Valid {
					values[i] = d.Bool
				}
			case *[]byte:
				if *d != nil {
					values[i] = *d
				}
			}
		}
		return do(values)
	}, "select "+strings.Join(cols, ", ")+" from "+quoted(t.Name)+" "+where.Text(), where.Args()...)
	if err != nil {
		return fmt.Errorf("rows of %s: %w", t.Name, err)
	}
	return nil
}

// maxBound is how many values one statement of Insert binds. SQLite's driver looks each of them up among all of them.
const maxBound = 200

// Insert puts rows into the table, each with a value for every column, as Rows reads them.
func (t Table) Insert(ctx context.Context, tx *Tx, rows [][]any) error {
	cols := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		cols[i] = quoted(c.Name)
	}
	step := max(1, maxBound/max(1, len(cols)))
	one := "(?" + strings.Repeat(", ?", len(cols)-1) + ")"
	for len(rows) > 0 {
		n := min(step, len(rows))
		q := Query("insert into " + quoted(t.Name) + " (" + strings.Join(cols, ", ") + ") values")
		for i, r := range rows[:n] {
			if i > 0 {
				q.text.WriteByte(',')
			}
			q.Add(one, r...)
		}
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return fmt.Errorf("rows into %s: %w", t.Name, err)
		}
		rows = rows[n:]
	}
	return nil
}

// Empty removes a table's rows, such as those that a migration put there.
func (t Table) Empty(ctx context.Context, tx *Tx) error {
	if _, err := tx.Exec(ctx, "delete from "+quoted(t.Name)); err != nil {
		return fmt.Errorf("empty %s: %w", t.Name, err)
	}
	return nil
}
