package file_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestSweepUnattached(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := worldOn(t, db, "")
		sent := photo(t, quarters(64, 32, red, green, blue, white), exif(binary.LittleEndian, "II*\x00", 1))
		loose, used, other := w.put(t, sent), w.put(t, sent), w.paper(t, "s", w.by)
		if err := w.attach(t, w.by, "m1", used.ID); err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(23 * time.Hour)
		young := w.put(t, sent)
		if n, err := w.files.Sweep(t.Context(), db, file.Loose); n != 0 || err != nil {
			t.Errorf("before its time: swept %d, %v", n, err)
		}
		w.clock.Advance(time.Hour + time.Millisecond)
		if n, err := w.files.Sweep(t.Context(), db, file.Loose); n != 2 || err != nil {
			t.Errorf("swept %d, %v, want 2", n, err)
		}
		if n, err := w.files.Sweep(t.Context(), db, file.Loose); n != 0 || err != nil {
			t.Errorf("again: swept %d, %v", n, err)
		}
		for _, f := range []file.File{loose, other} {
			if _, err := w.files.Get(t.Context(), db, f.Realm, f.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("still there: %v", err)
			}
			entries, err := w.journal.About(t.Context(), db, f.Realm, f.ID)
			if err != nil || len(entries) != 2 || entries[1].Kind != "file.dropped" {
				t.Errorf("recorded %+v, %v", entries, err)
			}
		}
		want := []string{}
		for _, f := range []file.File{used, young} {
			want = append(want, "r/"+f.ID, "r/"+f.ID+".thumb")
		}
		slices.Sort(want)
		if got := w.keys(t); !slices.Equal(got, want) {
			t.Errorf("the folder has %v, want %v", got, want)
		}
		if rep, err := w.journal.Verify(t.Context(), db, "r", nil); err != nil || rep.Broken != 0 {
			t.Errorf("the record: %+v, %v", rep, err)
		}
	})
}

// TestSweepMany sweeps more than one transaction takes.
func TestSweepMany(t *testing.T) {
	w := newWorld(t)
	for range 250 {
		w.paper(t, "r", w.by)
	}
	w.clock.Advance(25 * time.Hour)
	if n, err := w.files.Sweep(t.Context(), w.db, file.Loose); n != 250 || err != nil || w.count(t) != 0 || len(w.keys(t)) != 0 {
		t.Errorf("swept %d, %v", n, err)
	}
}

func TestSweepBytesWithoutARow(t *testing.T) {
	w := newWorld(t)
	kept := w.paper(t, "r", w.by)
	sent := photo(t, quarters(64, 32, red, green, blue, white), exif(binary.LittleEndian, "II*\x00", 1))
	for range 3 { // a realm without a journal: the bytes are kept, the row is refused
		if _, err := w.files.Put(t.Context(), w.db, "nowhere", w.by, strings.NewReader(string(sent))); err == nil {
			t.Fatal("put into a realm that is not there")
		}
	}
	id := strings.Repeat("a", 26)
	foreign := []string{"readme.txt", "r/notes", "r/" + id + ".jpg", "r/" + strings.ToUpper(id)}
	for _, name := range append(foreign, "r/"+id+".18af.tmp", "r/"+id+".thumb.18af.tmp") {
		if err := os.WriteFile(filepath.Join(w.folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := w.files.Sweep(t.Context(), w.db, file.Loose); n != 0 || err != nil || len(w.keys(t)) != 13 {
		t.Errorf("before its time: swept %d, %v, left %v", n, err, w.keys(t))
	}
	w.age(t, 25*time.Hour)
	if n, err := w.files.Sweep(t.Context(), w.db, file.Loose); n != 4 || err != nil {
		t.Errorf("swept %d, %v, want 4", n, err)
	}
	want := append(foreign, "r/"+kept.ID)
	slices.Sort(want)
	if got := w.keys(t); !slices.Equal(got, want) {
		t.Errorf("the folder has %v, want %v", got, want)
	}
}
