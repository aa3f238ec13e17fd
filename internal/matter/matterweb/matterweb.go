// Package matterweb is the pages about matters: for those who raise them, for those who work on them, and for everyone
// who may see them.
package matterweb

import (
	"linli/internal/clock"
	"linli/internal/file"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/practice"
	"linli/internal/store"
	"linli/internal/web"
)

// Needs are what the pages are built from.
type Needs struct {
	DB      *store.DB
	Clock   clock.Clock
	Journal *journal.Journal
	Matters *matter.Service
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Files   *file.Service
	Books   *practice.Service
	Once    *once.Keeper
	Hub     *Hub
}

// Pages are the pages about matters.
type Pages struct{ Needs }

// New makes the pages.
func New(n Needs) *Pages { return &Pages{Needs: n} }

// Routes tells the site their addresses.
func (p *Pages) Routes(s *web.Site) {
	p.routesQueue(s)
}
