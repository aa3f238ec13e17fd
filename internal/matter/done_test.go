package matter

import (
	"context"
	"strings"
	"testing"

	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestDoneGoesByItsIndex asks both databases how they would find what was done lately among many matters.
func TestDoneGoesByItsIndex(t *testing.T) {
	storetest.Each(t, []store.Set{Migrations}, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		explain := "explain query plan "
		if db.Dialect() == store.Postgres {
			explain = "explain "
		}
		if err := db.Quiet(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `
				insert into matter (realm, id, number, code, kind, book, title, body, place, path, at_place, grid, raiser, handler, stage, shows, ending, reached, due, wake, created, closed, version, merged_into, origin, state)
				with recursive n (i) as (select 1 union all select i + 1 from n where i < 4000)
				select 'r', 'm' || i, i, 'c' || i, 'b/k' || (i % 7), 'h', 't', '', '', '', '', '', '', '', 's', 'done', case when i % 3 = 0 then 'done' else '' end, '', 0, 0, i, (i * 7919) % 4001, 1, '', '', '{}' from n`)
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `analyze matter`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		q := doneQuery("r", []string{"b/k1", "b/k2", "b/k3"}, 5)
		plan, err := store.All(ctx, db, func(r store.Row) (string, error) {
			var line string
			var a, b, c int
			if db.Dialect() == store.Postgres {
				return line, r.Scan(&line)
			}
			return line, r.Scan(&a, &b, &c, &line)
		}, explain+q.Text(), q.Args()...)
		if err != nil {
			t.Fatal(err)
		}
		says := strings.Join(plan, "\n")
		if !strings.Contains(says, "matter_closed") || strings.Contains(says, "Sort") || strings.Contains(says, "TEMP B-TREE") {
			t.Errorf("it is found by\n%s", says)
		}
	})
}
