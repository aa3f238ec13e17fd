package store

import (
	"context"
	"fmt"
	"strings"

	"linli/internal/search"
)

// Names is a full-text index over what the rows of a table are called, in each engine's own form; the table is its name. A
// row is known by its realm and its id. On SQLite the terms lie in <table>_text, where a row has the number that
// <table>_shelf gives it; on PostgreSQL both stand in <table>_text. Numbers grow in the order in which rows came.
type Names string

// Put keeps what a row is called, in the transaction that writes the row; called anew, it is found by the new name only.
func (n Names) Put(ctx context.Context, tx *Tx, realm, id, name string) error {
	terms := search.Terms(name)
	var err error
	if tx.Dialect() == Postgres {
		_, err = tx.Exec(ctx, n.in(`insert into ~_text (realm, id, terms) values ($1, $2, cast($3 as tsvector))
			on conflict (realm, id) do update set terms = excluded.terms`), realm, id, search.TSVector(realm, terms, nil))
	} else {
		err = n.shelve(ctx, tx, realm, id, strings.Join(terms, " "))
	}
	if err != nil {
		return fmt.Errorf("index %s %s: %w", string(n), id, err)
	}
	return nil
}

func (n Names) shelve(ctx context.Context, tx *Tx, realm, id, terms string) error {
	if _, err := tx.Exec(ctx, n.in(`insert into ~_shelf (realm, id, number) select $1, $2, coalesce(max(number), 0) + 1 from ~_shelf where true on conflict do nothing`), realm, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, n.in(`delete from ~_text where rowid = (select number from ~_shelf where realm = $1 and id = $2)`), realm, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, n.in(`insert into ~_text (rowid, terms, realm) select number, $3, realm from ~_shelf where realm = $1 and id = $2`), realm, id, terms)
	return err
}

// Find reads the ids of the rows in whose names all the words stand, in the order in which they came: at most limit, of those
// after a number. Next is the number after which there are more; 0 when there are none.
func (n Names) Find(ctx context.Context, r Reader, realm string, words search.Query, after int64, limit int) (ids []string, next int64, err error) {
	if words.Empty() {
		return nil, 0, nil
	}
	var q *Q
	if r.dialectOf() == Postgres {
		q = Query(n.in(`select id, number from ~_text where realm = ? and terms @@ cast(? as tsquery) and number > ? order by number limit ?`),
			realm, `'=`+realm+`' & `+words.TSQuery("", nil), after, limit+1)
	} else {
		q = Query(n.in(`select s.id, s.number from ~_text x cross join ~_shelf s on s.number = x.rowid
			where ~_text match ? and s.realm = ? and x.rowid > ? order by x.rowid limit ?`),
			`{realm} : "`+realm+`" AND {terms} : (`+words.FTS5(nil)+`)`, realm, after, limit+1)
	}
	type found struct {
		id     string
		number int64
	}
	all, err := All(ctx, r, func(row Row) (f found, err error) { return f, row.Scan(&f.id, &f.number) }, q.Text(), q.Args()...)
	if err != nil {
		return nil, 0, fmt.Errorf("find in %s by words: %w", string(n), err)
	}
	if len(all) > limit {
		all = all[:limit]
		next = all[limit-1].number
	}
	for _, f := range all {
		ids = append(ids, f.id)
	}
	return ids, next, nil
}

// CatchUp puts into the index what is not in it: rows from before there was one, and those of a database that was read from
// an archive, which holds no index. The statement selects realm, id and name of the rows that are not in ~, in the order in
// which they are to be found. Where nothing is behind it asks one question.
func (n Names) CatchUp(ctx context.Context, db *DB, behind string) error {
	kept := "~_shelf"
	if db.Dialect() == Postgres {
		kept = "~_text"
	}
	type row struct{ realm, id, name string }
	all, err := All(ctx, db, func(r Row) (v row, err error) { return v, r.Scan(&v.realm, &v.id, &v.name) }, strings.ReplaceAll(behind, "~", n.in(kept)))
	for len(all) > 0 && err == nil {
		next := all[:min(caughtUp, len(all))]
		all = all[len(next):]
		err = db.Quiet(ctx, func(tx *Tx) error {
			for _, v := range next {
				there, err := One(ctx, tx, Value[int], strings.ReplaceAll(`select count(*) from ~ where realm = $1 and id = $2`, "~", n.in(kept)), v.realm, v.id)
				if err == nil && there == 0 { // else it was called otherwise meanwhile
					err = n.Put(ctx, tx, v.realm, v.id, v.name)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("what the index of %s is behind with: %w", string(n), err)
	}
	return nil
}

// caughtUp is how many rows are put into the index in one transaction.
const caughtUp = 200

// in puts the table's name where a statement has ~.
func (n Names) in(text string) string { return strings.ReplaceAll(text, "~", string(n)) }
