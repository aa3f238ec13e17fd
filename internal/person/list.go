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

// In reads who lives at the moment on in the dwellings below a place, or owns one, in the order of their doors, at most limit.
// The path is the place's.
func (s *Service) In(ctx context.Context, r store.Reader, realm, path string, on time.Time, limit int) ([]Living, error) {
	all, err := store.All(ctx, r, func(r store.Row) (v Living, err error) {
		var owner, here int
		err = r.Scan(&v.Realm, &v.ID, &v.Name, &v.Account, &v.Household, &v.Relation, &v.Dwelling, &v.Where, &v.Path, &owner, &here)
		v.Owner, v.Here = owner == 1, here == 1
		return v, err
	}, `select person.realm, person.id, person.name, person.account, person.household, person.relation, l.id, l.fullname, l.path, max(x.owner), max(x.here)
		from (select h.realm, h.dwelling, m.id as person, 0 as owner, 1 as here from household h
				join person m on m.realm = h.realm and m.household = h.id
				where h.realm = $1 and h.since <= $3 and (h.until = 0 or h.until > $3)
			union all
			select realm, dwelling, person, 1, 0 from dwelling_owner where realm = $1 and since <= $3 and (until = 0 or until > $3)) x
		join place l on l.realm = x.realm and l.id = x.dwelling and l.path like $2
		left join place u on u.realm = l.realm and u.id = l.parent
		join person on person.realm = x.realm and person.id = x.person
		group by person.realm, person.id, person.name, person.account, person.household, person.relation, l.id, l.fullname, l.path, u.rank, l.rank
		order by u.rank, l.rank, l.id, max(x.here) desc, person.id limit $4`, realm, path+"%", clock.Millis(on), limit)
	if err != nil {
		return nil, fmt.Errorf("people in %s: %w", path, err)
	}
	return all, nil
}
