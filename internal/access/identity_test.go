package access_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestScope(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := build(t, db)
		whole := w.post(org.Post{Kind: "community_worker", From: w.start})
		leader := w.post(org.Post{Kind: "building_leader", Place: w.one.ID, From: w.start})
		grid := w.post(org.Post{Kind: "grid_worker", Area: w.grid.ID, From: w.start})
		i := w.identify(w.start)
		for _, c := range []struct {
			what string
			kind string
			path string
			want string // the post
		}{
			{"its building", "building_leader", w.one.Path, leader.ID},
			{"a flat in it", "building_leader", w.flat.Path, leader.ID},
			{"the next building", "building_leader", w.two.Path, ""},
			{"the estate above", "building_leader", w.estate.Path, ""},
			{"no place asked", "building_leader", "", leader.ID},
			{"a grid's place", "grid_worker", w.flat.Path, grid.ID},
			{"outside the grid", "grid_worker", w.two.Path, ""},
			{"the whole realm", "community_worker", w.two.Path, whole.ID},
			{"a post not held", "secretary", "", ""},
		} {
			if post, ok := i.Post([]string{c.kind}, c.path); post != c.want || ok != (c.want != "") {
				t.Errorf("%s: %q %v, want %q", c.what, post, ok, c.want)
			}
		}
		if post, _ := i.Post([]string{"community_worker", "building_leader"}, w.flat.Path); post != leader.ID {
			t.Error("the post for the place comes before that for the realm")
		}
		var nobody *access.Identity
		if _, ok := nobody.Post([]string{"secretary"}, ""); ok || nobody.Staff() || nobody.Member("volunteer") || nobody.Actor("x") != (journal.Actor{}) {
			t.Error("nobody may do nothing")
		}
	})
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		scope []string
		path  string
		want  bool
	}{
		{nil, "", true}, {nil, "/a/", true}, {[]string{}, "/a/", false}, {[]string{}, "", false},
		{[]string{"b"}, "/a/b/c/", true}, {[]string{"x", "a"}, "/a/", true}, {[]string{"a"}, "/ab/", false}, {[]string{""}, "/a/", false},
	} {
		if got := access.Covers(c.scope, c.path); got != c.want {
			t.Errorf("%v covers %q: %v", c.scope, c.path, got)
		}
	}
}

func TestTerms(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := build(t, db)
		until := w.start.AddDate(0, 0, 7)
		w.post(org.Post{Kind: "grid_worker", Area: w.grid.ID, From: w.start, Until: until})
		ms := time.Millisecond
		for on, want := range map[time.Time]bool{w.start.Add(-ms): false, w.start: true, until.Add(-ms): true, until: false} {
			i := w.identify(on)
			if _, ok := i.Post([]string{"grid_worker"}, w.flat.Path); ok != want || i.Staff() != want {
				t.Errorf("at %v: %v, staff %v", on, ok, i.Staff())
			}
		}
		// An area that ended, or gave the place up, covers nothing: above all not everything.
		w.do(func(ctx context.Context, tx *store.Tx) error {
			return w.places.EndArea(ctx, tx, journal.Actor{}, "jia", w.grid.ID, w.start.AddDate(0, 0, 3))
		})
		i := w.identify(w.start.AddDate(0, 0, 3))
		if _, ok := i.Post([]string{"grid_worker"}, w.flat.Path); ok || len(i.Posts) != 1 || i.Posts[0].Scope == nil {
			t.Errorf("after the area ended: %+v", i.Posts)
		}
	})
}

