package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// today is a Saturday at noon, a day after working days.
var today = time.Date(2026, 11, 21, 12, 30, 0, 0, clock.Zone)

// played is a world in which realms were played to a day.
func played(t *testing.T, db *store.DB, day time.Time, realms func() []set) World {
	t.Helper()
	w := newWorld(t, db)
	if err := play(t.Context(), w, day, nil, realms); err != nil {
		t.Fatal(err)
	}
	if err := Check(t.Context(), w); err != nil {
		t.Error(err)
	}
	if !w.Clock.Now().Equal(day) {
		t.Errorf("the clock stands at %s, not %s", w.Clock.Now(), day)
	}
	if n := count(t, db, `select count(*) from job`); n != 0 {
		t.Errorf("%d jobs are left", n)
	}
	return w
}

func count(t *testing.T, r store.Reader, text string, args ...any) int64 {
	t.Helper()
	n, err := store.One(t.Context(), r, store.Value[int64], text, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The whole year of the fourteen realms, on each engine; what it must hold is asked of it in parts. The same day gives
// the same year: every matter and every figure is the same on both.
func TestPlay(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	told := map[store.Dialect][]string{}
	t.Run("on", func(t *testing.T) {
		storetest.Each(t, migrations, func(t *testing.T, db *store.DB) {
			w := played(t, db, today, everything)
			all := tell(t, w)
			mu.Lock()
			told[db.Dialect()] = all
			mu.Unlock()
			for name, ask := range map[string]func(*testing.T, World){
				"sizes": sizes, "removed": removed, "places": placesAnswered, "stages": stages, "accounts": accounts, "identities": identities, "nothing late to come": nothingToCome,
			} {
				t.Run(name, func(t *testing.T) { ask(t, w) })
			}
		})
	})
	lite, post := told[store.SQLite], told[store.Postgres]
	if post == nil { // QUICK
		return
	}
	if len(lite) != len(post) || len(lite) < 2500 {
		t.Errorf("%d facts on SQLite, %d on PostgreSQL", len(lite), len(post))
	}
	for i := range min(len(lite), len(post)) {
		if lite[i] != post[i] {
			t.Fatalf("on SQLite:     %s\non PostgreSQL: %s", lite[i], post[i])
		}
	}
}

// tell tells every figure and where every matter stands.
func tell(t *testing.T, w World) []string {
	t.Helper()
	realms, err := w.Realms.All(t.Context(), w.DB)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range realms {
		figures, err := w.Matters.Figures(t.Context(), w.DB, r.ID, string(r.Kind))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range figures {
			all = append(all, fmt.Sprint(r.ID, " ", f.Name, " is ", f.Value, " of ", f.Published))
		}
	}
	matters, err := store.All(t.Context(), w.DB, func(r store.Row) (string, error) {
		var realm, kind, title, stage, shows, ending, reached string
		var number, version, created, due, wake, closed int64
		err := r.Scan(&realm, &number, &kind, &title, &stage, &shows, &ending, &reached, &version, &created, &due, &wake, &closed)
		return fmt.Sprint(realm, " ", number, " ", kind, " ", title, " at ", stage, " ", shows, " ", ending, " by ", reached, version, " ", created, " ", due, " ", wake, " ", closed), err
	}, `select realm, number, kind, title, stage, shows, ending, reached, version, created, due, wake, closed from matter order by realm, number`)
	if err != nil {
		t.Fatal(err)
	}
	return append(all, matters...)
}

// A demonstration may be made on any day: in the night, in the Spring Festival, in a year whose rest days nobody knows.
func TestPlayOnAnyDay(t *testing.T) {
	t.Parallel()
	for _, day := range []time.Time{
		time.Date(2026, 2, 18, 3, 0, 0, 0, clock.Zone), time.Date(2026, 10, 7, 23, 50, 0, 0, clock.Zone), time.Date(2028, 2, 29, 9, 0, 0, 0, clock.Zone),
	} {
		t.Run(day.Format("2006-01-02"), func(t *testing.T) {
			played(t, storetest.SQLite(t, migrations), day, everything)
		})
	}
}

// A database that holds something is not played into.
func TestPlayIntoSomething(t *testing.T) {
	t.Parallel()
	w := played(t, storetest.SQLite(t, migrations), today, nanmen)
	if err := play(t.Context(), w, today, nil, nanmen); err == nil {
		t.Error("played twice into one database")
	}
}

// sizes are those of the documents.
func sizes(t *testing.T, w World) {
	ctx, on := t.Context(), w.Clock.Now()
	holders := func(realm string, kinds ...string) int {
		posts, err := w.Orgs.Holders(ctx, w.DB, realm, kinds, on)
		if err != nil {
			t.Fatal(err)
		}
		people := map[string]bool{}
		for _, p := range posts {
			people[p.Person] = true
		}
		return len(people)
	}
	members := func(realm, kind string) int {
		all, err := w.People.OfKind(ctx, w.DB, realm, kind, on)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	orgs := func(realm string, kinds ...string) int {
		all, err := w.Orgs.All(ctx, w.DB, realm, kinds...)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	under, err := w.Realms.Under(ctx, w.DB, "longteng")
	if err != nil {
		t.Fatal(err)
	}
	var five []string
	sum := map[string]int{}
	for _, r := range under {
		five = append(five, r.ID)
		grids, err := w.Places.Areas(ctx, w.DB, r.ID, place.Grid, on)
		if err != nil {
			t.Fatal(err)
		}
		sum["grids"] += len(grids)
		sum["workers"] += holders(r.ID, "grid_worker")
		sum["reported in"] += members(r.ID, person.PartyMember)
		sum["organisations"] += orgs(r.ID, "social_organisation")
		sum["stations"] += orgs(r.ID, "service_station")
		sum["centres"] += orgs(r.ID, "service_centre")
	}
	covered, err := w.Orgs.Coverage(ctx, w.DB, five, on)
	if err != nil {
		t.Fatal(err)
	}
	branches := map[string]bool{}
	for _, c := range covered {
		sum["estates"]++
		if len(c.Branches) > 0 {
			sum["covered"]++
		}
		for _, b := range c.Branches {
			branches[b.ID] = true
		}
	}
	for _, v := range []struct {
		what      string
		got, want int
	}{
		{"Nanmen's leaders of building party groups", holders("nanmen", "building_party_group_leader"), 52},
		{"Nanmen's unit leaders", holders("nanmen", "unit_leader"), 52},
		{"Nanmen's pledging members", members("nanmen", person.PartyMember), 156},
		{"Haiyue's grid workers", holders("haiyue", "grid_worker"), 15},
		{"Haiyue's waste team", members("haiyue", "skill:waste_sorting"), 12},
		{"Haiyue's volunteers, of more than 300", members("haiyue", person.Volunteer), 306},
		{"Zhufang Road's advisers", holders("zhufang", "adviser"), 5},
		{"Zhufang Road's social organisations", orgs("zhufang", "social_organisation"), 3},
		{"Longteng's communities", len(five), 5},
		{"Longteng's estates", sum["estates"], 36}, {"Longteng's branches", len(branches), 6}, {"estates covered by branches", sum["covered"], 32},
		{"Longteng's grids", sum["grids"], 12}, {"Longteng's grid workers", sum["workers"], 12}, {"members who reported in", sum["reported in"], 1161},
		{"Longteng's service organisations", sum["organisations"], 45}, {"Longteng's stations", sum["stations"], 27}, {"communities' centres", sum["centres"], 5},
		{"the alliance's volunteer teams", orgs("longteng", "volunteer_team"), 4},
	} {
		if v.got != v.want {
			t.Errorf("%s: %d, not %d", v.what, v.got, v.want)
		}
	}
}

var errUndo = errors.New("undo")

// removed takes away, of every published figure, records until one that counted is gone; the figure must fall with it.
func removed(t *testing.T, w World) {
	ctx := t.Context()
	realms, err := w.Realms.All(ctx, w.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range realms {
		figures, err := w.Matters.Figures(ctx, w.DB, r.ID, string(r.Kind))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range figures {
			if f.Value == 0 {
				continue
			}
			err := w.DB.Quiet(ctx, func(tx *store.Tx) error {
				now, err := fall(ctx, w, tx, r.ID, f)
				if err == nil && now >= f.Value {
					t.Errorf("%s: %s stays %v, whatever is removed", r.ID, f.Name, now)
				}
				return errors.Join(err, errUndo)
			})
			if !errors.Is(err, errUndo) {
				t.Fatal(err)
			}
		}
	}
}

// fall removes records one by one until a figure changes.
func fall(ctx context.Context, w World, tx *store.Tx, realm string, f matter.Figure) (float64, error) {
	q := store.Query(`select id from matter where realm = ? and`, realm)
	var kinds []string
	for _, k := range f.Kinds {
		kinds = append(kinds, f.Book.Name+"/"+k)
	}
	store.In(q, "kind", kinds)
	ids, err := store.All(ctx, tx, store.Value[string], q.Text(), q.Args()...)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if _, err := tx.Exec(ctx, `delete from matter where realm = $1 and id = $2`, realm, id); err != nil {
			return 0, err
		}
		c, err := w.Matters.Count(ctx, tx, realm, f.Book, f.Figure)
		if err != nil || c.Value != f.Value {
			return c.Value, err
		}
	}
	return f.Value, nil
}

// placesAnswered: every building has its leader, every grid its worker, every estate somebody.
func placesAnswered(t *testing.T, w World) {
	ctx, on := t.Context(), w.Clock.Now()
	realms, err := w.Realms.All(ctx, w.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range realms {
		buildings, err := w.Places.OfKind(ctx, w.DB, r.ID, place.Building)
		if err != nil {
			t.Fatal(err)
		}
		if len(buildings) == 0 && r.Kind == realm.Community {
			t.Errorf("%s has no buildings", r.ID)
		}
		for _, b := range buildings {
			who, err := w.Orgs.AnswerersAt(ctx, w.DB, r.ID, b.Path, on)
			if err != nil {
				t.Fatal(err)
			}
			for _, kind := range []string{"building_leader", "grid_worker", "community_worker"} {
				if !slices.ContainsFunc(who, func(a org.Answerer) bool { return a.Post.Kind == kind }) {
					t.Errorf("%s: nobody is the %s of %s", r.ID, kind, b.Full)
				}
			}
		}
	}
}

// stages: each stage of each kind has been reached, and what waits stands in as many as there are, so that every screen
// has something to show.
func stages(t *testing.T, w World) {
	ctx := t.Context()
	realms, err := w.Realms.All(ctx, w.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range realms {
		if r.ID != "nanmen" && r.ID != "haiyue" && r.ID != "zhufang" && r.ID != "binhu" && r.ID != "tianxi" {
			continue
		}
		books, err := w.Books.Current(ctx, w.DB, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range books[0].Kinds {
			at := r.ID
			if k.At == "street" {
				at = r.Street
			}
			for _, st := range k.Stages {
				reached := count(t, w.DB, `select count(*) from matter where realm = $1 and kind = $2 and reached like $3`, at, k.ID(), "% "+st.Name+" %")
				now := count(t, w.DB, `select count(*) from matter where realm = $1 and kind = $2 and stage = $3`, at, k.ID(), st.Name)
				switch done := k.Name == "anti_fraud" || k.Name == "measure"; { // the campaign was concluded with all its measures
				case reached == 0 && st.Name != "undone":
					t.Errorf("%s: no %s ever came to %s", at, k.Name, st.Name)
				case now == 0 && !done:
					t.Errorf("%s: no %s stands at %s", at, k.Name, st.Name)
				}
			}
		}
		for _, shows := range []string{"overdue", "suspended", "returned", "unrated", "declined", "withdrawn", "merged"} {
			if count(t, w.DB, `select count(*) from matter where realm = $1 and shows = $2`, r.ID, shows) == 0 {
				t.Errorf("%s: nothing shows as %s", r.ID, shows)
			}
		}
	}
}

// nothingToCome: what time was to bring by today, it has brought.
func nothingToCome(t *testing.T, w World) {
	next, err := w.Matters.NextDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !next.After(w.Clock.Now()) {
		t.Errorf("time was to do something at %s", next)
	}
}

// identities: what the stories believed of those who sign in is what package access finds.
func identities(t *testing.T, w World) {
	ctx := t.Context()
	played := map[string]*who{}
	for _, s := range everything() {
		s.land.identify()
		for _, p := range s.land.people {
			if p.login != "" {
				played[p.login] = p
			}
		}
	}
	for login, p := range played {
		account, err := w.Access.ByLogin(ctx, w.DB, login)
		if err != nil {
			t.Fatal(err)
		}
		id, err := access.Identify(ctx, w.DB, p.person.Realm, account, w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		if p.id.Name != id.Name || len(p.id.Posts) != len(id.Posts) || fmt.Sprint(p.id.Members) != fmt.Sprint(id.Members) {
			t.Errorf("%s is not who was played", login)
			continue
		}
		for i, h := range id.Posts {
			if was := p.id.Posts[i]; was.Kind != h.Kind || was.Where != h.Where && h.Post.Area == "" || len(was.Scope) != len(h.Scope) {
				t.Errorf("%s holds %s for %q, not %s for %q", login, h.Kind, h.Where, was.Kind, was.Where)
			}
		}
	}
}
