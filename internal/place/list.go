package place

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"linli/internal/store"
)

// Children reads the places that lie directly in parent, in the order people count them; "" is the top.
func (s *Service) Children(ctx context.Context, r store.Reader, realm, parent string) ([]Place, error) {
	return list(ctx, r, store.Query(`select `+columns+` from place where realm = ? and parent = ? order by rank, id`, realm, parent))
}

// OfKind reads every place of a kind in the realm. For dwellings that is much; see Children.
func (s *Service) OfKind(ctx context.Context, r store.Reader, realm string, k Kind) ([]Place, error) {
	return list(ctx, r, store.Query(`select `+columns+` from place where realm = ? and kind = ? order by rank, id`, realm, k))
}

// Ancestors reads the places on the way down to p, without itself, in one query by the ids of its path.
func (s *Service) Ancestors(ctx context.Context, r store.Reader, p Place) ([]Place, error) {
	ids := p.IDs()
	if len(ids) < 2 {
		return nil, nil
	}
	q := store.In(store.Query(`select `+columns+` from place where realm = ? and`, p.Realm), "id", ids[:len(ids)-1])
	return list(ctx, r, q.Add(`order by length(path)`))
}

// ByIDs reads several places in one query, keyed by id; one that does not exist is absent.
func (s *Service) ByIDs(ctx context.Context, r store.Reader, realm string, ids []string) (map[string]Place, error) {
	found, err := list(ctx, r, store.In(store.Query(`select `+columns+` from place where realm = ? and`, realm), "id", ids))
	if err != nil {
		return nil, err
	}
	m := make(map[string]Place, len(found))
	for _, p := range found {
		m[p.ID] = p
	}
	return m, nil
}

func list(ctx context.Context, r store.Reader, q *store.Q) ([]Place, error) {
	all, err := store.All(ctx, r, scan, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("places: %w", err)
	}
	return all, nil
}

// Counts tells how many places of each kind lie directly in these.
func (s *Service) Counts(ctx context.Context, r store.Reader, realm string, parents []string) (map[string]map[Kind]int, error) {
	type row struct {
		parent string
		kind   Kind
		n      int
	}
	q := store.In(store.Query(`select parent, kind, count(*) from place where realm = ? and`, realm), "parent", parents).Add(`group by parent, kind`)
	rows, err := store.All(ctx, r, func(r store.Row) (v row, err error) { return v, r.Scan(&v.parent, &v.kind, &v.n) }, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("count places: %w", err)
	}
	in := map[string]map[Kind]int{}
	for _, v := range rows {
		if in[v.parent] == nil {
			in[v.parent] = map[Kind]int{}
		}
		in[v.parent][v.kind] = v.n
	}
	return in, nil
}

// ByName reads the place with this full name, or with this code, or gives ErrNone.
func (s *Service) ByName(ctx context.Context, r store.Reader, realm, name string) (Place, error) {
	p, err := one(ctx, r, `select `+columns+` from place where realm = $1 and fullname = $2`, realm, name)
	if errors.Is(err, ErrNone) {
		return s.ByCode(ctx, r, realm, name)
	}
	return p, err
}

// Inside reads at most limit places of these kinds that lie in the place with this path, itself too, in the order of
// their names; the path "" is the whole realm.
func (s *Service) Inside(ctx context.Context, r store.Reader, realm, path string, kinds []string, limit int) ([]Place, error) {
	q := store.Query(`select `+columns+` from place where realm = ? and path like ? and`, realm, path+"%")
	all, err := list(ctx, r, store.In(q, "kind", kinds).Add(`order by fullname, id`))
	slices.SortStableFunc(all, func(a, b Place) int { return strings.Compare(natural(a.Full), natural(b.Full)) })
	return all[:min(limit, len(all))], err
}
