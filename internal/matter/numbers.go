package matter

import (
	"context"
	"fmt"

	"linli/internal/store"
)

// Numbers tells the numbers of matters by their ids. Of an id that is not there it tells nothing.
func (s *Service) Numbers(ctx context.Context, r store.Reader, realm string, ids []string) (map[string]int64, error) {
	numbers := make(map[string]int64, len(ids))
	q := store.In(store.Query(`select id, number from matter where realm = ? and`, realm), "id", ids)
	err := store.Each(ctx, r, func(row store.Row) error {
		var id string
		var n int64
		if err := row.Scan(&id, &n); err != nil {
			return err
		}
		numbers[id] = n
		return nil
	}, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("numbers of matters in %s: %w", realm, err)
	}
	return numbers, nil
}
