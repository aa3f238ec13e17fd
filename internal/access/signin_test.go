package access_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestSignIn(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		token, err := w.SignIn(ctx, db, " WORKER.a ", password)
		if err != nil {
			t.Fatal(err)
		}
		if account, err := w.BySession(ctx, db, token); account != w.account || err != nil {
			t.Errorf("by session: %q, %v", account, err)
		}
		_, wrong := w.SignIn(ctx, db, "worker.a", "wrong password")
		_, unknown := w.SignIn(ctx, db, "nobody.here", password)
		_, nobody := w.SignIn(ctx, db, "", "")
		_, long := w.SignIn(ctx, db, "worker.a", strings.Repeat("x", 1<<20))
		for what, err := range map[string]error{"wrong password": wrong, "unknown account": unknown, "no account": nobody, "a very long password": long} {
			if err != access.ErrSignIn {
				t.Errorf("%s: %v", what, err)
			}
		}
		// Neither the password nor the token is kept.
		n, err := store.One(ctx, db, store.Value[int], `select count(*) from session where hash = $1`, token)
		if n != 0 || err != nil {
			t.Errorf("the token is kept, %v", err)
		}
		hash, err := store.One(ctx, db, store.Value[string], `select hash from account where id = $1`, w.account)
		if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || err != nil {
			t.Errorf("hash %q, %v", hash, err)
		}
		if err := w.SignOut(ctx, db, token); err != nil {
			t.Fatal(err)
		}
		if _, err := w.BySession(ctx, db, token); !errors.Is(err, access.ErrSignedIn) {
			t.Errorf("after signing out: %v", err)
		}
	})
}

// TestLocked tries both an account and a login that does not exist: what is answered is the same at every step.
func TestLocked(t *testing.T) {
	for _, login := range []string{"worker.a", "nobody.here"} {
		t.Run(login, func(t *testing.T) {
			storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
				ctx := context.Background()
				w := build(t, db)
				try := func(what string, want error) {
					t.Helper()
					if _, err := w.SignIn(ctx, db, login, "wrong password"); err != want {
						t.Errorf("%s: %v, want %v", what, err, want)
					}
				}
				for range access.MaxTries {
					try("a try", access.ErrSignIn)
					w.clock.Advance(time.Minute)
				}
				try("one more", access.ErrLocked)
				if _, err := w.SignIn(ctx, db, login, password); err != access.ErrLocked {
					t.Errorf("locked for the right password too: %v", err)
				}
				if !strings.Contains(access.ErrLocked.Says.En, "30 minutes") || !strings.Contains(access.ErrLocked.Says.Zh, "30 分钟") {
					t.Error("does not say for how long")
				}
				w.clock.Advance(access.LockTime - time.Minute - time.Millisecond) // the last try was a minute ago
				try("just before the lock opens", access.ErrLocked)
				w.clock.Advance(time.Millisecond)
				try("when it has opened", access.ErrSignIn)
			})
		})
	}
}

func TestLockForgets(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		for round := range 3 {
			for range access.MaxTries - 1 {
				if _, err := w.SignIn(ctx, db, "worker.a", "wrong password"); err != access.ErrSignIn {
					t.Fatalf("round %d: %v", round, err)
				}
			}
			w.signIn() // success forgets the tries
		}
	})
}

// TestGuessingAtOnce lets many guess at the same time: no more are compared than one after another.
func TestGuessingAtOnce(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := build(t, db)
		var compared, locked atomic.Int64
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				switch _, err := w.SignIn(context.Background(), db, "worker.a", "wrong password"); err {
				case access.ErrSignIn:
					compared.Add(1)
				case access.ErrLocked:
					locked.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if compared.Load() != access.MaxTries || locked.Load() != 40-access.MaxTries {
			t.Errorf("%d compared, %d locked", compared.Load(), locked.Load())
		}
	})
}

// TestSameStatements sees that an unknown account costs the same: a comparison, and a counted try.
func TestSameStatements(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		failed := func(id string) int64 {
			n, err := store.One(ctx, db, store.Value[int64], `select failed from account where id = $1`, id)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if failed("") != 0 {
			t.Fatal("counted before any try")
		}
		for range access.MaxTries + 3 { // at different logins, so that none is locked
			w.clock.Advance(time.Second)
			if _, err := w.SignIn(ctx, db, "nobody"+w.clock.Now().Format("150405"), password); err != access.ErrSignIn {
				t.Fatal(err)
			}
			if failed("") != w.clock.Now().UnixMilli() {
				t.Error("a try at an unknown account was not counted")
			}
		}
		// Whoever leaves before the comparison does not learn the answer, for either.
		gone, leave := context.WithCancel(ctx)
		leave()
		for _, login := range []string{"worker.a", "nobody"} {
			if _, err := w.SignIn(gone, db, login, password); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", login, err)
			}
		}
		if _, err := w.ByLogin(ctx, db, ""); !errors.Is(err, access.ErrNoAccount) {
			t.Errorf("the account that counts is found: %v", err)
		}
	})
}

