package matter

import (
	"context"
	"strings"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Raisable is a kind that can be raised in a realm, and whether this caller may.
type Raisable struct {
	*playbook.Kind
	May bool
}

// Kinds are the kinds of matter of a realm, in the order of its playbooks; at is community or street.
func (s *Service) Kinds(ctx context.Context, r store.Reader, id *access.Identity, realm, at string) ([]Raisable, error) {
	id = here(id, realm)
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return nil, err
	}
	var all []Raisable
	for _, b := range set {
		c := anywhere(id, b.Actors)
		for _, k := range b.Kinds {
			if k.At == at && len(k.Raise.By) > 0 {
				_, may := (playbook.State{}).As(k, c, k.Raise.By...)
				all = append(all, Raisable{k, may})
			}
		}
	}
	return all, nil
}

// anywhere is the caller wherever their posts answer: before a place is named.
func anywhere(id *access.Identity, actors []playbook.Actor) playbook.Caller {
	wide := make([]playbook.Actor, len(actors))
	for i, a := range actors {
		a.OfPlace, a.Skill = false, ""
		wide[i] = a
	}
	return caller(id, wide, "", nil)
}

// PlacesFor finds places by words or by a sign's code. Without words it offers those nearest to the caller: where their
// posts answer, then their home upwards, then the realm's estates and buildings.
func (s *Service) PlacesFor(ctx context.Context, r store.Reader, id *access.Identity, realm, words string, limit int) ([]place.Place, error) {
	id = here(id, realm)
	words = strings.TrimSpace(words)
	if words != "" {
		if p, err := s.places.ByCode(ctx, r, realm, words); err == nil {
			return []place.Place{p}, nil
		}
		return s.places.Search(ctx, r, realm, words, limit)
	}
	var all []place.Place
	have := map[string]bool{}
	add := func(more []place.Place, err error) error {
		for _, p := range more {
			if !have[p.ID] && len(all) < limit {
				have[p.ID] = true
				all = append(all, p)
			}
		}
		return err
	}
	if id != nil {
		for _, h := range id.Posts {
			m, err := s.places.ByIDs(ctx, r, realm, h.Scope)
			if err != nil {
				return nil, err
			}
			for _, p := range h.Scope {
				if err := add([]place.Place{m[p]}, nil); err != nil {
					return nil, err
				}
			}
		}
		home, err := s.home(ctx, r, realm, id.Person)
		if err != nil {
			return nil, err
		}
		if home.ID != "" {
			above, err := s.places.Ancestors(ctx, r, home)
			if err != nil {
				return nil, err
			}
			for i := len(above) - 1; i >= 0; i-- {
				_ = add([]place.Place{above[i]}, nil)
			}
		}
	}
	for _, k := range []place.Kind{place.Building, place.Estate, place.Public, place.Venue} {
		if len(all) < limit {
			if err := add(s.places.OfKind(ctx, r, realm, k)); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// home is the dwelling of a person's household, or the zero Place.
func (s *Service) home(ctx context.Context, r store.Reader, realm, id string) (place.Place, error) {
	if id == "" {
		return place.Place{}, nil
	}
	p, err := s.people.Get(ctx, r, realm, id)
	if err != nil || p.Household == "" {
		return place.Place{}, err
	}
	h, err := s.people.Household(ctx, r, realm, p.Household)
	if err != nil || h.Dwelling == "" {
		return place.Place{}, err
	}
	home, err := s.places.Get(ctx, r, realm, h.Dwelling)
	if fault.Is(err, fault.NotFound) {
		return place.Place{}, nil
	}
	return home, err
}

// Somebody is a person that a field may be answered with.
type Somebody struct{ ID, Title string }

// PeopleFor finds people by a part of their name. Names are masked unless the caller holds a post.
func (s *Service) PeopleFor(ctx context.Context, r store.Reader, id *access.Identity, realm, words string, limit int) ([]Somebody, error) {
	id = here(id, realm)
	found, err := s.people.Search(ctx, r, realm, words, limit)
	if err != nil {
		return nil, err
	}
	all := make([]Somebody, len(found))
	for i, p := range found {
		all[i] = Somebody{p.ID, s.name(id, p)}
	}
	return all, nil
}

func (s *Service) name(id *access.Identity, p person.Person) string {
	if id != nil && (id.Staff() || id.Person == p.ID) {
		return p.Name
	}
	return person.Mask(p.Name)
}

// Board are the matters that the caller may claim now, oldest first.
func (s *Service) Board(ctx context.Context, r store.Reader, id *access.Identity, realm string, limit int) ([]Item, error) {
	id = here(id, realm)
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return nil, err
	}
	q := store.Query(`select `+itemColumns+` from matter m where m.realm = ? and m.ending = '' and m.handler = '' and (1 = 0`, realm)
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
	q.Add(") order by m.number limit ?", limit)
	rows, err := store.All(ctx, r, scanItem, q.Text(), q.Args()...)
	if err != nil {
		return nil, err
	}
	var all []Item
	for i := range rows {
		it, err := s.item(ctx, r, &rows[i], id, set)
		if err != nil {
			return nil, err
		}
		c := caller(id, set.Actors(it.Kind), rows[i].path, nil)
		if claims(it.Kind, it.Stage, c) {
			all = append(all, it)
		}
	}
	return all, nil
}

// claims tells whether the caller may claim, as far as a row of a list can tell; skills are asked for when it is opened.
func claims(k *playbook.Kind, stage string, c playbook.Caller) bool {
	st := k.Stage(stage)
	if st == nil {
		return false
	}
	for _, name := range st.OpenTo {
		if _, ok := c.Is[name]; ok || name == playbook.Resident && c.Person != "" {
			return true
		}
		if a := k.Playbook.Actor(name); a != nil && a.Skill != "" {
			return true
		}
	}
	return false
}

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

// maxToday is how many open matters Today looks through, soonest deadline first.
const maxToday = 500

// Today reads what waits for the caller: open matters where it is their turn, soonest deadline first.
func (s *Service) Today(ctx context.Context, r store.Reader, id *access.Identity, realm string) (Today, error) {
	var t Today
	id = here(id, realm)
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return t, err
	}
	q := store.Query(`select `+itemColumns+` from matter m where m.realm = ? and m.ending = '' and m.shows <> 'suspended'`, realm)
	reachOf(id, set).narrow(q, id)
	q.Add("order by case when m.due = 0 then 1 else 0 end, m.due, m.number limit ?", maxToday)
	rows, err := store.All(ctx, r, scanItem, q.Text(), q.Args()...)
	if err != nil {
		return t, err
	}
	soon := endOfTomorrow(s.clock.Now())
	for i := range rows {
		v := &rows[i]
		it, err := s.item(ctx, r, v, id, set)
		if err != nil {
			return t, err
		}
		st := playbook.State{Stage: it.Stage, Raiser: v.Raiser, Handler: v.Handler}
		actors := set.Actors(it.Kind)
		if !playbook.Waits(it.Kind, st, caller(id, actors, v.path, nil)) {
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
	if t.Claim, err = s.Board(ctx, r, id, realm, maxToday); err != nil {
		return t, err
	}
	t.Count.Claim = len(t.Claim)
	t.Claim = t.Claim[:min(len(t.Claim), 20)]
	return t, nil
}

// some keeps the first twenty.
func some(list []Item, it Item) []Item {
	if len(list) == 20 {
		return list
	}
	return append(list, it)
}