func TestIdentity(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		w.do(func(ctx context.Context, tx *store.Tx) error {
			for _, m := range []person.Membership{
				{Kind: person.Volunteer, From: w.start},
				{Kind: "skill:sewing", From: w.start, Until: w.start.AddDate(0, 0, 1)},
				{Kind: person.PartyMember, From: w.start.AddDate(0, 0, 1)},
			} {
				m.Realm, m.Person = "jia", w.person.ID
				if err := w.people.AddMember(ctx, tx, journal.Actor{}, m); err != nil {
					return err
				}
			}
			return w.people.AddOwner(ctx, tx, journal.Actor{}, person.Owner{Realm: "jia", Dwelling: w.flat.ID, Person: w.person.ID, From: w.start})
		})
		i := w.identify(w.start)
		if i.Person != w.person.ID || i.Name != "甘露" || i.Account != w.account || i.Realm != "jia" {
			t.Errorf("who: %+v", i)
		}
		if !i.Member("volunteer") || !i.Member("x", "skill:sewing") || !i.Member("owner") || i.Member("party_member") || i.Member() {
			t.Errorf("members on the first day: %v", i.Members)
		}
		if i = w.identify(w.start.AddDate(0, 0, 1)); i.Member("skill:sewing") || !i.Member("party_member") {
			t.Errorf("members on the second day: %v", i.Members)
		}
		if i.Staff() {
			t.Error("a resident is no staff")
		}
		p := w.post(org.Post{Kind: "building_leader", Place: w.one.ID, From: w.start})
		i = w.identify(w.start)
		if i.Staff() {
			t.Error("a building leader is a resident")
		}
		if a := i.Actor(p.ID); a != (journal.Actor{Account: w.account, Person: w.person.ID, Post: p.ID}) {
			t.Errorf("actor: %+v", a)
		}
		if a := i.Actor("another's"); a.Post != "" {
			t.Errorf("as a post that is not held: %+v", a)
		}
		elsewhere, err := access.Identify(ctx, db, "yi", w.account, w.start)
		if err != nil || elsewhere.Person != "" || len(elsewhere.Posts) != 0 || elsewhere.Account != w.account {
			t.Errorf("in another realm: %+v, %v", elsewhere, err)
		}
		nobody, err := access.Identify(ctx, db, "jia", "", w.start)
		if err != nil || nobody.Person != "" || nobody.Account != "" {
			t.Errorf("nobody: %+v, %v", nobody, err)
		}
		for _, l := range []lang.Lang{lang.Zh, lang.En} {
			says := ""
			for _, x := range i.Explain() {
				says += x.Says.In(l) + "\n"
			}
			want := map[lang.Lang][]string{lang.Zh: {"居委会的楼栋长", "青石小区 1幢", "志愿者", "业主"}, lang.En: {"building leader", "青石小区 1幢", "volunteer", "own a dwelling"}}[l]
			for _, s := range want {
				if !strings.Contains(says, s) {
					t.Errorf("explained without %q:\n%s", s, says)
				}
			}
			if len(nobody.Explain()) != 1 || len(elsewhere.Explain()) != 1 {
				t.Error("nothing is explained to a stranger")
			}
		}
	})
}

// TestRemembered changes what an identity rests on, in every way there is, and sees the next request notice.
func TestRemembered(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		other := access.New(w.clock, w.clock) // another node
		token := w.signIn()
		secret, _, err := w.AddToken(ctx, db, w.account, "t", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		who := func() *access.Identity {
			t.Helper()
			var i *access.Identity
			for _, s := range []*access.Service{w.Service, other} {
				for _, credential := range []string{token, secret} {
					got, err := s.Authenticate(ctx, db, credential, "jia")
					if err != nil {
						t.Fatal(err)
					}
					want := w.identify(w.clock.Now())
					if got.Name != want.Name || len(got.Posts) != len(want.Posts) || len(got.Members) != len(want.Members) || got.Person != want.Person ||
						len(got.Posts) > 0 && len(got.Posts[0].Scope) != len(want.Posts[0].Scope) {
						t.Errorf("remembered %+v, now %+v", got, want)
					}
					i = got
				}
			}
			return i
		}
		if a, b := who(), who(); a != b {
			t.Error("not remembered")
		}
		var p org.Post
		for _, change := range []func(ctx context.Context, tx *store.Tx) error{
			func(ctx context.Context, tx *store.Tx) (err error) {
				p, err = w.orgs.AddPost(ctx, tx, journal.Actor{}, org.Post{Realm: "jia", Org: w.committee.ID, Person: w.person.ID, Kind: "grid_worker", Area: w.grid.ID, From: w.start})
				return err
			},
			func(ctx context.Context, tx *store.Tx) error {
				return w.places.ChangeArea(ctx, tx, journal.Actor{}, "jia", w.grid.ID, []string{w.two.ID}, nil, w.start)
			},
			func(ctx context.Context, tx *store.Tx) error {
				return w.places.EndArea(ctx, tx, journal.Actor{}, "jia", w.grid.ID, w.start)
			},
			func(ctx context.Context, tx *store.Tx) error {
				return w.orgs.EndPost(ctx, tx, journal.Actor{}, "jia", p.ID, w.start)
			},
			func(ctx context.Context, tx *store.Tx) error {
				return w.people.AddMember(ctx, tx, journal.Actor{}, person.Membership{Realm: "jia", Person: w.person.ID, Kind: person.Volunteer, From: w.start})
			},
			func(ctx context.Context, tx *store.Tx) error {
				return w.people.EndMember(ctx, tx, journal.Actor{}, "jia", w.person.ID, person.Volunteer, w.start)
			},
			func(ctx context.Context, tx *store.Tx) error {
				return w.people.AddOwner(ctx, tx, journal.Actor{}, person.Owner{Realm: "jia", Dwelling: w.flat.ID, Person: w.person.ID, From: w.start})
			},
			func(ctx context.Context, tx *store.Tx) error {
				return w.people.EndOwner(ctx, tx, journal.Actor{}, "jia", w.flat.ID, w.person.ID, w.start)
			},
			func(ctx context.Context, tx *store.Tx) error {
				v := w.person
				v.Name = "甘霖"
				return w.people.Change(ctx, tx, journal.Actor{}, v, person.Contact{})
			},
			func(ctx context.Context, tx *store.Tx) error {
				return w.people.LinkAccount(ctx, tx, journal.Actor{}, "jia", w.person.ID, "")
			},
			func(ctx context.Context, tx *store.Tx) error {
				_, err := w.people.Add(ctx, tx, journal.Actor{}, person.Person{Realm: "jia", Name: "乙", Account: w.account}, person.Contact{})
				return err
			},
		} {
			before := who()
			w.do(change)
			if who() == before {
				t.Error("a change did not show")
			}
		}
		if who().Name != "乙" {
			t.Error("another person has the account now")
		}
	})
}

