package demo

import (
	"path/filepath"
	"testing"

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
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
)

var migrations = []store.Set{journal.Migrations, job.Migrations, once.Migrations, realm.Migrations, place.Migrations, person.Migrations, org.Migrations,
	access.Migrations, file.Migrations, practice.Migrations, matter.Migrations}

// newWorld wires the services on a database as the program does.
func newWorld(t *testing.T, db *store.DB) World {
	t.Helper()
	c := clock.NewManual(begins)
	ring, err := seal.Make(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := file.Open(t.Context(), filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	j := journal.New(ring, c)
	w := World{DB: db, Clock: c, Calendar: clock.China(), Journal: j, Realms: realm.New(j), Places: place.New(j), Orgs: org.New(j), People: person.New(j, ring),
		Access: access.New(c, c), Books: practice.New(j, c), Jobs: job.New(db, c), Files: file.New(j, blobs, c)}
	w.Matters = matter.New(matter.Needs{DB: db, Journal: j, Ring: ring, Clock: c, Calendar: w.Calendar, Books: w.Books, Places: w.Places, Orgs: w.Orgs, People: w.People, Files: w.Files, Jobs: w.Jobs})
	return w
}
