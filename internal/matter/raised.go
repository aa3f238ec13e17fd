package matter

import (
	"context"
	"fmt"

	"linli/internal/store"
)

// Raised reads which matters a person raised: their numbers by what the journal calls them, of the newest limit.
func (s *Service) Raised(ctx context.Context, r store.Reader, realm, person string, limit int) (map[string]int64, error) {
	type row struct {
		id     string
		number int64
	}
	all, err := store.All(ctx, r, func(r store.Row) (v row, err error) { return v, r.Scan(&v.id, &v.number) },
		`select id, number from matter where realm = $1 and raiser = $2 and raiser <> '' order by number desc limit $3`, realm, person, limit)
	if err != nil {
		return nil, fmt.Errorf("matters of %s: %w", person, err)
	}
	m := make(map[string]int64, len(all))
	for _, v := range all {
		m[subject(v.id)] = v.number
	}
	return m, nil
}
