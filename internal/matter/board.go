package matter

import (
	"context"
	"fmt"

	"linli/internal/access"
	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Claimable is a matter that somebody may claim.
type Claimable struct {
	Item
	Skill lang.Text // what it takes, in the words of its kind; empty when anybody of those may
}

// Board are the matters that the caller may claim now, oldest first, at most limit.
func (s *Service) Board(ctx context.Context, r store.Reader, id *access.Identity, realm string, limit int) ([]Claimable, error) {
	id = here(id, realm)
	set, err := s.books.CurrentAt(ctx, r, realm, id.Version())
	if err != nil {
		return nil, err
	}
	var all []Claimable
	const page = 100
	for after := int64(0); len(all) < limit; {
		q := store.Query(`select `+itemColumns+`, m.state from matter m where m.realm = ? and m.ending = '' and m.handler = '' and m.number > ? and (1 = 0`, realm, after)
		for _, b := range set {
			c := anywhere(id, b.Actors)
			for _, k := range b.Kinds {
				for _, st := range k.Stages {
					if _, ok := (playbook.State{}).As(k, c, st.OpenTo...); ok && len(st.OpenTo) > 0 {
						q.Add("or (m.kind = ? and m.stage = ?)", k.ID(), st.Name)
					}
				}
			}
		}
		q.Add(") order by m.number limit ?", page)
		rows, err := store.All(ctx, r, scanState, q.Text(), q.Args()...)
		if err != nil {
			return nil, fmt.Errorf("what can be claimed in %s: %w", realm, err)
		}
		if len(rows) == 0 {
			break
		}
		after = rows[len(rows)-1].Number
		last := len(rows) < page
		items, rows, err := s.items(ctx, r, realm, rows, id, set)
		if err != nil {
			return nil, err
		}
		for i, it := range items {
			st := it.Kind.Stage(it.Stage)
			if st == nil || len(all) == limit {
				continue
			}
			c := caller(id, set.Actors(it.Kind), rows[i].path, rows[i].state.Fields)
			if _, ok := rows[i].state.As(it.Kind, c, st.OpenTo...); ok {
				if it.Veiled { // whoever takes it on is told by when
					it.Due = rows[i].due
				}
				all = append(all, Claimable{it, skill(it.Kind, st, rows[i].state.Fields)})
			}
		}
		if last {
			break
		}
	}
	return all, nil
}

// skill is what a matter takes of those who may claim it.
func skill(k *playbook.Kind, st *playbook.Stage, answers form.Values) lang.Text {
	for _, name := range st.OpenTo {
		if a := k.Playbook.Actor(name); a != nil && a.Skill != "" {
			key, _ := answers[a.Skill].(string)
			if f, ok := k.Field(a.Skill); ok {
				says, _ := f.Option(key)
				return says
			}
		}
	}
	return lang.Text{}
}
