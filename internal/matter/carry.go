package matter

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Carry takes the running matters of a kind over to the version of its playbook that the realm plays now, by the
// playbook's moves_over. It returns how many went over; those whose stage is in neither stay with their version.
func (s *Service) Carry(ctx context.Context, tx *store.Tx, id *access.Identity, realm, kind, reason string) (int, error) {
	id = here(id, realm)
	if strings.TrimSpace(reason) == "" {
		return 0, fault.InField("reason", lang.T("请写明为什么", "Please say why."))
	}
	set, err := s.books.Current(ctx, tx, realm)
	if err != nil {
		return 0, err
	}
	k := set.Kind(kind)
	if k == nil {
		return 0, ErrKind
	}
	by := caller(id, k.Playbook.Actors, "", nil)
	post, ok := (playbook.State{}).As(k, by, k.Lead...)
	if !ok {
		return 0, playbook.ErrNotYou
	}
	ids, err := store.All(ctx, tx, store.Value[string], `select id from matter where realm = $1 and kind = $2 and book <> $3 and ending = '' order by number`, realm, kind, k.Playbook.Hash)
	if err != nil {
		return 0, fmt.Errorf("running matters of %s: %w", kind, err)
	}
	carried := 0
	for _, mid := range ids {
		m, err := s.find(ctx, tx, realm, "id", mid)
		if err != nil {
			return carried, err
		}
		from := m.State.Stage
		to := from
		for _, over := range k.MovesOver {
			if over.Old == from {
				to = over.New
			}
		}
		if k.Stage(to) == nil {
			continue
		}
		m.State.Stage, m.Kind, m.Book = to, k, k.Playbook.Hash
		if !slices.Contains(m.State.Reached, to) {
			m.State.Reached = append(m.State.Reached, to)
		}
		if err := s.update(ctx, tx, m); err != nil {
			return carried, err
		}
		if _, err := s.journal.Append(ctx, tx, realm, actor(id, post), Carried{After: m.after(nil), From: from, To: to, Reason: reason, Book: m.Book}); err != nil {
			return carried, err
		}
		carried++
	}
	return carried, nil
}
