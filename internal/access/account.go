package access

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/store"
)

// ErrNoAccount is returned when there is no such account.
var ErrNoAccount = fault.New(fault.NotFound, lang.T("没有这个账号", "There is no such account."))

var loginForm = regexp.MustCompile(`^[\p{Han}a-z0-9][\p{Han}a-z0-9._@+-]*$`)

// maxLogin is how many characters a login has at most.
const maxLogin = 64

// CleanLogin is a login as it is kept: small letters, no space around.
func CleanLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// CheckLogin refuses what cannot be a login. A login is kept in plain, so it is never a phone or identity number,
// which are sealed wherever they are.
func CheckLogin(login string) error {
	n := utf8.RuneCountInString(login)
	switch {
	case person.ValidPhone(person.CleanPhone(login)) || person.ValidIDNumber(person.CleanIDNumber(login)) || !form.Private(login).Empty():
		return fault.InField("login", lang.T("请不要用手机号或身份证号作账号", "Please do not use a phone or identity number as the account name."))
	case n < 2 || n > maxLogin || !loginForm.MatchString(login):
		return fault.InField("login", lang.T("账号用 2–64 个汉字、字母或数字，可以含 . _ @ + -", "An account name has 2–64 letters, digits or Chinese characters, and may have . _ @ + -"))
	}
	return nil
}

// Create makes an account and returns its id. Who it is in a realm, person.LinkAccount says.
func (s *Service) Create(ctx context.Context, db *store.DB, login, password string) (id string, err error) {
	hash, err := s.Hash(ctx, CleanLogin(login), password)
	if err != nil {
		return "", err
	}
	err = db.Quiet(ctx, func(tx *store.Tx) error {
		id, err = s.CreateIn(ctx, tx, login, hash)
		return err
	})
	return id, err
}

// CreateIn is Create within a transaction, for a password that Hash has hashed before it began.
func (s *Service) CreateIn(ctx context.Context, tx *store.Tx, login string, hash Hash) (id string, err error) {
	login = CleanLogin(login)
	if err := CheckLogin(login); err != nil {
		return "", err
	}
	id = store.NewID()
	now := clock.Millis(s.real.Now())
	n, err := tx.Exec(ctx, `insert into account (id, login, hash, created, changed, failures, failed) values ($1, $2, $3, $4, $4, 0, 0)
		on conflict (login) do nothing`, id, login, string(hash), now)
	if err != nil {
		return "", fmt.Errorf("create account: %w", err)
	}
	if n == 0 {
		return "", fault.InField("login", lang.T("这个账号已经有人用了，请换一个", "This account name is taken. Please choose another."))
	}
	return id, nil
}

// Login is the login of an account, or ErrNoAccount.
func (s *Service) Login(ctx context.Context, r store.Reader, account string) (string, error) {
	login, err := store.One(ctx, r, store.Value[string], `select login from account where id = $1 and id <> ''`, account)
	if errors.Is(err, store.ErrNone) {
		return "", ErrNoAccount
	}
	if err != nil {
		return "", fmt.Errorf("account %s: %w", account, err)
	}
	return login, nil
}

// ByLogin is the id of the account with a login, or ErrNoAccount.
func (s *Service) ByLogin(ctx context.Context, r store.Reader, login string) (string, error) {
	id, err := store.One(ctx, r, store.Value[string], `select id from account where login = $1 and id <> ''`, CleanLogin(login))
	if errors.Is(err, store.ErrNone) {
		return "", ErrNoAccount
	}
	if err != nil {
		return "", fmt.Errorf("account by login: %w", err)
	}
	return id, nil
}

// errOld is what a change is refused with that does not know the old password, or no longer: somebody was faster.
var errOld = fault.InField("old", lang.T("原密码不对", "The old password is wrong."))

// ChangePassword gives an account a new password, if it knows the old one. It ends its sessions but the one of keep, and
// its tokens: whoever came in by the old password is out.
func (s *Service) ChangePassword(ctx context.Context, db *store.DB, account, old, fresh, keep string) error {
	login, err := s.Login(ctx, db, account)
	if err != nil {
		return err
	}
	_, was, err := s.attempt(ctx, db, login, old)
	if errors.Is(err, ErrSignIn) {
		return errOld
	}
	if err != nil {
		return err
	}
	return s.setPassword(ctx, db, account, login, fresh, keep, was)
}

// ResetPassword gives an account a new password, opens its lock and ends all its sessions and tokens. Who may do so to
// whom is the caller's to decide and to journal.
func (s *Service) ResetPassword(ctx context.Context, db *store.DB, account, fresh string) error {
	login, err := s.Login(ctx, db, account)
	if err != nil {
		return err
	}
	return s.setPassword(ctx, db, account, login, fresh, "", "")
}

// setPassword writes a new password where the old one is still was, or whatever it is when was is empty.
func (s *Service) setPassword(ctx context.Context, db *store.DB, account, login, fresh, keep string, was Hash) error {
	hash, err := s.Hash(ctx, login, fresh)
	if err != nil {
		return err
	}
	return db.Quiet(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `update account set hash = $2, changed = $3, failures = 0 where id = $1 and (hash = $4 or $4 = '')`,
			account, string(hash), clock.Millis(s.real.Now()), string(was))
		if err != nil {
			return fmt.Errorf("password of %s: %w", account, err)
		}
		if n == 0 {
			return errOld
		}
		if _, err := tx.Exec(ctx, `delete from session where account = $1 and hash <> $2`, account, digest(keep)); err != nil {
			return fmt.Errorf("end sessions of %s: %w", account, err)
		}
		if _, err := tx.Exec(ctx, `delete from token where account = $1`, account); err != nil {
			return fmt.Errorf("end tokens of %s: %w", account, err)
		}
		return nil
	})
}
