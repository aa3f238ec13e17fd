package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"linli/internal/journal"
	"linli/internal/realm"
	"linli/internal/store"
)

// set is one realm to be played: what is booked of it first, and the stories of its year.
type set struct {
	land    *land
	stories func(*plan) // nil for a street, whose matters come out of its communities' stories
}

// batch is how many rows are booked in one transaction.
const batch = 400

// booked is how many realms are booked at once. SQLite has one writer and does not mind; PostgreSQL, which waits for each
// statement's way there and back, takes half the time.
const booked = 4

// settle books every realm: itself, one after another, for a street comes before its communities, then what is in it.
func (p *plan) settle(ctx context.Context, sets []set, progress Progress) error {
	g, all := errgroup.WithContext(ctx)
	g.SetLimit(booked)
	for i, s := range sets {
		progress(i, len(sets)*10, s.land.Title.Zh)
		if err := p.found(ctx, s.land); err != nil {
			return errors.Join(fmt.Errorf("settle %s: %w", s.land.ID, err), g.Wait())
		}
		g.Go(func() error {
			if err := p.book(all, s.land); err != nil {
				return fmt.Errorf("settle %s: %w", s.land.ID, err)
			}
			return nil
		})
	}
	return g.Wait()
}

// found makes a realm, the accounts of those of it who sign in, and lets it play its playbook.
func (p *plan) found(ctx context.Context, l *land) error {
	if err := p.accounts(ctx, l); err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *store.Tx) error {
		if _, err := p.Realms.Add(ctx, tx, journal.Actor{}, l.Realm); err != nil {
			return err
		}
		at := l.Realm
		at.Contact = reached(l)
		if err := p.Realms.Change(ctx, tx, journal.Actor{}, at); err != nil {
			return err
		}
		return p.Books.Install(ctx, tx, journal.Actor{}, l.ID, p.books[l.book], "")
	})
}

// reached is how a realm is called up: an invented number, the same at every start.
func reached(l *land) realm.Contact {
	n := 0
	for _, r := range l.ID {
		n = (n*31 + int(r)) % 100
	}
	return realm.Contact{Phone: fmt.Sprintf("0511-55501%02d", n), Hours: "周一至周五 8:30–17:30，周末有人值班"}
}

// book books a realm's places, people and posts.
func (p *plan) book(ctx context.Context, l *land) error {
	w, by := p.World, journal.Actor{}
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
