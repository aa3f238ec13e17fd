package matter_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/playbooks"
)

// dispute is a matter that only its parties may see.
func dispute() matter.Draft {
	return matter.Draft{Kind: "nanmen/dispute", Title: "楼上漏水", Body: "漏了三天，没人管", Fields: map[string]any{"who": "3幢502"}, Contact: matter.Contact{Phone: "13800138000"}}
}

// install has the community play a changed version of its playbook.
func (w *world) install(change ...string) {
	w.t.Helper()
	w.installIn(community, change...)
}

// installIn is install for one of the realms.
func (w *world) installIn(realm string, change ...string) {
	w.t.Helper()
	text := string(playbooks.Texts()["nanmen"])
	for i := 0; i < len(change); i += 2 {
		if !strings.Contains(text, change[i]) {
			w.t.Fatalf("the playbook has no %q", change[i])
		}
		text = strings.Replace(text, change[i], change[i+1], 1)
	}
	b, problems := playbook.Parse("nanmen", []byte(text))
	if b == nil {
		w.t.Fatal(problems)
	}
	must(w.t, w.db.Tx(context.Background(), func(tx *store.Tx) error {
		return practice.New(w.journal, w.clock).Install(context.Background(), tx, journal.Actor{}, realm, b, "")
	}))
}

func (w *world) listed(by string, f matter.Filter) []string {
	w.t.Helper()
	p, err := w.matters.List(context.Background(), w.db, w.people[by], community, f)
	must(w.t, err)
	titles := make([]string, len(p.Items))
	for i, it := range p.Items {
		titles[i] = it.Title
	}
	return titles
}

func TestMergingOpensNothing(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		w.raise("居", dispute()) // 1
		w.raise("党", wish())    // 2
		w.raise("邻", matter.Draft{Kind: "nanmen/wish", Title: "想要一副老花镜", Fields: map[string]any{"sort": "wish", "wish": "老花镜"}, Contact: matter.Contact{Phone: "13900139000"}})
		w.move("甲", community, 2, matter.Act{Move: "place"})
		w.move("党", community, 2, matter.Act{Move: "accept"})
		w.raise("党", wish())                                  // 4
		for by, n := range map[string]int64{"党": 2, "甲": 4} { // neither its handler nor the desk merges a wish into a dispute
			if err := w.try(by, community, n, matter.Act{Move: "merge", Fields: map[string]any{"into": 1}}); err == nil {
				t.Errorf("%s merged a wish into somebody's dispute", by)
			}
		}
		if _, err := w.matters.Show(ctx, db, w.people["党"], matter.Ref{Realm: community, Number: 1}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger to the dispute: %v", err)
		}
		w.move("甲", community, 4, matter.Act{Move: "merge", Fields: map[string]any{"into": 3}})
		v := w.see("党", community, 3) // asks along now
		if v.Mine || v.Contact.Phone != "" {
			t.Errorf("who asks along reads the phone %q of who asked first (mine %v)", v.Contact.Phone, v.Mine)
		}
		if v := w.see("邻", community, 3); !v.Mine || v.Contact.Phone == "" {
			t.Error("who asked first does not see their own number any more")
		}
		w.verify()
	})
}

func TestAnswersComeThroughChainsOfMerges(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for range 3 {
			w.raise("居", wish())
		}
		w.move("甲", community, 1, matter.Act{Move: "merge", Fields: map[string]any{"into": 2}})
		w.move("甲", community, 2, matter.Act{Move: "merge", Fields: map[string]any{"into": 3}})
		w.move("甲", community, 3, matter.Act{Move: "decline", Note: "没有货"})
		steps := w.see("居", community, 1).Timeline
		if last := steps[len(steps)-1]; last.What != "settled" || last.Number != 3 {
			t.Errorf("the first one hears last of %s by #%d", last.What, last.Number)
		}
		if v := w.see("居", community, 1); v.Merged != 3 {
			t.Errorf("it is answered by #%d", v.Merged)
		}
		w.verify()
	})
}

