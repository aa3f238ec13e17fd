package matter_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/playbooks"
)

var sets = []store.Set{journal.Migrations, job.Migrations, realm.Migrations, place.Migrations, person.Migrations, org.Migrations, access.Migrations,
	file.Migrations, practice.Migrations, matter.Migrations}

// world is a community and its street with a few people, on one database.
type world struct {
	t       *testing.T
	db      *store.DB
	clock   *clock.Manual
	journal *journal.Journal
	jobs    *job.Queue
	places  *place.Service
	matters *matter.Service
	people  map[string]*access.Identity
	home    place.Place
}

const community, street = "nanmen", "pingchuan"

func newWorld(t *testing.T, db *store.DB) *world {
	t.Helper()
	ctx := context.Background()
	w := &world{t: t, db: db, clock: clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)), people: map[string]*access.Identity{}}
	ring, err := seal.New(make([]byte, 32))
	must(t, err)
	w.journal = journal.New(ring, w.clock)
	blobs, err := file.Open(ctx, filepath.Join(t.TempDir(), "files"))
	must(t, err)
	t.Cleanup(func() { blobs.Close() })
	realms, orgs, people, books := realm.New(w.journal), org.New(w.journal), person.New(w.journal, ring), practice.New(w.journal, w.clock)
	w.places = place.New(w.journal)
	w.jobs = job.New(db, w.clock)
	w.matters = matter.New(matter.Needs{DB: db, Journal: w.journal, Ring: ring, Clock: w.clock, Calendar: clock.China(), Books: books, Places: w.places, Orgs: orgs, People: people,
		Files: file.New(w.journal, blobs, w.clock), Jobs: w.jobs})
	book, problems := playbook.Parse("nanmen", playbooks.Texts()["nanmen"])
	if book == nil {
		t.Fatal(problems)
	}
	var nobody journal.Actor
	since := w.clock.Now().AddDate(-1, 0, 0)
	must(t, db.Tx(ctx, func(tx *store.Tx) error {
		for _, r := range []realm.Realm{{ID: street, Kind: realm.Street, Title: lang.Same("平川街道")}, {ID: community, Kind: realm.Community, Street: street, Title: lang.Same("南门社区")}} {
			if _, err := realms.Add(ctx, tx, nobody, r); err != nil {
				return err
			}
			if err := books.Install(ctx, tx, nobody, r.ID, book, ""); err != nil {
				return err
			}
			o, err := orgs.Add(ctx, tx, nobody, org.Org{Realm: r.ID, Kind: "residents_committee", Title: "本级"})
			if err != nil {
				return err
			}
			for name, held := range map[string]string{community + "/甲": "community_worker", community + "/乙": "community_worker", community + "/丙": "secretary",
				community + "/邻": "", community + "/居": "", community + "/党": "party_member", street + "/官": "street_officer", street + "/长": "street_leader"} {
				in, name := filepath.Dir(name), filepath.Base(name)
				if in != r.ID {
					continue
				}
				p, err := people.Add(ctx, tx, nobody, person.Person{Realm: r.ID, Name: "测" + name}, person.Contact{})
				if err != nil {
					return err
				}
				switch held {
				case "":
				case "party_member":
					err = people.AddMember(ctx, tx, nobody, person.Membership{Realm: r.ID, Person: p.ID, Kind: held, From: since})
				default:
					_, err = orgs.AddPost(ctx, tx, nobody, org.Post{Realm: r.ID, Org: o.ID, Kind: held, Person: p.ID, From: since})
				}
				if err != nil {
					return err
				}
				if err := people.LinkAccount(ctx, tx, nobody, r.ID, p.ID, "account-"+name); err != nil {
					return err
				}
				w.people[name] = nil
			}
		}
		var err error
		if w.home, err = w.places.Add(ctx, tx, nobody, place.Place{Realm: community, Kind: place.Estate, Title: "汽运小区"}); err != nil {
			return err
		}
		w.home, err = w.places.Add(ctx, tx, nobody, place.Place{Realm: community, Kind: place.Building, Parent: w.home.ID, Title: "3幢"})
		return err
	}))
	for name := range w.people {
		for _, r := range []string{community, street} {
			id, err := access.Identify(ctx, db, r, "account-"+name, w.clock.Now())
			must(t, err)
			if id.Person != "" {
				w.people[name] = id
			}
		}
	}
	return w
}

