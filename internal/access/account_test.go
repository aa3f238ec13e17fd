package access_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestCheckPassword(t *testing.T) {
	for password, ok := range map[string]bool{
		"":                         false,
		"short77":                  false,
		"七个汉字的密码":                  false, // seven
		"八个汉字的密码好":                 true,
		"worker.a":                 false,
		" worker.a ":               true, // not the login: it has spaces
		"WORKER.A":                 false,
		"password":                 false,
		"PassWord123":              false,
		"88888888":                 false,
		"correct horse":            true,
		"qwertyuiop":               false,
		"lakeside-47-ok":           true,
		strings.Repeat("长密码", 400): false,
	} {
		if err := access.CheckPassword("worker.a", password); (err == nil) != ok || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestCheckLogin(t *testing.T) {
	for login, ok := range map[string]bool{
		"worker.a": true, "甘露": true, "a@b.example": true, "a": false, "": false, "a b": false, "-ab": false, "a/b": false, "<b>": false,
		"13900001234": false, "139-0000-1234": false, "11010519491231002x": false, strings.Repeat("a", 65): false,
	} {
		if err := access.CheckLogin(login); (err == nil) != ok || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", login, err)
		}
	}
}

func TestAccount(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		if _, err := w.Create(ctx, db, "WORKER.A", password); !fault.Is(err, fault.Invalid) {
			t.Errorf("a login that is taken: %v", err)
		}
		if _, err := w.Create(ctx, db, "worker.b", "short"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a short password: %v", err)
		}
		if login, err := w.Login(ctx, db, w.account); login != "worker.a" || err != nil {
			t.Errorf("login: %q, %v", login, err)
		}
		if _, err := w.Login(ctx, db, ""); !errors.Is(err, access.ErrNoAccount) {
			t.Errorf("nobody's login: %v", err)
		}
		if id, err := w.ByLogin(ctx, db, "Worker.A "); id != w.account || err != nil {
			t.Errorf("by login: %q, %v", id, err)
		}
	})
}

func TestChangePassword(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		here, there := w.signIn(), w.signIn()
		token := func() string {
			t.Helper()
			secret, _, err := w.AddToken(ctx, db, w.account, "report", time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			return secret
		}
		program := token()
		const fresh = "another horse"
		if err := w.ChangePassword(ctx, db, w.account, "wrong password", fresh, here); !fault.Is(err, fault.Invalid) {
			t.Errorf("with a wrong old one: %v", err)
		}
		if err := w.ChangePassword(ctx, db, w.account, password, "worker.a", here); !fault.Is(err, fault.Invalid) {
			t.Errorf("to the login: %v", err)
		}
		if _, err := w.BySession(ctx, db, there); err != nil {
			t.Errorf("a refused change ended a session: %v", err)
		}
		if _, err := w.ByToken(ctx, db, program); err != nil {
			t.Errorf("a refused change ended a token: %v", err)
		}
		if err := w.ChangePassword(ctx, db, w.account, password, fresh, here); err != nil {
			t.Fatal(err)
		}
		if _, err := w.BySession(ctx, db, here); err != nil {
			t.Errorf("the session that changed it: %v", err)
		}
		if _, err := w.BySession(ctx, db, there); !errors.Is(err, access.ErrSignedIn) {
			t.Errorf("another session: %v", err)
		}
		if _, err := w.ByToken(ctx, db, program); !errors.Is(err, access.ErrSignedIn) {
			t.Errorf("a token from before: %v", err)
		}
		if _, err := w.SignIn(ctx, db, "worker.a", password); err != access.ErrSignIn {
			t.Errorf("with the old one: %v", err)
		}
		if _, err := w.SignIn(ctx, db, "worker.a", fresh); err != nil {
			t.Errorf("with the new one: %v", err)
		}
		for range access.MaxTries {
			_ = w.ChangePassword(ctx, db, w.account, "wrong password", "a third horse", here)
		}
		if err := w.ChangePassword(ctx, db, w.account, fresh, "a third horse", here); err != access.ErrLocked {
			t.Errorf("guessing the old one is limited too: %v", err)
		}
		program = token()
		if err := w.ResetPassword(ctx, db, w.account, password); err != nil {
			t.Fatal(err)
		}
		if _, err := w.BySession(ctx, db, here); !errors.Is(err, access.ErrSignedIn) {
			t.Errorf("after a reset: %v", err)
		}
		if _, err := w.ByToken(ctx, db, program); !errors.Is(err, access.ErrSignedIn) {
			t.Errorf("a token after a reset: %v", err)
		}
		w.signIn() // the lock is open
	})
}

// TestChangeAtOnce lets two change the same password at once, both knowing the old one: only one of them does.
func TestChangeAtOnce(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		fresh := []string{"another horse", "a third horse"}
		errs := make([]error, len(fresh))
		var wg sync.WaitGroup
		for i := range fresh {
			wg.Go(func() { errs[i] = w.ChangePassword(ctx, db, w.account, password, fresh[i], "") })
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both or neither: %v", errs)
		}
		for i, err := range errs {
			if err != nil && !fault.Is(err, fault.Invalid) {
				t.Errorf("who was slower is told %v", err)
			}
			if _, in := w.SignIn(ctx, db, "worker.a", fresh[i]); (in == nil) != (err == nil) {
				t.Errorf("change %d: %v, and signing in by it: %v", i, err, in)
			}
		}
	})
}
