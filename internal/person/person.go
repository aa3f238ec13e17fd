// Package person knows who: the people of a realm, their households, what they own and what they belong to.
//
// Phone and identity number are sealed at rest and found again by a keyed digest; opening one notes the look first.
// A person without a phone, an identity number or an account is as good as any other. Which posts people hold belongs
// to package org, how they sign in to package access.
//
// Sources: Personal Information Protection Law articles 6 (the least that the purpose needs) and 51 (sealing).
package person

import (
	"context"
	"embed"
	"errors"
	"fmt"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/seal"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the tables household, person, dwelling_owner and membership. They come after those of place.
var Migrations = store.Set{Name: "person", FS: files}

// Person is somebody known in a realm.
type Person struct {
	Realm     string
	ID        string   // made by Add when empty
	Name      string   // whole; show it through Mask to those who do not answer for the person
	Account   string   // by which the person signs in; "" for none
	Household string   // "" when not known
	Relation  Relation // as what they live there: Family, Tenant, or "" for an owner and when not known
}

// ErrNone is returned when there is no such person.
var ErrNone = fault.New(fault.NotFound, lang.T("没有这个人的资料", "There is no such person."))

// Service keeps people and households.
type Service struct {
	journal *journal.Journal
	ring    *seal.Ring
}

// New makes a Service that records in j and seals with ring.
func New(j *journal.Journal, ring *seal.Ring) *Service { return &Service{journal: j, ring: ring} }

const columns = `realm, id, name, account, household, relation`

func scan(r store.Row) (p Person, err error) {
	return p, r.Scan(&p.Realm, &p.ID, &p.Name, &p.Account, &p.Household, &p.Relation)
}

// Get reads one person, or gives ErrNone.
func (s *Service) Get(ctx context.Context, r store.Reader, realm, id string) (Person, error) {
	return one(ctx, r, id, `select `+columns+` from person where realm = $1 and id = $2`, realm, id)
}

// ByAccount reads the person that an account is in this realm, or gives ErrNone.
func (s *Service) ByAccount(ctx context.Context, r store.Reader, realm, account string) (Person, error) {
	if account == "" {
		return Person{}, ErrNone
	}
	return one(ctx, r, account, `select `+columns+` from person where realm = $1 and account = $2 and account <> ''`, realm, account)
}

// OfAccount reads who an account is in each realm that knows it: there are few.
func (s *Service) OfAccount(ctx context.Context, r store.Reader, account string) ([]Person, error) {
	return list(ctx, r, store.Query(`select `+columns+` from person where account = ? and account <> '' order by realm`, account))
}

// ByIDs reads several people in one query, keyed by id; one that does not exist is absent.
func (s *Service) ByIDs(ctx context.Context, r store.Reader, realm string, ids []string) (map[string]Person, error) {
	all, err := list(ctx, r, store.In(store.Query(`select `+columns+` from person where realm = ? and`, realm), "id", ids))
	if err != nil {
		return nil, err
	}
	m := make(map[string]Person, len(all))
	for _, p := range all {
		m[p.ID] = p
	}
	return m, nil
}

func one(ctx context.Context, r store.Reader, key, text string, args ...any) (Person, error) {
	p, err := store.One(ctx, r, scan, text, args...)
	if errors.Is(err, store.ErrNone) {
		return p, ErrNone
	}
	if err != nil {
		return p, fmt.Errorf("person %s: %w", key, err)
	}
	return p, nil
}

func list(ctx context.Context, r store.Reader, q *store.Q) ([]Person, error) {
	all, err := store.All(ctx, r, scan, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	return all, nil
}
