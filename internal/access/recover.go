package access

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

// RecoveryTime is how long a code to set a new password holds.
const RecoveryTime = 24 * time.Hour

// ErrCode is returned for a code that is wrong, used or too old; which of them is not told.
var ErrCode = fault.InField("code", lang.T("这个码不对、用过了或已过期，请再核对，或请社区重新开一个", "This code is wrong, used or too old. Please compare it, or ask the community for a new one."))

// codeLetters leave out what looks alike on paper.
const codeLetters = "346789ACDEFGHJKMNPQRTUVWXY"

// newCode is twelve letters and digits in threes, to be read out: 56 bits.
func newCode() string {
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		for {
			var r [1]byte
			rand.Read(r[:])
			if n := len(codeLetters); int(r[0]) < 256/n*n {
				b.WriteByte(codeLetters[int(r[0])%n])
				break
			}
		}
	}
	return b.String()
}

// cleanCode takes a code as people type it.
func cleanCode(s string) string {
	return strings.NewReplacer("-", "", " ", "", "　", "", "－", "").Replace(strings.ToUpper(strings.TrimSpace(s)))
}

func codeDigest(code string) string { return digest("code:" + cleanCode(code)) }

// Recovery makes a code by which an account gets a new password, once, within RecoveryTime. It takes the place of one made
// before, and opens a lock. Who may make it for whom is the caller's to decide and to journal.
func (s *Service) Recovery(ctx context.Context, tx *store.Tx, account string) (code string, err error) {
	code = newCode()
	_, err = tx.Exec(ctx, `insert into recovery (account, hash, expires) values ($1, $2, $3)
		on conflict (account) do update set hash = excluded.hash, expires = excluded.expires`, account, codeDigest(code), clock.Millis(s.real.Now().Add(RecoveryTime)))
	if err != nil {
		return "", fmt.Errorf("recovery of %s: %w", account, err)
	}
	return code, s.Unlock(ctx, tx, account)
}

// Recover sets a new password by a code, ends all sessions and tokens, and opens a lock. A wrong code and an unknown login
// are the same; wrong codes count as wrong passwords do.
func (s *Service) Recover(ctx context.Context, db *store.DB, login, code, fresh string) error {
	login = CleanLogin(login)
	if err := CheckPassword(login, fresh); err != nil {
		return err
	}
	account, _, known, err := s.count(ctx, db, login)
	if err == ErrSignIn || err == nil && !known {
		return ErrCode
	}
	if err != nil {
		return err
	}
	used := false
	err = db.Quiet(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `delete from recovery where account = $1 and hash = $2 and expires > $3`, account, codeDigest(code), clock.Millis(s.real.Now()))
		used = n > 0
		return err
	})
	if err != nil {
		return fmt.Errorf("recover %s: %w", account, err)
	}
	if !used {
		return ErrCode
	}
	return s.setPassword(ctx, db, account, login, fresh, "", "")
}

// Unlock lets an account that is locked after wrong passwords be signed in to again.
func (s *Service) Unlock(ctx context.Context, tx *store.Tx, account string) error {
	if _, err := tx.Exec(ctx, `update account set failures = 0 where id = $1`, account); err != nil {
		return fmt.Errorf("unlock %s: %w", account, err)
	}
	return nil
}

// Locked tells until when an account is locked; the zero time when it is not.
func (s *Service) Locked(ctx context.Context, r store.Reader, account string) (time.Time, error) {
	type row struct{ failures, failed int64 }
	v, err := store.One(ctx, r, func(r store.Row) (v row, err error) { return v, r.Scan(&v.failures, &v.failed) }, `select failures, failed from account where id = $1`, account)
	if err != nil {
		return time.Time{}, fmt.Errorf("is %s locked: %w", account, err)
	}
	until := clock.FromMillis(v.failed).Add(LockTime)
	if v.failures < MaxTries || !until.After(s.real.Now()) {
		return time.Time{}, nil
	}
	return until, nil
}
