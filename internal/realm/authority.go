package realm

import (
	"context"
	"fmt"

	"linli/internal/store"
)

// Bump notes that something changed on which authority rests: a post, an area, a person's account or
// membership, a playbook with its actors.
// What was remembered about anybody's authority in this realm is then worth nothing.
//
// It also holds the realm's authority until the transaction ends, so that what is checked after it (do two posts
// exclude each other?) is still so at the end. Call it first.
func Bump(ctx context.Context, tx *store.Tx, realm string) error {
	n, err := tx.Exec(ctx, `update authority set version = version + 1 where realm = $1`, realm)
	if err != nil {
		return fmt.Errorf("authority of %s: %w", realm, err)
	}
	if n == 0 {
		return ErrNone
	}
	return nil
}
