package person

import (
	"context"
	"fmt"
	"strings"

	"linli/internal/store"
)

// Named reads at most limit people who have exactly this name: for those who know whom they mean.
func (s *Service) Named(ctx context.Context, r store.Reader, realm, name string, limit int) ([]Person, error) {
	if name = cleanName(name); name == "" {
		return nil, nil
	}
	return list(ctx, r, store.Query(`select `+columns+` from person where realm = ? and name = ? order by id limit ?`, realm, name, limit))
}

// Search reads at most limit people by a part of their name, or by a whole phone number: those with an account first,
// then by name. An empty q finds those with an account; of everybody there is no list.
func (s *Service) Search(ctx context.Context, r store.Reader, realm, q string, limit int) ([]Person, error) {
	b := store.Query(`select `+columns+` from person where realm = ?`, realm)
	if phone := CleanPhone(q); ValidPhone(phone) {
		b.Add(`and phone_digest = ?`, s.digest(realm, phoneUse, phone))
	} else if q = cleanName(q); q != "" {
		b.Add(`and lower(name) like ? escape '\'`, "%"+escape.Replace(strings.ToLower(q))+"%")
	} else {
		b.Add(`and account <> ''`)
	}
	return list(ctx, r, b.Add(`order by case when account <> '' then 0 else 1 end, name, id limit ?`, limit))
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

var escape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
