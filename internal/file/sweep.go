package file

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/store"
)

// Loose is how long an unattached file is kept before a sweep takes it.
const Loose = 24 * time.Hour

// Dropped tells that a file nobody attached was removed.
type Dropped struct {
	ID string `json:"id"`
}

// Kind is file.dropped.
func (Dropped) Kind() string { return "file.dropped" }

// Subject is the file.
func (d Dropped) Subject() string { return d.ID }

// sweepBatch bounds how long one sweeping transaction keeps others waiting.
const sweepBatch = 100

// Sweep removes the files that were not attached within olderThan, and then the bytes without a row that have lain in
// the store as long: what a failed Put left behind. It tells how many of both it removed. Run again, it goes on where it
// was stopped.
//
// A row's age is counted by the service's clock; bytes' age by the world's, since the store dates them. A blob store
// belongs to one database: bytes that the database does not know are removed.
func (s *Service) Sweep(ctx context.Context, db *store.DB, olderThan time.Duration) (int, error) {
	rows, err := s.sweepRows(ctx, db, s.clock.Now().Add(-olderThan))
	if err != nil {
		return rows, fmt.Errorf("sweep unattached files: %w", err)
	}
	blobs, err := s.sweepBlobs(ctx, db, time.Now().Add(-olderThan))
	if err != nil {
		return rows + blobs, fmt.Errorf("sweep bytes without a row: %w", err)
	}
	return rows + blobs, nil
}

func (s *Service) sweepRows(ctx context.Context, db *store.DB, before time.Time) (int, error) {
	swept := 0
	for {
		loose, err := store.All(ctx, db, scan, `select `+columns+` from file where subject = '' and at < $1 order by at limit $2`, clock.Millis(before), sweepBatch)
		if err != nil || len(loose) == 0 {
			return swept, err
		}
		byRealm := map[string][]File{}
		for _, f := range loose {
			byRealm[f.Realm] = append(byRealm[f.Realm], f)
		}
		for realm, files := range byRealm {
			n, err := s.drop(ctx, db, realm, files)
			swept += n
			if err != nil {
				return swept, err
			}
		}
	}
}

// drop removes rows that are still unattached, and after the commit their bytes.
func (s *Service) drop(ctx context.Context, db *store.DB, realm string, files []File) (int, error) {
	var gone []string
	err := db.Tx(ctx, func(tx *store.Tx) error {
		gone = gone[:0] // a retry begins anew
		if err := s.journal.Hold(ctx, tx, realm); err != nil {
			return err
		}
		for _, f := range files {
			n, err := tx.Exec(ctx, `delete from file where realm = $1 and id = $2 and subject = ''`, realm, f.ID)
			if err != nil {
				return err
			}
			if n == 1 {
				gone = append(gone, f.ID)
			}
		}
		for _, id := range gone {
			if _, err := s.journal.Append(ctx, tx, realm, journal.Actor{}, Dropped{id}); err != nil {
				return err
			}
		}
		if len(gone) == 0 {
			tx.Recorded() // nothing changed
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, id := range gone {
		if err := s.blobs.remove(ctx, realm, id); err != nil {
			return len(gone), err
		}
	}
	return len(gone), nil
}
