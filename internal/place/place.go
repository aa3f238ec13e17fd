// Package place knows where: the tree of estates, buildings, units and dwellings, with venues and public places, and
// the areas that lie over it without nesting into it.
//
// A dwelling is a flat, which has owners and votes; who lives there is a household, which belongs to package person.
// Who answers for a place belongs to package org. Places are never deleted.
package place

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"strings"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the tables place, area and area_place.
var Migrations = store.Set{Name: "place", FS: files}

// Place is a spot in a realm's tree of places.
type Place struct {
	Realm  string
	ID     string // made by Add when empty
	Parent string // the place that it lies in; "" at the top
	Kind   Kind
	Title  string // as people say it within the parent: 3幢
	Code   string // six characters on its sign, unique in the realm; made by Add when empty
	Path   string // "/" + the ids of its ancestors and itself, joined by "/" + "/"; made by Add
	Full   string // its name with its ancestors' names: 汽运小区 3幢 2单元; made by Add
}

// IDs are the ids in the place's path, from the top down to itself.
func (p Place) IDs() []string { return PathIDs(p.Path) }

// PathIDs are the ids in a path, from the top down.
func PathIDs(path string) []string {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

// Within tells whether a path leads through the place with this id, or to it.
func Within(path, id string) bool { return id != "" && strings.Contains(path, "/"+id+"/") }

// ErrNone is returned when there is no such place.
var ErrNone = fault.New(fault.NotFound, lang.T("没有这个地点", "There is no such place."))

// Service keeps the places and areas.
type Service struct{ journal *journal.Journal }

// New makes a Service that records in j.
func New(j *journal.Journal) *Service { return &Service{journal: j} }

const columns = `realm, id, parent, kind, title, code, path, fullname`

func scan(r store.Row) (p Place, err error) {
	return p, r.Scan(&p.Realm, &p.ID, &p.Parent, &p.Kind, &p.Title, &p.Code, &p.Path, &p.Full)
}

// Get reads one place, or gives ErrNone.
func (s *Service) Get(ctx context.Context, r store.Reader, realm, id string) (Place, error) {
	return one(ctx, r, `select `+columns+` from place where realm = $1 and id = $2`, realm, id)
}

// ByCode reads the place with this code, however it was typed, or gives ErrNone.
func (s *Service) ByCode(ctx context.Context, r store.Reader, realm, code string) (Place, error) {
	return one(ctx, r, `select `+columns+` from place where realm = $1 and code = $2`, realm, cleanCode(code))
}

func one(ctx context.Context, r store.Reader, text, realm, key string) (Place, error) {
	p, err := store.One(ctx, r, scan, text, realm, key)
	if errors.Is(err, store.ErrNone) {
		return p, ErrNone
	}
	if err != nil {
		return p, fmt.Errorf("place %s: %w", key, err)
	}
	return p, nil
}

// Name is the full name of a place: 汽运小区 3幢 2单元. It gives ErrNone when there is none.
func (s *Service) Name(ctx context.Context, r store.Reader, realm, id string) (string, error) {
	p, err := s.Get(ctx, r, realm, id)
	return p.Full, err
}
