package matter

import (
	"context"
	"slices"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Suggestion is an answer that past matters, the place or the playbook speak for. It decides nothing: somebody takes it, or
// another answer.
type Suggestion struct {
	Value string      // a person's, a kind's or a place's id
	Title lang.Text   // what it is called, as the caller may read it
	Why   []lang.Text // the reasons, the weightiest first; there is always one
}

// most is how many suggestions are made: more would be a list to read.
const most = 3

// Suggest computes who may handle a matter by a move that gives it to somebody, the likeliest first. It is for whoever may
// make the move now and holds a post; for others, and for moves that give nothing, there are none. Only matters that the
// caller may see speak for anybody, and only people who hold a post or a membership by which they can still do it are named.
func (s *Service) Suggest(ctx context.Context, r store.Reader, id *access.Identity, ref Ref, move string) ([]Suggestion, error) {
	m, err := s.Find(ctx, r, ref)
	if err != nil {
		return nil, err
	}
	by, err := s.callerIn(ctx, r, id, m, false)
	if err != nil {
		return nil, err
	}
	if see, _ := s.sight(m, by); see == unseen {
		return nil, ErrNone
	}
	own := m.Kind.Move(move)
	if own == nil || !slices.ContainsFunc(playbook.Offers(m.Kind, m.State, by, s.clock.Now()), func(o playbook.Offer) bool { return o.Move == move }) {
		return nil, nil
	}
	return s.handlers(ctx, r, id, m, own)
}

// handlers computes who may handle a matter once a move gives it: those who handled such matters here and still may, then
// those who answer for its place and have a part in the step by the playbook.
func (s *Service) handlers(ctx context.Context, r store.Reader, id *access.Identity, m *Matter, move *playbook.Move) ([]Suggestion, error) {
	if id = here(id, m.Realm); move.Gives == "" || id == nil || len(id.Posts) == 0 {
		return nil, nil
	}
	set, err := s.books.Current(ctx, r, m.Realm)
	if err != nil {
		return nil, err
	}
	past, err := s.past(ctx, r, id, set, m)
	if err != nil {
		return nil, err
	}
	at, err := s.orgs.AnswerersAt(ctx, r, m.Realm, m.Path, s.clock.Now())
	if err != nil {
		return nil, err
	}
	part := partIn(m.Kind, move, set.Actors(m.Kind))
	still, err := s.still(ctx, r, id, m, part, past, at)
	if err != nil {
		return nil, err
	}
	not := concerned(m)
	var all []Suggestion
	for _, d := range past.order(at) {
		if name := still[d.person]; !name.Empty() && !not[d.person] && len(all) < most {
			all = append(all, Suggestion{d.person, name, append([]lang.Text{past.says(d)}, part.reasons(d.person, at)...)})
			not[d.person] = true
		}
	}
	for _, a := range part.nearest(at, not, len(all) == 0) {
		if len(all) < most {
			all = append(all, Suggestion{a.Person, still[a.Person], part.reasons(a.Person, at)})
		}
	}
	return all, nil
}

// concerned are those whom a matter is not given to: it is their own, they are a party to it, or they have or had it.
func concerned(m *Matter) map[string]bool {
	st := &m.State
	not := map[string]bool{st.Raiser: true, st.Handler: true}
	for _, p := range slices.Concat(st.Petitioners, st.Joined, st.Handlers) {
		not[p] = true
	}
	for _, role := range m.Kind.Parties {
		if p, _ := st.Fields[role].(string); p != "" {
			not[p] = true
		}
	}
	return not
}
