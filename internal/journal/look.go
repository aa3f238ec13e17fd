package journal

import (
	"context"
	"fmt"

	"linli/internal/clock"
	"linli/internal/store"
)

// LooksAt reads the looks at the data of these subjects, the newest first, at most limit.
func (j *Journal) LooksAt(ctx context.Context, r store.Reader, realm string, subjects []string, limit int) ([]Look, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	q := store.In(store.Query(`select id, at, account, person, post, subject, what from look where realm = ? and`, realm), "subject", subjects).Add(`order by at desc, id desc limit ?`, limit)
	all, err := store.All(ctx, r, func(r store.Row) (s Look, err error) {
		var at int64
		err = r.Scan(&s.ID, &at, &s.By.Account, &s.By.Person, &s.By.Post, &s.Subject, &s.What)
		s.At = clock.FromMillis(at)
		return s, err
	}, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("looks in %s: %w", realm, err)
	}
	return all, nil
}
