package demo

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"

	"linli/internal/journal"
	"linli/internal/store"
)

// set is one realm to be played: what is booked of it first, and the stories of its year.
type set struct {
	land    *land
	stories func(*plan) // nil for a street, whose matters come out of its communities' stories
}

// batch is how many rows are booked in one transaction.
const batch = 400

// settle books a realm with its places, people and posts, and installs its playbook.
func (p *plan) settle(ctx context.Context, s set) error {
	l, w, by := s.land, p.World, journal.Actor{}
	if err := p.accounts(ctx, l); err != nil {
		return err
	}
	if err := w.DB.Tx(ctx, func(tx *store.Tx) error {
		if _, err := w.Realms.Add(ctx, tx, by, l.Realm); err != nil {
			return err
		}
		return w.Books.Install(ctx, tx, by, l.ID, p.books[l.book], "")
	}); err != nil {
		return err
	}
	type row func(*store.Tx) error
	var rows []row
	for _, v := range l.places {
		rows = append(rows, func(tx *store.Tx) error { _, err := w.Places.Add(ctx, tx, by, v); return err })
	}
	for _, v := range l.areas {
		rows = append(rows, func(tx *store.Tx) error { _, err := w.Places.AddArea(ctx, tx, by, v.Area, v.over); return err })
	}
	for _, v := range l.survey() {
		rows = append(rows, func(tx *store.Tx) error { return w.Places.SetShape(ctx, tx, by, l.ID, v.id, v.shape) })
	}
	for _, v := range l.households {
		rows = append(rows, func(tx *store.Tx) error { _, err := w.People.AddHousehold(ctx, tx, by, v); return err })
	}
	for _, v := range l.people {
		rows = append(rows, func(tx *store.Tx) error { _, err := w.People.Add(ctx, tx, by, v.person, v.contact()); return err })
	}
	for _, v := range l.owners {
		rows = append(rows, func(tx *store.Tx) error { return w.People.AddOwner(ctx, tx, by, v) })
	}
	for _, v := range l.members {
		rows = append(rows, func(tx *store.Tx) error { return w.People.AddMember(ctx, tx, by, v) })
	}
	for _, v := range l.orgs {
		rows = append(rows, func(tx *store.Tx) error { _, err := w.Orgs.Add(ctx, tx, by, v); return err })
	}
	for _, estate := range slices.Sorted(maps.Keys(l.uncovered)) {
		rows = append(rows, func(tx *store.Tx) error {
			return w.Orgs.NoteUncovered(ctx, tx, by, l.ID, estate, l.uncovered[estate], w.Clock.Now())
		})
	}
	for _, v := range l.posts {
		rows = append(rows, func(tx *store.Tx) error { _, err := w.Orgs.AddPost(ctx, tx, by, v); return err })
	}
	for len(rows) > 0 {
		n := min(batch, len(rows))
		some := rows[:n]
		rows = rows[n:]
		if err := w.DB.Tx(ctx, func(tx *store.Tx) error {
			for _, add := range some {
				if err := add(tx); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	l.identify()
	return nil
}

// accounts makes the accounts of those who sign in. Nobody knows their password: see [Accounts].
func (p *plan) accounts(ctx context.Context, l *land) error {
	if p.nobody == "" {
		hash, err := p.Access.Hash(ctx, "", rand.Text())
		if err != nil {
			return err
		}
		p.nobody = hash
	}
	for _, v := range l.people {
		if v.login == "" {
			continue
		}
		var id string
		if err := p.DB.Quiet(ctx, func(tx *store.Tx) (err error) {
			id, err = p.Access.CreateIn(ctx, tx, v.login, p.nobody)
			return err
		}); err != nil {
			return err
		}
		v.person.Account = id
	}
	return nil
}
