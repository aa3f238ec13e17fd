package person

import (
	"context"
	"fmt"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// Linked says that a person signs in by an account from now on; by none when Account is empty.
type Linked struct {
	ID      string `json:"id"`
	Account string `json:"account,omitempty"`
}

// Kind names the event.
func (Linked) Kind() string { return "person.linked" }

// Subject is the person.
func (e Linked) Subject() string { return e.ID }

// LinkAccount lets a person sign in by an account; "" takes that away. An account is one person in a realm.
func (s *Service) LinkAccount(ctx context.Context, tx *store.Tx, by journal.Actor, in, person, account string) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	p, err := s.Get(ctx, tx, in, person)
	if err != nil {
		return err
	}
	if p.Account == account {
		return nil
	}
	var c fault.Check
	if err := s.checkAccount(ctx, tx, &c, in, account); err != nil {
		return err
	}
	if err := c.Err(); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update person set account = $3 where realm = $1 and id = $2`, in, person, account); err != nil {
		return fmt.Errorf("link person %s: %w", person, err)
	}
	_, err = s.journal.Append(ctx, tx, in, by, Linked{ID: person, Account: account})
	return err
}

func (s *Service) checkAccount(ctx context.Context, r store.Reader, c *fault.Check, in, account string) error {
	if account == "" {
		return nil
	}
	n, err := store.One(ctx, r, store.Value[int], `select count(*) from person where realm = $1 and account = $2 and account <> ''`, in, account)
	if err != nil {
		return fmt.Errorf("account %s: %w", account, err)
	}
	if n > 0 {
		c.Add("account", lang.T("这个账号已经是另一个人的", "This account is somebody else's already."))
	}
	return nil
}
