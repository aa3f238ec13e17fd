package access_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestRecover sets a new password by a code: once, in time, for nobody else, and with tries counted.
func TestRecover(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		const fresh = "池塘边的榕树上有蝉"
		code := func() (code string) {
			t.Helper()
			if err := db.Quiet(ctx, func(tx *store.Tx) (err error) { code, err = w.Recovery(ctx, tx, w.account); return err }); err != nil {
				t.Fatal(err)
			}
			return code
		}
		first := code()
		second := code()
		session := w.signIn()
		for what, c := range map[string]string{"replaced": first, "empty": "", "wrong": "AAAA-AAAA-AAAA"} {
			if err := w.Recover(ctx, db, "worker.a", c, fresh); !errors.Is(err, access.ErrCode) {
				t.Errorf("%s code: %v", what, err)
			}
		}
		if err := w.Recover(ctx, db, "nobody.here", second, fresh); !errors.Is(err, access.ErrCode) {
			t.Errorf("for nobody: %v", err)
		}
		if err := w.Recover(ctx, db, "worker.a", second, "12345678"); err == nil {
			t.Error("a common password was taken")
		}
		if err := w.Recover(ctx, db, " Worker.A ", second[:4]+" "+second[5:], fresh); err != nil {
			t.Fatal(err)
		}
		if _, err := w.BySession(ctx, db, session); !errors.Is(err, access.ErrSignedIn) {
			t.Error("a session outlived its password")
		}
		if _, err := w.SignIn(ctx, db, "worker.a", fresh); err != nil {
			t.Error(err)
		}
		if err := w.Recover(ctx, db, "worker.a", second, fresh); !errors.Is(err, access.ErrCode) {
			t.Errorf("a code twice: %v", err)
		}
		late := code()
		w.clock.Advance(access.RecoveryTime)
		if err := w.Recover(ctx, db, "worker.a", late, fresh); !errors.Is(err, access.ErrCode) {
			t.Errorf("after a day: %v", err)
		}
		w.clock.Advance(time.Hour)
		last := code()
		for range access.MaxTries {
			_ = w.Recover(ctx, db, "worker.a", "AAAA-AAAA-AAAA", fresh)
		}
		if err := w.Recover(ctx, db, "worker.a", last, fresh); !errors.Is(err, access.ErrLocked) {
			t.Errorf("codes can be tried without end: %v", err)
		}
		until, err := w.Locked(ctx, db, w.account)
		if err != nil || !until.Equal(w.clock.Now().Add(access.LockTime)) {
			t.Errorf("locked until %v, %v", until, err)
		}
		if err := db.Quiet(ctx, func(tx *store.Tx) error { return w.Unlock(ctx, tx, w.account) }); err != nil {
			t.Fatal(err)
		}
		if err := w.Recover(ctx, db, "worker.a", last, fresh); err != nil {
			t.Errorf("after unlocking: %v", err)
		}
	})
}

// TestStaffIdle signs staff out sooner, also those who took up their post after they signed in.
func TestStaffIdle(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		before := w.signIn()
		w.post(org.Post{Kind: "community_worker", From: w.start})
		after := w.signIn()
		w.clock.Advance(access.StaffIdle - time.Millisecond)
		for _, token := range []string{before, after} {
			if _, err := w.Authenticate(ctx, db, token, "jia"); err != nil {
				t.Errorf("ended before its time: %v", err)
			}
		}
		if all, err := w.Sessions(ctx, db, w.account); err != nil || len(all) != 2 {
			t.Errorf("%v, %v", all, err)
		}
		w.clock.Advance(access.StaffIdle)
		for _, token := range []string{before, after} {
			if _, err := w.Authenticate(ctx, db, token, "jia"); !errors.Is(err, access.ErrSignedIn) {
				t.Errorf("alive for too long: %v", err)
			}
		}
		last := w.signIn()
		if err := w.EndSession(ctx, db, "another", access.SessionID(last)); err == nil {
			t.Error("another's session was ended")
		}
		if err := w.EndSession(ctx, db, w.account, access.SessionID(last)); err != nil {
			t.Fatal(err)
		}
		if _, err := w.BySession(ctx, db, last); !errors.Is(err, access.ErrSignedIn) {
			t.Error("an ended session is alive")
		}
	})
}
