// Package desk is the pages that stand over all domains: where a visit begins, and what waits for whoever works here.
//
// It reads what the domains tell and shows it together. It changes nothing but that looks at the record are noted: every act is a page of the domain that it
// belongs to.
package desk

import (
	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/web"
)

// Needs are what the pages are built from.
type Needs struct {
	DB      *store.DB
	Clock   clock.Clock
	Journal *journal.Journal
	Realms  *realm.Service
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Matters *matter.Service
	Books   *practice.Service
	Access  *access.Service
}

// Pages are the first pages of the site, of a realm, and of a working day.
type Pages struct {
	Needs
	calendar *clock.Calendar
}

// New makes the pages.
func New(n Needs) *Pages { return &Pages{Needs: n, calendar: clock.China()} }

// Routes tells the site its addresses.
func (p *Pages) Routes(s *web.Site) {
	p.routesHome(s)
	s.HandleLasting("GET /{realm}/today", p.today)
	s.Handle("GET /{realm}/search", p.searching)
	s.Handle("GET /{realm}/journal", p.journal)
	s.Handle("GET /{realm}/journal.csv", p.journalExport)
	s.Handle("GET /{realm}/journal.jsonl", p.journalExport)
	s.Handle("POST /{realm}/journal/verify", p.journalVerify)
	s.Handle("GET /{realm}/journal/{number}", p.journalEntry)
}
