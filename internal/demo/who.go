package demo

import (
	"cmp"
	"slices"

	"linli/internal/access"
	"linli/internal/person"
	"linli/internal/store"
)

// who is a person of the demonstration. Only those who sign in have an account; what the others do is booked on their
// person alone.
type who struct {
	person person.Person
	phone  string
	home   *flat // nil: lives elsewhere
	member []string
	staff  bool // acts in office hours
	busy   bool // has a part already
	login  string
	id     *access.Identity
}

func (p *who) belongs(kind string) bool { return slices.Contains(p.member, kind) }

// newWho books somebody who lives in the household; "" is elsewhere.
func (l *land) newWho(name, household string, home *flat) *who {
	p := &who{person: person.Person{Realm: l.ID, ID: store.NewID(), Name: name, Household: household}, home: home}
	if l.rng.IntN(4) > 0 {
		p.phone = l.namer.phone()
	}
	l.people = append(l.people, p)
	return p
}

// staff books somebody who works here and lives elsewhere.
func (l *land) staff(n int) (all []*who) {
	for range n {
		all = append(all, l.newWho(l.name("", false), "", nil))
	}
	return all
}

// populate moves households into the flats: into the first flat of every unit, and into share of a hundred others. Of
// a hundred, lets are let: their owner lives somewhere else in the community.
func (l *land) populate(share, lets int) {
	var owners []*who
	for n, b := range l.buildings() {
		for _, u := range b.units {
			for i, f := range u.flats {
				if n == 0 {
					continue // the first building is for those who sign in
				}
				if i > 0 && l.rng.IntN(100) >= share {
					continue
				}
				let := i > 0 && len(owners) > 0 && l.rng.IntN(100) < lets
				l.moveIn(f, !let)
				if let {
					f.owner = owners[l.rng.IntN(len(owners))]
					l.owns(f.owner, f)
				} else {
					owners = append(owners, f.people[0])
				}
			}
		}
	}
}

// moveIn lets one to three people live in a flat; the first of them owns it, if it is not let.
func (l *land) moveIn(f *flat, owned bool) {
	h := l.household(f)
	family, old := l.family(), l.rng.IntN(3) > 0
	for i := range 1 + l.rng.IntN(3) {
		of := family
		if i == 1 {
			of, old = "", false
		}
		p := l.newWho(l.name(of, old), h, f)
		f.people = append(f.people, p)
		f.building.people = append(f.building.people, p)
	}
	if owned {
		l.owns(f.people[0], f)
	}
}

// signIn makes somebody one of those who can sign in, in a role; realm, role and number make the login.
func (p *who) signIn(role string, n int) *who {
	p.login = login(p.person.Realm, role, n)
	return p
}

// identify works out what everybody's posts and memberships allow, as package access will for those who sign in.
func (l *land) identify() {
	over := map[string][]string{}
	for _, a := range l.areas {
		over[a.ID] = a.over
	}
	orgs := map[string]string{}
	for _, o := range l.orgs {
		orgs[o.ID] = o.Title
	}
	byID := make(map[string]*who, len(l.people))
	for _, p := range l.people {
		p.id = &access.Identity{Realm: l.ID, Account: p.person.Account, Person: p.person.ID, Name: p.person.Name, Members: map[string]bool{}}
		for _, m := range p.member {
			p.id.Members[m] = true
		}
		byID[p.person.ID] = p
	}
	for _, o := range l.owners {
		byID[o.Person].id.Members[person.OwnerKind] = true
	}
	for _, v := range l.posts {
		h := access.Held{Post: v, Kind: v.Kind, Org: orgs[v.Org]}
		switch {
		case v.Place != "":
			h.Scope, h.Where = []string{v.Place}, l.full[v.Place]
		case v.Area != "":
			h.Scope = over[v.Area]
		}
		id := byID[v.Person].id
		id.Posts = append(id.Posts, h)
	}
	for _, p := range l.people {
		slices.SortStableFunc(p.id.Posts, func(a, b access.Held) int {
			whole := func(h access.Held) int {
				if h.Scope == nil {
					return 1
				}
				return 0
			}
			return cmp.Or(cmp.Compare(whole(a), whole(b)), cmp.Compare(a.Post.ID, b.Post.ID))
		})
	}
}

func (p *who) contact() person.Contact { return person.Contact{Phone: p.phone} }
