package matter

import (
	"context"
	"fmt"

	"linli/internal/access"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Answers reads what the listed matters answer to one choice field, by their ids, as far as the caller may see it: to
// set a list in groups. A sealed field is no answer.
func (s *Service) Answers(ctx context.Context, r store.Reader, id *access.Identity, realm, field string, items []Item) (map[string]string, error) {
	id = here(id, realm)
	answers := map[string]string{}
	if len(items) == 0 {
		return answers, nil
	}
	set, err := s.books.CurrentAt(ctx, r, realm, id.Version())
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*Item, len(items))
	ids := make([]string, len(items))
	for i := range items {
		ids[i], byID[items[i].ID] = items[i].ID, &items[i]
	}
	type answer struct{ id, path, raiser, handler, value string }
	q := store.Query(`select m.id, m.path, m.raiser, m.handler, coalesce(m.state -> 'fields' ->> ?, '') from matter m where m.realm = ? and`, field, realm)
	store.In(q, "m.id", ids)
	rows, err := store.All(ctx, r, func(row store.Row) (a answer, err error) {
		return a, row.Scan(&a.id, &a.path, &a.raiser, &a.handler, &a.value)
	}, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("answers to %s in %s: %w", field, realm, err)
	}
	for _, a := range rows {
		it := byID[a.id]
		m := Matter{Kind: it.Kind, State: playbook.State{Stage: it.Stage, Raiser: a.raiser, Handler: a.handler}}
		see, _ := s.sight(&m, caller(id, set.Actors(it.Kind), a.path, nil))
		if see >= own || see == shown && m.shows(field) {
			answers[a.id] = a.value
		}
	}
	return answers, nil
}
