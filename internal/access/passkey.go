package access

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/store"
)

// Passkey is a key in somebody's telephone or computer by which they sign in without a password (W3C Web Authentication).
// Only its public half is known here.
type Passkey struct {
	ID            string // as the browser names it, in base64url
	Account       string
	Name          string
	Credential    string // the public key and what belongs to it, as JSON
	Created, Used time.Time
}

// AddPasskey keeps a passkey.
func (s *Service) AddPasskey(ctx context.Context, db *store.DB, k Passkey) error {
	if k.Name = strings.TrimSpace(k.Name); k.Name == "" || utf8.RuneCountInString(k.Name) > 60 {
		return fault.InField("name", lang.T("请写明是哪台设备，不超过 60 字", "Please say which device it is, in at most 60 characters."))
	}
	if says := form.Private(k.Name); !says.Empty() {
		return fault.InField("name", lang.F("名字%s", "The name %s.", says))
	}
	return db.Quiet(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `insert into passkey (id, account, name, credential, created, used) values ($1, $2, $3, $4, $5, 0) on conflict do nothing`,
			k.ID, k.Account, k.Name, k.Credential, clock.Millis(s.real.Now()))
		if err != nil {
			return fmt.Errorf("add a passkey: %w", err)
		}
		if n == 0 {
			return fault.New(fault.Conflict, lang.T("这个通行密钥已经登记过", "This passkey is known already."))
		}
		return nil
	})
}

// Passkeys reads the passkeys of an account, the oldest first.
func (s *Service) Passkeys(ctx context.Context, r store.Reader, account string) ([]Passkey, error) {
	all, err := store.All(ctx, r, func(r store.Row) (k Passkey, err error) {
		var created, used int64
		err = r.Scan(&k.ID, &k.Account, &k.Name, &k.Credential, &created, &used)
		k.Created, k.Used = clock.FromMillis(created), clock.FromMillis(used)
		return k, err
	}, `select id, account, name, credential, created, used from passkey where account = $1 order by created, id`, account)
	if err != nil {
		return nil, fmt.Errorf("passkeys of %s: %w", account, err)
	}
	return all, nil
}

// UsePasskey begins a session by a passkey that has proved itself, and keeps what its credential is now.
func (s *Service) UsePasskey(ctx context.Context, db *store.DB, id, credential, device string) (token string, err error) {
	err = db.Quiet(ctx, func(tx *store.Tx) error {
		account, err := store.One(ctx, tx, store.Value[string], `update passkey set credential = $2, used = $3 where id = $1 returning account`, id, credential, clock.Millis(s.real.Now()))
		if errors.Is(err, store.ErrNone) {
			return ErrSignIn
		}
		if err != nil {
			return fmt.Errorf("use a passkey: %w", err)
		}
		token, err = s.Begin(ctx, tx, account, device)
		return err
	})
	return token, err
}

// EndPasskey forgets one of an account's passkeys.
func (s *Service) EndPasskey(ctx context.Context, db *store.DB, account, id string) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `delete from passkey where account = $1 and id = $2`, account, id)
		if err != nil {
			return fmt.Errorf("end a passkey: %w", err)
		}
		if n == 0 {
			return fault.New(fault.NotFound, lang.T("没有这个通行密钥", "There is no such passkey."))
		}
		return nil
	})
}
