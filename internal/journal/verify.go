package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"

	"linli/internal/store"
)

// Report is what a walk over one realm's chain found.
type Report struct {
	Realm   string
	Entries int64
	Erased  int64
	// Broken is the number of the first entry that does not agree, 0 when all do; Why says how.
	Broken int64
	Why    string
}

// Verify walks a realm's chain from its first entry and calls visit with each entry, so that what is derived from the
// record can be computed again. It stops at the first entry that does not agree.
func (j *Journal) Verify(ctx context.Context, r store.Reader, realm string, visit func(Entry) error) (Report, error) {
	rep := Report{Realm: realm}
	first := sha256.Sum256([]byte(realm))
	previous := first[:]
	broken := func(n int64, format string, args ...any) (Report, error) {
		rep.Broken, rep.Why = n, fmt.Sprintf(format, args...)
		return rep, nil
	}
	for {
		rows, err := store.All(ctx, r, scan, `select `+columns+` from journal where realm = $1 and number > $2 order by number limit 1000`, realm, rep.Entries)
		if err != nil {
			return rep, fmt.Errorf("verify %s: %w", realm, err)
		}
		for _, v := range rows {
			if v.Number != rep.Entries+1 {
				return broken(rep.Entries+1, "the entry is missing")
			}
			if !bytes.Equal(v.hash, v.chain(previous, v.digest)) {
				return broken(v.Number, "its header does not agree with the chain")
			}
			previous = v.hash
			rep.Entries++
			if v.salt == nil && v.sealed == nil {
				rep.Erased++
			} else {
				e, err := j.open(v)
				if err != nil {
					return broken(v.Number, "its payload cannot be opened")
				}
				if !bytes.Equal(v.digest, digestOf(v.salt, e.Payload)) {
					return broken(v.Number, "its payload does not agree with the chain")
				}
				v.Entry = e
			}
			if visit != nil {
				if err := visit(v.Entry); err != nil {
					return rep, err
				}
			}
		}
		if len(rows) == 0 {
			break
		}
	}
	number, err := j.Position(ctx, r, realm)
	if err != nil {
		return rep, fmt.Errorf("verify %s: %w", realm, err)
	}
	hash, err := store.One(ctx, r, store.Value[[]byte], `select hash from head where realm = $1`, realm)
	if err != nil {
		return rep, fmt.Errorf("verify %s: %w", realm, err)
	}
	if number != rep.Entries || !bytes.Equal(hash, previous) {
		return broken(rep.Entries+1, "the newest entries are missing: the realm's head is at %d", number)
	}
	return rep, nil
}
