package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// An invitation may be used by the people of a household, until it is too old.
const (
	InvitationTime = 30 * 24 * time.Hour
	InvitationUses = 8
)

// Invited says that slips with codes were made for the dwellings in a place.
type Invited struct {
	Place string `json:"place"`
	Count int    `json:"count"`
}

// Kind names the event.
func (Invited) Kind() string { return "account.invited" }

// Subject is the place.
func (e Invited) Subject() string { return e.Place }

// Invite makes a code by which those who live in a dwelling make accounts. It is shown this once. Codes made before go on.
func (s *Service) Invite(ctx context.Context, tx *store.Tx, realm, dwelling string) (code string, err error) {
	code = newCode()
	if _, err := tx.Exec(ctx, `insert into invitation (realm, id, dwelling, hash, expires, uses) values ($1, $2, $3, $4, $5, 0)`,
		realm, store.NewID(), dwelling, codeDigest(code), clock.Millis(s.real.Now().Add(InvitationTime))); err != nil {
		return "", fmt.Errorf("invite %s: %w", dwelling, err)
	}
	return code, nil
}

// UseInvitation counts one use of a code and tells for which dwelling it is, or gives ErrCode.
func (s *Service) UseInvitation(ctx context.Context, tx *store.Tx, realm, code string) (dwelling string, err error) {
	dwelling, err = store.One(ctx, tx, store.Value[string], `update invitation set uses = uses + 1 where realm = $1 and hash = $2 and expires > $3 and uses < $4 returning dwelling`,
		realm, codeDigest(code), clock.Millis(s.real.Now()), InvitationUses)
	if errors.Is(err, store.ErrNone) {
		return "", ErrCode
	}
	if err != nil {
		return "", fmt.Errorf("use an invitation: %w", err)
	}
	return dwelling, nil
}
