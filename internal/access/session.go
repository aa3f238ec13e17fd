package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// secret is 32 random bytes as text.
func secret() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// digest is what is kept of a session's or token's secret.
func digest(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}

// BySession is the account of a session that is alive, or ErrSignedIn. It notes, at most once in a minute, that the
// session is in use.
func (s *Service) BySession(ctx context.Context, db *store.DB, token string) (account string, err error) {
	account, _, _, err = s.session(ctx, db, token, "")
	return account, err
}

// session also reads the version of authority in a realm, 0 where there is none, in one query, and tells for how long the
// session was unused.
func (s *Service) session(ctx context.Context, db *store.DB, token, realm string) (account string, version int64, unused time.Duration, err error) {
	type row struct {
		account                      string
		created, seen, idle, version int64
	}
	hash := digest(token)
	v, err := store.One(ctx, db, func(r store.Row) (v row, err error) {
		return v, r.Scan(&v.account, &v.created, &v.seen, &v.idle, &v.version)
	},
		`select account, created, seen, idle, coalesce((select version from authority where realm = $2), 0) from session where hash = $1`, hash, realm)
	if errors.Is(err, store.ErrNone) {
		return "", 0, 0, ErrSignedIn
	}
	if err != nil {
		return "", 0, 0, fmt.Errorf("session: %w", err)
	}
	now := s.real.Now()
	unused = now.Sub(clock.FromMillis(v.seen))
	if unused >= time.Duration(v.idle)*time.Millisecond || now.Sub(clock.FromMillis(v.created)) >= SessionAge {
		return "", 0, 0, ErrSignedIn
	}
	if unused >= seenEvery {
		err := db.Quiet(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update session set seen = $2 where hash = $1 and seen < $2`, hash, clock.Millis(now))
			return err
		})
		if err != nil {
			return "", 0, 0, fmt.Errorf("session: %w", err)
		}
	}
	return v.account, v.version, unused, nil
}

// SignOut ends a session. One that does not exist is as good as ended.
func (s *Service) SignOut(ctx context.Context, db *store.DB, token string) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `delete from session where hash = $1`, digest(token))
		return err
	})
}

// SignOutAll ends every session of an account.
func (s *Service) SignOutAll(ctx context.Context, db *store.DB, account string) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `delete from session where account = $1`, account)
		return err
	})
}

// SignOutIn ends every session and every token of an account, within a transaction that journals it.
func (s *Service) SignOutIn(ctx context.Context, tx *store.Tx, account string) error {
	if _, err := tx.Exec(ctx, `delete from session where account = $1`, account); err != nil {
		return fmt.Errorf("end sessions of %s: %w", account, err)
	}
	if _, err := tx.Exec(ctx, `delete from token where account = $1`, account); err != nil {
		return fmt.Errorf("end tokens of %s: %w", account, err)
	}
	return nil
}

// Sweep removes sessions and tokens that are over, and forgets tries that count no longer.
func (s *Service) Sweep(ctx context.Context, db *store.DB) error {
	now := s.real.Now()
	s.unknown.sweep(now)
	ago := func(d time.Duration) int64 { return clock.Millis(now.Add(-d)) }
	return db.Quiet(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `delete from session where seen + idle <= $1 or created <= $2`, clock.Millis(now), ago(SessionAge)); err != nil {
			return fmt.Errorf("sweep sessions: %w", err)
		}
		if _, err := tx.Exec(ctx, `delete from recovery where expires <= $1`, clock.Millis(now)); err != nil {
			return fmt.Errorf("sweep codes: %w", err)
		}
		if _, err := tx.Exec(ctx, `delete from ceremony where expires <= $1`, clock.Millis(now)); err != nil {
			return fmt.Errorf("sweep ceremonies: %w", err)
		}
		if _, err := tx.Exec(ctx, `delete from token where expires <> 0 and expires <= $1`, clock.Millis(now)); err != nil {
			return fmt.Errorf("sweep tokens: %w", err)
		}
		return nil
	})
}
