package matter_test

import (
	"context"
	"testing"

	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestCountsAreBounded counts exactly what is looked at whole, for each as far as they may see it, and says of more than that
// only that there is more.
func TestCountsAreBounded(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := context.Background()
		w.raise("居", lamp("路灯不亮", "夜里", w.home.ID))
		w.raise("居", dispute())
		count := func(by string, f matter.Filter) (map[playbook.Status]int, bool) {
			t.Helper()
			n, more, err := w.matters.Counts(ctx, db, w.people[by], community, f)
			must(t, err)
			return n, more
		}
		for by, want := range map[string]int{"甲": 2, "邻": 1, "居": 2} {
			if n, more := count(by, matter.Filter{State: "open"}); n[playbook.New] != want || more {
				t.Errorf("%s counts %v, more %v", by, n, more)
			}
		}
		must(t, db.Quiet(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
				insert into matter (realm, id, number, code, kind, book, title, body, place, path, at_place, grid, raiser, handler, stage, shows, ending, reached, due, wake, created, closed, version, merged_into, origin, state, sealed)
				select realm, id || i, number + 10 + i, code || i, kind, book, title, body, place, path, at_place, grid, raiser, handler, stage, shows, ending, reached, due, 0, created, closed, version, merged_into, origin, state, sealed
				from matter cross join n where number = 1`)
			return err
		}))
		if n, more := count("甲", matter.Filter{State: "open"}); !more || n[playbook.New] != 10001 {
			t.Errorf("of more than are looked at: %v, more %v", n, more)
		}
		if n, more := count("甲", matter.Filter{Kind: "nanmen/dispute"}); more || n[playbook.New] != 1 {
			t.Errorf("of one kind: %v, more %v", n, more)
		}
	})
}