func TestSessionEnds(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		alive := func(token string) bool {
			_, err := w.BySession(ctx, db, token)
			if err != nil && !errors.Is(err, access.ErrSignedIn) {
				t.Error(err)
			}
			return err == nil
		}
		idle := w.signIn()
		w.clock.Advance(access.IdleTime - time.Millisecond)
		if !alive(idle) {
			t.Error("ended before its idle time")
		}
		w.clock.Advance(access.IdleTime - time.Millisecond) // it was noted as seen
		if !alive(idle) {
			t.Error("a session in use ended")
		}
		w.clock.Advance(access.IdleTime)
		if alive(idle) {
			t.Error("alive after its idle time")
		}
		old := w.signIn()
		for range int(access.SessionAge / (6 * time.Hour)) {
			if !alive(old) {
				t.Fatal("ended before its age")
			}
			w.clock.Advance(6 * time.Hour)
		}
		if alive(old) {
			t.Error("alive beyond the age of a session")
		}
		if alive("") || alive("x") {
			t.Error("no session is alive")
		}
		fresh := w.signIn()
		if err := w.Sweep(ctx, db); err != nil {
			t.Fatal(err)
		}
		n, err := store.One(ctx, db, store.Value[int], `select count(*) from session`)
		if n != 1 || err != nil || !alive(fresh) {
			t.Errorf("%d sessions after sweeping, %v", n, err)
		}
	})
}

func TestSeen(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		token := w.signIn()
		for _, c := range []struct {
			after time.Duration
			want  time.Duration // since signing in
		}{{time.Minute - time.Millisecond, 0}, {time.Millisecond, time.Minute}, {12 * time.Second, time.Minute}, {48 * time.Second, 2 * time.Minute}} {
			w.clock.Advance(c.after)
			if _, err := w.BySession(ctx, db, token); err != nil {
				t.Fatal(err)
			}
			seen, err := store.One(ctx, db, store.Value[int64], `select seen from session`)
			if want := w.start.Add(c.want).UnixMilli(); seen != want || err != nil {
				t.Errorf("seen %d ms, want %d ms after signing in, %v", seen-w.start.UnixMilli(), c.want.Milliseconds(), err)
			}
		}
	})
}

func TestToken(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		forever, _, err := w.AddToken(ctx, db, w.account, " 报表 ", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		day, second, err := w.AddToken(ctx, db, w.account, "day", w.start.Add(24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		valid := func(token string) bool {
			account, err := w.ByToken(ctx, db, token)
			if err != nil && !errors.Is(err, access.ErrSignedIn) {
				t.Error(err)
			}
			return account == w.account
		}
		if !strings.HasPrefix(day, access.TokenPrefix) || !valid(day) || !valid(forever) || valid(access.TokenPrefix) || valid(w.signIn()) {
			t.Error("which tokens are valid")
		}
		if all, err := w.Tokens(ctx, db, w.account); len(all) != 2 || err != nil || all[0].ID != second.ID && all[1].ID != second.ID {
			t.Errorf("tokens: %+v, %v", all, err)
		}
		if n, err := store.One(ctx, db, store.Value[int], `select count(*) from token where hash like '%' || $1 || '%'`, day[6:]); n != 0 || err != nil {
			t.Errorf("a secret is kept, %v", err)
		}
		w.clock.Set(w.start.Add(24 * time.Hour))
		if valid(day) || !valid(forever) {
			t.Error("which tokens are valid after a day")
		}
		for why, err := range map[string]error{
			"no name":      second2(w.AddToken(ctx, db, w.account, "", time.Time{})),
			"past already": second2(w.AddToken(ctx, db, w.account, "x", w.start)),
		} {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		if err := second2(w.AddToken(ctx, db, "none", "x", time.Time{})); !errors.Is(err, access.ErrNoAccount) {
			t.Errorf("for nobody: %v", err)
		}
		if err := w.EndToken(ctx, db, "another", second.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's token: %v", err)
		}
		if err := w.EndToken(ctx, db, w.account, second.ID); err != nil {
			t.Error(err)
		}
	})
}

func second2(_ string, _ access.Token, err error) error { return err }
