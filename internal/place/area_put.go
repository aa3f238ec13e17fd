package place

import (
	"context"
	"slices"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// PutInto puts places into an area, and takes them out of every other area of its kind, so that from the moment at they
// lie in that one only. Where another area holds something wider, it keeps the rest of it: taking one building out of a
// grid that is drawn over an estate leaves the grid with the other buildings.
func (s *Service) PutInto(ctx context.Context, tx *store.Tx, by journal.Actor, realm, area string, places []string, at time.Time) error {
	to, err := s.Area(ctx, tx, realm, area)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		return fault.InField("places", lang.T("请先勾选地点", "Please pick the places first."))
	}
	if err := s.known(ctx, tx, realm, places); err != nil {
		return err
	}
	for _, id := range places {
		p, err := s.Get(ctx, tx, realm, id)
		if err != nil {
			return err
		}
		if err := s.clear(ctx, tx, by, to, p, at); err != nil {
			return err
		}
		in, err := s.memberships(ctx, tx, realm, to.Kind, at)
		if err != nil {
			return err
		}
		held := slices.ContainsFunc(p.IDs(), func(id string) bool { return slices.Contains(in[id], to.ID) })
		if !held {
			if err := s.ChangeArea(ctx, tx, by, realm, to.ID, []string{id}, nil, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// clear takes a place out of every area of a kind but one.
func (s *Service) clear(ctx context.Context, tx *store.Tx, by journal.Actor, but Area, p Place, at time.Time) error {
	areas, err := s.Areas(ctx, tx, p.Realm, but.Kind, at)
	if err != nil {
		return err
	}
	for _, a := range areas {
		if a.ID == but.ID {
			continue
		}
		there, err := s.PlacesOf(ctx, tx, p.Realm, a.ID, at)
		if err != nil {
			return err
		}
		var into, out []string
		for _, q := range there {
			switch {
			case Within(q.Path, p.ID): // the place itself, or something in it
				out = append(out, q.ID)
			case Within(p.Path, q.ID): // something wider: the rest of it stays
				out = append(out, q.ID)
				rest, err := s.beside(ctx, tx, q, p)
				if err != nil {
					return err
				}
				into = append(into, rest...)
			}
		}
		if len(out) > 0 {
			if err := s.ChangeArea(ctx, tx, by, p.Realm, a.ID, into, out, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// beside is what lies in wide and not in p, in as few places as it takes.
func (s *Service) beside(ctx context.Context, r store.Reader, wide, p Place) ([]string, error) {
	var rest []string
	for parent := wide.ID; parent != p.ID; {
		children, err := s.Children(ctx, r, p.Realm, parent)
		if err != nil {
			return nil, err
		}
		next := p.ID
		for _, c := range children {
			if Within(p.Path, c.ID) {
				next = c.ID
			} else {
				rest = append(rest, c.ID)
			}
		}
		parent = next
	}
	return rest, nil
}
