package access

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math"
	"sync"
	"time"
	"unicode/utf8"

	"linli/internal/clock"
	"linli/internal/store"
)

// SignIn begins a session and returns its token, which only the browser keeps.
func (s *Service) SignIn(ctx context.Context, db *store.DB, login, password string) (token string, err error) {
	return s.SignInOn(ctx, db, login, password, "")
}

// SignInOn is SignIn on a device, which the list of sessions tells.
func (s *Service) SignInOn(ctx context.Context, db *store.DB, login, password, device string) (token string, err error) {
	account, hash, err := s.attempt(ctx, db, CleanLogin(login), password)
	if err != nil {
		return "", err
	}
	err = db.Quiet(ctx, func(tx *store.Tx) error {
		// The hash is asked for again: whoever just changed the password ended the sessions of the old one.
		n, err := tx.Exec(ctx, `update account set failures = 0 where id = $1 and hash = $2`, account, string(hash))
		if err != nil {
			return fmt.Errorf("sign in: %w", err)
		}
		if n == 0 {
			return ErrSignIn
		}
		token, err = s.Begin(ctx, tx, account, device)
		return err
	})
	return token, err
}

// attempt counts a try and compares the password. The try is counted before, so that many at once are no more than
// few after another. An unknown login takes the same statements and the same comparison.
func (s *Service) attempt(ctx context.Context, db *store.DB, login, password string) (account string, hash Hash, err error) {
	account, hash, known, err := s.count(ctx, db, login)
	if err != nil {
		return "", "", err
	}
	ok, err := s.verify(ctx, hash, password)
	if err != nil {
		return "", "", fmt.Errorf("sign in: %w", err)
	}
	if !ok || !known {
		return "", "", ErrSignIn
	}
	return account, hash, nil
}

// count counts a try at a login, or gives ErrLocked. An account without a password has the hash that no password has.
func (s *Service) count(ctx context.Context, db *store.DB, login string) (account string, hash Hash, known bool, err error) {
	if utf8.RuneCountInString(login) > maxLogin { // nobody's, and no secret
		return "", "", false, ErrSignIn
	}
	type row struct{ id, hash string }
	found, err := store.One(ctx, db, func(r store.Row) (v row, err error) { return v, r.Scan(&v.id, &v.hash) },
		`select id, hash from account where login = $1 and id <> ''`, login)
	known = err == nil
	if err != nil && !errors.Is(err, store.ErrNone) {
		return "", "", false, fmt.Errorf("sign in: %w", err)
	}
	limit := int64(MaxTries)
	now := s.real.Now()
	if !known {
		found.hash, limit = string(s.decoy), math.MaxInt64
		if !s.unknown.take(login, now) {
			return "", "", false, ErrLocked
		}
	}
	if found.hash == NoPassword {
		found.hash = string(s.decoy)
	}
	err = db.Quiet(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `update account set failures = case when failed > $3 then failures + 1 else 1 end, failed = $2
			where id = $1 and (failures < $4 or failed <= $3)`, found.id, clock.Millis(now), clock.Millis(now.Add(-LockTime)), limit)
		if err != nil {
			return fmt.Errorf("sign in: %w", err)
		}
		if n == 0 {
			return ErrLocked
		}
		return nil
	})
	return found.id, Hash(found.hash), known, err
}

// tries counts tries at logins that do not exist, so that these are locked as any other and locking tells nothing.
// It is kept in memory, by the digests of the logins, and forgotten with the program.
type tries struct {
	mu    sync.Mutex
	count map[[sha256.Size]byte]try
}

type try struct {
	n    int
	last time.Time
}

// maxUnknown bounds how many logins are counted: about a megabyte.
const maxUnknown = 10000

// take counts one more try, unless there were enough.
func (t *tries) take(login string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := sha256.Sum256([]byte(login))
	c := t.count[k]
	if now.Sub(c.last) >= LockTime {
		c = try{}
	}
	if c.n >= MaxTries {
		return false
	}
	if len(t.count) >= maxUnknown {
		if t.forget(now); len(t.count) >= maxUnknown {
			clear(t.count)
		}
	}
	t.count[k] = try{c.n + 1, now}
	return true
}

// sweep forgets tries that count no longer.
func (t *tries) sweep(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget(now)
}

func (t *tries) forget(now time.Time) {
	maps.DeleteFunc(t.count, func(_ [sha256.Size]byte, c try) bool { return now.Sub(c.last) >= LockTime })
}
