package access

import (
	"context"
	"errors"
	"fmt"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/seal"
	"linli/internal/store"
)

// subjectDigest is what is kept of how a provider calls somebody, which may be their identity number.
func subjectDigest(ring *seal.Ring, issuer, subject string) string {
	return ring.Digest("elsewhere/"+issuer, subject)
}

// SignInElsewhere begins a session for whom a provider calls subject. Somebody the provider knows and nobody here has linked
// gets ErrNoAccount: an account is never made of what another site says.
func (s *Service) SignInElsewhere(ctx context.Context, db *store.DB, ring *seal.Ring, issuer, subject, device string) (token string, err error) {
	subject = subjectDigest(ring, issuer, subject)
	err = db.Quiet(ctx, func(tx *store.Tx) error {
		account, err := store.One(ctx, tx, store.Value[string], `select account from elsewhere where issuer = $1 and subject = $2`, issuer, subject)
		if errors.Is(err, store.ErrNone) {
			return ErrNoAccount
		}
		if err != nil {
			return fmt.Errorf("sign in elsewhere: %w", err)
		}
		token, err = s.Begin(ctx, tx, account, device)
		return err
	})
	return token, err
}

// LinkElsewhere lets an account be signed in to by whom a provider calls subject.
func (s *Service) LinkElsewhere(ctx context.Context, db *store.DB, ring *seal.Ring, issuer, subject, account string) error {
	subject = subjectDigest(ring, issuer, subject)
	return db.Quiet(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `insert into elsewhere (issuer, subject, account) values ($1, $2, $3) on conflict do nothing`, issuer, subject, account); err != nil {
			return fmt.Errorf("link elsewhere: %w", err)
		}
		whose, err := store.One(ctx, tx, store.Value[string], `select account from elsewhere where issuer = $1 and subject = $2`, issuer, subject)
		if err != nil {
			return fmt.Errorf("link elsewhere: %w", err)
		}
		if whose != account {
			return fault.New(fault.Conflict, lang.T("那边的这个身份已经关联了另一个账号", "That identity is linked to another account already."))
		}
		return nil
	})
}

// Elsewhere tells whether an account is linked to a provider.
func (s *Service) Elsewhere(ctx context.Context, r store.Reader, issuer, account string) (bool, error) {
	n, err := store.One(ctx, r, store.Value[int], `select count(*) from elsewhere where account = $1 and issuer = $2`, account, issuer)
	if err != nil {
		return false, fmt.Errorf("elsewhere of %s: %w", account, err)
	}
	return n > 0, nil
}

// UnlinkElsewhere takes the link of an account to a provider away.
func (s *Service) UnlinkElsewhere(ctx context.Context, db *store.DB, issuer, account string) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `delete from elsewhere where account = $1 and issuer = $2`, account, issuer)
		return err
	})
}
