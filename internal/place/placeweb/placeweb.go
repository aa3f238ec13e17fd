// Package placeweb is the pages of places: the tree from estates to dwellings, one place with who answers for it and
// what goes on there, the areas over the tree, the map, and the signs at the doors.
//
// Anybody may read them, as far as what they show is theirs to see; changing a register is for those whose posts keep it
// ([access.Identity.Keeps]).
package placeweb

import (
	"context"
	"unicode"
	"unicode/utf8"

	"linli/internal/clock"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// Needs are what the pages are built from.
type Needs struct {
	DB      *store.DB
	Clock   clock.Clock
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Matters *matter.Service
	Tiles   Tiles
}

// Pages are the pages of places.
type Pages struct{ Needs }

// New makes the pages.
func New(n Needs) *Pages { return &Pages{n} }

// Routes tells the site their addresses.
func (p *Pages) Routes(s *web.Site) {
	s.Handle("GET /{realm}/places", p.tree)
	s.Handle("GET /{realm}/places/new", p.newPlace)
	s.Handle("POST /{realm}/places", p.book)
	s.Handle("GET /{realm}/places/series", p.newSeries)
	s.Handle("POST /{realm}/places/series", p.bookSeries)
	s.Handle("GET /{realm}/places/file", p.newFile)
	s.Handle("POST /{realm}/places/file", p.bookFile)
	s.Handle("GET /{realm}/places/{code}", p.show)
	s.Handle("POST /{realm}/places/{code}/name", p.rename)
	p.routesAreas(s)
	p.routesMap(s)
	s.Handle("GET /{realm}/signs", p.signs)
	s.Handle("GET /{realm}/answers", p.answers)
	s.Handle("GET /{realm}/p/{code}", p.sign)
}

// pathOf is the address of a place's page.
func pathOf(p place.Place) string { return "/" + p.Realm + "/places/" + p.Code }

func (p *Pages) asker(v *web.Visit) *formweb.Asker {
	return formweb.Needs{DB: p.DB, Clock: p.Clock, Matters: p.Matters, Places: p.Places, Orgs: p.Orgs, People: p.People}.For(v)
}

// crumbs lead from the tree's top to what lies above a place.
func (p *Pages) crumbs(ctx context.Context, v *web.Visit, at place.Place) ([]ui.Link, error) {
	all := []ui.Link{{Href: "/" + v.Realm.ID + "/places", Label: v.Page.T("地点", "Places")}}
	above, err := p.Places.Ancestors(ctx, p.DB, at)
	for _, a := range above {
		all = append(all, ui.Link{Href: pathOf(a), Label: a.Title})
	}
	return all, err
}

// within is the place that a form is about to book something in, by its code in the field in; the zero Place is the top.
func (p *Pages) within(ctx context.Context, v *web.Visit, code string) (place.Place, error) {
	if code == "" {
		return place.Place{Realm: v.Realm.ID}, nil
	}
	return p.Places.ByCode(ctx, p.DB, v.Realm.ID, code)
}

// kindIcon goes with a sort of place.
func kindIcon(k place.Kind) string {
	switch k {
	case place.Estate:
		return "building-community"
	case place.Building:
		return "building"
	case place.Unit:
		return "stack-2"
	case place.Venue:
		return "building-bank"
	case place.Public:
		return "trees"
	}
	return "home"
}

// heading is a word as it begins a line.
func heading(p ui.Page, t lang.Text) string {
	r, n := utf8.DecodeRuneInString(p.Say(t))
	return string(unicode.ToUpper(r)) + p.Say(t)[n:]
}
