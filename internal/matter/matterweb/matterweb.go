// Package matterweb is the pages of matters: raising one, following it by number or by code, and moving it on; for those
// who work here also the queue, the claiming board, lists and figures.
//
// What may be seen and done is decided by package matter. A page is told by it what to show, and shows it to a resident
// on the resident's site and to whoever holds a staff post on the workbench.
package matterweb

import (
	"linli/internal/clock"
	"linli/internal/file"
	"linli/internal/form/formweb"
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

// Pages are the pages of matters.
type Pages struct {
	Needs
	calendar *clock.Calendar
	ask      formweb.Needs
}

// New makes the pages.
func New(n Needs) *Pages {
	return &Pages{Needs: n, calendar: clock.China(), ask: formweb.Needs{DB: n.DB, Clock: n.Clock, Matters: n.Matters, Places: n.Places, Orgs: n.Orgs, People: n.People, Files: n.Files}}
}

// Routes tells the site its addresses.
func (p *Pages) Routes(s *web.Site) {
	s.Handle("GET /{realm}/raise", p.kinds)
	s.Handle("GET /{realm}/raise/{playbook}/{kind}", p.raiseForm)
	s.Handle("POST /{realm}/raise/{playbook}/{kind}", p.raise)
	s.Handle("GET /{realm}/raise/{playbook}/{kind}/similar", p.similar)
	s.Handle("GET /{realm}/raised/{code}", p.raised)
	s.Handle("GET /{realm}/mine", p.mine)
	s.Handle("GET /{realm}/track", p.trackForm)
	s.Handle("POST /{realm}/track", p.track)
	for _, at := range []string{"/{realm}/track/{code}", "/{realm}/matters/{number}"} {
		s.Handle("GET "+at, p.show)
		s.Handle("GET "+at+"/moves/{move}", p.moveForm)
		s.Handle("POST "+at+"/moves/{move}", p.move)
	}
	s.Handle("POST /{realm}/matters/{number}/personal", p.personal)
	s.Handle("GET /{realm}/files/{id}", p.file)
	p.routesQueue(s)
}
