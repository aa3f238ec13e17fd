package access

import (
	"context"
	"strings"
	"time"

	"linli/internal/store"
)

type key struct{ realm, account string }

// maxKnown bounds how many identities are remembered.
const maxKnown = 4096

// Authenticate finds who asks in a realm, by a session's or API token's secret; "" is nobody. It gives ErrSignedIn when
// the session or token is over. The realm may be "" where none is concerned.
//
// When the identity is remembered this is one query, else three. What is remembered is used only while the realm's
// authority has the same version, read in that query, and no post or membership begins or ends: so a change on any
// node shows at the next request.
func (s *Service) Authenticate(ctx context.Context, db *store.DB, secret, realm string) (*Identity, error) {
	if secret == "" {
		return &Identity{Realm: realm}, nil
	}
	var account string
	var version int64
	var unused time.Duration // of a session
	var err error
	if strings.HasPrefix(secret, TokenPrefix) {
		account, version, err = s.token(ctx, db, secret, realm)
	} else {
		account, version, unused, err = s.session(ctx, db, secret, realm)
	}
	if err != nil {
		return nil, err
	}
	if version == 0 { // no such realm
		return &Identity{Realm: realm, Account: account}, nil
	}
	now := s.clock.Now()
	k := key{realm, account}
	s.mu.Lock()
	i := s.known[k]
	s.mu.Unlock()
	if i != nil && i.version == version && i.validAt(now) {
		return s.awake(i, unused)
	}
	// Read after the version: what is found may be newer than it, never older.
	i, err = Identify(ctx, db, realm, account, now)
	if err != nil {
		return nil, err
	}
	i.version = version
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= maxKnown {
		clear(s.known)
	}
	s.known[k] = i
	return s.awake(i, unused)
}

// awake refuses a session that is unused for longer than a staff post allows: the post may be newer than the session.
func (s *Service) awake(i *Identity, unused time.Duration) (*Identity, error) {
	if unused >= s.StaffIdle && i.Staff() {
		return nil, ErrSignedIn
	}
	return i, nil
}

func (i *Identity) validAt(now time.Time) bool {
	return !now.Before(i.at) && (i.until.IsZero() || now.Before(i.until))
}
