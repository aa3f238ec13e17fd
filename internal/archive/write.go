package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"linli/internal/file"
	"linli/internal/store"
)

// Source is what goes into an archive.
type Source struct {
	DB     *store.DB
	Sets   []store.Set
	Files  *file.Store // nil leaves files out
	Realms []string    // only these, with the accounts of their people and the playbooks of their matters; empty means all
	Key    []byte      // the key file's text; nil leaves it out
	Made   time.Time
}

// partSize is about how large a part of a table grows.
const partSize = 1 << 20

// Write writes an archive of how the source stood at one moment; others may go on writing to it. The database must be
// up to date with the source's sets.
func Write(ctx context.Context, w io.Writer, s Source) (Manifest, error) {
	about := About{Format: Format, Made: s.Made, Realms: s.Realms}
	var err error
	if about.Versions, err = s.DB.Versions(ctx, s.Sets...); err != nil {
		return Manifest{}, err
	}
	if about.Tables, err = s.DB.Schema(ctx, s.Sets...); err != nil {
		return Manifest{}, err
	}
	z := gzip.NewWriter(w)
	out := &writer{tar: tar.NewWriter(z), made: s.Made}
	if err := out.json(aboutName, about); err != nil {
		return out.Manifest, err
	}
	err = s.DB.View(ctx, func(r store.Reader) error {
		if err := s.known(ctx, r); err != nil {
			return err
		}
		if out.Heads, err = Heads(ctx, r, s.Realms); err != nil {
			return err
		}
		for _, t := range about.Tables {
			if err := out.table(ctx, r, t, s.where(t)); err != nil {
				return err
			}
		}
		if s.Files == nil {
			return nil
		}
		missing, err := s.Files.Carry(ctx, r, s.Realms, func(f file.Carried) error {
			if f.SHA256 != "" && f.SHA256 != digest(f.Data) {
				out.Missing = append(out.Missing, f.Name) // it is not what was handed in
				return nil
			}
			out.Files++
			return out.part(filesFolder+f.Name, f.Data)
		})
		out.Missing = append(out.Missing, missing...)
		return err
	})
	if err == nil && s.Key != nil {
		err = out.part(keyName, s.Key)
	}
	if err == nil {
		err = out.json(manifestName, out.Manifest)
	}
	if err == nil {
		err = out.tar.Close()
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return out.Manifest, fmt.Errorf("write the archive: %w", err)
	}
	return out.Manifest, nil
}

// known refuses a realm that is not there.
func (s Source) known(ctx context.Context, r store.Reader) error {
	all, err := store.All(ctx, r, store.Value[string], `select realm from realm`)
	for _, id := range s.Realms {
		if err == nil && !slices.Contains(all, id) {
			err = ErrRealm
		}
	}
	return err
}

// where chooses a table's rows. What lies outside realms follows from what lies in them.
func (s Source) where(t store.Table) *store.Q {
	if len(s.Realms) == 0 {
		return nil
	}
	within := func(q *store.Q) *store.Q { return store.In(q.Add("where"), "realm", s.Realms) }
	people := func(column string) *store.Q {
		return within(store.Query("where " + column + " in (select account from person")).Add(")")
	}
	switch {
	case t.Has("realm"):
		return within(new(store.Q))
	case t.Name == "account":
		return people("id = '' or id")
	case t.Has("account"):
		return people("account")
	case t.Name == "playbook":
		return within(within(store.Query("where hash in (select hash from practice")).Add("union select book from matter")).Add(")")
	}
	return nil
}

// Heads tells where the journals of these realms stand, of all when there are none.
func Heads(ctx context.Context, r store.Reader, realms []string) ([]Head, error) {
	q := store.Query(`select realm, number, hash from head`)
	if len(realms) > 0 {
		q = store.In(q.Add("where"), "realm", realms)
	}
	return store.All(ctx, r, func(r store.Row) (h Head, err error) {
		var hash []byte
		err = r.Scan(&h.Realm, &h.Number, &hash)
		h.Hash = hex.EncodeToString(hash)
		return h, err
	}, q.Add("order by realm").Text(), q.Args()...)
}

// writer writes parts and remembers them.
type writer struct {
	Manifest
	tar  *tar.Writer
	made time.Time
}

func (w *writer) part(name string, data []byte) error {
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data)), ModTime: w.made, Format: tar.FormatPAX}); err != nil {
		return err
	}
	if _, err := w.tar.Write(data); err != nil {
		return err
	}
	w.Parts = append(w.Parts, Part{name, int64(len(data)), digest(data)})
	return nil
}

func (w *writer) json(name string, v any) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return w.part(name, append(b, '\n'))
}

func (w *writer) table(ctx context.Context, r store.Reader, t store.Table, where *store.Q) error {
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	lines.SetEscapeHTML(false)
	n := 0
	flush := func() error {
		if b.Len() == 0 {
			return nil
		}
		n++
		err := w.part(fmt.Sprintf("%s%s/%06d", tablesFolder, t.Name, n), b.Bytes())
		b.Reset()
		return err
	}
	err := t.Rows(ctx, r, where, func(values []any) error {
		w.Rows++
		if err := lines.Encode(values); err != nil {
			return err
		}
		if b.Len() < partSize {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
