package matter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Carry takes the running matters of a kind over to the version of its playbook that the realm plays now, by the
// playbook's moves_over. It returns how many went over: each by itself, so that nobody's work waits for all of them, and
// what somebody moves at the same time goes over once they ask again. Those whose stage is in neither version stay.
func (s *Service) Carry(ctx context.Context, id *access.Identity, realm, kind, reason string) (int, error) {
	id = here(id, realm)
	if strings.TrimSpace(reason) == "" {
		return 0, fault.InField("reason", lang.T("请写明为什么", "Please say why."))
	}
	set, err := s.books.Current(ctx, s.db, realm)
	if err != nil {
		return 0, err
	}
	k := set.Kind(kind)
	if k == nil {
		return 0, ErrKind
	}
	post, ok := (playbook.State{}).As(k, caller(id, k.Playbook.Actors, "", nil), k.Lead...)
	if !ok {
		return 0, playbook.ErrNotYou
	}
	ids, err := store.All(ctx, s.db, store.Value[string], `select id from matter where realm = $1 and kind = $2 and book <> $3 and ending = '' order by number`, realm, kind, k.Playbook.Hash)
	if err != nil {
		return 0, fmt.Errorf("running matters of %s: %w", kind, err)
	}
	carried := 0
	for _, mid := range ids {
		over := false
		err := s.db.Tx(ctx, func(tx *store.Tx) error {
			over, err = s.carry(ctx, tx, actor(id, post), realm, mid, k, reason)
			return err
		})
		if err != nil && !errors.Is(err, ErrStale) {
			return carried, err
		}
		if err == nil && over {
			carried++
		}
	}
	return carried, nil
}

// carry takes one matter over, if its stage is known there.
func (s *Service) carry(ctx context.Context, tx *store.Tx, by journal.Actor, realm, id string, k *playbook.Kind, reason string) (bool, error) {
	m, err := s.find(ctx, tx, realm, "id", id)
	if err != nil || !m.State.Open() || m.Book == k.Playbook.Hash {
		return false, err
	}
	from := m.State.Stage
	to := from
	for _, over := range k.MovesOver {
		if over.Old == from {
			to = over.New
		}
	}
	if st := k.Stage(to); st == nil || st.End != "" {
		return false, nil
	}
	m.State.Stage, m.Kind, m.Book = to, k, k.Playbook.Hash
	if !slices.Contains(m.State.Reached, to) {
		m.State.Reached = append(m.State.Reached, to)
	}
	if err := s.update(ctx, tx, m); err != nil {
		return false, err
	}
	if err := s.reindex(ctx, tx, m); err != nil {
		return false, err
	}
	_, err = s.journal.Append(ctx, tx, realm, by, Carried{After: m.after(nil), From: from, To: to, Reason: reason, Book: m.Book})
	return true, err
}
