package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"linli/internal/file"
	"linli/internal/store"
)

// Target is where an archive is read to.
type Target struct {
	DB    *store.DB // empty
	Sets  []store.Set
	Files *file.Store // nil only looks whether the files are whole
	// Key is given the keys when the archive holds them; nil passes them over.
	Key func([]byte) error
	// Fits says whether the rows may stay, before they are committed; nil takes them.
	Fits func(context.Context, store.Reader) error
}

// Read reads an archive into an empty database, which it brings up to the archive's own version first and up to the sets'
// afterwards. Either all rows are there when it returns, each part as its manifest says, or none. It gives ErrDamaged,
// ErrNewer or ErrFull.
func Read(ctx context.Context, r io.Reader, to Target) (Manifest, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return Manifest{}, damaged(ctx, err)
	}
	in := &reader{tar: tar.NewReader(z), to: to}
	if err := in.begin(ctx); err != nil {
		return in.said, err
	}
	begun := false
	err = to.DB.Quiet(ctx, func(tx *store.Tx) error {
		if begun {
			return errors.New("an archive can be read once only")
		}
		begun = true
		for _, t := range in.about.Tables {
			if err := t.Empty(ctx, tx); err != nil {
				return err
			}
		}
		if err := in.parts(ctx, tx); err != nil {
			return err
		}
		heads, err := Heads(ctx, tx, nil)
		if err != nil {
			return err
		}
		if !slices.Equal(heads, in.said.Heads) {
			return damaged(ctx, errors.New("the journals do not stand where the manifest says"))
		}
		if to.Fits == nil {
			return nil
		}
		return to.Fits(ctx, tx)
	})
	if err != nil {
		return in.said, fmt.Errorf("read the archive: %w", err)
	}
	return in.said, to.DB.Migrate(ctx, to.Sets...)
}

type reader struct {
	tar   *tar.Reader
	to    Target
	about About
	seen  []Part
	said  Manifest
}

// begin reads what the archive is, and makes the tables for it.
func (r *reader) begin(ctx context.Context) error {
	name, data, err := r.next()
	if err == nil && name != aboutName {
		err = fmt.Errorf("it begins with %q", name)
	}
	if err == nil {
		err = json.Unmarshal(data, &r.about)
	}
	if err != nil {
		return damaged(ctx, err)
	}
	newest, err := store.Newest(r.to.Sets...)
	if err != nil {
		return err
	}
	for name, at := range r.about.Versions {
		if n, ok := newest[name]; !ok || at > n {
			return ErrNewer
		}
	}
	if r.about.Format > Format {
		return ErrNewer
	}
	if err := Empty(ctx, r.to.DB); err != nil {
		return err
	}
	if err := r.to.DB.MigrateTo(ctx, r.about.Versions, r.to.Sets...); err != nil {
		return err
	}
	there, err := r.to.DB.Schema(ctx, r.to.Sets...)
	if err != nil {
		return err
	}
	for _, t := range r.about.Tables {
		i := slices.IndexFunc(there, func(x store.Table) bool { return x.Name == t.Name })
		if i < 0 || slices.ContainsFunc(t.Columns, func(c store.Column) bool { return !slices.Contains(there[i].Columns, c) }) {
			return damaged(ctx, fmt.Errorf("its table %s is not the one of its version", t.Name))
		}
	}
	return nil
}

// Empty gives ErrFull when a database holds tables that are not this program's, or a record.
func Empty(ctx context.Context, db *store.DB) error {
	tables, err := db.Tables(ctx)
	if err != nil || len(tables) == 0 {
		return err
	}
	if !slices.Contains(tables, "head") || !slices.Contains(tables, "realm") {
		return ErrFull
	}
	n, err := store.One(ctx, db, store.Value[int], `select (select count(*) from head) + (select count(*) from realm)`)
	if err == nil && n > 0 {
		err = ErrFull
	}
	return err
}

// next reads one part, whole.
func (r *reader) next() (string, []byte, error) {
	h, err := r.tar.Next()
	if err != nil {
		return "", nil, err
	}
	data, err := io.ReadAll(r.tar)
	if err != nil {
		return "", nil, err
	}
	r.seen = append(r.seen, Part{h.Name, int64(len(data)), digest(data)})
	return h.Name, data, nil
}

// parts reads what is left, and makes sure that it is what the manifest says.
func (r *reader) parts(ctx context.Context, tx *store.Tx) error {
	for {
		name, data, err := r.next()
		if err != nil {
			return damaged(ctx, err)
		}
		if name == manifestName {
			if err := json.Unmarshal(data, &r.said); err != nil || !slices.Equal(r.said.Parts, r.seen[:len(r.seen)-1]) {
				return damaged(ctx, fmt.Errorf("its parts are not those of its manifest: %v", err))
			}
			return nil
		}
		if table, ok := strings.CutPrefix(name, tablesFolder); ok {
			err = r.rows(ctx, tx, table[:max(0, strings.IndexByte(table, '/'))], data)
		} else if file, ok := strings.CutPrefix(name, filesFolder); ok && r.to.Files != nil {
			err = r.to.Files.Put(ctx, file, data)
		} else if name == keyName && r.to.Key != nil {
			err = r.to.Key(data)
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) rows(ctx context.Context, tx *store.Tx, table string, data []byte) error {
	i := slices.IndexFunc(r.about.Tables, func(t store.Table) bool { return t.Name == table })
	if i < 0 {
		return damaged(ctx, fmt.Errorf("there is no table %q in it", table))
	}
	t := r.about.Tables[i]
	var rows [][]any
	for lines := json.NewDecoder(bytes.NewReader(data)); ; {
		var raw []json.RawMessage
		err := lines.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return t.Insert(ctx, tx, rows)
		}
		if err == nil && len(raw) != len(t.Columns) {
			err = fmt.Errorf("%d values for %d columns", len(raw), len(t.Columns))
		}
		values := make([]any, len(raw))
		for k := range raw {
			if err == nil {
				values[k], err = value(t.Columns[k].Type, raw[k])
			}
		}
		if err != nil {
			return damaged(ctx, fmt.Errorf("rows of %s: %w", table, err))
		}
		rows = append(rows, values)
	}
}

// value reads one value as its column holds it.
func value(t store.Type, raw json.RawMessage) (any, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	switch t {
	case store.Integer:
		return as[int64](raw)
	case store.Real:
		return as[float64](raw)
	case store.Boolean:
		return as[bool](raw)
	case store.Bytes:
		return as[[]byte](raw)
	}
	return as[string](raw)
}

func as[T any](raw json.RawMessage) (any, error) {
	var v T
	err := json.Unmarshal(raw, &v)
	return v, err
}

func damaged(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return ErrDamaged.Because(err)
}
