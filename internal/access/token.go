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

// TokenPrefix begins every API token, so that one is recognised where it should not be.
const TokenPrefix = "linli_"

// Token is a key by which a program acts for an account. Its secret is shown once and not kept.
type Token struct {
	ID      string
	Account string
	Name    string // what it is for, as the owner calls it
	Scope   Scope
	Created time.Time
	Expires time.Time // zero: never
}

// Scope is what a token may be used for.
type Scope string

// The scopes.
const (
	Read  Scope = "read"  // to read only
	Write Scope = "write" // to do all that its account may
)

// readPrefix begins the secret of a token that may only read. It is part of the secret: to change it makes it another's.
const readPrefix = TokenPrefix + "read_"

// ReadsOnly tells whether the secret that a request shows is one by which nothing may be changed.
func ReadsOnly(secret string) bool { return strings.HasPrefix(secret, readPrefix) }

// AddToken makes a token that may do all that its account may, and returns its secret, which begins with TokenPrefix. A
// zero expires is never.
func (s *Service) AddToken(ctx context.Context, db *store.DB, account, name string, expires time.Time) (secretText string, t Token, err error) {
	return s.AddScoped(ctx, db, account, name, Write, expires)
}

// AddScoped is AddToken for a scope.
func (s *Service) AddScoped(ctx context.Context, db *store.DB, account, name string, scope Scope, expires time.Time) (secretText string, t Token, err error) {
	t = Token{ID: store.NewID(), Account: account, Name: strings.TrimSpace(name), Scope: scope, Created: s.real.Now(), Expires: expires}
	if scope != Read && scope != Write {
		return "", t, fault.InField("scope", lang.T("请选择只读或读写", "Please choose whether it may only read."))
	}
	if n := utf8.RuneCountInString(t.Name); n == 0 || n > 60 {
		return "", t, fault.InField("name", lang.T("请写明令牌的用途，不超过 60 字", "Please say what the token is for, in at most 60 characters."))
	}
	if says := form.Private(t.Name); !says.Empty() {
		return "", t, fault.InField("name", lang.F("用途%s", "The purpose %s.", says))
	}
	if !expires.IsZero() && !expires.After(t.Created) {
		return "", t, fault.InField("expires", lang.T("到期时间已经过去", "This time is past already."))
	}
	if _, err := s.Login(ctx, db, account); err != nil {
		return "", t, err
	}
	secretText = TokenPrefix + secret()
	if scope == Read {
		secretText = readPrefix + secret()
	}
	err = db.Quiet(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into token (hash, id, account, name, scope, created, expires) values ($1, $2, $3, $4, $5, $6, $7)`,
			digest(secretText), t.ID, t.Account, t.Name, string(t.Scope), clock.Millis(t.Created), clock.Millis(t.Expires))
		return err
	})
	if err != nil {
		return "", t, fmt.Errorf("add token: %w", err)
	}
	return secretText, t, nil
}

// ByToken is the account of a token that is valid, or ErrSignedIn.
func (s *Service) ByToken(ctx context.Context, r store.Reader, token string) (account string, err error) {
	account, _, err = s.token(ctx, r, token, "")
	return account, err
}

func (s *Service) token(ctx context.Context, r store.Reader, token, realm string) (account string, version int64, err error) {
	type row struct {
		account          string
		expires, version int64
	}
	v, err := store.One(ctx, r, func(r store.Row) (v row, err error) { return v, r.Scan(&v.account, &v.expires, &v.version) },
		`select account, expires, coalesce((select version from authority where realm = $2), 0) from token where hash = $1`, digest(token), realm)
	if errors.Is(err, store.ErrNone) || err == nil && v.expires != 0 && v.expires <= clock.Millis(s.real.Now()) {
		return "", 0, ErrSignedIn
	}
	if err != nil {
		return "", 0, fmt.Errorf("token: %w", err)
	}
	return v.account, v.version, nil
}

// Tokens reads the tokens of an account, the newest first.
func (s *Service) Tokens(ctx context.Context, r store.Reader, account string) ([]Token, error) {
	all, err := store.All(ctx, r, func(r store.Row) (t Token, err error) {
		var created, expires int64
		err = r.Scan(&t.ID, &t.Account, &t.Name, &t.Scope, &created, &expires)
		t.Created, t.Expires = clock.FromMillis(created), clock.FromMillis(expires)
		return t, err
	}, `select id, account, name, scope, created, expires from token where account = $1 order by id desc`, account)
	if err != nil {
		return nil, fmt.Errorf("tokens of %s: %w", account, err)
	}
	return all, nil
}

// EndToken makes one of an account's tokens worthless.
func (s *Service) EndToken(ctx context.Context, db *store.DB, account, id string) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `delete from token where account = $1 and id = $2`, account, id)
		if err != nil {
			return fmt.Errorf("end token %s: %w", id, err)
		}
		if n == 0 {
			return fault.New(fault.NotFound, lang.T("没有这个令牌", "There is no such token."))
		}
		return nil
	})
}
