package store

import (
	"context"
	"database/sql"
	"errors"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// ErrNone is returned by One when there is no such row.
var ErrNone = errors.New("store: no such row")

// Reader is what can be read from: the database, or a transaction that sees its own writes.
type Reader interface {
	rows(ctx context.Context, text string, args []any) (*sql.Rows, error)
	dialectOf() Dialect
}

// Row is one row being read.
type Row interface{ Scan(dest ...any) error }

// One reads the first row, or gives ErrNone.
func One[T any](ctx context.Context, r Reader, scan func(Row) (T, error), text string, args ...any) (T, error) {
	var none T
	rows, err := r.rows(ctx, text, args)
	if err != nil {
		return none, translate(err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return none, translate(err)
		}
		return none, ErrNone
	}
	v, err := scan(rows)
	if err != nil {
		return none, err
	}
	return v, translate(rows.Close())
}

// All reads every row.
func All[T any](ctx context.Context, r Reader, scan func(Row) (T, error), text string, args ...any) ([]T, error) {
	rows, err := r.rows(ctx, text, args)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		if len(all) == cap(all) { // rows are wide: copy them seldom
			all = slices.Grow(all, max(4, 3*len(all)))
		}
		all = append(all, v)
	}
	return all, translate(rows.Err())
}

// Value scans a single column.
func Value[T any](r Row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

func (db *DB) rows(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	if db.dialect == Postgres { // pgx keeps prepared statements itself
		if strings.Contains(text, "tsquery") { // whose best plan depends on which words are asked for
			args = append([]any{pgx.QueryExecModeCacheDescribe}, args...)
		}
		return db.read.QueryContext(ctx, text, args...)
	}
	s, err := db.reads.prepared(ctx, db.read, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return db.read.QueryContext(ctx, text, args...)
	}
	return s.QueryContext(ctx, args...)
}

func (tx *Tx) rows(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	if returns(text) {
		tx.wrote = true
	}
	ctx = tx.context(ctx)
	if s := tx.prepared(ctx, text); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return tx.tx.QueryContext(ctx, text, args...)
}

// Exec runs a statement and tells how many rows it changed.
func (tx *Tx) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	tx.wrote = true
	ctx = tx.context(ctx)
	var res sql.Result
	var err error
	if s := tx.prepared(ctx, text); s != nil {
		res, err = s.ExecContext(ctx, args...)
	} else {
		res, err = tx.tx.ExecContext(ctx, text, args...)
	}
	if err != nil {
		return 0, translate(err)
	}
	n, err := res.RowsAffected()
	return n, translate(err)
}

// context keeps a caller who leaves from interrupting a statement on SQLite: an interrupted write rolls back the whole
// transaction there, which others share.
func (tx *Tx) context(ctx context.Context) context.Context {
	if tx.db.dialect == SQLite {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

func (db *DB) dialectOf() Dialect { return db.dialect }
func (tx *Tx) dialectOf() Dialect { return tx.db.dialect }

// Dialect tells which engine the transaction runs on.
func (tx *Tx) Dialect() Dialect { return tx.db.dialect }

// returns tells whether a text that is queried also writes: insert, update or delete with returning, or within a with.
func returns(text string) bool {
	t := strings.ToLower(strings.TrimSpace(text))
	return !strings.HasPrefix(t, "select") && (!strings.HasPrefix(t, "with") || writing.MatchString(t))
}

var writing = regexp.MustCompile(`\b(insert|update|delete|merge)\b`)

// Q builds a statement from parts: each ? in a part becomes the next $n, bound to the next argument.
type Q struct {
	text strings.Builder
	args []any
}

// Query begins a Q.
func Query(part string, args ...any) *Q { return new(Q).Add(part, args...) }

// Add appends a part and its arguments.
func (q *Q) Add(part string, args ...any) *Q {
	if q.text.Len() > 0 {
		q.text.WriteByte(' ')
	}
	for i := 0; ; {
		before, after, found := strings.Cut(part, "?")
		q.text.WriteString(before)
		if !found {
			break
		}
		q.args = append(q.args, args[i])
		q.text.WriteString("$" + strconv.Itoa(len(q.args)))
		part, i = after, i+1
	}
	return q
}

// In appends "<column> in (…)"; an empty list matches nothing. The last value stands there several times, so that lists of
// any length make few texts, each of which is prepared once.
func In[T any](q *Q, column string, values []T) *Q {
	if len(values) == 0 {
		return q.Add("1 = 0")
	}
	args := make([]any, 1<<bits.Len(uint(len(values)-1)))
	for i := range args {
		args[i] = values[min(i, len(values)-1)]
	}
	return q.Add(column+" in (?"+strings.Repeat(", ?", len(args)-1)+")", args...)
}

// Text is the statement so far.
func (q *Q) Text() string { return q.text.String() }

// Args are its arguments so far.
func (q *Q) Args() []any { return q.args }
