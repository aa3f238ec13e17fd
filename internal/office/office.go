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

// Realm is the community's id.
const Realm = "nanmen"

// Office is the community: an estate of two buildings with two dwellings each, a grid over it, and a committee. Its people
// are known by what they are: worker and second (community workers), secretary, gridder (leader of the grid), leader (of
// building Home), member (of the party), resident and neighbour, and the three administrators system, security and auditor.
// Their names are 欧阳 and that. It is 9 o'clock on 2 March 2026, a Monday.
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
	Jobs    *job.Queue
	Site    *web.Site
	Handler http.Handler                // the site, once the pages are added
	Tokens  map[string]string           // each person's, by name
	IDs     map[string]*access.Identity // in the community
	Account map[string]string           // each person's

	Estate, Home, Next place.Place // the estate, its buildings 3幢 and 4幢
	Flat               place.Place // 101室 in Home
	Grid               place.Area
	Committee          org.Org
	Since              time.Time // from when they hold their posts
}

// Open makes an office on an empty database.
func Open(t testing.TB, db *store.DB) *Office {
	t.Helper()
	ctx := context.Background()
	o := &Office{T: t, DB: db, Clock: clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)), Tokens: map[string]string{}, IDs: map[string]*access.Identity{}, Account: map[string]string{}}
	o.Since = o.Clock.Now().AddDate(-1, 0, 0)
	ring, err := seal.New(make([]byte, 32))
	o.Must(err)
	o.Journal = journal.New(ring, o.Clock)
	blobs, err := file.Open(ctx, filepath.Join(t.TempDir(), "files"))
	o.Must(err)
	t.Cleanup(func() { blobs.Close() })
	o.Realms, o.Places, o.Orgs, o.People = realm.New(o.Journal), place.New(o.Journal), org.New(o.Journal), person.New(o.Journal, ring)
	o.Files, o.Access, o.Books = file.New(o.Journal, blobs, o.Clock), access.New(o.Clock, o.Clock), practice.New(o.Journal, o.Clock)
	o.Once, o.Jobs = once.New(ring, o.Clock), job.New(db, o.Clock)
	o.Matters = matter.New(matter.Needs{DB: db, Journal: o.Journal, Ring: ring, Clock: o.Clock, Calendar: clock.China(), Books: o.Books, Places: o.Places, Orgs: o.Orgs,
		People: o.People, Files: o.Files, Jobs: o.Jobs})
	book, problems := playbook.Parse("nanmen", playbooks.Texts()["nanmen"])
	if book == nil {
		t.Fatal(problems)
	}
	o.Must(db.Tx(ctx, func(tx *store.Tx) error { return o.settle(ctx, tx, book) }))
	for name, account := range o.Account {
		o.Tokens[name], _, err = o.Access.AddToken(ctx, db, account, "test", time.Time{})
		o.Must(err)
		o.Identify(name)
	}
	o.Site = &web.Site{DB: db, Realms: o.Realms, Access: o.Access, Clock: o.Clock}
	return o
}

// Identify works out again who somebody is now.
func (o *Office) Identify(name string) *access.Identity {
	o.T.Helper()
	id, err := access.Identify(context.Background(), o.DB, Realm, o.Account[name], o.Clock.Now())
	o.Must(err)
	o.IDs[name] = id
	return id
}

// Write runs f in a transaction and ends the test when it fails.
func (o *Office) Write(f func(ctx context.Context, tx *store.Tx) error) {
	o.T.Helper()
	o.Must(o.DB.Tx(context.Background(), func(tx *store.Tx) error { return f(context.Background(), tx) }))
}

// Must ends the test on an error.
func (o *Office) Must(err error) {
	o.T.Helper()
	if err != nil {
		o.T.Fatal(err)
	}
}
