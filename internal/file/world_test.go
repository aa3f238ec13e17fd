package file_test

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/file"
	"linli/internal/journal"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

var sets = []store.Set{journal.Migrations, file.Migrations}

// world is a realm "r", and "s" beside it, with its files in a folder.
type world struct {
	db      *store.DB
	journal *journal.Journal
	files   *file.Service
	clock   *clock.Manual
	folder  string
	by      journal.Actor
}

func newWorld(t *testing.T) *world { return worldOn(t, storetest.SQLite(t, sets), "") }

// worldOn makes a world on db; address is its blob store, or empty for a folder of its own.
func worldOn(t *testing.T, db *store.DB, address string) *world {
	t.Helper()
	w := &world{db: db, clock: clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)), by: journal.Actor{Account: "a1", Person: "p1"}}
	if address == "" {
		w.folder = filepath.Join(t.TempDir(), "files")
		address = w.folder
	}
	ring, err := seal.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	w.journal = journal.New(ring, w.clock)
	blobs, err := file.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	w.files = file.New(w.journal, blobs, w.clock)
	err = db.Quiet(t.Context(), func(tx *store.Tx) error {
		if err := w.journal.Begin(t.Context(), tx, "r"); err != nil {
			return err
		}
		return w.journal.Begin(t.Context(), tx, "s")
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) put(t *testing.T, sent []byte) file.File {
	t.Helper()
	f, err := w.files.Put(t.Context(), w.db, "r", w.by, bytes.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// paper puts a small PDF into a realm.
func (w *world) paper(t *testing.T, realm string, by journal.Actor) file.File {
	t.Helper()
	f, err := w.files.Put(t.Context(), w.db, realm, by, bytes.NewReader([]byte("%PDF-1.7")))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (w *world) attach(t *testing.T, by journal.Actor, subject string, ids ...string) error {
	t.Helper()
	return w.db.Quiet(t.Context(), func(tx *store.Tx) error {
		return w.files.Attach(t.Context(), tx, "r", by, ids, subject)
	})
}

func (w *world) bytes(t *testing.T, f file.File, thumb bool) []byte {
	t.Helper()
	r, err := w.files.Reader(t.Context(), f, thumb)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (w *world) count(t *testing.T) int {
	t.Helper()
	n, err := store.One(t.Context(), w.db, store.Value[int], `select count(*) from file`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// keys are the paths of all files in the world's folder.
func (w *world) keys(t *testing.T) []string {
	t.Helper()
	var keys []string
	err := fs.WalkDir(os.DirFS(w.folder), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			keys = append(keys, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// age makes every file in the folder look d old.
func (w *world) age(t *testing.T, d time.Duration) {
	t.Helper()
	then := time.Now().Add(-d)
	for _, k := range w.keys(t) {
		if err := os.Chtimes(filepath.Join(w.folder, k), then, then); err != nil {
			t.Fatal(err)
		}
	}
}
