package journal

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// Follow says which entries an auditor wants to see. Empty parts do not narrow.
type Follow struct {
	Kind, Person, Subject string
	From, Until           time.Time // from a moment, to a moment that is no longer in it
	Before                string    // an entry's number or a look's id: where the page before ended
	Limit                 int
}

// Entries reads the headers of a page of a realm's entries, newest first, without their payloads; next is where the next
// page begins, "" on the last one.
func (j *Journal) Entries(ctx context.Context, r store.Reader, realm string, f Follow) (found []Entry, next string, err error) {
	q := store.Query(`select realm, number, at, account, person, post, kind, subject from journal where realm = ?`, realm)
	f.narrow(q)
	if f.Kind != "" {
		q.Add("and kind = ?", f.Kind)
	}
	if f.Before != "" {
		q.Add("and number < cast(? as bigint)", f.Before)
	}
	found, err = store.All(ctx, r, func(r store.Row) (e Entry, err error) {
		var at int64
		err = r.Scan(&e.Realm, &e.Number, &at, &e.By.Account, &e.By.Person, &e.By.Post, &e.Kind, &e.Subject)
		e.At = clock.FromMillis(at)
		return e, err
	}, q.Add("order by number desc limit ?", f.Limit+1).Text(), q.Args()...)
	if err != nil {
		return nil, "", fmt.Errorf("follow the journal of %s: %w", realm, err)
	}
	if len(found) > f.Limit {
		found = found[:f.Limit]
		next = fmt.Sprint(found[f.Limit-1].Number)
	}
	return found, next, nil
}

// Look is that somebody saw personal or sealed data about a subject; What names the data.
type Look struct {
	ID            string
	At            time.Time
	By            Actor
	Subject, What string
}

// Looks reads a page of the looks in a realm, newest first; next is as in Entries.
func (j *Journal) Looks(ctx context.Context, r store.Reader, realm string, f Follow) (found []Look, next string, err error) {
	q := store.Query(`select id, at, account, person, post, subject, what from look where realm = ?`, realm)
	f.narrow(q)
	if f.Before != "" {
		q.Add("and id < ?", f.Before)
	}
	found, err = store.All(ctx, r, func(r store.Row) (l Look, err error) {
		var at int64
		err = r.Scan(&l.ID, &at, &l.By.Account, &l.By.Person, &l.By.Post, &l.Subject, &l.What)
		l.At = clock.FromMillis(at)
		return l, err
	}, q.Add("order by id desc limit ?", f.Limit+1).Text(), q.Args()...)
	if err != nil {
		return nil, "", fmt.Errorf("looks in %s: %w", realm, err)
	}
	if len(found) > f.Limit {
		found = found[:f.Limit]
		next = found[f.Limit-1].ID
	}
	return found, next, nil
}

func (f Follow) narrow(q *store.Q) {
	if f.Person != "" {
		q.Add("and person = ? and person <> ''", f.Person)
	}
	if f.Subject != "" {
		q.Add("and subject = ?", f.Subject)
	}
	if !f.From.IsZero() {
		q.Add("and at >= ?", clock.Millis(f.From))
	}
	if !f.Until.IsZero() {
		q.Add("and at < ?", clock.Millis(f.Until))
	}
}

// Read opens one entry whole, and notes the look first: what it holds may be about somebody. It gives store.ErrNone when
// there is no such entry.
func (j *Journal) Read(ctx context.Context, db *store.DB, realm string, by Actor, number int64) (Entry, error) {
	v, err := store.One(ctx, db, scan, `select `+columns+` from journal where realm = $1 and number = $2`, realm, number)
	if err != nil {
		return Entry{}, err
	}
	if err := j.Look(ctx, db, realm, by, v.Subject, fmt.Sprintf("journal/%d", number)); err != nil {
		return Entry{}, err
	}
	return j.open(v)
}