// again reads anew who somebody is, after their posts changed.
func (w *world) again(name string) {
	w.t.Helper()
	id, err := access.Identify(context.Background(), w.db, community, "account-"+name, w.clock.Now())
	must(w.t, err)
	w.people[name] = id
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) raise(by string, d matter.Draft) (*matter.Matter, string) {
	w.t.Helper()
	var m *matter.Matter
	var code string
	must(w.t, w.db.Tx(context.Background(), func(tx *store.Tx) (err error) {
		m, code, err = w.matters.Raise(context.Background(), tx, w.people[by], community, "community", d)
		return err
	}))
	return m, code
}

func (w *world) try(by, realm string, number int64, a matter.Act) error {
	return w.db.Tx(context.Background(), func(tx *store.Tx) error {
		_, err := w.matters.Move(context.Background(), tx, w.people[by], matter.Ref{Realm: realm, Number: number}, a)
		return err
	})
}

func (w *world) move(by, realm string, number int64, a matter.Act) {
	w.t.Helper()
	if err := w.try(by, realm, number, a); err != nil {
		w.t.Fatalf("%s cannot %s: %v", by, a.Move, err)
	}
}

func (w *world) see(by, realm string, number int64) *matter.View {
	w.t.Helper()
	v, err := w.matters.Show(context.Background(), w.db, w.people[by], matter.Ref{Realm: realm, Number: number})
	must(w.t, err)
	return v
}

// pass lets time go by: what falls due happens, and jobs are done.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	w.clock.Advance(d)
	for {
		n, err := w.matters.Due(context.Background())
		must(w.t, err)
		j, err := w.jobs.Drain(context.Background())
		must(w.t, err)
		if n+j == 0 {
			return
		}
	}
}

func (w *world) verify() {
	w.t.Helper()
	for _, r := range []string{community, street} {
		c := w.matters.Recount(r)
		rep, err := w.journal.Verify(context.Background(), w.db, r, c.Visit)
		must(w.t, err)
		why, err := c.Compare(context.Background(), w.db)
		must(w.t, err)
		if rep.Broken != 0 || why != "" {
			w.t.Errorf("%s: entry %d %s; %s", r, rep.Broken, rep.Why, why)
		}
	}
}

func wish() matter.Draft {
	return matter.Draft{Kind: "nanmen/wish", Title: "想要一副老花镜", Body: "看不清药盒上的字", Fields: map[string]any{"sort": "wish", "wish": "300度老花镜一副"}}
}

func TestWishToRating(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		m, code := w.raise("居", wish())
		if m.Number != 1 || len(code) != 10 {
			t.Errorf("number %d, code %q", m.Number, code)
		}
		if err := w.try("党", community, 1, matter.Act{Move: "accept"}); !errors.Is(err, playbook.ErrNotNow) {
			t.Errorf("claimed before it was placed: %v", err)
		}
		if err := w.try("邻", community, 1, matter.Act{Move: "place"}); !errors.Is(err, playbook.ErrNotYou) {
			t.Errorf("a neighbour placed it: %v", err)
		}
		w.move("甲", community, 1, matter.Act{Move: "place"})
		board, err := w.matters.Board(context.Background(), db, w.people["党"], community, 10)
		must(t, err)
		if len(board) != 1 {
			t.Errorf("%d on the claiming board", len(board))
		}
		if v := w.see("党", community, 1); !v.Shown || v.Body != "" || v.State.Raiser != "" {
			t.Errorf("before claiming a member sees only the wish: %+v", v.Matter)
		}
		w.move("党", community, 1, matter.Act{Move: "accept"})
		if err := w.try("党", community, 1, matter.Act{Move: "finish"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("finished without a note: %v", err)
		}
		w.move("党", community, 1, matter.Act{Move: "finish", Note: "眼镜送到家里了"})
		if err := w.try("居", community, 1, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 6}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("six of five: %v", err)
		}
		w.move("居", community, 1, matter.Act{Move: "appraise", Fields: map[string]any{"rating": 5, "solved": "yes"}})
		v := w.see("居", community, 1)
		if v.State.Ending != playbook.EndDone || v.State.Stage != "rated" || v.State.Rating != 5 {
			t.Errorf("ended as %+v", v.State)
		}
		var steps []string
		for _, s := range v.Timeline {
			steps = append(steps, s.Kind+" "+s.Move+" "+s.Stage)
		}
		want := []string{"matter.opened  ordered", "matter.moved place placed", "matter.moved accept accepted", "matter.moved finish done", "matter.moved appraise rated"}
		if !slices.Equal(steps, want) {
			t.Errorf("timeline %q", steps)
		}
		w.verify()
	})
}

