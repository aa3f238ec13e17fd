package matter

import (
	"context"
	"fmt"

	"linli/internal/access"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Standing is how many matters of one kind are open in one grid; Grid is "" for those that lie in none.
type Standing struct {
	Kind *playbook.Kind
	Grid string
	Open int64
}

// Standing reads how many matters are open in a realm, by kind and grid, as they are kept. Kinds that only their parties and
// those who work on them see are left out, as are those that the realm does not play any more.
func (s *Service) Standing(ctx context.Context, r store.Reader, id *access.Identity, realm string) ([]Standing, error) {
	set, err := s.books.CurrentAt(ctx, r, realm, here(id, realm).Version())
	if err != nil {
		return nil, err
	}
	var all []Standing
	err = store.Each(ctx, r, func(row store.Row) error {
		var kind string
		var v Standing
		if err := row.Scan(&kind, &v.Grid, &v.Open); err != nil {
			return err
		}
		if v.Kind = set.Kind(kind); v.Kind != nil && v.Kind.Seen.By != "parties" {
			all = append(all, v)
		}
		return nil
	}, `select kind, grid, open from standing where realm = $1 and open > 0 order by kind, grid`, realm)
	if err != nil {
		return nil, fmt.Errorf("what is open in %s: %w", realm, err)
	}
	return all, nil
}

// stands counts a matter that began or ended; was and is say whether it is open. Call it where the realm's chain is held.
func stands(ctx context.Context, tx *store.Tx, m *Matter, was, is bool) error {
	by := 0
	switch {
	case is && !was:
		by = 1
	case was && !is:
		by = -1
	default:
		return nil
	}
	if _, err := tx.Exec(ctx, `insert into standing (realm, kind, grid, open) values ($1, $2, $3, $4)
		on conflict (realm, kind, grid) do update set open = standing.open + excluded.open`, m.Realm, m.KindID, m.Grid, by); err != nil {
		return fmt.Errorf("count what is open in %s: %w", m.Realm, err)
	}
	return nil
}

// standing compares what is kept with the open matters themselves, which were compared with the record before.
func (c *Recount) standing(ctx context.Context, r store.Reader) (string, error) {
	why := ""
	err := store.Each(ctx, r, func(row store.Row) error {
		var kind, grid string
		var kept, open int64
		if err := row.Scan(&kind, &grid, &kept, &open); err != nil {
			return err
		}
		if kept != open && why == "" {
			why = fmt.Sprintf("%d matters of %s are kept as open in grid %q, and %d are", kept, kind, grid, open)
		}
		return nil
	}, `select kind, grid, cast(sum(kept) as bigint), cast(sum(open) as bigint) from (
		select kind, grid, open as kept, 0 as open from standing where realm = $1
		union all select kind, grid, 0, count(*) from matter where realm = $1 and ending = '' group by kind, grid) of_each
		group by kind, grid order by kind, grid`, c.realm)
	if err != nil {
		return "", fmt.Errorf("recount what is open: %w", err)
	}
	return why, nil
}
