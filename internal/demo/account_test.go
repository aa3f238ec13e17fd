package demo

import (
	"slices"
	"testing"

	"linli/internal/access"
	"linli/internal/matter"
	"linli/internal/place"
	"linli/internal/realm"
)

// accounts: everybody can sign in, finds something of theirs, and is answered for.
func accounts(t *testing.T, w World) {
	ctx := t.Context()
	before, err := Accounts(ctx, w)
	if err != nil {
		t.Fatal(err)
	}
	all, err := Accounts(ctx, w)
	if err != nil {
		t.Fatal(err)
	}
	roles := map[string]map[string]int{}
	for i, a := range all {
		if roles[a.Realm] == nil {
			roles[a.Realm] = map[string]int{}
		}
		roles[a.Realm][a.Role]++
		if a.Realm == "nanmen" || a.Realm == "pingchuan" { // hashing takes its time
			if _, err := w.Access.SignIn(ctx, w.DB, a.Account, a.Password); err != nil {
				t.Errorf("%s cannot sign in: %v", a.Account, err)
			}
		}
		if id, err := w.Access.ByToken(ctx, w.DB, a.Token); err != nil || id != a.id {
			t.Errorf("the token of %s is not theirs: %v", a.Account, err)
		}
		if _, err := w.Access.ByToken(ctx, w.DB, before[i].Token); err == nil {
			t.Errorf("the old token of %s still holds", a.Account)
		}
		if before[i].id != a.id || a.Name == "" {
			t.Errorf("%s is another account than before", a.Account)
		}
		if a.Role != "admin" && !slices.Contains(administratorRoles, role{a.Role, 1}) {
			busy(t, w, a)
		}
	}
	realms, err := w.Realms.All(ctx, w.DB)
	if err != nil {
		t.Fatal(err)
	}
	if len(realms) != 14 {
		t.Errorf("%d realms, not 14", len(realms))
	}
	for _, r := range realms {
		want := map[string]int{"resident": 2, "grid_worker": 1, "building_leader": 1, "worker": 2, "secretary": 1, "member": 1, "volunteer": 1, "property": 1, "owner": 1}
		if r.Kind == realm.Street {
			want = map[string]int{"officer": 2, "street": 1, "admin": 1}
		}
		if r.ID == "nanmen" {
			want["system"], want["security"], want["auditor"] = 1, 1, 1
		}
		for role, n := range want {
			if roles[r.ID][role] < n {
				t.Errorf("%s: %d of the role %s", r.ID, roles[r.ID][role], role)
			}
		}
	}
}

// busy: whoever signs in finds something that waits for them, or that they raised.
func busy(t *testing.T, w World, a Account) {
	ctx := t.Context()
	id, err := access.Identify(ctx, w.DB, a.Realm, a.id, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	today, err := w.Matters.Today(ctx, w.DB, id, a.Realm)
	if err != nil {
		t.Fatal(err)
	}
	mine, err := w.Matters.List(ctx, w.DB, id, a.Realm, matter.Filter{Mine: true, State: "open"})
	if err != nil {
		t.Fatal(err)
	}
	doing, err := w.Matters.List(ctx, w.DB, id, a.Realm, matter.Filter{Doing: true, State: "open"})
	if err != nil {
		t.Fatal(err)
	}
	n := today.Count
	if n.Late+n.Due+n.Mine+n.Claim+len(mine.Items)+len(doing.Items) == 0 {
		t.Errorf("%s finds nothing of theirs", a.Account)
	}
	if id.Staff() && n.Late+n.Due+n.Mine == 0 {
		t.Errorf("nothing waits for %s today", a.Account)
	}
	if a.Role == "resident" || a.Role == "member" {
		answered(t, w, a, id)
	}
}

// answered: the first places that are offered are ones for which those of the demonstration answer.
func answered(t *testing.T, w World, a Account, id *access.Identity) {
	ctx := t.Context()
	near, err := w.Matters.PlacesFor(ctx, w.DB, id, a.Realm, "", 2)
	if err != nil || len(near) < 2 {
		t.Fatal(a.Account, near, err)
	}
	building := near[1]
	if building.Kind != place.Building {
		t.Errorf("%s is offered %s", a.Account, building.Full)
	}
	who, err := w.Orgs.AnswerersAt(ctx, w.DB, a.Realm, building.Path, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	for role, kind := range map[string]string{"building_leader": "building_leader", "grid_worker": "grid_worker"} {
		account, err := w.Access.ByLogin(ctx, w.DB, login(a.Realm, role, 1))
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.People.ByAccount(ctx, w.DB, a.Realm, account)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, v := range who {
			found = found || v.Person == p.ID && v.Post.Kind == kind
		}
		if !found {
			t.Errorf("%s: %s does not answer for %s", a.Realm, role, building.Full)
		}
	}
}
