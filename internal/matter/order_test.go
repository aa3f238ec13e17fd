package matter_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"

	"linli/internal/fault"
	"linli/internal/matter"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestNoDeadlock has many raise, move, merge, split and end matters of one realm at once on PostgreSQL: they wait for each
// other in one order, so that none is ever undone because two wait for one another.
func TestNoDeadlock(t *testing.T) {
	ctx := context.Background()
	address := storetest.PostgresURL(t, sets)
	db, err := store.Open(ctx, address, store.Options{Fast: true})
	must(t, err)
	defer db.Close()
	w := newWorld(t, db)
	const matters = 8
	for range matters {
		w.raise("居", wish())
	}
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(worker)))
			for range 25 {
				n := 1 + r.Int64N(matters)
				var err error
				switch r.IntN(6) {
				case 0:
					err = db.Tx(ctx, func(tx *store.Tx) error {
						_, _, err := w.matters.Raise(ctx, tx, w.people["邻"], community, "community", wish())
						return err
					})
				case 1:
					err = w.try("甲", community, n, matter.Act{Move: "merge", Fields: map[string]any{"into": 1 + r.Int64N(matters)}})
				case 2:
					err = w.try("甲", community, n, matter.Act{Move: "split", Fields: map[string]any{"title": "另一件", "body": "还有一件事"}})
				case 3:
					err = w.try("甲", community, n, matter.Act{Move: "decline", Note: "超出范围"})
				case 4:
					err = w.try("甲", community, n, matter.Act{Move: "place"})
				default:
					err = w.try("居", community, n, matter.Act{Move: "comment", Note: "有消息了吗"})
				}
				if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Forbidden) {
					t.Errorf("on number %d: %v", n, err)
				}
			}
		})
	}
	wg.Wait()
	w.verify()
	must(t, db.Close()) // a connection reports what it counted when it ends

	after, err := store.Open(ctx, address, store.Options{})
	must(t, err)
	defer after.Close()
	for n := 2; n > 1; {
		n, err = store.One(ctx, after, store.Value[int], `select count(*) from pg_stat_activity where datname = current_database()`)
		must(t, err)
	}
	n, err := store.One(ctx, after, store.Value[int], `select deadlocks from pg_stat_database where datname = current_database()`)
	if n != 0 || err != nil {
		t.Errorf("%d deadlocks, %v", n, err)
	}
}
