package file

import (
	"context"
	"fmt"
	"strings"

	"gocloud.dev/gcerrors"

	"linli/internal/store"
)

// Carried is one file's bytes on the way to another store: its own, or those of its thumbnail. Name is where a store keeps
// them, <realm>/<id>.
type Carried struct {
	Name string
	// SHA256 is what the row says, in hexadecimal; empty for a thumbnail, of which no row tells.
	SHA256 string
	Data   []byte
}

// Carry hands every file that the database knows in these realms, in all of them when there are none, to do, and then names
// those whose bytes are not in the store. Data is nil for no file that it hands over.
func (s *Store) Carry(ctx context.Context, r store.Reader, realms []string, do func(Carried) error) (missing []string, err error) {
	q := store.Query(`select realm, id, type, sha256 from file`)
	if len(realms) > 0 {
		q = store.In(q.Add("where"), "realm", realms)
	}
	err = store.Each(ctx, r, func(row store.Row) error {
		var f File
		if err := row.Scan(&f.Realm, &f.ID, &f.Type, &f.SHA256); err != nil {
			return err
		}
		parts := []Carried{{Name: key(f.Realm, f.ID), SHA256: f.SHA256}}
		if f.Photo() {
			parts = append(parts, Carried{Name: key(f.Realm, f.ID) + thumbSuffix})
		}
		for _, p := range parts {
			b, err := s.bucket.ReadAll(ctx, p.Name)
			if gcerrors.Code(err) == gcerrors.NotFound {
				missing = append(missing, p.Name)
				continue
			}
			if err != nil {
				return reach(ctx, err)
			}
			p.Data = b
			if p.Data == nil {
				p.Data = []byte{}
			}
			if err := do(p); err != nil {
				return err
			}
		}
		return nil
	}, q.Add("order by realm, id").Text(), q.Args()...)
	if err != nil {
		return missing, fmt.Errorf("carry files: %w", err)
	}
	return missing, nil
}

// Put keeps bytes that were carried from another store. When it returns they are on disk.
func (s *Store) Put(ctx context.Context, name string, data []byte) error {
	if strings.Contains(name, "..") || strings.Count(name, "/") != 1 {
		return fmt.Errorf("%q is no name of a file", name)
	}
	if err := s.put(ctx, name, "application/octet-stream", data); err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	return nil
}