func TestTheStricterVersionCounts(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		w.raise("居", dispute())
		w.raise("居", wish())
		const closed = "seen: {by: parties}\n    raise:\n      by: [resident, leader, mediator]"
		const open = "seen: {by: neighbours, shows: [title, sort, wish, until]}"
		w.install(closed, strings.Replace(closed, "by: parties", "by: neighbours, shows: [title]", 1), open, "seen: {by: parties}")
		for n := range int64(2) {
			if _, err := w.matters.Show(ctx, db, w.people["邻"], matter.Ref{Realm: community, Number: n + 1}); !fault.Is(err, fault.NotFound) {
				t.Errorf("a neighbour opens #%d: %v", n+1, err)
			}
		}
		if got := w.listed("邻", matter.Filter{}); len(got) != 0 {
			t.Errorf("a neighbour lists %v", got)
		}
		if got := w.listed("居", matter.Filter{}); !slices.Equal(got, []string{"想要一副老花镜", "楼上漏水"}) {
			t.Errorf("who raised them lists %v", got)
		}
		w.raise("居", dispute()) // by the new version, which neighbours may read
		if got := w.listed("邻", matter.Filter{}); !slices.Equal(got, []string{"楼上漏水"}) {
			t.Errorf("of the new version a neighbour lists %v", got)
		}
	})
}

func TestWhatIsNotShownFindsNothing(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.install("seen: {by: neighbours, shows: [title, sort, wish, until]}", "seen: {by: neighbours, shows: [sort]}")
		d := wish()
		d.Place = w.home.ID
		w.raise("居", d)
		p, err := w.matters.List(context.Background(), db, w.people["邻"], community, matter.Filter{})
		must(t, err)
		if it := p.Items[0]; it.Title != "微心愿和需求" || it.AtPlace+it.Grid+it.Raiser != "" || !it.Veiled {
			t.Errorf("a neighbour lists %+v", it)
		}
		if got := w.listed("邻", matter.Filter{Words: "老花镜"}); len(got) != 0 {
			t.Errorf("a neighbour finds by a title that is not shown: %v", got)
		}
		if got := w.listed("甲", matter.Filter{Words: "老花镜"}); len(got) != 1 {
			t.Errorf("the desk finds %v", got)
		}
	})
}

func TestCarryKeepsSealed(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		w.raise("居", dispute())
		const lead = "    parties: [a, b]\n"
		w.install("        who: {title: {zh: 和谁有矛盾", "        whom: {title: {zh: 和谁有矛盾", "seen: {by: parties}\n    raise:\n      by: [resident, leader, mediator]",
			"seen: {by: neighbours, shows: [title, body]}\n    raise:\n      by: [resident, leader, mediator]", lead, lead+"    moves_over: {reported: reported}\n")
		n, err := w.matters.Carry(ctx, w.people["丙"], community, "nanmen/dispute", "换版")
		must(t, err)
		if n != 1 {
			t.Fatalf("%d went over", n)
		}
		row, err := store.One(ctx, db, func(r store.Row) (s [2]string, err error) { return s, r.Scan(&s[0], &s[1]) }, `select state, body from matter where realm = $1 and number = 1`, community)
		must(t, err)
		if strings.Contains(row[0], "3幢502") || row[1] != "" {
			t.Errorf("what was sealed lies open: %s %q", row[0], row[1])
		}
		if v := w.see("居", community, 1); v.Body == "" || v.State.Fields["who"] != "3幢502" {
			t.Error("who raised it does not read it any more")
		}
		w.verify()
	})
}

