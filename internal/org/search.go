package org

import (
	"context"

	"linli/internal/search"
	"linli/internal/store"
)

// names finds organisations by their titles.
const names store.Names = "org"

// CatchUp puts into the index of names what is not in it yet; see [store.Names.CatchUp].
func (s *Service) CatchUp(ctx context.Context, db *store.DB) error {
	return names.CatchUp(ctx, db, `select t.realm, t.id, t.title from org t where not exists (select 1 from ~ x where x.realm = t.realm and x.id = t.id) order by t.kind, t.title, t.id`)
}

// Search reads the first organisations in whose titles all the words of q stand: at most limit, and none for an empty q.
func (s *Service) Search(ctx context.Context, r store.Reader, realm, q string, limit int) ([]Org, error) {
	all, _, err := s.Find(ctx, r, realm, q, 0, limit)
	return all, err
}

// Find is Search page by page: the next one is found after next, which is 0 on the last.
func (s *Service) Find(ctx context.Context, r store.Reader, realm, q string, after int64, limit int) (found []Org, next int64, err error) {
	ids, next, err := names.Find(ctx, r, realm, search.Ask(q), after, limit)
	if err != nil || len(ids) == 0 {
		return nil, 0, err
	}
	by, err := s.ByIDs(ctx, r, realm, ids)
	for _, id := range ids {
		if o, ok := by[id]; ok {
			found = append(found, o)
		}
	}
	return found, next, err
}
