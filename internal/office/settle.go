package office

import (
	"context"

	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/realm"
	"linli/internal/store"
)

// holds is the post or the membership that each person holds; "" is neither.
var holds = map[string]string{"worker": "community_worker", "second": "community_worker", "secretary": "secretary", "gridder": "grid_leader", "leader": "building_leader",
	"member": "party_member", "resident": "", "neighbour": "", "system": org.SystemAdmin, "security": org.SecurityAdmin, "auditor": org.AuditAdmin}

// settle books the street, the community, its places and its people.
func (o *Office) settle(ctx context.Context, tx *store.Tx, book *playbook.Playbook) (err error) {
	var nobody journal.Actor
	for _, r := range []realm.Realm{{ID: "pingchuan", Kind: realm.Street, Title: lang.T("平川街道", "Pingchuan")}, {ID: Realm, Kind: realm.Community, Street: "pingchuan", Title: lang.T("南门社区", "Nanmen")}} {
		if _, err := o.Realms.Add(ctx, tx, nobody, r); err != nil {
			return err
		}
		if err := o.Books.Install(ctx, tx, nobody, r.ID, book, ""); err != nil {
			return err
		}
	}
	add := func(k place.Kind, in place.Place, title string) (p place.Place) {
		if err == nil {
			p, err = o.Places.Add(ctx, tx, nobody, place.Place{Realm: Realm, Kind: k, Parent: in.ID, Title: title})
		}
		return p
	}
	o.Estate = add(place.Estate, place.Place{}, "汽运小区")
	o.Home, o.Next = add(place.Building, o.Estate, "3幢"), add(place.Building, o.Estate, "4幢")
	o.Flat = add(place.Dwelling, o.Home, "101室")
	add(place.Dwelling, o.Home, "102室")
	add(place.Dwelling, o.Next, "101室")
	add(place.Dwelling, o.Next, "102室")
	if err != nil {
		return err
	}
	if o.Grid, err = o.Places.AddArea(ctx, tx, nobody, place.Area{Realm: Realm, Kind: place.Grid, Title: "汽运网格", From: o.Since}, []string{o.Estate.ID}); err != nil {
		return err
	}
	if o.Committee, err = o.Orgs.Add(ctx, tx, nobody, org.Org{Realm: Realm, Kind: "residents_committee", Title: "居委会"}); err != nil {
		return err
	}
	for name, held := range holds {
		if err := o.person(ctx, tx, name, held); err != nil {
			return err
		}
	}
	return nil
}

// person books somebody with an account, and what they hold.
func (o *Office) person(ctx context.Context, tx *store.Tx, name, held string) (err error) {
	var nobody journal.Actor
	if o.Account[name], err = o.Access.CreateIn(ctx, tx, name, "no password"); err != nil {
		return err
	}
	p, err := o.People.Add(ctx, tx, nobody, person.Person{Realm: Realm, Name: "欧阳" + name, Account: o.Account[name]}, person.Contact{})
	if err != nil || held == "" {
		return err
	}
	if held == "party_member" {
		return o.People.AddMember(ctx, tx, nobody, person.Membership{Realm: Realm, Person: p.ID, Kind: held, From: o.Since})
	}
	post := org.Post{Realm: Realm, Org: o.Committee.ID, Kind: held, Person: p.ID, From: o.Since}
	switch held {
	case "building_leader":
		post.Place = o.Home.ID
	case "grid_leader":
		post.Area = o.Grid.ID
	}
	_, err = o.Orgs.AddPost(ctx, tx, nobody, post)
	return err
}
