package matter

import (
	"context"
	"fmt"

	"linli/internal/access"
	"linli/internal/store"
)

// Done reads the public matters of a realm that were done, the last one first: at most limit, as anyone may see them.
func (s *Service) Done(ctx context.Context, r store.Reader, realm string, limit int) ([]Item, error) {
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return nil, err
	}
	var public []string
	for _, b := range set {
		for _, k := range b.Kinds {
			if k.Seen.By == "public" {
				public = append(public, k.ID())
			}
		}
	}
	if len(public) == 0 {
		return nil, nil
	}
	q := doneQuery(realm, public, limit)
	rows, err := store.All(ctx, r, scanItem, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("matters done in %s: %w", realm, err)
	}
	items, _, err := s.items(ctx, r, realm, rows, &access.Identity{Realm: realm}, set)
	return items, err
}

// doneQuery goes by closing, not by kind: of the kinds there are many matters, and only the last few are wanted.
func doneQuery(realm string, kinds []string, limit int) *store.Q {
	q := store.Query(`select `+itemColumns+` from matter m where m.realm = ? and m.ending = 'done'`, realm)
	store.In(q.Add("and"), "m.kind || ''", kinds)
	return q.Add("order by m.closed desc, m.number desc limit ?", limit)
}
