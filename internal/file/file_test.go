package file_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/journal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestPutGetAndRecord(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := worldOn(t, db, "")
		f := w.put(t, photo(t, quarters(64, 32, red, green, blue, white), exif(binary.LittleEndian, "II*\x00", 6)))
		got, err := w.files.Get(t.Context(), db, "r", f.ID)
		if err != nil || got != f {
			t.Errorf("got %+v, %v, want %+v", got, err, f)
		}
		kept := w.bytes(t, f, false)
		sum := sha256.Sum256(kept)
		if f.SHA256 != hex.EncodeToString(sum[:]) || f.Size != int64(len(kept)) || !f.At.Equal(w.clock.Now()) || f.Account != "a1" || f.Person != "p1" || len(f.ID) != 26 {
			t.Errorf("the row does not tell of the bytes: %+v", f)
		}
		for _, other := range [][2]string{{"s", f.ID}, {"r", "no"}} {
			if _, err := w.files.Get(t.Context(), db, other[0], other[1]); !fault.Is(err, fault.NotFound) {
				t.Errorf("%v: %v", other, err)
			}
		}
		entries, err := w.journal.About(t.Context(), db, "r", f.ID)
		if err != nil || len(entries) != 1 || entries[0].Kind != "file.added" || entries[0].By != w.by {
			t.Fatalf("recorded %+v, %v", entries, err)
		}
		var told file.Added
		if err := json.Unmarshal(entries[0].Payload, &told); err != nil || told.SHA256 != f.SHA256 {
			t.Errorf("the entry tells %s, %v", entries[0].Payload, err)
		}
	})
}

func TestAttach(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := worldOn(t, db, "")
		stranger, sameAccount, samePerson := journal.Actor{Account: "a2", Person: "p2"}, journal.Actor{Account: "a1", Person: "p9"}, journal.Actor{Account: "a9", Person: "p1"}
		var none journal.Actor
		mine, second, third := w.paper(t, "r", w.by), w.paper(t, "r", w.by), w.paper(t, "r", w.by)
		w.clock.Advance(time.Second)
		open, elsewhere := w.paper(t, "r", none), w.paper(t, "s", w.by)
		for what, c := range map[string]struct {
			by      journal.Actor
			ids     []string
			subject string
			want    error
		}{
			"a stranger":                   {stranger, []string{mine.ID}, "m1", file.ErrGone},
			"nobody":                       {none, []string{mine.ID}, "m1", file.ErrGone},
			"a file that is not there":     {w.by, []string{mine.ID, "no"}, "m1", file.ErrGone},
			"another realm's":              {w.by, []string{elsewhere.ID}, "m1", file.ErrGone},
			"mine together with a strange": {stranger, []string{open.ID, mine.ID}, "m1", file.ErrGone},
			"too many":                     {w.by, strings.Split("x"+strings.Repeat(" x", file.MaxAttached), " "), "m1", file.ErrGone},
		} {
			if err := w.attach(t, c.by, c.subject, c.ids...); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", what, err, c.want)
			}
		}
		many := make([]string, file.MaxAttached+1)
		for i := range many {
			many[i] = strings.Repeat("x", i)
		}
		if err := w.attach(t, w.by, "m1", many...); !errors.Is(err, file.ErrTooMany) {
			t.Errorf("too many: %v", err)
		}
		if err := w.attach(t, w.by, "", mine.ID); err == nil {
			t.Error("attached to nothing")
		}
		if files, err := w.files.Of(t.Context(), db, "r", ""); err != nil || len(files) != 0 {
			t.Errorf("everybody's unattached files are listed: %v, %v", files, err)
		}
		if files, err := w.files.Of(t.Context(), db, "r", "m1"); err != nil || len(files) != 0 {
			t.Fatalf("attached in spite of refusals: %v, %v", files, err)
		}

		if err := w.attach(t, w.by, "m1"); err != nil {
			t.Errorf("no files: %v", err)
		}
		if err := w.attach(t, w.by, "m1", open.ID, mine.ID, mine.ID); err != nil {
			t.Errorf("mine, twice, and one of nobody's: %v", err)
		}
		if err := w.attach(t, w.by, "m1", mine.ID); err != nil {
			t.Errorf("again to the same: %v", err)
		}
		if err := w.attach(t, w.by, "m2", mine.ID, second.ID); !errors.Is(err, file.ErrAttached) || !fault.Is(err, fault.Conflict) {
			t.Errorf("to another: %v", err)
		}
		if err := w.attach(t, sameAccount, "m2", second.ID); err != nil {
			t.Errorf("by the same account: %v", err)
		}
		if err := w.attach(t, samePerson, "m3", third.ID); err != nil {
			t.Errorf("by the same person: %v", err)
		}
		files, err := w.files.Of(t.Context(), db, "r", "m1")
		if err != nil || len(files) != 2 || files[0].ID != mine.ID || files[1].ID != open.ID || files[0].Subject != "m1" {
			t.Errorf("m1 has %+v, %v", files, err)
		}
		if files, err := w.files.Of(t.Context(), db, "s", "m1"); err != nil || len(files) != 0 {
			t.Errorf("the other realm's m1 has %+v, %v", files, err)
		}
	})
}