func TestOneBadRowStopsNobody(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		w.raise("居", dispute())
		w.raise("居", wish())
		must(t, db.Quiet(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update matter set sealed = $1 where realm = $2 and number = 1`, []byte{1, 2, 3}, community)
			return err
		}))
		w.pass(20 * 24 * time.Hour)
		if v := w.see("居", community, 2); v.Shows != playbook.Overdue {
			t.Errorf("the healthy one shows %s", v.Shows)
		}
	})
}

func TestRecallBeforeReferral(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		w.raise("居", wish())
		w.move("甲", community, 1, matter.Act{Move: "escalate", Note: "请街道帮忙"})
		must(t, db.Quiet(ctx, func(tx *store.Tx) error { // the referral's job failed once and waits
			_, err := tx.Exec(ctx, `update job set lease = $1 where kind = 'matter.refer'`, clock.Millis(w.clock.Now().Add(time.Hour)))
			return err
		}))
		w.move("居", community, 1, matter.Act{Move: "withdraw"})
		w.pass(0)
		w.pass(2 * time.Hour)
		if n, err := store.One(ctx, db, store.Value[int], `select count(*) from matter where realm = $1 and ending = ''`, street); err != nil || n != 0 {
			t.Errorf("the street works on %d matters that nobody asks for (%v)", n, err)
		}
		w.verify()
	})
}

func TestPeopleAreNotListed(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		find := func(by, words string) []string {
			found, err := w.matters.PeopleFor(context.Background(), db, w.people[by], community, words, 100)
			must(t, err)
			titles := make([]string, len(found))
			for i, p := range found {
				titles[i] = p.Title
			}
			return titles
		}
		for by, asked := range map[string]map[string]int{
			"邻": {"": 0, "测": 0, "居": 0, "测居": 1},
			"甲": {"测": 6, "测居": 1},
		} {
			for words, want := range asked {
				if got := find(by, words); len(got) != want {
					t.Errorf("%s asks for %q and finds %v", by, words, got)
				}
			}
		}
		if got := find("邻", "测居"); got[0] != "测*" {
			t.Errorf("a resident reads %q", got[0])
		}
		if got := find("甲", "测居"); got[0] != "测居" {
			t.Errorf("the desk reads %q", got[0])
		}
	})
}

// A leader of one building finds in lists what they may open: by where a matter lies, whatever sort of area their post is
// for.
func TestListsFollowThePlace(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		var nobody journal.Actor
		since := w.clock.Now().AddDate(0, -1, 0)
		must(t, db.Tx(ctx, func(tx *store.Tx) error {
			a, err := w.places.AddArea(ctx, tx, nobody, place.Area{Realm: community, Kind: place.MicroGrid, Title: "微网格1", From: since}, []string{w.home.ID})
			if err != nil {
				return err
			}
			orgs := org.New(w.journal)
			o, err := orgs.Add(ctx, tx, nobody, org.Org{Realm: community, Kind: "residents_committee", Title: "一支部"})
			if err != nil {
				return err
			}
			_, err = orgs.AddPost(ctx, tx, nobody, org.Post{Realm: community, Org: o.ID, Kind: "building_leader", Person: w.people["邻"].Person, Area: a.ID, From: since})
			return err
		}))
		w.again("邻")
		w.install("seen: {by: neighbours, shows: [title, place, sort]}", "seen: {by: parties}")
		d := matter.Draft{Kind: "nanmen/trouble", Title: "楼道堆物", Place: w.home.ID, Fields: map[string]any{"sort": "fire"}}
		w.raise("居", d)
		w.see("邻", community, 1)
		if got := w.listed("邻", matter.Filter{}); len(got) != 1 {
			t.Errorf("the leader lists %v", got)
		}
	})
}

// Two neighbours tell the same trouble in confidence: each is answered on their own matter, and reads nothing of the other's.
func TestMergedInConfidence(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", dispute())
		other := dispute()
		other.Body = "他家夜里吵"
		w.raise("邻", other)
		w.move("甲", community, 2, matter.Act{Move: "merge", Fields: map[string]any{"into": 1}})
		if _, err := w.matters.Show(context.Background(), db, w.people["邻"], matter.Ref{Realm: community, Number: 1}); !fault.Is(err, fault.NotFound) {
			t.Errorf("the second one opens what the first one told: %v", err)
		}
		w.move("甲", community, 1, matter.Act{Move: "decline", Note: "请到法院"})
		steps := w.see("邻", community, 2).Timeline
		if last := steps[len(steps)-1]; last.What != "settled" || last.Note != "请到法院" {
			t.Errorf("the second one hears last %q, %q", last.What, last.Note)
		}
		w.verify()
	})
}

// A tracking code speaks for whoever raised the matter, and is no way around what they may not do.
func TestCodeIsNoWayAround(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		_, code := w.raise("党", wish())
		w.move("甲", community, 1, matter.Act{Move: "place"})
		w.move("党", community, 1, matter.Act{Move: "accept"})
		w.move("党", community, 1, matter.Act{Move: "finish", Note: "送到了"})
		err := db.Tx(context.Background(), func(tx *store.Tx) error {
			_, err := w.matters.Move(context.Background(), tx, nil, matter.Ref{Realm: community, Code: code}, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5}})
			return err
		})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("who handled it appraises it by its code: %v", err)
		}
	})
}

// Who was named as a party by mistake is none, on the record either.
func TestPartyNamedAnew(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", dispute())
		for i, a := range []string{"邻", "党"} {
			if i > 0 {
				w.move("甲", community, 1, matter.Act{Move: "return", Note: "记错人了"})
			}
			w.move("甲", community, 1, matter.Act{Move: "accept", Fields: map[string]any{"a": w.people["居"].Person, "b": w.people[a].Person}})
			w.verify()
		}
		if _, err := w.matters.Show(context.Background(), db, w.people["邻"], matter.Ref{Realm: community, Number: 1}); !fault.Is(err, fault.NotFound) {
			t.Errorf("who is no party any more opens it: %v", err)
		}
	})
}
