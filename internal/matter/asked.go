package matter

import (
	"context"
	"fmt"

	"linli/internal/access"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Asking is a matter in which more time or a suspension was asked for, and nobody has decided yet.
type Asking struct {
	Item
	Asked playbook.Asked
}

// Asking reads what waits for the word of this caller, who leads its kind: oldest first, at most limit.
func (s *Service) Asking(ctx context.Context, r store.Reader, id *access.Identity, realm string, limit int) ([]Asking, error) {
	id = here(id, realm)
	set, err := s.books.CurrentAt(ctx, r, realm, id.Version())
	if err != nil {
		return nil, err
	}
	var kinds []string
	for _, b := range set {
		c := anywhere(id, b.Actors)
		for _, k := range b.Kinds {
			if _, leads := (playbook.State{}).As(k, c, k.Lead...); leads {
				kinds = append(kinds, k.ID())
			}
		}
	}
	if len(kinds) == 0 {
		return nil, nil
	}
	q := store.Query(`select `+itemColumns+`, m.state from matter m where m.realm = ? and m.ending = '' and m.state -> 'asked' ->> 'move' <> '' and`, realm)
	store.In(q, "m.kind", kinds).Add("order by m.number limit ?", limit)
	rows, err := store.All(ctx, r, scanState, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("what is asked for in %s: %w", realm, err)
	}
	items, rows, err := s.items(ctx, r, realm, rows, id, set)
	if err != nil {
		return nil, err
	}
	var all []Asking
	for i, it := range items {
		st := rows[i].state
		if _, leads := st.As(it.Kind, caller(id, set.Actors(it.Kind), rows[i].path, nil), it.Kind.Lead...); leads && st.Asked != nil {
			all = append(all, Asking{it, *st.Asked})
		}
	}
	return all, nil
}
