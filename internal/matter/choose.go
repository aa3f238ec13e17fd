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
				all = append(all, Raisable{k, raisable(k, c)})
			}
		}
	}
	return all, nil
}

func raisable(k *playbook.Kind, c playbook.Caller) bool {
	_, may := (playbook.State{}).As(k, c, k.Raise.By...)
	return may
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

// PeopleFor finds people whom the caller may name. Those whose post serves people find them by a part of the name, and
// without words those who sign in here; a whole phone number finds its owner, and that look is noted. Anybody else must
// know the whole name. A name is shown as access.Identity.Knows has it.
func (s *Service) PeopleFor(ctx context.Context, r store.Reader, id *access.Identity, realm, words string, limit int) ([]Somebody, error) {
	all, _, err := s.PeopleFrom(ctx, r, id, realm, words, 0, limit)
	return all, err
}

// PeopleFrom is PeopleFor page by page: the next one is found after next, which is 0 on the last.
func (s *Service) PeopleFrom(ctx context.Context, r store.Reader, id *access.Identity, realm, words string, after int64, limit int) (all []Somebody, next int64, err error) {
	id = here(id, realm)
	if who(id) == nobody {
		return nil, 0, nil
	}
	var found []person.Person
	switch {
	case !id.Serves():
		found, err = s.people.Named(ctx, r, realm, words, limit)
	case strings.TrimSpace(words) == "":
		found, err = s.people.Search(ctx, r, realm, "", limit)
	default:
		found, next, err = s.people.Find(ctx, r, realm, words, after, limit)
	}
	if err != nil {
		return nil, 0, err
	}
	if person.ValidPhone(person.CleanPhone(words)) {
		for _, p := range found {
			if err := s.journal.Look(ctx, s.db, realm, id.Actor(id.Posts[0].Post.ID), p.ID, "phone"); err != nil {
				return nil, 0, err
			}
		}
	}
	knows, err := id.Knows(ctx, r, s.people, found)
	if err != nil {
		return nil, 0, err
	}
	all = make([]Somebody, len(found))
	for i, p := range found {
		if all[i] = (Somebody{p.ID, p.Name}); !knows(p) {
			all[i].Title = person.Mask(p.Name)
		}
	}
	return all, next, nil
}
