package access

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/store"
)

// Session is one sign-in that is alive.
type Session struct {
	ID            string // no secret: by it nobody signs in
	Device        string // as the browser calls itself; may be empty
	Created, Seen time.Time
}

// SessionID is the ID of the session with this token.
func SessionID(token string) string { return digest(token) }

// maxDevice is how many bytes are kept of what a browser calls itself.
const maxDevice = 120

// Begin begins a session of an account that has proved who it is, and returns its token. Whoever holds a staff post in any
// realm is signed out sooner when it is unused.
func (s *Service) Begin(ctx context.Context, tx *store.Tx, account, device string) (token string, err error) {
	var staff []string
	for _, k := range org.PostKinds {
		if k.Staff {
			staff = append(staff, k.Key)
		}
	}
	now := clock.Millis(s.real.Now())
	q := store.Query(`select count(*) from person h join post p on p.realm = h.realm and p.person = h.id where h.account = ? and h.account <> ''
		and p.since <= ? and (p.until = 0 or p.until > ?) and`, account, clock.Millis(s.clock.Now()), clock.Millis(s.clock.Now()))
	n, err := store.One(ctx, tx, store.Value[int], store.In(q, "p.kind", staff).Text(), q.Args()...)
	if err != nil {
		return "", fmt.Errorf("begin a session: %w", err)
	}
	idle := IdleTime
	if n > 0 {
		idle = s.StaffIdle
	}
	if len(device) > maxDevice {
		device = device[:maxDevice]
	}
	token = secret()
	_, err = tx.Exec(ctx, `insert into session (hash, account, created, seen, about, idle) values ($1, $2, $3, $3, $4, $5)`, digest(token), account, now, device, idle.Milliseconds())
	if err != nil {
		return "", fmt.Errorf("begin a session: %w", err)
	}
	return token, nil
}

// Sessions reads the sessions of an account that are alive, the last used first.
func (s *Service) Sessions(ctx context.Context, r store.Reader, account string) ([]Session, error) {
	now := s.real.Now()
	all, err := store.All(ctx, r, func(r store.Row) (x Session, err error) {
		var created, seen int64
		err = r.Scan(&x.ID, &x.Device, &created, &seen)
		x.Created, x.Seen = clock.FromMillis(created), clock.FromMillis(seen)
		return x, err
	}, `select hash, about, created, seen from session where account = $1 and seen + idle > $2 and created > $3 order by seen desc, hash`,
		account, clock.Millis(now), clock.Millis(now.Add(-SessionAge)))
	if err != nil {
		return nil, fmt.Errorf("sessions of %s: %w", account, err)
	}
	return all, nil
}

// EndSession ends one of an account's sessions.
func (s *Service) EndSession(ctx context.Context, db *store.DB, account, id string) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `delete from session where account = $1 and hash = $2`, account, id)
		if err != nil {
			return fmt.Errorf("end a session of %s: %w", account, err)
		}
		if n == 0 {
			return fault.New(fault.NotFound, lang.T("这次登录已经结束", "This session has ended already."))
		}
		return nil
	})
}
