package matter_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"linli/internal/matter"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// lamp is a public matter, whose kind shows its title and place and not its text.
func lamp(title, body string, home string) matter.Draft {
	return matter.Draft{Kind: "nanmen/hard_issue", Title: title, Body: body, Place: home}
}

func TestSearchChinese(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", lamp("三单元电梯困人", "昨晚困了两个人，物业没来", w.home.ID))
		w.raise("邻", lamp("电动车梯口充电", "ＬＥＤ灯也坏了", w.home.ID))
		w.raise("居", lamp("LED路灯不亮", "", w.home.ID))
		for words, want := range map[string][]string{
			"电": {"电动车梯口充电", "三单元电梯困人"}, "电梯": {"三单元电梯困人"}, "电梯困": {"三单元电梯困人"}, "梯电": nil, "人": {"三单元电梯困人"},
			"led": {"LED路灯不亮", "电动车梯口充电"}, "LE": {"LED路灯不亮", "电动车梯口充电"}, "灯 led 坏": {"电动车梯口充电"}, "困人 路灯": nil,
			"物业没来": {"三单元电梯困人"}, "3": {"LED路灯不亮"}, "#1": {"三单元电梯困人"}, "，": nil, "困人昨晚": nil,
		} {
			if got := w.listed("甲", matter.Filter{Words: words}); !slices.Equal(got, want) && len(got)+len(want) > 0 {
				t.Errorf("%s finds %v, want %v", words, got, want)
			}
			counts, _, err := w.matters.Counts(context.Background(), db, w.people["甲"], community, matter.Filter{Words: words})
			must(t, err)
			n := 0
			for _, c := range counts {
				n += c
			}
			if n != len(want) {
				t.Errorf("%s counts %d, want %d", words, n, len(want))
			}
		}
		found, _, err := w.matters.Search(context.Background(), db, w.people["甲"], community, "困", 0, 10)
		must(t, err)
		if len(found) != 1 || len(found[0].Title) != 3 || !found[0].Title[1].Hit || len(found[0].Excerpt) != 3 {
			t.Errorf("%+v is not marked", found)
		}
	})
}

// TestSearchIsNoOracle asks by every part for what somebody may not see: whether it stands there must not be learnt.
func TestSearchIsNoOracle(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", lamp("路灯不亮", "我家孩子夜里摔了一跤", w.home.ID))
		w.raise("居", dispute()) // 楼上漏水
		for _, c := range []struct {
			by, words string
			n         int
		}{
			{"邻", "路灯", 1}, {"邻", "摔了一跤", 0}, {"邻", "路灯 孩子", 0}, {"邻", "漏水", 0}, {"邻", "2", 0}, {"邻", "三天", 0},
			{"居", "摔了一跤", 1}, {"居", "路灯 孩子", 1}, {"居", "漏水", 1}, {"居", "漏", 1}, {"居", "2", 1},
			{"甲", "摔了一跤", 1}, {"甲", "楼上漏", 1}, {"甲", "水", 1}, {"甲", "没人管", 0},
		} {
			if got := w.listed(c.by, matter.Filter{Words: c.words}); len(got) != c.n {
				t.Errorf("%s asks for %s and finds %v", c.by, c.words, got)
			}
		}
		found, _, err := w.matters.Search(context.Background(), db, w.people["邻"], community, "路灯", 0, 10)
		must(t, err)
		if len(found) != 1 || found[0].Excerpt != nil {
			t.Errorf("a neighbour reads %+v", found)
		}
	})
}

