package demo

import (
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/realm"
)

// town is a community and the people of it whom its stories need.
type town struct {
	*land
	above     *office
	committee string // the residents' committee
	party     string // the community's party committee
	company   string // the property company
	secretary *who
	workers   []*who
	grids     map[string]*who // by grid
	gridIDs   []string
	property  *who
	chair     *who     // of an owners' committee
	partners  []string // organisations that help
	branch    []*who
	mediators []*who
	members   []*who // party members
	helpers   []*who // volunteers
	crafts    map[string][]*who
	first     *building // where those who sign in live
	tenant    *who
	landlord  *who
	rented    *flat

	asked, took, handled int // how many stories went to those who sign in: whose turn it is
	late                 int // how many stories have not ended
}

// office is a street office and its people.
type office struct {
	*land
	officers []*who
	leader   *who
}

// newOffice books a street office.
func newOffice(id, zh, en, book string, seed uint64) *office {
	l := newLand(realm.Realm{ID: id, Kind: realm.Street, Title: lang.T(zh, en)}, book, seed)
	o := &office{land: l, officers: l.staff(3), leader: l.staff(1)[0]}
	l.place("", place.Venue, zh+"党群服务中心")
	body := l.org("street_office", zh+"办事处", "", "")
	l.org("street_party_committee", zh+"党工委", "", "")
	operations := l.org("operations", zh+"系统管理组", "", "")
	for i, p := range o.officers {
		l.post(body, "street_officer", p, "", "")
		if i < 2 {
			p.signIn("officer", i+1)
		}
	}
	l.post(body, "street_leader", o.leader, "", "")
	o.leader.signIn("street", 1)
	for i, admin := range []string{"system_admin", "security_admin", "audit_admin"} {
		p := l.staff(1)[0]
		l.post(operations, admin, p, "", "")
		if i == 0 {
			p.signIn("admin", 1)
		}
	}
	return o
}

// newTown books what every community has once its estates and grids are drawn: its people, bodies and posts, and one
// of each sort who signs in, living in the first building.
func newTown(l *land, above *office, name string, workers, share, lets int, skills ...string) *town {
	t := &town{land: l, above: above, grids: map[string]*who{}, crafts: map[string][]*who{}}
	l.populate(share, lets)
	t.committee = l.org("residents_committee", name+"居民委员会", "", "")
	t.party = l.org("community_party_committee", name+"党委", "", "")
	mediation := l.org("mediation_committee", name+"人民调解委员会", "", "")
	t.company = l.org("property_company", "安和物业服务有限公司", "", "")
	t.secretary = l.staff(1)[0].signIn("secretary", 1)
	l.post(t.party, "secretary", t.secretary, "", "")
	l.post(t.committee, "committee_director", t.secretary, "", "")
	t.workers = l.staff(workers)
	for i, p := range t.workers {
		l.post(t.committee, "community_worker", p, "", "")
		if i < 2 {
			p.signIn("worker", i+1)
		}
	}
	t.firstBuilding(skills)
	t.property = l.staff(1)[0].signIn("property", 1)
	if l.managed == nil {
		l.managed = l.estates[0]
	}
	l.post(t.company, "property_manager", t.property, l.managed.id, "")
	for range 2 {
		p := l.someone()
		l.post(mediation, "mediator", p, "", "")
		t.mediators = append(t.mediators, p)
	}
	t.leaders()
	return t
}

// firstBuilding lets those who sign in live together, so that whoever answers for one answers for all.
func (t *town) firstBuilding(skills []string) {
	t.first = t.estates[0].buildings[0]
	flats := t.first.flats()
	for i, f := range flats {
		t.moveIn(f, i != 6)
	}
	head := func(i int) *who { return flats[i].people[0] }
	head(1).signIn("resident", 1)
	head(2).signIn("resident", 2)
	t.members = append(t.members, head(3).signIn("member", 1))
	t.member(head(3), person.PartyMember)
	t.helpers = append(t.helpers, head(4).signIn("volunteer", 1))
	t.member(head(4), person.Volunteer)
	for _, skill := range skills {
		t.member(head(4), "skill:"+skill)
		t.crafts[skill] = append(t.crafts[skill], head(4))
	}
	t.landlord = head(5).signIn("owner", 1)
	t.rented, t.tenant = flats[6], head(6).signIn("resident", 3)
	t.rented.owner = t.landlord
	t.owns(t.landlord, t.rented)
}

// leaders gives every building its leader: somebody who lives in it.
func (t *town) leaders() {
	for _, b := range t.buildings() {
		b.leader = b.people[0]
		t.post(t.committee, "building_leader", b.leader, b.id, "")
	}
	t.first.leader.signIn("building_leader", 1)
}

// gridWorkers gives every grid a worker of its own.
func (t *town) gridWorkers(ids []string, team string) {
	t.gridIDs = ids
	for i, g := range ids {
		p := t.staff(1)[0]
		if i == 0 {
			p.signIn("grid_worker", 1)
		}
		t.post(team, "grid_worker", p, "", g)
		t.grids[g] = p
	}
}

// someone is a grown-up who lives here and has no part to play yet.
func (l *land) someone() *who {
	for {
		p := l.people[l.rng.IntN(len(l.people))]
		if p.home != nil && !p.busy && p.home.building != l.estates[0].buildings[0] {
			p.busy = true
			return p
		}
	}
}

// join makes n more residents members of a kind, and returns all of them; who does not live here joins too when there
// are too few.
func (t *town) join(n int, kind string) (all []*who) {
	for _, p := range t.people {
		if p.belongs(kind) {
			all = append(all, p)
		}
	}
	for _, i := range t.rng.Perm(len(t.people)) {
		if p := t.people[i]; len(all) < n && p.home != nil && !p.belongs(kind) && p.login == "" {
			t.member(p, kind)
			all = append(all, p)
		}
	}
	for len(all) < n {
		p := t.newWho(t.name("", false), "", nil)
		t.member(p, kind)
		all = append(all, p)
	}
	return all
}
