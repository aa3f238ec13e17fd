package matter_test

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func opinion(says string) matter.Act {
	return matter.Act{Move: "opinion", Fields: map[string]any{"opinion": says}}
}

// appraised is a pledge that stands to be appraised.
func (w *world) appraised() *matter.Matter {
	w.t.Helper()
	m, _ := w.raise("党", matter.Draft{Kind: "nanmen/pledge", Title: "我的三件实事", Fields: map[string]any{"who": "member", "first": "一", "second": "二", "third": "三"}})
	w.move("丙", community, m.Number, matter.Act{Move: "post"})
	w.move("党", community, m.Number, matter.Act{Move: "self_appraise", Fields: map[string]any{"delivered": "都做了"}})
	w.move("丙", community, m.Number, matter.Act{Move: "remark", Fields: map[string]any{"remark": "踏实"}})
	return m
}

// Neighbours who speak at the same moment are all heard.
func TestVoicesAtOnce(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		m := w.appraised()
		var wg sync.WaitGroup
		for _, who := range []string{"邻", "居", "甲", "乙", "丙"} {
			wg.Go(func() {
				if err := w.try(who, community, m.Number, opinion("good")); err != nil {
					t.Errorf("%s: %v", who, err)
				}
			})
		}
		wg.Wait()
		w.move("丙", community, m.Number, matter.Act{Move: "publish"})
		if all := w.see("nobody", community, m.Number).Tallies; all[0].Voices != 5 || all[0].Counts[0].Times[0] != 5 {
			t.Errorf("five spoke, %+v", all)
		}
		w.verify()
	})
}

// Residents appraise a pledge: each has one voice, nobody can read whose it is, and what all come to is public once it is
// published.
func TestVoicesAreCountedAndNotNamed(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w, ctx := newWorld(t, db), context.Background()
		m := w.appraised()
		seen := w.see("居", community, m.Number).Version
		w.move("邻", community, m.Number, opinion("good"))
		late := opinion("good")
		late.Version = seen // another voice came meanwhile, which is none of theirs
		w.move("居", community, m.Number, late)
		w.move("邻", community, m.Number, opinion("more"))
		if err := w.try("党", community, m.Number, opinion("good")); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who pledged appraised it: %v", err)
		}
		if err := w.try("nobody", community, m.Number, opinion("good")); !fault.Is(err, fault.Forbidden) {
			t.Errorf("somebody without an account spoke: %v", err)
		}
		for _, who := range []string{"nobody", "丙", "党"} {
			v := w.see(who, community, m.Number)
			if len(v.Tallies) != 1 || !v.Tallies[0].Open || v.Tallies[0].Voices != 2 || v.Tallies[0].Counts != nil || v.State.Voices != nil {
				t.Errorf("before it is published %s sees %+v", who, v.Tallies)
			}
		}
		mine := w.see("邻", community, m.Number).Offers
		if i := slices.IndexFunc(mine, func(o playbook.Offer) bool { return o.Move == "opinion" }); i < 0 || mine[i].Given["opinion"] != "more" {
			t.Errorf("one's own voice is not there to be changed: %+v", mine)
		}

		w.pass(time.Hour)
		w.move("丙", community, m.Number, matter.Act{Move: "publish"})
		for _, who := range []string{"nobody", "居", "丙", "党"} {
			v := w.see(who, community, m.Number)
			last := v.Timeline[len(v.Timeline)-1]
			for _, all := range [][]playbook.Tally{v.Tallies, last.Tally} {
				if len(all) != 1 || all[0].Open || all[0].Voices != 2 || len(all[0].Counts) != 1 || !reflect.DeepEqual(all[0].Counts[0].Times, []int{1, 0, 1}) {
					t.Errorf("%s sees %+v", who, all)
				}
			}
			text, err := json.Marshal(v.Timeline)
			must(t, err)
			if strings.Contains(string(text), `"opinion":"`) || slices.ContainsFunc(v.Timeline, func(e matter.Step) bool { return e.Move == "opinion" }) {
				t.Errorf("%s sees single voices: %s", who, text)
			}
		}

		entries, err := w.journal.About(ctx, db, community, "matter:"+m.ID)
		must(t, err)
		voices := 0
		for _, e := range entries {
			if strings.Contains(string(e.Payload), `"voice"`) {
				voices++
				if e.By != (journal.Actor{}) {
					t.Errorf("the record names who spoke: %+v", e.By)
				}
				for _, id := range []string{"邻", "居"} {
					if strings.Contains(string(e.Payload), w.people[id].Person) {
						t.Errorf("the record names %s: %s", id, e.Payload)
					}
				}
			}
		}
		if voices != 3 {
			t.Errorf("%d voices are on the record, want 3 with the changed one", voices)
		}
		row, err := store.One(ctx, db, store.Value[string], `select state from matter where realm = $1 and id = $2`, community, m.ID)
		must(t, err)
		if strings.Contains(row, w.people["邻"].Person) || !strings.Contains(row, `"voices"`) {
			t.Errorf("the row names who spoke, or holds no voices: %s", row)
		}
		w.verify()

		other := w.appraised()
		w.move("邻", community, other.Number, opinion("more"))
		row, err = store.One(ctx, db, store.Value[string], `select state from matter where realm = $1 and id = $2`, community, other.ID)
		must(t, err)
		must(t, db.Tx(ctx, func(tx *store.Tx) error { // a voice is changed behind the record's back
			tx.Recorded()
			_, err := tx.Exec(ctx, `update matter set state = $3 where realm = $1 and id = $2`, community, other.ID, strings.Replace(row, `"more"`, `"good"`, 1))
			return err
		}))
		w.move("丙", community, other.Number, matter.Act{Move: "publish"})
		c := w.matters.Recount(community)
		if _, err = w.journal.Verify(ctx, db, community, c.Visit); err != nil {
			t.Fatal(err)
		}
		if why, err := c.Compare(ctx, db); err != nil || !strings.Contains(why, other.ID) || !strings.Contains(why, "map[opinion:map[good:1]]") {
			t.Errorf("a changed voice is not found: %q, %v", why, err)
		}
	})
}
