// Package demo plays the demonstration: the five communities of the five playbooks, each under its street, with invented
// people, and a year of their life.
//
// Nothing is written but through the domains' own functions, by the person who may, at the moment when it happened: a
// manual clock is moved from act to act, and what time brings (deadlines, lapses, news from the street) comes by
// itself. The seed is fixed, so the same day gives the same year. The sizes and figures are those of the documents
// behind the playbooks; every name, number and story is invented.
//
// The package also keeps the demonstration's clock ([Clock]) and hands out its sign-ins ([Accounts]).
package demo

import (
	"context"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/file"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/store"
)

// World is the program that is played on. Its services must have been built with Clock.
type World struct {
	DB       *store.DB
	Clock    *clock.Manual
	Calendar *clock.Calendar
	Journal  *journal.Journal
	Realms   *realm.Service
	Places   *place.Service
	Orgs     *org.Service
	People   *person.Service
	Access   *access.Service
	Matters  *matter.Service
	Books    *practice.Service
	Jobs     *job.Queue
	Files    *file.Service
}

// Progress is told how much of the whole is done, and what is being played.
type Progress func(done, total int, what string)

// begins is when the communities were booked: before the earliest story, of 2022.
var begins = time.Date(2021, 12, 1, 9, 0, 0, 0, clock.Zone)

// Play plays everything into an empty database; the clock stands at today when it returns. progress may be nil.
func Play(ctx context.Context, w World, today time.Time, progress Progress) error {
	return play(ctx, w, today, progress, everything)
}

func play(ctx context.Context, w World, today time.Time, progress Progress, realms func() []set) error {
	if progress == nil {
		progress = func(int, int, string) {}
	}
	p, err := newPlan(w, today)
	if err != nil {
		return err
	}
	w.Clock.Set(begins)
	sets := realms()
	if err := p.settle(ctx, sets, progress); err != nil {
		return err
	}
	for _, s := range sets {
		if s.stories != nil {
			s.stories(p)
		}
	}
	return p.run(ctx, progress)
}