// TestIndexHoldsNothingPrivate reads the index itself: of what only the parties see there is no term in it.
func TestIndexHoldsNothingPrivate(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", dispute())
		w.raise("居", lamp("路灯不亮", "", w.home.ID))
		text, args := `select cast(terms as text) from matter_text order by number`, []any{}
		if db.Dialect() == store.SQLite {
			must(t, db.Quiet(context.Background(), func(tx *store.Tx) error {
				_, err := tx.Exec(context.Background(), `create virtual table words using fts5vocab(matter_text, 'instance')`)
				return err
			}))
			text = `select term from words`
		}
		all, err := store.All(context.Background(), db, store.Value[string], text, args...)
		must(t, err)
		held := strings.Join(all, " ")
		for _, term := range []string{"楼上", "漏水", "水", "三天", "没人", "13800138000"} {
			if strings.Contains(held, term) {
				t.Errorf("the index holds %s", term)
			}
		}
		if !strings.Contains(held, "路灯") {
			t.Errorf("the index holds only %s", held)
		}
	})
}

// TestSearchByPages goes through what is found page by page: nothing twice, nothing left out, each realm for itself.
func TestSearchByPages(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for i := range 7 {
			w.raise("居", lamp(fmt.Sprintf("第%d盏路灯", i), "", w.home.ID))
			w.raise("居", lamp("电梯坏了", "", w.home.ID))
		}
		var got []int64
		for before := int64(0); ; {
			found, next, err := w.matters.Search(context.Background(), db, w.people["甲"], community, "路灯", before, 3)
			must(t, err)
			for _, f := range found {
				got = append(got, f.Number)
			}
			if before = next; next == 0 {
				break
			}
		}
		if want := []int64{13, 11, 9, 7, 5, 3, 1}; !slices.Equal(got, want) {
			t.Errorf("pages of %v, want %v", got, want)
		}
		if p, err := w.matters.List(context.Background(), db, w.people["官"], street, matter.Filter{Words: "路灯"}); err != nil || len(p.Items) != 0 {
			t.Errorf("the street finds %d of the community's matters: %v", len(p.Items), err)
		}
	})
}

// TestCatchUp empties the index, as that of a database from before there was one, and has it filled while matters come in.
func TestCatchUp(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		w.raise("居", lamp("一号路灯", "", w.home.ID))
		w.raise("居", dispute())
		must(t, db.Quiet(ctx, func(tx *store.Tx) error {
			if db.Dialect() == store.SQLite {
				if _, err := tx.Exec(ctx, `insert into matter_text (matter_text) values ('delete-all')`); err != nil {
					return err
				}
			} else if _, err := tx.Exec(ctx, `delete from matter_text`); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `delete from shelf`)
			return err
		}))
		w.raise("居", lamp("三号路灯", "", w.home.ID))
		if got := w.listed("甲", matter.Filter{Words: "路灯"}); len(got) != 1 {
			t.Fatalf("before: %v", got)
		}
		for range 2 {
			w.matters.CatchUp(ctx)
			if got := w.listed("甲", matter.Filter{Words: "路灯"}); !slices.Equal(got, []string{"三号路灯", "一号路灯"}) {
				t.Errorf("found %v", got)
			}
			if got := w.listed("甲", matter.Filter{Words: "漏水"}); len(got) != 1 {
				t.Errorf("of the dispute %v", got)
			}
		}
	})
}

// TestIndexFollowsTheRow has a raise fail after it was indexed, beside others that share its commit: nothing of it is found,
// and its number goes to the next one.
func TestIndexFollowsTheRow(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		w.raise("居", lamp("一号路灯", "", w.home.ID))
		failed := errors.New("not this one")
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				err := db.Tx(ctx, func(tx *store.Tx) error {
					_, _, err := w.matters.Raise(ctx, tx, w.people["居"], community, "community", lamp(fmt.Sprintf("路灯与%d", i), "", w.home.ID))
					if err == nil && i%2 == 0 {
						return failed
					}
					return err
				})
				if i%2 == 0 && !errors.Is(err, failed) || i%2 == 1 && err != nil {
					t.Errorf("raise %d: %v", i, err)
				}
			})
		}
		all.Wait()
		if got := w.listed("甲", matter.Filter{Words: "路灯"}); len(got) != 5 {
			t.Errorf("found %v", got)
		}
		if got := w.listed("甲", matter.Filter{Words: "5"}); len(got) == 0 {
			t.Error("the last one is not found by its number")
		}
	})
}
