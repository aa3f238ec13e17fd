package accessweb_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/store"
)

// signedIn gives somebody of the office a password and signs them in.
func signedIn(o *office.Office, name, password string) {
	o.T.Helper()
	o.Must(o.Access.ResetPassword(context.Background(), o.DB, o.IDs[name].Account, password))
	w := o.Post("", "/signin", url.Values{"login": {name}, "password": {password}}, http.StatusSeeOther)
	o.Tokens[name] = cookie(w.ResponseRecorder, "linli").Value
}

// TestWays lists and ends sessions and tokens on the person's own page.
func TestWays(t *testing.T) {
	atOffice(t, func(t *testing.T, o *office.Office) {
		signedIn(o, "resident", secret)
		other, err := o.Access.SignInOn(context.Background(), o.DB, "resident", secret, "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
		o.Must(err)
		office.Has(t, o.Get("resident", "/me", http.StatusOK).Card("sessions"), "Firefox · Windows", "这里")
		o.Post("neighbour", "/me/sessions", url.Values{"id": {access.SessionID(other)}}, http.StatusNotFound)
		o.Post("resident", "/me/sessions", url.Values{"id": {access.SessionID(other)}}, http.StatusSeeOther)
		if _, err := o.Access.BySession(context.Background(), o.DB, other); err == nil {
			t.Error("the session goes on")
		}

		office.Has(t, o.Post("resident", "/me/tokens", url.Values{"name": {""}, "scope": {"read"}}, http.StatusUnprocessableEntity).Card("tokens"), "请写明令牌的用途")
		made := o.Post("resident", "/me/tokens", url.Values{"name": {"月报"}, "scope": {"read"}}, http.StatusOK)
		shown := office.Text(made.One("strong", "class", "code"))
		o.Tokens["program"] = shown
		o.Get("program", "/me", http.StatusOK)
		office.Has(t, o.Post("program", "/me/tokens", url.Values{"name": {"another"}, "scope": {"write"}}, http.StatusForbidden).Text(), "只能读")
		all, err := o.Access.Tokens(context.Background(), o.DB, o.IDs["resident"].Account)
		o.Must(err)
		if len(all) != 1 || all[0].Name != "月报" || all[0].Scope != access.Read {
			t.Fatalf("%+v", all)
		}
		o.Post("resident", "/me/tokens/end", url.Values{"id": {all[0].ID}}, http.StatusSeeOther)
		if _, err := o.Access.ByToken(context.Background(), o.DB, shown); err == nil {
			t.Error("an ended token still works")
		}
	})
}

// TestHelpWithAccounts makes codes and opens locks, each by whose post it is, and journals it.
func TestHelpWithAccounts(t *testing.T) {
	atOffice(t, func(t *testing.T, o *office.Office) {
		at := func(name string) string { return "/nanmen/accounts/" + o.IDs[name].Person }
		for _, nobody := range []string{"resident", "leader", "system", "auditor"} {
			o.Get(nobody, "/nanmen/accounts", http.StatusForbidden)
			o.Post(nobody, at("neighbour")+"/recovery", url.Values{}, http.StatusForbidden)
			o.Post(nobody, at("neighbour")+"/unlock", url.Values{}, http.StatusForbidden)
		}
		o.Post("worker", at("neighbour")+"/unlock", url.Values{}, http.StatusForbidden)
		// A post that keeps people is no way into another post.
		o.Post("worker", at("secretary")+"/recovery", url.Values{}, http.StatusForbidden)
		o.Post("worker", at("worker")+"/recovery", url.Values{}, http.StatusForbidden)
		o.Post("security", at("secretary")+"/recovery", url.Values{}, http.StatusOK)
		office.Has(t, o.Get("worker", "/nanmen/accounts?q=neighbour", http.StatusOK).Text(), "欧阳neighbour")
		office.Has(t, o.Get("security", "/nanmen/accounts?q=neighbour", http.StatusOK).Text(), person.Mask("欧阳neighbour"))

		code := office.Text(o.Post("worker", at("neighbour")+"/recovery", url.Values{}, http.StatusOK).One("strong", "class", "code"))
		if n := o.Entries("account.recovery"); n != 2 {
			t.Errorf("%d codes in the record", n)
		}
		form := url.Values{"login": {"neighbour"}, "code": {code}, "password": {secret}, "again": {secret + "x"}}
		back := o.Post("", "/signin/code", form, http.StatusUnprocessableEntity)
		if back.Value("code") != code || back.Value("password") != "" {
			t.Error("what was typed is lost, or the password came back")
		}
		form.Set("again", secret)
		o.Post("", "/signin/code", form, http.StatusSeeOther)
		o.Post("", "/signin/code", form, http.StatusUnprocessableEntity)
		for range access.MaxTries {
			_, _ = o.Access.SignIn(context.Background(), o.DB, "neighbour", "wrong")
		}
		office.Has(t, o.Get("security", at("neighbour"), http.StatusOK).Text(), "锁到")
		o.Post("security", at("neighbour")+"/unlock", url.Values{}, http.StatusSeeOther)
		token, err := o.Access.SignIn(context.Background(), o.DB, "neighbour", secret)
		o.Must(err)
		o.Post("security", at("neighbour")+"/signout", url.Values{}, http.StatusSeeOther)
		if _, err := o.Access.BySession(context.Background(), o.DB, token); err == nil || o.Entries("account.signed_out") != 1 || o.Entries("account.unlocked") != 1 {
			t.Error("not signed out, or not in the record")
		}
	})
}

// TestLooks shows somebody who looked at their phone number.
func TestLooks(t *testing.T) {
	atOffice(t, func(t *testing.T, o *office.Office) {
		ctx := context.Background()
		o.Must(o.DB.Tx(ctx, func(tx *store.Tx) error {
			return o.People.Change(ctx, tx, o.IDs["worker"].Actor(""), person.Person{Realm: "nanmen", ID: o.IDs["resident"].Person, Name: "欧阳resident"}, person.Contact{Phone: "13900139000"})
		}))
		office.Has(t, o.Get("resident", "/me", http.StatusOK).Text(), "没有人看过您保密的信息")
		o.Clock.Advance(time.Hour)
		_, err := o.People.Phone(ctx, o.DB, o.IDs["worker"].Actor(o.IDs["worker"].Posts[0].Post.ID), "nanmen", o.IDs["resident"].Person)
		o.Must(err)
		office.Has(t, o.Get("resident", "/me", http.StatusOK).Text(), "2026-03-02 10:00，社区工作者 欧阳worker看了您的电话")
	})
}
