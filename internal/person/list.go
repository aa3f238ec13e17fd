package person

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// Living is somebody with where they live or what they own.
type Living struct {
	Person
	Dwelling string // the place's id
	Where    string // its full name
	Path     string
	Owner    bool // holds the title to it
	Here     bool // lives there
}

// In reads who lives at the moment on in a place and the dwellings below it, or owns one, in the order of their doors, at most
// limit.
func (s *Service) In(ctx context.Context, r store.Reader, realm, place string, on time.Time, limit int) ([]Living, error) {
	at := clock.Millis(on)
	q := store.Query(`with recursive inside (id) as (select id from place where realm = ? and id = ?
			union all select p.id from inside i join place p on p.realm = ? and p.parent = i.id)`, realm, place, realm)
	q.Add(`, tied (dwelling, person, owner, here) as (select h.dwelling, m.id, 0, 1 from inside i join household h on h.realm = ? and h.dwelling = i.id
			join person m on m.realm = h.realm and m.household = h.id where h.since <= ? and (h.until = 0 or h.until > ?)
		union all select o.dwelling, o.person, 1, 0 from inside i join dwelling_owner o on o.realm = ? and o.dwelling = i.id where o.since <= ? and (o.until = 0 or o.until > ?))`,
		realm, at, at, realm, at, at)
	all, err := living(ctx, r, q, realm, limit)
	if err != nil {
		return nil, fmt.Errorf("people in %s: %w", place, err)
	}
	return all, nil
}

// Tied reads where people live at the moment on, and what they own, in the order of the doors: of each person as often as they
// have to do with a door.
func (s *Service) Tied(ctx context.Context, r store.Reader, realm string, people []string, on time.Time) ([]Living, error) {
	at := clock.Millis(on)
	q := store.Query(`with tied (dwelling, person, owner, here) as (select h.dwelling, m.id, 0, 1 from person m join household h on h.realm = m.realm and h.id = m.household
		where m.realm = ? and h.since <= ? and (h.until = 0 or h.until > ?) and`, realm, at, at)
	store.In(q, "m.id", people).Add(`union all select dwelling, person, 1, 0 from dwelling_owner where realm = ? and since <= ? and (until = 0 or until > ?) and`, realm, at, at)
	all, err := living(ctx, r, store.In(q, "person", people).Add(`)`), realm, 10*len(people))
	if err != nil {
		return nil, fmt.Errorf("doors of people in %s: %w", realm, err)
	}
	return all, nil
}

// living reads what a query names as tied: people and dwellings.
func living(ctx context.Context, r store.Reader, q *store.Q, realm string, limit int) ([]Living, error) {
	q.Add(`select v.realm, v.id, v.name, v.account, v.household, v.relation, l.id, l.fullname, l.path, max(t.owner), max(t.here)
		from tied t join place l on l.realm = ? and l.id = t.dwelling
		left join place u on u.realm = l.realm and u.id = l.parent
		join person v on v.realm = l.realm and v.id = t.person
		group by v.realm, v.id, v.name, v.account, v.household, v.relation, l.id, l.fullname, l.path, u.rank, l.rank
		order by u.rank, l.rank, l.id, max(t.here) desc, v.id limit ?`, realm, limit)
	return store.All(ctx, r, func(r store.Row) (v Living, err error) {
		var owner, here int
		err = r.Scan(&v.Realm, &v.ID, &v.Name, &v.Account, &v.Household, &v.Relation, &v.Dwelling, &v.Where, &v.Path, &owner, &here)
		v.Owner, v.Here = owner == 1, here == 1
		return v, err
	}, q.Text(), q.Args()...)
}