func TestSilenceIsNotSatisfied(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", wish())
		w.move("甲", community, 1, matter.Act{Move: "place"})
		w.pass(6 * 24 * time.Hour)
		if v := w.see("甲", community, 1); v.Shows != playbook.Overdue {
			t.Errorf("after its three working days it shows %s", v.Shows)
		}
		w.move("党", community, 1, matter.Act{Move: "accept"})
		w.move("党", community, 1, matter.Act{Move: "finish", Note: "好了"})
		w.pass(10 * 24 * time.Hour)
		if v := w.see("居", community, 1); v.State.Stage != "unrated" || v.Shows != playbook.Unrated || v.State.Rating != 0 {
			t.Errorf("after silence: %s %s %d", v.State.Stage, v.Shows, v.State.Rating)
		}
		called := func() string {
			p, err := w.matters.List(context.Background(), db, w.people["居"], community, matter.Filter{State: "closed"})
			must(t, err)
			return p.Items[0].StageText.Zh
		}
		if says := called(); says != "已办结未评" {
			t.Errorf("after silence it is called %s", says)
		}
		w.move("居", community, 1, matter.Act{Move: "rate", Fields: map[string]any{"rating": 4, "solved": "yes"}})
		if v := w.see("居", community, 1); v.State.Stage != "unrated" || v.Shows != playbook.Done || called() != "群众评单" {
			t.Errorf("rated after all it is %s, shows %s and is called %s", v.State.Stage, v.Shows, called())
		}
		w.verify()
	})
}

// TestStreetDecides follows an application for aid to the street and back.
func TestStreetDecides(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		m, _ := w.raise("居", matter.Draft{Kind: "nanmen/wish", Title: "单元门禁坏了", Fields: map[string]any{"sort": "need", "wish": "修门禁"}})
		w.move("甲", community, m.Number, matter.Act{Move: "escalate", Note: "要街道协调"})
		if err := w.try("甲", community, m.Number, matter.Act{Move: "place"}); !errors.Is(err, playbook.ErrNotNow) {
			t.Errorf("moved while the street has it: %v", err)
		}
		w.pass(time.Minute)
		at := w.see("官", street, 1)
		if at.Title != "单元门禁坏了" || at.State.Raiser != "" {
			t.Errorf("the street was told %q of %q", at.Title, at.State.Raiser)
		}
		if _, err := w.matters.Show(context.Background(), db, w.people["官"], matter.Ref{Realm: community, Number: 1}); !errors.Is(err, matter.ErrNone) {
			t.Errorf("the street looks into the community: %v", err)
		}
		for range 5 { // whatever the playbook calls its moves, take the street's own until it ends
			v := w.see("官", street, 1)
			if !v.State.Open() {
				break
			}
			for _, o := range v.Offers {
				if !o.Common && o.To != nil && o.To.End != playbook.EndDeclined && o.To.End != playbook.EndLapsed {
					a := matter.Act{Move: o.Move, Note: "街道已协调", Fields: map[string]any{}}
					for _, f := range o.Fields {
						if f.Required {
							a.Fields[f.Name] = "已协调物业维修"
						}
					}
					w.move("官", street, 1, a)
					break
				}
			}
		}
		w.pass(time.Minute)
		w.pass(time.Minute) // jobs done again are harmless
		v := w.see("居", community, 1)
		if v.State.Away != nil || v.State.Stage != "ordered" {
			t.Errorf("after the street's answer it is at %s, away %v", v.State.Stage, v.State.Away)
		}
		last := v.Timeline[len(v.Timeline)-1]
		if last.What != "answered" || last.Note == "" {
			t.Errorf("the resident is told %+v", last)
		}
		w.verify()
	})
}

