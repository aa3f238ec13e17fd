package person

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// Owner is somebody who holds title to a dwelling, alone or with others, from a moment to a moment.
type Owner struct {
	Realm       string
	Dwelling    string
	Person      string
	From, Until time.Time
}

// Owned says that somebody holds title to a dwelling.
type Owned struct {
	Dwelling string    `json:"dwelling"`
	Person   string    `json:"person"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
}

// Kind names the event.
func (Owned) Kind() string { return "dwelling.owned" }

// Subject is the dwelling.
func (e Owned) Subject() string { return e.Dwelling }

// Disowned says that somebody's title to a dwelling ended.
type Disowned struct {
	Dwelling string    `json:"dwelling"`
	Person   string    `json:"person"`
	At       time.Time `json:"at"`
}

// Kind names the event.
func (Disowned) Kind() string { return "dwelling.disowned" }

// Subject is the dwelling.
func (e Disowned) Subject() string { return e.Dwelling }

// AddOwner books a title. Whoever holds one counts as a member of the kind owner, and nobody else does.
func (s *Service) AddOwner(ctx context.Context, tx *store.Tx, by journal.Actor, o Owner) error {
	if err := realm.Bump(ctx, tx, o.Realm); err != nil {
		return err
	}
	if err := checkDwelling(ctx, tx, o.Realm, o.Dwelling); err != nil {
		return err
	}
	if _, err := s.Get(ctx, tx, o.Realm, o.Person); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `insert into dwelling_owner (realm, dwelling, person, since, until)
		select $1, $2, $3, $4, $5 where not exists (select 1 from dwelling_owner
			where realm = $1 and dwelling = $2 and person = $3 and (until = 0 or until > $4))`,
		o.Realm, o.Dwelling, o.Person, clock.Millis(o.From), clock.Millis(o.Until))
	if err != nil {
		return fmt.Errorf("add owner of %s: %w", o.Dwelling, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, lang.T("已经登记为这套房屋的业主", "This owner of the dwelling is booked already."))
	}
	_, err = s.journal.Append(ctx, tx, o.Realm, by, Owned{Dwelling: o.Dwelling, Person: o.Person, From: o.From, Until: o.Until})
	return err
}

// EndOwner ends a title at a moment.
func (s *Service) EndOwner(ctx context.Context, tx *store.Tx, by journal.Actor, in, dwelling, person string, at time.Time) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `update dwelling_owner set until = $4 where realm = $1 and dwelling = $2 and person = $3 and since <= $4 and (until = 0 or until > $4)`,
		in, dwelling, person, clock.Millis(at))
	if err != nil {
		return fmt.Errorf("end owner of %s: %w", dwelling, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, lang.T("现在不是这套房屋的业主", "This is not an owner of the dwelling now."))
	}
	_, err = s.journal.Append(ctx, tx, in, by, Disowned{Dwelling: dwelling, Person: person, At: at})
	return err
}

// Owners reads who owns a dwelling at the moment on.
func (s *Service) Owners(ctx context.Context, r store.Reader, realm, dwelling string, on time.Time) ([]Person, error) {
	return list(ctx, r, store.Query(`select `+columns+` from person where realm = ? and id in (select person from dwelling_owner
		where realm = ? and dwelling = ? and since <= ? and (until = 0 or until > ?)) order by id`,
		realm, realm, dwelling, clock.Millis(on), clock.Millis(on)))
}

// OwnedBy reads the dwellings that a person owns at the moment on.
func (s *Service) OwnedBy(ctx context.Context, r store.Reader, realm, person string, on time.Time) ([]string, error) {
	ids, err := store.All(ctx, r, store.Value[string], `select dwelling from dwelling_owner
		where realm = $1 and person = $2 and since <= $3 and (until = 0 or until > $3) order by dwelling`, realm, person, clock.Millis(on))
	if err != nil {
		return nil, fmt.Errorf("owned by %s: %w", person, err)
	}
	return ids, nil
}
