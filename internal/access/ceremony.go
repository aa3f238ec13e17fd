package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// ceremonyTime is how long a sign-in that takes two steps may take.
const ceremonyTime = 10 * time.Minute

// Remember keeps what the second step of a ceremony needs and returns the secret by which it is recalled; any node can.
func (s *Service) Remember(ctx context.Context, db *store.DB, data string) (string, error) {
	id := secret()
	err := db.Quiet(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into ceremony (hash, data, expires) values ($1, $2, $3)`, digest(id), data, clock.Millis(s.real.Now().Add(ceremonyTime)))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("remember a ceremony: %w", err)
	}
	return id, nil
}

// Recall gives what was remembered, once, or ErrSignIn: a second step cannot be played again.
func (s *Service) Recall(ctx context.Context, db *store.DB, id string) (data string, err error) {
	err = db.Quiet(ctx, func(tx *store.Tx) error {
		data, err = store.One(ctx, tx, store.Value[string], `delete from ceremony where hash = $1 and expires > $2 returning data`, digest(id), clock.Millis(s.real.Now()))
		return err
	})
	if errors.Is(err, store.ErrNone) {
		return "", ErrSignIn
	}
	if err != nil {
		return "", fmt.Errorf("recall a ceremony: %w", err)
	}
	return data, nil
}
