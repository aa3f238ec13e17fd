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
var holds = map[string]string{"worker": "community_worker", "second": "community_worker", "secretary": "secretary", "leader": "building_leader",
	"member": "party_member", "resident": "", "neighbour": "", "system": org.SystemAdmin, "security": org.SecurityAdmin, "auditor": org.AuditAdmin}

// settle books the street, the community, its places and its people.
func (o *Office) settle(ctx context.Context, tx *store.Tx, book *playbook.Playbook) error {
	var nobody journal.Actor
	since := o.Clock.Now().AddDate(-1, 0, 0)
	for _, r := range []realm.Realm{{ID: "pingchuan", Kind: realm.Street, Title: lang.T("平川街道", "Pingchuan")}, {ID: "nanmen", Kind: realm.Community, Street: "pingchuan", Title: lang.T("南门社区", "Nanmen")}} {
		if _, err := o.Realms.Add(ctx, tx, nobody, r); err != nil {
			return err
		}
		if err := o.Books.Install(ctx, tx, nobody, r.ID, book, ""); err != nil {
			return err
		}
	}
	estate, err := o.Places.Add(ctx, tx, nobody, place.Place{Realm: "nanmen", Kind: place.Estate, Title: "汽运小区"})
	if err != nil {
		return err
	}
	if o.Home, err = o.Places.Add(ctx, tx, nobody, place.Place{Realm: "nanmen", Kind: place.Building, Parent: estate.ID, Title: "3幢"}); err != nil {
		return err
	}
	if o.Grid, err = o.Places.AddArea(ctx, tx, nobody, place.Area{Realm: "nanmen", Kind: place.Grid, Title: "汽运网格", From: since}, []string{estate.ID}); err != nil {
		return err
	}
	committee, err := o.Orgs.Add(ctx, tx, nobody, org.Org{Realm: "nanmen", Kind: "residents_committee", Title: "居委会"})
	if err != nil {
		return err
	}
	for name, held := range holds {
		account, err := o.Access.CreateIn(ctx, tx, name, "no password")
		if err != nil {
			return err
		}
		p, err := o.People.Add(ctx, tx, nobody, person.Person{Realm: "nanmen", Name: "欧阳" + name, Account: account}, person.Contact{})
		if err != nil {
			return err
		}
		switch held {
		case "":
		case "party_member":
			err = o.People.AddMember(ctx, tx, nobody, person.Membership{Realm: "nanmen", Person: p.ID, Kind: held, From: since})
		case "building_leader":
			_, err = o.Orgs.AddPost(ctx, tx, nobody, org.Post{Realm: "nanmen", Org: committee.ID, Kind: held, Person: p.ID, Place: o.Home.ID, From: since})
		default:
			_, err = o.Orgs.AddPost(ctx, tx, nobody, org.Post{Realm: "nanmen", Org: committee.ID, Kind: held, Person: p.ID, From: since})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
