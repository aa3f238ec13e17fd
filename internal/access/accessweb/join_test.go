package accessweb_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/internal/access"
	"linli/internal/journal"
	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/store"
)

// TestJoin makes accounts by a slip for a door and by a neighbour who vouches, and refuses what proves nothing.
func TestJoin(t *testing.T) {
	atOffice(t, func(t *testing.T, o *office.Office) {
		ctx := context.Background()
		var door place.Place
		var known person.Person
		o.Must(o.DB.Tx(ctx, func(tx *store.Tx) (err error) {
			if door, err = o.Places.Add(ctx, tx, journal.Actor{}, place.Place{Realm: "nanmen", Kind: place.Dwelling, Parent: o.Home.ID, Title: "501室"}); err != nil {
				return err
			}
			h, err := o.People.AddHousehold(ctx, tx, journal.Actor{}, person.Household{Realm: "nanmen", Dwelling: door.ID, From: o.Clock.Now()})
			if err != nil {
				return err
			}
			known, err = o.People.Add(ctx, tx, journal.Actor{}, person.Person{Realm: "nanmen", Name: "范小满", Household: h.ID}, person.Contact{})
			return err
		}))
		for _, nobody := range []string{"resident", "leader", "security", "auditor"} {
			o.Get(nobody, "/nanmen/invitations", http.StatusForbidden)
			o.Post(nobody, "/nanmen/invitations", url.Values{"place": {o.Home.ID}}, http.StatusForbidden)
		}
		sheet := o.Post("worker", "/nanmen/invitations", url.Values{"place": {door.ID}}, http.StatusOK)
		code := office.Text(sheet.One("p", "class", "sign-code"))
		office.Has(t, office.Text(sheet.One("p", "class", "sign-name")), "501室")
		if len(sheet.All("svg", "class", "qr")) != 1 || o.Entries("account.invited") != 1 {
			t.Error("no QR code, or not in the record")
		}
		office.Has(t, o.Post("worker", "/nanmen/invitations", url.Values{"place": {"没有这个地方"}}, http.StatusUnprocessableEntity).Text(), "没有找到")

		form := func(code, name, login, door string) url.Values {
			return url.Values{"code": {code}, "name": {name}, "login": {login}, "password": {secret}, "again": {secret}, "door": {door}}
		}
		if o.Get("", "/nanmen/join?code="+code, http.StatusOK).Value("code") != code {
			t.Error("the slip's code is not filled in")
		}
		for says, f := range map[string]url.Values{"这个码不对": form("AAAA-AAAA-AAAA", "范小满", "xiaoman", ""), "请填写姓名": form(code, " ", "xiaoman", ""), "这个账号已经有人用了": form(code, "范小满", "worker", ""),
			"请写到房号": form("", "范小满", "xiaoman", o.Home.ID), "请填写": form("", "范小满", "xiaoman", "")} {
			back := o.Post("", "/nanmen/join", f, http.StatusUnprocessableEntity)
			if !strings.Contains(back.Text(), says) || back.Value("login") != f.Get("login") {
				t.Errorf("not %q, or what was typed is lost: %s", says, back.Text())
			}
		}
		o.Post("", "/nanmen/join", form(code, "范小满", "xiaoman", ""), http.StatusSeeOther)
		if p, err := o.People.Get(ctx, o.DB, "nanmen", known.ID); err != nil || p.Account == "" {
			t.Errorf("who is booked already was not found: %+v, %v", p, err)
		}
		office.Has(t, o.Post("", "/nanmen/join", form(code, "范小满", "xiaoman2", ""), http.StatusUnprocessableEntity).Text(), "已经有账号了")
		if _, err := o.Access.ByLogin(ctx, o.DB, "xiaoman2"); err == nil {
			t.Error("a refused account was made all the same")
		}
		// Another of the household, who is not booked yet; then until the slip is used up.
		for i := range access.InvitationUses - 1 {
			o.Post("", "/nanmen/join", form(strings.ToLower(code), "范家"+string(rune('甲'+i)), "fan"+string(rune('a'+i)), ""), http.StatusSeeOther)
		}
		o.Post("", "/nanmen/join", form(code, "范多余", "fanx", ""), http.StatusUnprocessableEntity)

		// Without a slip the building leader vouches, and nobody who does not answer for the door.
		o.Post("", "/nanmen/join", form("", "石一鸣", "yiming", door.ID), http.StatusSeeOther)
		o.Post("", "/nanmen/join", form("", "石二鸣", "erming", door.ID), http.StatusSeeOther)
		office.Has(t, o.Get("leader", "/nanmen/claims", http.StatusOK).Text(), "石一鸣", "501室")
		for _, other := range []string{"resident", "security", "auditor", "system"} {
			if strings.Contains(o.Get(other, "/nanmen/claims", http.StatusOK).Text(), "石一鸣") {
				t.Errorf("%s sees a claim", other)
			}
		}
		claims, err := o.Access.Claims(ctx, o.DB, o.IDs["leader"], "nanmen")
		o.Must(err)
		path := "/nanmen/claims/" + claims[0].ID
		o.Post("resident", path, url.Values{"yes": {"1"}}, http.StatusNotFound)
		o.Post("", path, url.Values{"yes": {"1"}}, http.StatusUnauthorized)
		o.Post("leader", path, url.Values{"yes": {"1"}}, http.StatusSeeOther)
		o.Post("leader", path, url.Values{"yes": {"1"}}, http.StatusNotFound)
		o.Post("worker", "/nanmen/claims/"+claims[1].ID, url.Values{"yes": {""}}, http.StatusSeeOther)
		for login, want := range map[string]bool{"yiming": true, "erming": false} {
			account, err := o.Access.ByLogin(ctx, o.DB, login)
			o.Must(err)
			if _, err := o.People.ByAccount(ctx, o.DB, "nanmen", account); (err == nil) != want {
				t.Errorf("%s is a person here: %v", login, err == nil)
			}
		}
		if o.Entries("claim.decided") != 2 {
			t.Error("a decision is not in the record")
		}
	})
}
