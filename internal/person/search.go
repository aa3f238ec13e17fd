package person

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/internal/search"
	"linli/internal/store"
)

// Named reads at most limit people who have exactly this name: for those who know whom they mean.
func (s *Service) Named(ctx context.Context, r store.Reader, realm, name string, limit int) ([]Person, error) {
	if name = cleanName(name); name == "" {
		return nil, nil
	}
	return list(ctx, r, store.Query(`select `+columns+` from person where realm = ? and name = ? order by id limit ?`, realm, name, limit))
}

// names finds people by their names.
const names store.Names = "person"

// CatchUp puts into the index of names what is not in it yet; see [store.Names.CatchUp].
func (s *Service) CatchUp(ctx context.Context, db *store.DB) error {
	return names.CatchUp(ctx, db, `select t.realm, t.id, t.name from person t where not exists (select 1 from ~ x where x.realm = t.realm and x.id = t.id) order by t.realm, t.id`)
}

// Search reads at most limit people by a part of their name, or by a whole phone number: of the first that are found, those
// with an account before the others. An empty q finds those with an account, by name; of everybody there is no list.
func (s *Service) Search(ctx context.Context, r store.Reader, realm, q string, limit int) ([]Person, error) {
	if cleanName(q) == "" {
		return list(ctx, r, store.Query(`select `+columns+` from person where realm = ? and account <> '' order by name, id limit ?`, realm, limit))
	}
	all, _, err := s.Find(ctx, r, realm, q, 0, limit)
	slices.SortStableFunc(all, func(a, b Person) int {
		if signs := (a.Account == "") == (b.Account == ""); !signs {
			return cmp.Compare(b.Account, a.Account)
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return all, err
}

// Find is Search by something page by page, in the order in which people were booked: the next page is found after next, which is
// 0 on the last.
func (s *Service) Find(ctx context.Context, r store.Reader, realm, q string, after int64, limit int) (found []Person, next int64, err error) {
	if phone := CleanPhone(q); ValidPhone(phone) {
		found, err = list(ctx, r, store.Query(`select `+columns+` from person where realm = ? and phone_digest = ? and phone_digest <> '' order by id limit ?`, realm, s.digest(realm, phoneUse, phone), limit))
		return found, 0, err
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

// Paths reads where households live: the path of each one's dwelling, by the household's id. One that moved out, or whose
// dwelling is not known, is absent.
func (s *Service) Paths(ctx context.Context, r store.Reader, realm string, households []string) (map[string]string, error) {
	q := store.Query(`select h.id, p.path from household h join place p on p.realm = h.realm and p.id = h.dwelling where h.realm = ? and h.until = 0 and`, realm)
	type lives struct{ household, path string }
	all, err := store.All(ctx, r, func(row store.Row) (v lives, err error) { return v, row.Scan(&v.household, &v.path) }, store.In(q, "h.id", households).Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("where households live: %w", err)
	}
	paths := make(map[string]string, len(all))
	for _, v := range all {
		paths[v.household] = v.path
	}
	return paths, nil
}
