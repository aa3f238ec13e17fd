package matter

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/internal/access"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/search"
	"linli/internal/store"
)

// Similar is an open matter that may be the one which somebody is about to raise.
type Similar struct {
	Item
	Join bool // the caller may say that it is theirs too
	Mine bool // it is theirs already
}

// lookedAt is how many open matters of a kind are compared, newest first.
const lookedAt = 300

// Similar finds at most limit open matters of a draft's kind that resemble it: with words of its title in common, at the
// same place or in the same estate. It tells only of what the caller may see, and compares only what everybody who may see
// such a matter is shown of it, and of the caller's own. Without a place in the draft, words alone decide.
func (s *Service) Similar(ctx context.Context, r store.Reader, id *access.Identity, realm string, d Draft, limit int) ([]Similar, error) {
	id = here(id, realm)
	set, err := s.books.CurrentAt(ctx, r, realm, id.Version())
	if err != nil {
		return nil, err
	}
	k := set.Kind(d.Kind)
	if k == nil {
		return nil, ErrKind
	}
	typed := search.Terms(d.Title + "\n" + d.Body)
	if len(typed) < 2 {
		return nil, nil
	}
	path := ""
	if d.Place != "" {
		if p, err := s.places.Get(ctx, r, realm, d.Place); err == nil {
			path = p.Path
		}
	}
	q := store.Query(`select `+itemColumns+`, m.state from matter m where m.realm = ? and m.ending = '' and m.kind = ?`, realm, d.Kind)
	if k.Seen.By != "public" || !slices.Contains(k.Seen.Shows, "title") {
		q.Add("and m.raiser = ?", who(id))
	}
	rows, err := store.All(ctx, r, scanState, q.Add("order by m.number desc limit ?", lookedAt).Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("matters of %s like a draft: %w", realm, err)
	}
	type scored struct {
		Similar
		score int
	}
	var all []scored
	items, rows, err := s.items(ctx, r, realm, rows, id, set)
	if err != nil {
		return nil, err
	}
	for i, it := range items {
		at := ""
		if !it.Veiled || slices.Contains(it.Kind.Seen.Shows, "place") {
			at = rows[i].path
		}
		score := likeness(typed, search.Terms(it.Title), path, at)
		if score == 0 {
			continue
		}
		c := caller(id, set.Actors(it.Kind), rows[i].path, rows[i].state.Fields)
		may := slices.ContainsFunc(playbook.Offers(it.Kind, *rows[i].state, c, s.clock.Now()), func(o playbook.Offer) bool { return o.Move == "join" })
		st := rows[i].state
		mine := who(id) == st.Raiser || slices.Contains(st.Petitioners, who(id)) || slices.Contains(st.Joined, who(id))
		all = append(all, scored{Similar{it, may, mine}, score})
	}
	slices.SortStableFunc(all, func(a, b scored) int { return b.score - a.score })
	var found []Similar
	for _, one := range all[:min(limit, len(all))] {
		found = append(found, one.Similar)
	}
	return found, nil
}

// likeness is how alike a draft and a matter are; 0 is not alike. Two words in common are asked for, or one at the same
// place, and none of an estate other than the draft's.
func likeness(typed, title []string, path, at string) int {
	common := 0
	for i, t := range title {
		if len([]rune(t)) > 1 && slices.Contains(typed, t) && !slices.Contains(title[:i], t) {
			common++
		}
	}
	same := path != "" && at != "" && (strings.HasPrefix(at, path) || strings.HasPrefix(path, at))
	apart := path != "" && at != "" && place.PathIDs(path)[0] != place.PathIDs(at)[0]
	switch {
	case apart || common == 0 || common == 1 && !same:
		return 0
	case same:
		return 10 + common
	}
	return common
}
