package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/realm"
	"linli/internal/store"
)

// land is everything that is booked of a realm before its first matter: made whole, then written.
type land struct {
	realm.Realm
	book string // the playbook it plays
	rng  *rand.Rand
	*namer

	places     []place.Place
	areas      []drawn
	households []person.Household
	people     []*who
	owners     []person.Owner
	members    []person.Membership
	orgs       []org.Org
	posts      []org.Post
	estates    []*estate
	managed    *estate           // by a property company; nil is the first
	full       map[string]string // a place's full name
	uncovered  map[string]string // why an estate has no party branch
}

// drawn is an area and the places that it is drawn over.
type drawn struct {
	place.Area
	over []string
}

type estate struct {
	id, title string
	grid      string // the area, when the whole estate lies in one
	buildings []*building
}

type building struct {
	id, title string
	estate    *estate
	grid      string
	units     []*unit
	leader    *who
	people    []*who // who live there, grown up
}

type unit struct {
	id, title string
	flats     []*flat
	leader    *who
}

type flat struct {
	id, title string
	building  *building
	unit      *unit
	people    []*who
	owner     *who // where somebody else lives in it
}

func newLand(r realm.Realm, book string, seed uint64) *land {
	rng := rand.New(rand.NewPCG(seed, 20260001))
	return &land{Realm: r, book: book, rng: rng, namer: newNamer(rng), full: map[string]string{}, uncovered: map[string]string{}}
}

func community(id, street, zh, en, book string, seed uint64) *land {
	return newLand(realm.Realm{ID: id, Kind: realm.Community, Street: street, Title: lang.T(zh, en)}, book, seed)
}

func (l *land) place(parent string, k place.Kind, title string) string {
	p := place.Place{Realm: l.ID, ID: store.NewID(), Parent: parent, Kind: k, Title: title}
	l.places = append(l.places, p)
	l.full[p.ID] = strings.TrimSpace(l.full[parent] + " " + title)
	return p.ID
}

// estate books an estate: so many buildings, called by their number and style, each with units and flats in each unit.
func (l *land) estate(title, style string, buildings, units, flats int) *estate {
	e := &estate{id: l.place("", place.Estate, title), title: title}
	for b := 1; b <= buildings; b++ {
		bl := &building{title: fmt.Sprint(b, style), estate: e}
		bl.id = l.place(e.id, place.Building, bl.title)
		for u := 1; u <= units; u++ {
			un := &unit{title: fmt.Sprint(u, "单元")}
			un.id = l.place(bl.id, place.Unit, un.title)
			for f := range flats {
				fl := &flat{title: fmt.Sprint(f/2+1, "0", f%2+1), building: bl, unit: un}
				fl.id = l.place(un.id, place.Dwelling, fl.title)
				un.flats = append(un.flats, fl)
			}
			bl.units = append(bl.units, un)
		}
		e.buildings = append(e.buildings, bl)
	}
	l.estates = append(l.estates, e)
	return e
}

func (l *land) buildings() (all []*building) {
	for _, e := range l.estates {
		all = append(all, e.buildings...)
	}
	return all
}

func (b *building) flats() (all []*flat) {
	for _, u := range b.units {
		all = append(all, u.flats...)
	}
	return all
}

func (l *land) area(k place.AreaKind, title string, over ...string) string {
	a := drawn{place.Area{Realm: l.ID, ID: store.NewID(), Kind: k, Title: title, From: begins}, over}
	l.areas = append(l.areas, a)
	return a.ID
}

// grids draws n grids over the buildings, in their order, so that each lies in exactly one.
func (l *land) grids(n int) (ids []string) {
	all := l.buildings()
	for g := range n {
		var over []string
		some := all[g*len(all)/n : (g+1)*len(all)/n]
		for _, b := range some {
			over = append(over, b.id)
		}
		id := l.area(place.Grid, fmt.Sprintf("第%d网格", g+1), over...)
		for _, b := range some {
			b.grid = id
		}
		ids = append(ids, id)
	}
	return ids
}

func (l *land) org(kind, title, parent, area string) string {
	o := org.Org{Realm: l.ID, ID: store.NewID(), Kind: kind, Title: title, Parent: parent, Area: area}
	l.orgs = append(l.orgs, o)
	return o.ID
}

// post gives somebody a post, for a place or an area or, with neither, for the whole realm.
func (l *land) post(in, kind string, p *who, at, area string) {
	l.posts = append(l.posts, org.Post{Realm: l.ID, ID: store.NewID(), Org: in, Kind: kind, Duties: duties[kind], Person: p.person.ID, Place: at, Area: area, From: begins})
	if k, _ := org.PostKindOf(kind); k.Staff {
		p.staff = true
	}
}

func (l *land) member(p *who, kinds ...string) {
	for _, k := range kinds {
		if !p.belongs(k) {
			p.member = append(p.member, k)
			l.members = append(l.members, person.Membership{Realm: l.ID, Person: p.person.ID, Kind: k, From: begins})
		}
	}
}

func (l *land) owns(p *who, f *flat) {
	l.owners = append(l.owners, person.Owner{Realm: l.ID, Dwelling: f.id, Person: p.person.ID, From: begins})
}

func (l *land) household(f *flat) string {
	h := person.Household{Realm: l.ID, ID: store.NewID(), Dwelling: f.id, From: begins.Add(time.Duration(len(l.households)) * time.Second)}
	l.households = append(l.households, h)
	return h.ID
}

// duties are what is written down for a post.
var duties = map[string]string{
	"building_leader":             "每月走访一遍本楼，收集大家的意见；有事先劝一劝，劝不了就报给网格员；新搬来的人家上门认个门。",
	"deputy_building_leader":      "协助楼栋长，楼栋长不在时顶上。",
	"unit_leader":                 "看着本单元的门禁、楼道和照明，邻里的小事当场说开。",
	"member_household":            "家门常开，邻居有话先到这里说；每周联系一次结对的人家。",
	"building_party_group_leader": "召集楼栋党小组，带着党员认领楼里的事。",
	"grid_worker":                 "每天巡查网格，发现问题当场办，办不了的上报；走访、登记一次完成。",
	"grid_leader":                 "对网格里的事负总责，派单、核实、督促。",
	"community_worker":            "接待居民，分办事项，按时答复。",
	"mediator":                    "听双方说，依法依情调解，写好协议，过后回访。",
	"property_manager":            "公共部位的维修、保洁、秩序，接单后按时办。",
}
