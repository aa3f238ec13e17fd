// Package org knows who answers: organisations, and the posts that people hold in them.
//
// A person holds a post in an organisation for a place, an area or the whole realm, from a moment to a moment.
// Authority follows posts and nothing else; what a post allows is decided in package access. Names are read from the
// person table, which belongs to package person.
package org

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the tables of organisations, their own kinds, posts and handovers. They come after those of place and person.
var Migrations = store.Set{Name: "org", FS: files}

// Org is an organisation of a realm, or one that works with it.
type Org struct {
	Realm  string
	ID     string // made by Add when empty
	Kind   string // one of Kinds, or of the realm's own
	Title  string
	Parent string    // the organisation above it; "" for none
	Area   string    // the area that it is there for; "" for none or the whole realm
	USCC   string    // unified social credit identifier, GB 32100; "" for none
	Until  time.Time // from when it is closed; zero while it is not
	own    lang.Text // what its kind is called, where it is one of the realm's own
}

// KindTitle names what sort of organisation it is.
func (o Org) KindTitle() lang.Text {
	if k, ok := kinds[o.Kind]; ok {
		return k.Title
	}
	return o.own
}

// OpenAt tells whether an organisation is not closed at a moment.
func (o Org) OpenAt(on time.Time) bool { return o.Until.IsZero() || on.Before(o.Until) }

// ErrNone is returned when there is no such organisation.
var ErrNone = fault.New(fault.NotFound, lang.T("没有这个组织或单位", "There is no such organisation."))

// Service keeps organisations and posts.
type Service struct{ journal *journal.Journal }

// New makes a Service that records in j.
func New(j *journal.Journal) *Service { return &Service{journal: j} }

const columns = `realm, id, kind, title, parent, area, uscc, until,
	coalesce((select k.title from own_kind k where k.realm = org.realm and k.id = org.kind), ''),
	coalesce((select k.title_en from own_kind k where k.realm = org.realm and k.id = org.kind), '')`

func scan(r store.Row) (o Org, err error) {
	var until int64
	err = r.Scan(&o.Realm, &o.ID, &o.Kind, &o.Title, &o.Parent, &o.Area, &o.USCC, &until, &o.own.Zh, &o.own.En)
	o.Until = clock.FromMillis(until)
	return o, err
}

// Get reads one organisation, or gives ErrNone.
func (s *Service) Get(ctx context.Context, r store.Reader, realm, id string) (Org, error) {
	o, err := store.One(ctx, r, scan, `select `+columns+` from org where realm = $1 and id = $2`, realm, id)
	if errors.Is(err, store.ErrNone) {
		return o, ErrNone
	}
	if err != nil {
		return o, fmt.Errorf("org %s: %w", id, err)
	}
	return o, nil
}

// Open reads the organisations of the realm that are not closed at the moment on, and of one of these kinds; of any kind
// when none is given. These are what one chooses from.
func (s *Service) Open(ctx context.Context, r store.Reader, realm string, on time.Time, kinds ...string) ([]Org, error) {
	all, err := s.All(ctx, r, realm, kinds...)
	return slices.DeleteFunc(all, func(o Org) bool { return !o.OpenAt(on) }), err
}

// All reads the organisations of the realm that are of one of these kinds, of any kind when none is given: those that
// are closed, too.
func (s *Service) All(ctx context.Context, r store.Reader, realm string, kinds ...string) ([]Org, error) {
	q := store.Query(`select `+columns+` from org where realm = ?`, realm)
	if len(kinds) > 0 {
		store.In(q.Add(`and`), "kind", kinds)
	}
	return list(ctx, r, q.Add(`order by kind, title, id`))
}

// ByIDs reads several organisations in one query, keyed by id; one that does not exist is absent.
func (s *Service) ByIDs(ctx context.Context, r store.Reader, realm string, ids []string) (map[string]Org, error) {
	all, err := list(ctx, r, store.In(store.Query(`select `+columns+` from org where realm = ? and`, realm), "id", ids))
	if err != nil {
		return nil, err
	}
	m := make(map[string]Org, len(all))
	for _, o := range all {
		m[o.ID] = o
	}
	return m, nil
}

func list(ctx context.Context, r store.Reader, q *store.Q) ([]Org, error) {
	all, err := store.All(ctx, r, scan, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("organisations: %w", err)
	}
	return all, nil
}
