package person

import (
	"context"
	"fmt"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/realm"
	"linli/internal/store"
)

// Changed says that a person's name, household or contact was put right. Contact names what of it, never the value.
type Changed struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Household string   `json:"household,omitempty"`
	Relation  Relation `json:"relation,omitempty"`
	Contact   []string `json:"contact,omitempty"`
}

// Kind names the event.
func (Changed) Kind() string { return "person.changed" }

// Subject is the person.
func (e Changed) Subject() string { return e.ID }

// Change puts a person's name, household and relation to it right, and of the contact what is not empty. The account stays; see
// LinkAccount.
func (s *Service) Change(ctx context.Context, tx *store.Tx, by journal.Actor, p Person, contact Contact) error {
	p.Name, contact = cleanName(p.Name), contact.clean()
	if err := realm.Bump(ctx, tx, p.Realm); err != nil {
		return err
	}
	if _, err := s.Get(ctx, tx, p.Realm, p.ID); err != nil {
		return err
	}
	var c fault.Check
	checkName(&c, p.Name)
	if err := s.checkHousehold(ctx, tx, &c, p); err != nil {
		return err
	}
	if err := s.checkContact(ctx, tx, &c, p.Realm, p.ID, contact); err != nil {
		return err
	}
	if err := c.Err(); err != nil {
		return err
	}
	ev := Changed{ID: p.ID, Name: p.Name, Household: p.Household, Relation: p.Relation}
	q := store.Query(`update person set name = ?, household = ?, relation = ?`, p.Name, p.Household, p.Relation)
	if contact.Phone != "" {
		closed, digest := s.sealed(p.Realm, p.ID, phoneUse, contact.Phone)
		q.Add(`, phone = ?, phone_digest = ?`, closed, digest)
		ev.Contact = append(ev.Contact, phoneUse)
	}
	if contact.IDNumber != "" {
		closed, digest := s.sealed(p.Realm, p.ID, numberUse, contact.IDNumber)
		q.Add(`, idnumber = ?, idnumber_digest = ?`, closed, digest)
		ev.Contact = append(ev.Contact, numberUse)
	}
	q.Add(`where realm = ? and id = ?`, p.Realm, p.ID)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("change person %s: %w", p.ID, err)
	}
	if err := names.Put(ctx, tx, p.Realm, p.ID, p.Name); err != nil {
		return err
	}
	_, err := s.journal.Append(ctx, tx, p.Realm, by, ev)
	return err
}
