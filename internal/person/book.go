package person

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Booking is somebody who has to do with a dwelling, as staff book them.
type Booking struct {
	Realm    string
	Known    string // who it is, where they are booked already; "" books a new person
	Name     string // of a new person
	Phone    string // of a new person; may be empty
	Dwelling string
	Relation Relation
	Apart    bool      // lives there as a household of their own, beside others
	At       time.Time // from when
}

// Book books a person, or takes one who is known, with what they have to do with a dwelling: they join the household that
// lives there or begin one, and owners hold the title. Somebody known who lived elsewhere has moved.
func (s *Service) Book(ctx context.Context, tx *store.Tx, by journal.Actor, b Booking) (Person, error) {
	p := Person{Realm: b.Realm, Name: b.Name}
	contact := Contact{Phone: b.Phone}
	var c fault.Check
	if !slices.Contains(Relations, b.Relation) {
		c.Add("relation", lang.T("请选择和房屋的关系", "Please choose what they have to do with the dwelling."))
	}
	if err := c.Take(checkDwelling(ctx, tx, b.Realm, b.Dwelling)); err != nil {
		return p, err
	}
	if b.Known == "" {
		checkName(&c, cleanName(p.Name))
		if err := s.checkContact(ctx, tx, &c, b.Realm, "", contact.clean()); err != nil {
			return p, err
		}
	}
	if err := c.Err(); err != nil {
		return p, err
	}
	if b.Known != "" {
		var err error
		if p, err = s.Get(ctx, tx, b.Realm, b.Known); err != nil {
			return p, err
		}
	}
	if b.Relation != OwnerAway {
		if err := s.moveIn(ctx, tx, by, &p, b); err != nil {
			return p, err
		}
	}
	if b.Known == "" {
		made, err := s.Add(ctx, tx, by, p, contact)
		if err != nil {
			return made, err
		}
		p = made
	}
	if b.Relation == OwnerHere || b.Relation == OwnerAway {
		owned, err := s.OwnedBy(ctx, tx, b.Realm, p.ID, b.At)
		if err != nil {
			return p, err
		}
		if !slices.Contains(owned, b.Dwelling) {
			return p, s.AddOwner(ctx, tx, by, Owner{Realm: b.Realm, Dwelling: b.Dwelling, Person: p.ID, From: b.At})
		}
		if b.Known != "" && b.Relation == OwnerAway {
			return p, fault.New(fault.Conflict, lang.T("已经登记为这套房屋的业主", "This owner of the dwelling is booked already."))
		}
	}
	return p, nil
}

// moveIn says in which household somebody lives from now on. A new person is not booked yet.
func (s *Service) moveIn(ctx context.Context, tx *store.Tx, by journal.Actor, p *Person, b Booking) error {
	there, err := s.HouseholdsAt(ctx, tx, b.Realm, b.Dwelling, b.At)
	if err != nil {
		return err
	}
	if p.Household != "" {
		if slices.ContainsFunc(there, func(h Household) bool { return h.ID == p.Household }) && !b.Apart {
			if p.Relation == b.Relation.kept() {
				return nil
			}
			p.Relation = b.Relation.kept()
			return s.Change(ctx, tx, by, *p, Contact{})
		}
		if err := s.MoveOut(ctx, tx, by, p.Realm, p.ID, b.At); err != nil {
			return err
		}
		if there, err = s.HouseholdsAt(ctx, tx, b.Realm, b.Dwelling, b.At); err != nil {
			return err
		}
	}
	if len(there) == 0 || b.Apart {
		h, err := s.AddHousehold(ctx, tx, by, Household{Realm: b.Realm, Dwelling: b.Dwelling, From: b.At})
		if err != nil {
			return err
		}
		there = []Household{h}
	}
	p.Household, p.Relation = there[0].ID, b.Relation.kept()
	if p.ID == "" {
		return nil
	}
	return s.Change(ctx, tx, by, *p, Contact{})
}

// Alike finds who may be the person of a booking already: whoever has the same phone, and whoever has the same name and
// lives in the dwelling or owns it. That a phone is somebody's is personal data: these looks are noted first.
func (s *Service) Alike(ctx context.Context, db *store.DB, by journal.Actor, b Booking) ([]Person, error) {
	all, err := s.ByPhone(ctx, db, b.Realm, b.Phone)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if err := s.journal.Look(ctx, db, b.Realm, by, p.ID, phoneUse); err != nil {
			return nil, fmt.Errorf("note a look at person %s: %w", p.ID, err)
		}
	}
	near, err := s.At(ctx, db, b.Realm, b.Dwelling, b.At)
	if err != nil {
		return nil, err
	}
	for _, p := range near {
		if p.Name == cleanName(b.Name) && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all, nil
}

// At reads who lives in a dwelling or owns it at the moment on.
func (s *Service) At(ctx context.Context, r store.Reader, realm, dwelling string, on time.Time) ([]Person, error) {
	all, err := s.Owners(ctx, r, realm, dwelling, on)
	if err != nil {
		return nil, err
	}
	households, err := s.HouseholdsAt(ctx, r, realm, dwelling, on)
	if err != nil {
		return nil, err
	}
	for _, h := range households {
		members, err := s.Members(ctx, r, realm, h.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range members {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all, nil
}
