package matter

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"linli/internal/search"
	"linli/internal/store"
)

// The full-text index holds of every matter its number and the terms of its title and its text. What is sealed is not in it;
// of a kind that only its parties see, it holds the terms of the title closed by a key, and nothing of the text.
//
// SQLite's index knows rows by a whole number alone: a realm has a shelf of such numbers, and a matter's place on the shelf
// is its own number. PostgreSQL's is a table beside the matters.

// room is how many matters a shelf has room for.
const room = 1 << 40

// index puts a matter, whose row is written and which is not there, into the full-text index. SQLite's is written once for
// all that share a commit, in the order of its rows: else it would be written out for each of them.
func (s *Service) index(ctx context.Context, tx *store.Tx, m *Matter) error {
	shelf, err := s.shelf(ctx, tx, m.Realm, m.Number)
	if err != nil {
		return err
	}
	title, body := s.terms(m)
	if tx.Dialect() == store.SQLite {
		all := store.Together(tx, "matter_text", func() texts { return texts{} }, func(tx *store.Tx, all texts) error { return all.write(ctx, tx) })
		all[shelf*room+m.Number] = [2]string{strings.Join(title, " "), strings.Join(body, " ")}
		return nil
	}
	if _, err := tx.Exec(ctx, `insert into matter_text (realm, number, terms) values ($1, $2, cast($3 as tsvector))`, m.Realm, m.Number, search.TSVector(m.Realm, title, body)); err != nil {
		return fmt.Errorf("index matter %s: %w", m.ID, err)
	}
	return nil
}

// texts are the terms of titles and texts for SQLite's index, by its rows.
type texts map[int64][2]string

func (all texts) write(ctx context.Context, tx *store.Tx) error {
	for _, row := range slices.Sorted(maps.Keys(all)) {
		if _, err := tx.Exec(ctx, `insert into matter_text (rowid, title, body) values ($1, $2, $3)`, row, all[row][0], all[row][1]); err != nil {
			return fmt.Errorf("index %d matters: %w", len(all), err)
		}
	}
	return nil
}

// shelf is the number of a realm's shelf, which it is given when it has none. Its matters with smaller numbers than behind
// are not in the index then.
func (s *Service) shelf(ctx context.Context, tx *store.Tx, realm string, behind int64) (int64, error) {
	n, err := store.One(ctx, tx, store.Value[int64], `select shelf from shelf where realm = $1 and here = 1`, realm)
	if !errors.Is(err, store.ErrNone) {
		return n, err
	}
	if err := s.shelve(ctx, tx, realm, behind); err != nil {
		return 0, err
	}
	return store.One(ctx, tx, store.Value[int64], `select shelf from shelf where realm = $1 and here = 1`, realm)
}

// reindex puts a matter into the index anew, as its kind now is.
func (s *Service) reindex(ctx context.Context, tx *store.Tx, m *Matter) error {
	var err error
	if tx.Dialect() == store.SQLite {
		_, err = tx.Exec(ctx, `delete from matter_text where rowid = (select shelf * $1 + $2 from shelf where realm = $3)`, room, m.Number, m.Realm)
	} else {
		_, err = tx.Exec(ctx, `delete from matter_text where realm = $1 and number = $2`, m.Realm, m.Number)
	}
	if err != nil {
		return fmt.Errorf("take matter %s from the index: %w", m.ID, err)
	}
	return s.index(ctx, tx, m)
}

// shelve gives a realm its shelf, where there is none or its index stayed behind in another database. The realm's matters with
// smaller numbers are not in the index.
func (s *Service) shelve(ctx context.Context, tx *store.Tx, realm string, behind int64) error {
	_, err := tx.Exec(ctx, `insert into shelf (realm, shelf, behind, here) select $1, coalesce(max(shelf), 0) + 1, $2, 1 from shelf where true
		on conflict (realm) do update set behind = excluded.behind, here = 1 where shelf.here = 0`, realm, behind)
	if err != nil {
		return fmt.Errorf("shelf of %s: %w", realm, err)
	}
	return nil
}

func (s *Service) terms(m *Matter) (title, body []string) {
	number := strconv.FormatInt(m.Number, 10)
	if m.Kind.Seen.By == "parties" || m.hidden {
		return append([]string{number}, search.Closed(m.Title, s.closeTerm(m.Realm))...), nil
	}
	return append([]string{number}, search.Terms(m.Title)...), search.Terms(m.Body)
}

// closeTerm makes of a term what stands for it where it must not be read: the same for the same term of a realm.
func (s *Service) closeTerm(realm string) func(term string) string {
	return func(term string) string { return s.ring.Digest(use(realm)+"/term", term)[:12] }
}

// source begins a query over matters m: all of a realm, or those in which words stand, newest first in either case. By is
// the column to order by, so that the engines need not sort.
func (s *Service) source(columns, realm, words string) (q *store.Q, by string) {
	ask := search.Ask(words)
	switch {
	case strings.TrimSpace(words) == "":
		return store.Query(`select `+columns+` from matter m where m.realm = ?`, realm), "m.number"
	case ask.Empty():
		return store.Query(`select `+columns+` from matter m where m.realm = ? and 1 = 0`, realm), "m.number"
	case s.db.Dialect() == store.SQLite:
		q = store.Query(`select `+columns+` from matter_text t cross join matter m on m.realm = ? and m.number = t.rowid - (select shelf * ? from shelf where realm = ?)`, realm, room, realm)
		q.Add(`where matter_text match ? and t.rowid >= (select shelf * ? from shelf where realm = ?) and t.rowid < (select (shelf + 1) * ? from shelf where realm = ?)`,
			ask.FTS5(s.closeTerm(realm)), room, realm, room, realm)
		return q, "t.rowid"
	default:
		q = store.Query(`select `+columns+` from matter_text t join matter m on m.realm = t.realm and m.number = t.number where t.realm = ? and t.terms @@ cast(? as tsquery)`,
			realm, `'=`+realm+`' & `+ask.First().TSQuery("", s.closeTerm(realm)))
		// The whole query is hidden in a case, so that the plan rests on what can be estimated: common words are looked for from the newest on.
		return q.Add(`and case when t.terms @@ cast(? as tsquery) then true else false end`, ask.TSQuery("", s.closeTerm(realm))), "t.number"
	}
}

// titled keeps a query that was begun by source to matters in whose title all the words stand.
func (s *Service) titled(q *store.Q, realm, words string) {
	ask := search.Ask(words)
	if s.db.Dialect() == store.SQLite {
		q.Add(`t.rowid in (select rowid from matter_text where matter_text match ? and rowid >= (select shelf * ? from shelf where realm = ?) and rowid < (select (shelf + 1) * ? from shelf where realm = ?))`,
			`{title} : (`+ask.FTS5(s.closeTerm(realm))+`)`, room, realm, room, realm)
		return
	}
	q.Add(`t.terms @@ cast(? as tsquery)`, ask.TSQuery("A", s.closeTerm(realm)))
}
