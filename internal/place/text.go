package place

import (
	"context"

	"linli/internal/search"
	"linli/internal/store"
)

// names finds places by their full names. What lies in a place came after it, so the wider is found first.
const names store.Names = "place"

// CatchUp puts into the index of names what is not in it yet; see [store.Names.CatchUp].
func (s *Service) CatchUp(ctx context.Context, db *store.DB) error {
	return names.CatchUp(ctx, db, `select t.realm, t.id, t.fullname from place t where not exists (select 1 from ~ x where x.realm = t.realm and x.id = t.id) order by length(t.path), t.rank, t.id`)
}

// Search reads the first places in whose full names all the words of q stand, the wider before what lies in it; by a
// code, its place alone. It reads at most limit, and nothing for an empty q.
func (s *Service) Search(ctx context.Context, r store.Reader, realm, q string, limit int) ([]Place, error) {
	all, _, err := s.Find(ctx, r, realm, q, 0, limit)
	return all, err
}

// Find is Search page by page: the next one is found after next, which is 0 on the last.
func (s *Service) Find(ctx context.Context, r store.Reader, realm, q string, after int64, limit int) (found []Place, next int64, err error) {
	if after == 0 && validCode(cleanCode(q)) {
		if p, err := s.ByCode(ctx, r, realm, q); err == nil {
			return []Place{p}, 0, nil
		}
	}
	ids, next, err := names.Find(ctx, r, realm, search.Ask(q), after, limit)
	if err != nil || len(ids) == 0 {
		return nil, 0, err
	}
	by, err := s.ByIDs(ctx, r, realm, ids)
	for _, id := range ids {
		if p, ok := by[id]; ok {
			found = append(found, p)
		}
	}
	return found, next, err
}
