package file

import (
	"context"
	"errors"
	"io"
	"maps"
	"regexp"
	"slices"
	"time"

	"gocloud.dev/gcerrors"

	"linli/internal/store"
)

// ours is a key that this package wrote: realm, identity, and how a thumbnail or a folder's unfinished write ends.
// Anything else in the store is not touched.
var ours = regexp.MustCompile(`^(.+)/([a-z2-7]{26})(\.thumb)?(\.[0-9a-f]+\.tmp)?$`)

// unknown gathers keys by realm and identity until they are asked for together.
type unknown struct {
	keys map[string]map[string][]string
	n    int
}

func (u *unknown) add(realm, id, key string) {
	if u.keys[realm] == nil {
		u.keys[realm] = map[string][]string{}
	}
	u.keys[realm][id] = append(u.keys[realm][id], key)
	u.n++
}

// sweepBlobs removes bytes that no row tells of and that the store dates before before. It tells how many identities
// it removed.
func (s *Service) sweepBlobs(ctx context.Context, db *store.DB, before time.Time) (int, error) {
	swept := 0
	u := unknown{keys: map[string]map[string][]string{}}
	list := s.blobs.bucket.List(nil)
	for more := true; more; {
		o, err := list.Next(ctx)
		switch {
		case errors.Is(err, io.EOF):
			more = false
		case err != nil:
			return swept, reach(ctx, err)
		default:
			if m := ours.FindStringSubmatch(o.Key); m != nil && o.ModTime.Before(before) {
				u.add(m[1], m[2], o.Key)
			}
		}
		if u.n < 2*sweepBatch && more {
			continue
		}
		for realm, keys := range u.keys {
			n, err := s.dropUnknown(ctx, db, realm, keys)
			swept += n
			if err != nil {
				return swept, err
			}
		}
		clear(u.keys)
		u.n = 0
	}
	return swept, nil
}

func (s *Service) dropUnknown(ctx context.Context, db *store.DB, realm string, keys map[string][]string) (int, error) {
	q := store.Query(`select id from file where realm = ? and`, realm)
	known, err := store.All(ctx, db, store.Value[string], store.In(q, "id", slices.Collect(maps.Keys(keys))).Text(), q.Args()...)
	if err != nil {
		return 0, err
	}
	for _, id := range known {
		delete(keys, id)
	}
	swept := 0
	for _, ks := range keys {
		for _, k := range ks {
			if err := s.blobs.bucket.Delete(ctx, k); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
				return swept, reach(ctx, err)
			}
		}
		swept++
	}
	return swept, nil
}
