package matter

import (
	"context"
	"fmt"
	"slices"

	"linli/internal/access"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/store"
)

// Today is what waits for somebody at the start of a day.
type Today struct {
	Late  []Item // overdue, where it is their turn
	Due   []Item // due by the end of tomorrow
	Mine  []Item // their turn, later or without a deadline
	Claim []Item // to be claimed
	Count TodayCount
}

// TodayCount is how many of each there are, beyond what is listed.
type TodayCount struct{ Late, Due, Mine, Claim int }

// maxToday is how many matters Today looks through, soonest deadline first.
const maxToday = 500

// Today reads what waits for the caller: open matters where it is their turn, soonest deadline first.
func (s *Service) Today(ctx context.Context, r store.Reader, id *access.Identity, realm string) (Today, error) {
	var t Today
	id = here(id, realm)
	set, err := s.books.CurrentAt(ctx, r, realm, id.Version())
	if err != nil {
		return t, err
	}
	var rows []itemRow
	for _, clock := range []string{"m.due > 0", "m.due = 0"} { // apart, so that each comes from the index of what is open
		q := store.Query(`select `+itemColumns+` from matter m where m.realm = ? and m.ending = '' and `+clock+` and m.shows <> 'suspended'`, realm)
		turn(q, id, set)
		q.Add("order by m.due, m.number limit ?", maxToday)
		more, err := store.All(ctx, r, scanItem, q.Text(), q.Args()...)
		if err != nil {
			return t, fmt.Errorf("what waits in %s: %w", realm, err)
		}
		rows = append(rows, more...)
	}
	items, rows, err := s.items(ctx, r, realm, rows, id, set)
	if err != nil {
		return t, err
	}
	soon := endOfTomorrow(s.clock.Now())
	for i, it := range items {
		st := playbook.State{Stage: it.Stage, Raiser: rows[i].Raiser, Handler: it.Handler}
		if !playbook.Waits(it.Kind, st, caller(id, set.Actors(it.Kind), rows[i].path, nil)) {
			continue
		}
		switch {
		case it.Shows == playbook.Overdue:
			t.Count.Late++
			t.Late = some(t.Late, it)
		case !it.Due.IsZero() && !it.Due.After(soon):
			t.Count.Due++
			t.Due = some(t.Due, it)
		default:
			t.Count.Mine++
			t.Mine = some(t.Mine, it)
		}
	}
	claim, err := s.Board(ctx, r, id, realm, maxToday)
	if err != nil {
		return t, err
	}
	t.Count.Claim = len(claim)
	for _, c := range claim {
		t.Claim = some(t.Claim, c.Item)
	}
	return t, nil
}

// turn narrows a query to matters where it may be the caller's turn: those they have to do with, those at a stage that
// their post answers, and those that began with a version that is not played any more.
func turn(q *store.Q, id *access.Identity, set practice.Set) {
	var played []string
	for _, b := range set {
		played = append(played, b.Hash)
	}
	q.Add("and (m.raiser = ? or m.handler = ? or m.id in (select matter from party where realm = ? and person = ? and role <> ?)", who(id), who(id), ownRealm(id), who(id), joined)
	store.In(q.Add("or not"), "m.book", played)
	for _, b := range set {
		for _, k := range b.Kinds {
			var everywhere []string
			for _, st := range k.Stages {
				all, scope := answering(id, b, st.Answers)
				if all {
					everywhere = append(everywhere, st.Name)
				} else if len(scope) > 0 {
					q.Add("or m.kind = ? and m.stage = ? and (1 = 0", k.ID(), st.Name)
					for _, p := range scope {
						q.Add("or m.path like ?", "%/"+p+"/%")
					}
					q.Add(")")
				}
			}
			if len(everywhere) > 0 {
				store.In(q.Add("or m.kind = ? and", k.ID()), "m.stage", everywhere)
			}
		}
	}
	q.Add(")")
}

// answering tells where somebody is one of these actors: everywhere, or for the places that their posts are for.
func answering(id *access.Identity, b *playbook.Playbook, actors []string) (everywhere bool, scope []string) {
	for _, name := range actors {
		a := b.Actor(name)
		if a == nil {
			continue // the raiser, the handler, a party
		}
		if id.Member(a.Members...) {
			return true, nil
		}
		if id == nil {
			continue
		}
		for _, h := range id.Posts {
			if slices.Contains(a.Posts, h.Kind) {
				if !a.OfPlace || h.Scope == nil {
					return true, nil
				}
				scope = append(scope, h.Scope...)
			}
		}
	}
	return false, scope
}

// some keeps the first twenty.
func some(list []Item, it Item) []Item {
	if len(list) == 20 {
		return list
	}
	return append(list, it)
}