func TestMergeAnswersEveryPetitioner(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", wish())
		w.raise("邻", wish())
		if err := w.try("甲", community, 2, matter.Act{Move: "merge", Fields: map[string]any{"into": 2}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("merged into itself: %v", err)
		}
		w.move("甲", community, 2, matter.Act{Move: "merge", Fields: map[string]any{"into": 1}})
		w.move("甲", community, 1, matter.Act{Move: "decline", Note: "超出范围，建议到民政窗口"})
		v := w.see("邻", community, 2)
		if v.State.Ending != playbook.EndMerged || v.Merged != 1 || v.Timeline[len(v.Timeline)-1].What != "settled" {
			t.Errorf("the second petitioner sees %s, merged into %d, %+v", v.State.Ending, v.Merged, v.Timeline)
		}
		if one := w.see("邻", community, 1); one.Shown || one.State.Stage != "declined" {
			t.Errorf("the second petitioner must see the first matter as their own: %v %s", one.Shown, one.State.Stage)
		}
		w.verify()
	})
}

func TestOneOfManyWins(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", wish())
		w.move("甲", community, 1, matter.Act{Move: "place"})
		seen := w.see("党", community, 1).Version
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for range 8 {
			wg.Go(func() {
				err := w.try("党", community, 1, matter.Act{Move: "accept", Version: seen})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if !fault.Is(err, fault.Conflict) {
					t.Errorf("a loser is told %v", err)
				}
			})
		}
		wg.Wait()
		if won != 1 {
			t.Errorf("%d claims won", won)
		}
		w.verify()
	})
}

// TestPrivate makes sure that an application for aid is there only for those who answer for it.
func TestPrivate(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := newWorld(t, db)
		m, code := w.raise("居", matter.Draft{Kind: "nanmen/wish", Title: "修灯", Body: "绝密正文", Fields: map[string]any{"sort": "need", "wish": "灯"}})
		_, err := w.matters.Show(ctx, db, nil, matter.Ref{Realm: community, Number: m.Number})
		if !errors.Is(err, matter.ErrNone) {
			t.Errorf("a stranger sees a neighbours' matter: %v", err)
		}
		v, err := w.matters.Show(ctx, db, nil, matter.Ref{Realm: community, Code: code})
		must(t, err)
		if v.Body != "绝密正文" || !slices.ContainsFunc(v.Offers, func(o playbook.Offer) bool { return o.Move == "withdraw" }) {
			t.Errorf("the code does not open the matter: %+v", v.Offers)
		}
		if _, err := w.matters.Show(ctx, db, nil, matter.Ref{Realm: community, Number: m.Number, Code: "WRONGCODE2"}); !errors.Is(err, matter.ErrNone) {
			t.Errorf("a wrong code: %v", err)
		}
		for _, who := range []string{"邻", "甲"} {
			p, err := w.matters.List(ctx, db, w.people[who], community, matter.Filter{})
			must(t, err)
			if len(p.Items) != 1 {
				t.Errorf("%s lists %d matters", who, len(p.Items))
			}
		}
		p, err := w.matters.List(ctx, db, nil, community, matter.Filter{})
		must(t, err)
		if len(p.Items) != 0 {
			t.Errorf("a stranger lists %d matters", len(p.Items))
		}
	})
}

// TestSealedToItsRow lays what is sealed in one matter beside another: it does not open there.
func TestSealedToItsRow(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		for _, phone := range []string{"13800000001", "13800000002"} {
			d := wish()
			d.Contact.Phone = phone
			w.raise("居", d)
		}
		m, err := w.matters.Find(ctx, db, matter.Ref{Realm: community, Number: 2})
		must(t, err)
		if m.Contact.Phone != "13800000002" {
			t.Fatalf("contact %+v", m.Contact)
		}
		must(t, db.Quiet(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update matter set sealed = (select sealed from matter where number = 1) where number = 2`)
			return err
		}))
		if m, err := w.matters.Find(ctx, db, matter.Ref{Realm: community, Number: 2}); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("another matter's contact is told: %+v, %v", m, err)
		}
	})
}

func TestWords(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for _, title := range []string{"灯_坏了", "灯坏了", `50%的路灯\不亮`} {
			d := wish()
			d.Title = title
			w.raise("居", d)
		}
		for words, want := range map[string]int{"坏": 2, "灯_坏": 2, "%": 0, `\`: 0, "路灯不": 0, "50 路灯": 1, "2": 1, "#3": 1, "没有": 0} {
			p, err := w.matters.List(context.Background(), db, w.people["甲"], community, matter.Filter{Words: words})
			must(t, err)
			if len(p.Items) != want {
				t.Errorf("%q finds %d, want %d", words, len(p.Items), want)
			}
		}
	})
}