// TestAttachOnce lets four attach one file at once, each to a subject of its own: one succeeds, the others are told.
func TestAttachOnce(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := worldOn(t, db, "")
		for range 10 {
			f := w.paper(t, "r", w.by)
			errs := make([]error, 4)
			var begun, done sync.WaitGroup
			begun.Add(len(errs))
			for i := range errs {
				done.Go(func() {
					errs[i] = db.Quiet(t.Context(), func(tx *store.Tx) error {
						begun.Done()
						if db.Dialect() == store.Postgres { // SQLite begins one only after the other
							begun.Wait()
						}
						return w.files.Attach(t.Context(), tx, "r", w.by, []string{f.ID}, string(rune('a'+i)))
					})
				})
			}
			done.Wait()
			won := -1
			for i, err := range errs {
				switch {
				case err == nil && won < 0:
					won = i
				case !errors.Is(err, file.ErrAttached):
					t.Errorf("%d: %v, and %d had it", i, err, won)
				}
			}
			if got, err := w.files.Get(t.Context(), db, "r", f.ID); err != nil || won < 0 || got.Subject != string(rune('a'+won)) {
				t.Errorf("%d won, and it belongs to %q, %v", won, got.Subject, err)
			}
		}
	})
}

func TestReader(t *testing.T) {
	w := newWorld(t)
	f := w.paper(t, "r", w.by)
	r, err := w.files.Reader(t.Context(), f, false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Seek(5, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || string(b) != "1.7" {
		t.Errorf("from the fifth byte: %q, %v", b, err)
	}
	f.ID = "lost"
	if _, err := w.files.Reader(t.Context(), f, false); !fault.Is(err, fault.NotFound) {
		t.Errorf("lost bytes: %v", err)
	}
}

// TestStoreGone puts a plain file where the folder was, as when its disk is gone.
func TestStoreGone(t *testing.T) {
	w := newWorld(t)
	if err := os.RemoveAll(w.folder); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := w.files.Put(t.Context(), w.db, "r", w.by, strings.NewReader("%PDF-1.7"))
	if !fault.Is(err, fault.Unavailable) || w.count(t) != 0 {
		t.Errorf("%v, and %d rows", err, w.count(t))
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", plain, "ftp://host/x", "file://host/x", "file://", "s3://bucket?nonsense=1"} {
		if s, err := file.Open(t.Context(), address); err == nil {
			s.Close()
			t.Errorf("opened %q", address)
		}
	}
	for _, address := range []string{filepath.Join(dir, "bare", "deep"), "file://" + filepath.Join(dir, "with%20space")} {
		s, err := file.Open(t.Context(), address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if err := s.Ready(t.Context()); err != nil {
			t.Errorf("%s: %v", address, err)
		}
		s.Close()
	}
	if fi, err := os.Stat(filepath.Join(dir, "with space")); err != nil || fi.Mode().Perm() != 0o700 {
		t.Errorf("the folder is for its owner only: %v, %v", fi, err)
	}
}
