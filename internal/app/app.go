// Package app builds the program from its parts, by plain constructor calls, and serves it.
package app

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"linli/internal/access"
	"linli/internal/access/accessweb"
	"linli/internal/api"
	"linli/internal/clock"
	"linli/internal/desk"
	"linli/internal/file"
	"linli/internal/form/formweb"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/matter/matterweb"
	"linli/internal/metric"
	"linli/internal/once"
	"linli/internal/org"
	"linli/internal/org/orgweb"
	"linli/internal/person"
	"linli/internal/person/personweb"
	"linli/internal/place"
	"linli/internal/place/placeweb"
	"linli/internal/practice"
	"linli/internal/practice/practiceweb"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/web"
)

// Config says where the program keeps what it keeps.
type Config struct {
	DB    string // a path or a postgres:// address; "" is linli.db in Data
	Data  string // the folder of the key, of photos, and of the database unless DB says otherwise
	Blobs string // a blob address such as s3://bucket; "" is the folder files in Data
	Store store.Options
	Clock clock.Clock // nil is the real one
	Ways  Ways
	Tiles placeweb.Tiles
	// PerToken is how often in a minute a program may raise matters or search by one token; zero sets no limit.
	PerToken int
}

// Database is where the database is: a path or a postgres:// address.
func (c Config) Database() string {
	if c.DB == "" {
		return filepath.Join(c.Data, "linli.db")
	}
	return c.DB
}

// App is the whole program, wired.
type App struct {
	DB      *store.DB
	Clock   clock.Clock
	Journal *journal.Journal
	Ring    *seal.Ring
	Jobs    *job.Queue
	Once    *once.Keeper
	Blobs   *file.Store
	Realms  *realm.Service
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Access  *access.Service
	Files   *file.Service
	Books   *practice.Service
	Matters *matter.Service
	ways    Ways
	token   int
	tiles   placeweb.Tiles
}

// Ways are how people sign in, where that is not as it is by default.
type Ways struct {
	Provider  accessweb.Provider
	StaffIdle time.Duration // after how long an unused session of staff ends; zero is access.StaffIdle
}

// Migrations are every domain's, in the order in which they build on each other.
func Migrations() []store.Set {
	return []store.Set{journal.Migrations, job.Migrations, once.Migrations, realm.Migrations, place.Migrations, person.Migrations,
		org.Migrations, access.Migrations, file.Migrations, practice.Migrations, matter.Migrations}
}

// Calendar is the calendar by which clocks run.
var Calendar = clock.China()

// Close closes what Open or Inspect opened.
func (a *App) Close() error {
	if a.Blobs == nil {
		return a.DB.Close()
	}
	return errors.Join(a.Blobs.Close(), a.DB.Close())
}

// Site builds the pages and the API. demo is nil on a real server; secure sends cookies over TLS only.
func (a *App) Site(demo web.Demo, secure bool) *Site {
	meter := metric.New(metric.Needs{DB: a.DB, Jobs: a.Jobs})
	s := &web.Site{Seen: meter.Seen, DB: a.DB, Realms: a.Realms, Access: a.Access, Clock: a.Clock, Demo: demo, Secure: secure, Nav: a.nav, Images: a.tiles.Host(), PerToken: a.token}
	hub := matterweb.NewHub()
	wire := a.DB.Wire(func(word string) {
		if realm, id, ok := strings.Cut(word, " "); ok {
			hub.Publish(realm, id)
		}
	}, hub.Missed)
	a.Matters.OnChange(func(realm, id string) {
		hub.Publish(realm, id)
		wire.Say(realm + " " + id)
	})
	accessweb.New(accessweb.Needs{DB: a.DB, Access: a.Access, Realms: a.Realms, People: a.People, Orgs: a.Orgs, Books: a.Books, Jobs: a.Jobs, Journal: a.Journal, Clock: a.Clock, Ring: a.Ring, Provider: a.ways.Provider,
		Ask: formweb.Needs{DB: a.DB, Clock: a.Clock, Matters: a.Matters, Places: a.Places, Orgs: a.Orgs, People: a.People, Files: a.Files}}).Routes(s)
	matterweb.New(matterweb.Needs{DB: a.DB, Clock: a.Clock, Journal: a.Journal, Matters: a.Matters, Places: a.Places, Orgs: a.Orgs, People: a.People,
		Files: a.Files, Books: a.Books, Once: a.Once, Hub: hub}).Routes(s)
	practiceweb.New(practiceweb.Needs{DB: a.DB, Books: a.Books, Matters: a.Matters, Clock: a.Clock}).Routes(s)
	placeweb.New(placeweb.Needs{DB: a.DB, Clock: a.Clock, Places: a.Places, Orgs: a.Orgs, People: a.People, Matters: a.Matters, Tiles: a.tiles}).Routes(s)
	personweb.New(personweb.Needs{DB: a.DB, Clock: a.Clock, Places: a.Places, Orgs: a.Orgs, People: a.People, Matters: a.Matters}).Routes(s)
	orgweb.New(orgweb.Needs{DB: a.DB, Clock: a.Clock, Realms: a.Realms, Places: a.Places, Orgs: a.Orgs, People: a.People, Matters: a.Matters}).Routes(s)
	desk.New(desk.Needs{DB: a.DB, Clock: a.Clock, Journal: a.Journal, Realms: a.Realms, Places: a.Places, Orgs: a.Orgs, People: a.People, Matters: a.Matters, Books: a.Books, Access: a.Access}).Routes(s)
	s.HandleAPI(api.New(api.Needs{DB: a.DB, Clock: a.Clock, Realms: a.Realms, Places: a.Places, Orgs: a.Orgs, People: a.People, Access: a.Access,
		Files: a.Files, Books: a.Books, Matters: a.Matters, Once: a.Once, Demo: demo}))
	guide(s)
	s.HandleHealth(func(ctx context.Context) error {
		return errors.Join(a.DB.Ready(ctx), a.Blobs.Ready(ctx))
	})
	return &Site{Handler: s.Handler(), Routes: s.Routes(), close: hub.Close, hear: wire.Run, meter: meter}
}

// Site is what answers requests.
type Site struct {
	http.Handler
	Routes []string // the patterns of its pages; what the API takes is in its own document
	close  func()
	hear   func(context.Context) // the other nodes
	meter  *metric.Meter
}

// Work does jobs, what time brings, what the index is behind with and what is swept up, until ctx ends.
func (a *App) Work(ctx context.Context) {
	all := []func(context.Context){a.Jobs.Run, a.Matters.Watch, a.Matters.CatchUp, a.catchUp, a.sweep}
	done := make(chan struct{}, len(all))
	for _, run := range all {
		go func() { run(ctx); done <- struct{}{} }()
	}
	for range all {
		<-done
	}
}
