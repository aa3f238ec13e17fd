package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"linli/internal/access"
	"linli/internal/app"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/playbooks"
)

// town is one community while its year is played.
type town struct {
	ward
	dice      *rand.Rand
	worker    *access.Identity // accepts, dispatches and handles
	second    *access.Identity // verifies
	grid      *access.Identity
	member    *access.Identity
	residents []*access.Identity
}

const street = "pingchuan"

// settle makes a street and ten communities under it, each with two playbooks, estates, grids, posts and people.
func settle(ctx context.Context, a *app.App) ([]*town, error) {
	var books []*playbook.Playbook
	for _, name := range []string{"haiyue", "nanmen"} {
		b, problems := playbook.Parse(name, playbooks.Texts()[name])
		if b == nil {
			return nil, problems
		}
		books = append(books, b)
	}
	var nobody journal.Actor
	add := func(r realm.Realm) error {
		return a.DB.Tx(ctx, func(tx *store.Tx) error {
			if _, err := a.Realms.Add(ctx, tx, nobody, r); err != nil {
				return err
			}
			for _, b := range books {
				if err := a.Books.Install(ctx, tx, nobody, r.ID, b, ""); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := add(realm.Realm{ID: street, Kind: realm.Street, Title: lang.Same("平川街道")}); err != nil {
		return nil, err
	}
	var towns []*town
	for i := range 10 {
		t := &town{ward: ward{ID: fmt.Sprintf("ward%02d", i+1), Password: "Quiet-harbour-49"}, dice: rand.New(rand.NewPCG(uint64(i), 2026))}
		if err := add(realm.Realm{ID: t.ID, Kind: realm.Community, Street: street, Title: lang.Same(fmt.Sprintf("第%d社区", i+1))}); err != nil {
			return nil, err
		}
		if err := t.people(ctx, a); err != nil {
			return nil, fmt.Errorf("people of %s: %w", t.ID, err)
		}
		towns = append(towns, t)
	}
	return towns, nil
}

// people books the estates and grids of a community, who works there and who lives there.
func (t *town) people(ctx context.Context, a *app.App) error {
	account, err := a.Access.Create(ctx, a.DB, login(t.ID), t.Password)
	if err != nil {
		return err
	}
	if t.Token, _, err = a.Access.AddToken(ctx, a.DB, account, "bench", time.Time{}); err != nil {
		return err
	}
	accounts := []string{account}
	err = a.DB.Tx(ctx, func(tx *store.Tx) error {
		var nobody journal.Actor
		since := a.Clock.Now().AddDate(-1, 0, 0)
		body, err := a.Orgs.Add(ctx, tx, nobody, org.Org{Realm: t.ID, Kind: "residents_committee", Title: "居委会"})
		if err != nil {
			return err
		}
		for e := range 4 {
			estate, err := a.Places.Add(ctx, tx, nobody, place.Place{Realm: t.ID, Kind: place.Estate, Title: fmt.Sprintf("%s小区", []string{"汽运", "春晓", "江南", "水岸"}[e])})
			if err != nil {
				return err
			}
			for b := range 10 {
				p, err := a.Places.Add(ctx, tx, nobody, place.Place{Realm: t.ID, Parent: estate.ID, Kind: place.Building, Title: fmt.Sprintf("%d幢", b+1)})
				if err != nil {
					return err
				}
				t.Places = append(t.Places, p.ID)
			}
			if _, err := a.Places.AddArea(ctx, tx, nobody, place.Area{Realm: t.ID, Kind: place.Grid, Title: fmt.Sprintf("第%d网格", e+1), From: since}, []string{estate.ID}); err != nil {
				return err
			}
		}
		for i := range 40 {
			p, err := a.People.Add(ctx, tx, nobody, person.Person{Realm: t.ID, Name: surnames[i%len(surnames)] + givens[i%len(givens)]}, person.Contact{})
			if err != nil {
				return err
			}
			if i > 0 {
				accounts = append(accounts, "bench-"+p.ID)
			}
			if err := a.People.LinkAccount(ctx, tx, nobody, t.ID, p.ID, accounts[i]); err != nil {
				return err
			}
			if post := []string{"community_worker", "community_worker", "grid_worker"}; i < len(post) {
				_, err = a.Orgs.AddPost(ctx, tx, nobody, org.Post{Realm: t.ID, Org: body.ID, Kind: post[i], Person: p.ID, From: since})
			} else if i == 3 {
				err = a.People.AddMember(ctx, tx, nobody, person.Membership{Realm: t.ID, Person: p.ID, Kind: "party_member", From: since})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, account := range accounts {
		id, err := access.Identify(ctx, a.DB, t.ID, account, a.Clock.Now())
		if err != nil {
			return err
		}
		switch i {
		case 0:
			t.worker, t.Worker = id, id.Person
		case 1:
			t.second = id
		case 2:
			t.grid = id
		case 3:
			t.member = id
		default:
			t.residents = append(t.residents, id)
		}
	}
	return nil
}

// Invented: no name here is anybody's.
var (
	surnames = []string{"林", "周", "许", "何", "沈", "韩", "秦", "尤", "吕", "施"}
	givens   = []string{"晓禾", "一舟", "静澜", "长青", "若溪", "秋实", "望舒"}
)
