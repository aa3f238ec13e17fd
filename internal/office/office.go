// Package office is a small community for tests of pages: a street with one community that plays the playbook of Nanmen,
// a few people who can ask for pages, and what is needed to read the answers.
//
// A test opens it, adds the pages it is about to Site, and sets Handler. Only tests import it.
package office

import (
	"context"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/file"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/web"
	"linli/playbooks"
)

// Sets are the migrations that an office needs.
var Sets = []store.Set{journal.Migrations, job.Migrations, once.Migrations, realm.Migrations, place.Migrations, person.Migrations, org.Migrations,
	access.Migrations, file.Migrations, practice.Migrations, matter.Migrations}

// Office is the community. Its people are known by what they are: worker and second (community workers), secretary,
// leader (of building Home), member (of the party), resident and neighbour, and the
// three administrators system, security and auditor. It is 9 o'clock on 2 March 2026, a Monday.
type Office struct {
	T       testing.TB
	DB      *store.DB
	Clock   *clock.Manual
	Journal *journal.Journal
	Realms  *realm.Service
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Files   *file.Service
	Access  *access.Service
	Books   *practice.Service
	Matters *matter.Service
	Once    *once.Keeper
	Site    *web.Site
	Handler http.Handler                // the site, once the pages are added
	Tokens  map[string]string           // each person's, by name
	IDs     map[string]*access.Identity // in the community
	Home    place.Place
	Grid    place.Area
}

// Open makes an office on an empty database.
func Open(t testing.TB, db *store.DB) *Office {
	t.Helper()
	ctx := context.Background()
	o := &Office{T: t, DB: db, Clock: clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)), Tokens: map[string]string{}, IDs: map[string]*access.Identity{}}
	ring, err := seal.New(make([]byte, 32))
	o.Must(err)
	o.Journal = journal.New(ring, o.Clock)
	blobs, err := file.Open(ctx, filepath.Join(t.TempDir(), "files"))
	o.Must(err)
	t.Cleanup(func() { blobs.Close() })
	o.Realms, o.Places, o.Orgs, o.People = realm.New(o.Journal), place.New(o.Journal), org.New(o.Journal), person.New(o.Journal, ring)
	o.Files, o.Access, o.Books = file.New(o.Journal, blobs, o.Clock), access.New(o.Clock, o.Clock), practice.New(o.Journal, o.Clock)
	o.Once = once.New(ring, o.Clock)
	o.Matters = matter.New(matter.Needs{DB: db, Journal: o.Journal, Ring: ring, Clock: o.Clock, Calendar: clock.China(), Books: o.Books, Places: o.Places, Orgs: o.Orgs,
		People: o.People, Files: o.Files, Jobs: job.New(db, o.Clock)})
	book, problems := playbook.Parse("nanmen", playbooks.Texts()["nanmen"])
	if book == nil {
		t.Fatal(problems)
	}
	o.Must(db.Tx(ctx, func(tx *store.Tx) error { return o.settle(ctx, tx, book) }))
	for name := range holds {
		account, err := o.Access.ByLogin(ctx, db, name)
		o.Must(err)
		o.Tokens[name], _, err = o.Access.AddToken(ctx, db, account, "test", time.Time{})
		o.Must(err)
		o.IDs[name], err = access.Identify(ctx, db, "nanmen", account, o.Clock.Now())
		o.Must(err)
	}
	o.Site = &web.Site{DB: db, Realms: o.Realms, Access: o.Access, Clock: o.Clock}
	return o
}

// Must ends the test on an error.
func (o *Office) Must(err error) {
	o.T.Helper()
	if err != nil {
		o.T.Fatal(err)
	}
}