// TestRememberedTerms lets time pass instead: nothing is written when a post begins and ends.
func TestRememberedTerms(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		token, _, err := w.AddToken(ctx, db, w.account, "t", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		from, until := w.start.Add(time.Hour), w.start.Add(2*time.Hour)
		w.post(org.Post{Kind: "grid_leader", Area: w.grid.ID, From: from, Until: until})
		staff := func() bool {
			i, err := w.Authenticate(ctx, db, token, "jia")
			if err != nil {
				t.Fatal(err)
			}
			return i.Staff()
		}
		for _, c := range []struct {
			on   time.Time
			want bool
		}{{w.start, false}, {from.Add(-1e6), false}, {from, true}, {until.Add(-1e6), true}, {until, false}, {from, true}, {w.start, false}} {
			w.clock.Set(c.on)
			if got := staff(); got != c.want {
				t.Errorf("at %v: %v", c.on, got)
			}
		}
	})
}

// TestRememberedRollback sees that what a transaction saw and did not commit is not remembered.
func TestRememberedRollback(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		token := w.signIn()
		posts := func() int {
			i, err := w.Authenticate(ctx, db, token, "jia")
			if err != nil {
				t.Fatal(err)
			}
			return len(i.Posts)
		}
		_ = posts()
		_ = db.Tx(ctx, func(tx *store.Tx) error {
			if _, err := w.orgs.AddPost(ctx, tx, journal.Actor{}, org.Post{Realm: "jia", Org: w.committee.ID, Person: w.person.ID, Kind: "secretary"}); err != nil {
				t.Error(err)
			}
			if i, err := access.Identify(ctx, tx, "jia", w.account, w.start); err != nil || len(i.Posts) != 1 {
				t.Errorf("within the transaction: %+v, %v", i, err)
			}
			return context.Canceled
		})
		w.do(func(ctx context.Context, tx *store.Tx) error { // the version that was not committed is now another change's
			return w.people.AddMember(ctx, tx, journal.Actor{}, person.Membership{Realm: "jia", Person: w.person.ID, Kind: person.Volunteer})
		})
		if n := posts(); n != 0 {
			t.Errorf("%d posts that were never given", n)
		}
	})
}

func TestAuthenticate(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		token := w.signIn()
		for _, c := range []struct{ secret, realm, account, person string }{
			{"", "jia", "", ""}, {token, "jia", w.account, w.person.ID}, {token, "yi", w.account, ""}, {token, "none", w.account, ""}, {token, "", w.account, ""},
		} {
			i, err := w.Authenticate(ctx, db, c.secret, c.realm)
			if err != nil || i.Account != c.account || i.Person != c.person || i.Realm != c.realm {
				t.Errorf("in %q: %+v, %v", c.realm, i, err)
			}
		}
		for _, secret := range []string{"x", access.TokenPrefix + "x"} {
			if _, err := w.Authenticate(ctx, db, secret, "jia"); err != access.ErrSignedIn {
				t.Errorf("%q: %v", secret, err)
			}
		}
	})
}

func BenchmarkAuthenticate(b *testing.B) {
	db := storetest.SQLite(b, sets)
	w := build(b, db)
	token := w.signIn()
	w.post(org.Post{Kind: "grid_worker", Area: w.grid.ID, From: w.start})
	b.ResetTimer()
	for b.Loop() {
		if _, err := w.Authenticate(context.Background(), db, token, "jia"); err != nil {
			b.Fatal(err)
		}
	}
}
