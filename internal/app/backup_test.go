package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"linli/internal/app"
	"linli/internal/archive"
	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// key is the one that an office seals with.
var key = strings.Repeat("0", 64) + "\n"

// lived is an office's database with a matter and a photo in it, and where it lies.
func lived(t *testing.T, engine store.Dialect) (app.Config, *app.App, file.File) {
	t.Helper()
	c := app.Config{DB: storetest.Address(t, engine), Data: t.TempDir()}
	if err := os.WriteFile(filepath.Join(c.Data, "key"), []byte(key), 0o600); err != nil {
		t.Fatal(err)
	}
	a := open(t, c)
	o := office.Open(t, a.DB)
	o.Raise("resident", office.Wish("台灯"))
	o.Move("worker", 1, matterPlaced)
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 40))); err != nil {
		t.Fatal(err)
	}
	f, err := a.Files.Put(t.Context(), a.DB, "nanmen", journal.Actor{}, &b)
	if err != nil {
		t.Fatal(err)
	}
	return c, a, f
}

// empty is a place to restore to, with the key or without it.
func empty(t *testing.T, engine store.Dialect, withKey bool) app.Config {
	t.Helper()
	c := app.Config{DB: storetest.Address(t, engine), Data: filepath.Join(t.TempDir(), "data")}
	if withKey {
		if err := errors.Join(os.MkdirAll(c.Data, 0o700), os.WriteFile(filepath.Join(c.Data, "key"), []byte(key), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// rows reads everything that a database holds, in the order of its text.
func rows(t *testing.T, db *store.DB) map[string][]string {
	t.Helper()
	tables, err := db.Schema(t.Context(), app.Migrations()...)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, table := range tables {
		if err := table.Rows(t.Context(), db, nil, func(v []any) error {
			all[table.Name] = append(all[table.Name], plain(v))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		slices.Sort(all[table.Name])
	}
	return all
}

// same compares what two databases hold.
func same(t *testing.T, got, want *store.DB) {
	t.Helper()
	g, w := rows(t, got), rows(t, want)
	if len(g) != len(w) || len(w["matter"]) == 0 || len(w["journal"]) == 0 {
		t.Fatalf("%d tables of %d, %d matters", len(g), len(w), len(w["matter"]))
	}
	for name := range w {
		if !slices.Equal(g[name], w[name]) {
			t.Errorf("%s holds %d rows, and they are not the %d of before", name, len(g[name]), len(w[name]))
		}
	}
}

// TestBackup takes each engine's backup to both engines: the copy is the same to the last row and byte.
func TestBackup(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		ctx := t.Context()
		c, a, photo := lived(t, engine)
		path := filepath.Join(t.TempDir(), "backup.linli")
		done, err := app.Backup{}.Write(ctx, c, path)
		if err != nil || !done.Whole() || done.Files != 2 || len(done.Heads) != 2 || len(done.Reports) != 2 {
			t.Fatalf("%+v, %v", done, err)
		}
		if left, err := os.ReadDir(filepath.Dir(path)); len(left) != 1 || err != nil {
			t.Errorf("beside the backup lies %v, %v", left, err)
		}
		if fi, err := os.Stat(path); err != nil || fi.Mode().Perm() != 0o600 {
			t.Errorf("others may read it: %v, %v", fi.Mode(), err)
		}
		if _, err := (app.Backup{}).Write(ctx, c, path); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second one in its place: %v", err)
		}
		for _, other := range []store.Dialect{store.SQLite, store.Postgres} {
			to := empty(t, other, true)
			if done, err := app.Restore(ctx, to, path); err != nil || !done.Whole() {
				t.Fatalf("to %s: %+v, %v", other, done, err)
			}
			b := open(t, to)
			same(t, b.DB, a.DB)
			want, err1 := os.ReadFile(filepath.Join(c.Data, "files", "nanmen", photo.ID))
			got, err2 := os.ReadFile(filepath.Join(to.Data, "files", "nanmen", photo.ID))
			if !bytes.Equal(got, want) || len(want) == 0 {
				t.Errorf("the photo: %v, %v", err1, err2)
			}
			if _, err := app.Restore(ctx, to, path); !errors.Is(err, archive.ErrFull) {
				t.Errorf("a second time: %v", err)
			}
		}
	})
}

// TestBackupLocked encrypts a backup with its key for one identity: without it nothing opens, with it nothing else is needed.
func TestBackupLocked(t *testing.T) {
	ctx := t.Context()
	c, a, _ := lived(t, store.SQLite)
	path := filepath.Join(t.TempDir(), "backup.linli")
	if _, err := (app.Backup{Key: true}).Write(ctx, c, path); !fault.Is(err, fault.Invalid) {
		t.Errorf("the key in the open: %v", err)
	}
	if _, err := (app.Backup{To: []string{"age1nobody"}}).Write(ctx, c, path); !fault.Is(err, fault.Invalid) {
		t.Errorf("for nobody: %v", err)
	}
	right, _ := age.GenerateX25519Identity()
	wrong, _ := age.GenerateX25519Identity()
	if done, err := (app.Backup{To: []string{right.Recipient().String()}, Key: true}).Write(ctx, c, path); err != nil || !done.Whole() {
		t.Fatalf("%+v, %v", done, err)
	}
	to := empty(t, store.SQLite, false)
	if _, err := app.Restore(ctx, to, path); !errors.Is(err, archive.ErrLocked) {
		t.Errorf("without an identity: %v", err)
	}
	if _, err := app.Restore(ctx, to, path, wrong); !errors.Is(err, archive.ErrIdentity) {
		t.Errorf("with another: %v", err)
	}
	if done, err := app.Restore(ctx, to, path, right); err != nil || !done.Whole() {
		t.Fatalf("%+v, %v", done, err)
	}
	same(t, open(t, to).DB, a.DB)
}

// TestRestoreRefuses brings backups that must not be taken, to places that must stay empty.
func TestRestoreRefuses(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		ctx := t.Context()
		c, _, photo := lived(t, engine)
		path := filepath.Join(t.TempDir(), "backup.linli")
		if _, err := (app.Backup{}).Write(ctx, c, path); err != nil {
			t.Fatal(err)
		}
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		to := empty(t, engine, true)
		for what, text := range map[string][]byte{"cut off": whole[:len(whole)*9/10], "without its end": whole[:len(whole)-40], "nothing": nil, "a letter": []byte("Dear all,")} {
			bad := filepath.Join(t.TempDir(), "bad.linli")
			if err := os.WriteFile(bad, text, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := app.Restore(ctx, to, bad); !errors.Is(err, archive.ErrDamaged) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := app.Restore(ctx, app.Config{DB: to.DB, Data: t.TempDir()}, path); !fault.Is(err, fault.NotFound) {
			t.Errorf("without the key: %v", err)
		}
		if done, err := app.Restore(ctx, to, path); err != nil || !done.Whole() {
			t.Fatalf("after all that was refused: %v", err)
		}
		if err := os.Remove(filepath.Join(c.Data, "files", "nanmen", photo.ID)); err != nil {
			t.Fatal(err)
		}
		if done, err := (app.Backup{}).Write(ctx, c, path+"2"); err != nil || done.Whole() || !slices.Equal(done.Missing, []string{"nanmen/" + photo.ID}) {
			t.Errorf("a photo is gone: %v, %v", done.Missing, err)
		}
	})
}

// TestMove takes a whole database, and one realm of it, to the other engine.
func TestMove(t *testing.T) {
	ctx := t.Context()
	c, a, photo := lived(t, store.SQLite)
	to := app.Config{DB: storetest.Address(t, store.Postgres), Data: c.Data}
	if done, err := app.Move(ctx, c, to, nil); err != nil || !done.Whole() {
		t.Fatalf("%+v, %v", done, err)
	}
	b := open(t, to)
	same(t, b.DB, a.DB)
	if _, err := app.Move(ctx, c, to, nil); !errors.Is(err, archive.ErrFull) {
		t.Errorf("again: %v", err)
	}

	part := empty(t, store.Postgres, false)
	if _, err := app.Move(ctx, c, app.Config{DB: part.DB, Data: c.Data}, []string{"nanmen"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("two databases with one store of files: %v", err)
	}
	if _, err := app.Move(ctx, c, part, []string{"nowhere"}); !errors.Is(err, archive.ErrRealm) {
		t.Errorf("no such realm: %v", err)
	}
	if done, err := app.Move(ctx, c, part, []string{"nanmen"}); err != nil || !done.Whole() || len(done.Heads) != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	d := open(t, part)
	if got := rows(t, d.DB); len(got["realm"]) != 1 || len(got["account"]) != len(rows(t, a.DB)["account"]) || len(got["playbook"]) == 0 || len(got["matter"]) != 1 {
		t.Errorf("it holds %d realms, %d accounts, %d playbooks", len(got["realm"]), len(got["account"]), len(got["playbook"]))
	}
	if _, err := os.Stat(filepath.Join(part.Data, "files", "nanmen", photo.ID)); err != nil {
		t.Error(err)
	}
}

var matterPlaced = matter.Act{Move: "place"}

// plain words a row, its JSON in one form: PostgreSQL keeps its own.
func plain(values []any) string {
	for i, v := range values {
		if s, ok := v.(string); ok && strings.HasPrefix(s, "{") {
			var x any
			if json.Unmarshal([]byte(s), &x) == nil {
				values[i] = x
			}
		}
	}
	return fmt.Sprintf("%q", values)
}
