package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"linli/internal/fault"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

var sets = []store.Set{{Name: "probe", FS: fstest.MapFS{"migrate/01_probe.sql": {Data: []byte(`-- +goose Up
create table probe (
	realm text not null,
	id bigint not null,
	word text not null,
	primary key (realm, id)
);
-- only: postgres
create table engine_postgres (id bigint);
-- only: sqlite
create table engine_sqlite (id bigint);
`)}}}}

func count(t *testing.T, db *store.DB) int {
	t.Helper()
	n, err := store.One(context.Background(), db, store.Value[int], `select count(*) from probe`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func insert(ctx context.Context, tx *store.Tx, id int) error {
	_, err := tx.Exec(ctx, `insert into probe (word, realm, id) values ($2, $1, $3)`, "r", "w", id)
	return err
}

func TestTx(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		if err := db.Tx(ctx, func(tx *store.Tx) error { return insert(ctx, tx, 1) }); !errors.Is(err, store.ErrUnrecorded) {
			t.Errorf("a change without its entry: %v", err)
		}
		if n := count(t, db); n != 0 {
			t.Errorf("%d rows after a refused change", n)
		}
		after := 0
		record := func(tx *store.Tx) error {
			tx.After(func() { after++ })
			tx.Recorded()
			return insert(ctx, tx, 1)
		}
		if err := db.Tx(ctx, record); err != nil {
			t.Fatal(err)
		}
		if err := db.Tx(ctx, record); !errors.Is(err, store.ErrDuplicate) || !fault.Is(err, fault.Conflict) {
			t.Errorf("the same key again: %v", err)
		}
		if after != 1 {
			t.Errorf("after ran %d times, want once", after)
		}
		err := db.Quiet(ctx, func(tx *store.Tx) error {
			if err := insert(ctx, tx, 2); err != nil {
				return err
			}
			panic("oops")
		})
		if err == nil || count(t, db) != 1 {
			t.Errorf("a panic: %v, %d rows", err, count(t, db))
		}
		word, err := store.One(ctx, db, store.Value[string], `select realm || word from probe where id = $2 and realm = $1`, "r", 1)
		if err != nil || word != "rw" {
			t.Errorf("arguments bound by number: %q, %v", word, err)
		}
		if _, err := store.One(ctx, db, store.Value[string], `select word from probe where id = $1`, 9); !errors.Is(err, store.ErrNone) {
			t.Errorf("no row: %v", err)
		}
		if _, err := store.One(ctx, db, store.Value[int], `select count(*) from engine_`+string(db.Dialect())); err != nil {
			t.Errorf("a statement for this engine only: %v", err)
		}
	})
}

// TestShared lets many write at once, half of them failing: the others' rows are all there and none of theirs.
func TestShared(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		no := errors.New("no")
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Go(func() {
				err := db.Quiet(ctx, func(tx *store.Tx) error {
					if err := insert(ctx, tx, i); err != nil {
						return err
					}
					if i%2 == 1 {
						return no
					}
					return nil
				})
				if want := map[bool]error{true: no}[i%2 == 1]; err != want {
					t.Errorf("writer %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		odd, err := store.One(ctx, db, store.Value[int], `select count(*) from probe where id % 2 = 1`)
		if n := count(t, db); n != 100 || odd != 0 || err != nil {
			t.Errorf("%d rows, %d of failed writers, %v", n, odd, err)
		}
	})
}

// TestTogether lets many hand in what is written once for all that share a commit. Some fail after they have, some of them
// only when it is written: nothing of theirs is there, and everything of the others, once.
func TestTogether(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		no := errors.New("no")
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Go(func() {
				err := db.Quiet(ctx, func(tx *store.Tx) error {
					if err := insert(ctx, tx, i); err != nil {
						return err
					}
					all := store.Together(tx, "ids", func() *[]int { return new([]int) }, func(tx *store.Tx, all *[]int) error {
						for _, id := range *all {
							if id%10 == 3 {
								return no
							}
							if err := insert(ctx, tx, 1000+id); err != nil {
								return err
							}
						}
						return nil
					})
					*all = append(*all, i)
					if i%10 == 7 {
						return no
					}
					return nil
				})
				if fails := i%10 == 3 || i%10 == 7; fails != errors.Is(err, no) {
					t.Errorf("writer %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		wrong, err := store.One(ctx, db, store.Value[int], `select count(*) from probe where id % 10 in (3, 7)`)
		if n := count(t, db); n != 320 || wrong != 0 || err != nil {
			t.Errorf("%d rows where 320 should be, %d of failed writers, %v", n, wrong, err)
		}
	})
}

// TestTogetherRefused has half of the writers hand something in and fail before they wrote anything themselves: what they handed in
// is not written with that of the others.
func TestTogetherRefused(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		no := errors.New("no")
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Go(func() {
				err := db.Quiet(ctx, func(tx *store.Tx) error {
					all := store.Together(tx, "ids", func() *[]int { return new([]int) }, func(tx *store.Tx, all *[]int) error {
						for _, id := range *all {
							if err := insert(ctx, tx, id); err != nil {
								return err
							}
						}
						return nil
					})
					*all = append(*all, i)
					if i%2 == 1 {
						return no
					}
					return nil
				})
				if (i%2 == 1) != errors.Is(err, no) {
					t.Errorf("writer %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		odd, err := store.One(ctx, db, store.Value[int], `select count(*) from probe where id % 2 = 1`)
		if n := count(t, db); n != 100 || odd != 0 || err != nil {
			t.Errorf("%d rows, %d of failed writers, %v", n, odd, err)
		}
	})
}

func TestQuery(t *testing.T) {
	q := store.Query(`select id from probe where realm = ?`, "r").Add("and word = ? and", "w")
	store.In(q, "id", []int{1, 2})
	if got, want := q.Text(), "select id from probe where realm = $1 and word = $2 and id in ($3, $4)"; got != want || len(q.Args()) != 4 {
		t.Errorf("got %s %v", got, q.Args())
	}
}

// TestIn asks for lists of many lengths: they find what is in them, by few texts.
func TestIn(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		if err := db.Quiet(ctx, func(tx *store.Tx) error {
			for i := range 70 {
				if err := insert(ctx, tx, i); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		texts := map[string]bool{}
		for n := range 70 {
			list := make([]int, n)
			for i := range list {
				list[i] = i
			}
			q := store.In(store.Query(`select count(*) from probe where`), "id", list)
			texts[q.Text()] = true
			if got, err := store.One(ctx, db, store.Value[int], q.Text(), q.Args()...); got != n || err != nil {
				t.Errorf("%d of %d, %v", got, n, err)
			}
		}
		if len(texts) > 9 {
			t.Errorf("%d texts", len(texts))
		}
	})
}

// TestOpenSays tells whoever starts the program why a database does not open, and not its password.
func TestOpenSays(t *testing.T) {
	gone := storetest.PostgresURL(t, nil)
	gone = gone[:strings.LastIndex(gone, "/")] + "/not_there?password=secret-49"
	for at, why := range map[string]string{t.TempDir(): "unable to open", gone: `database "not_there" does not exist`,
		"postgres://linli:secret-49@127.0.0.1:1/linli": "127.0.0.1:1", "postgres://linli:secret-49@127.0.0.1:1x/linli": "parse"} {
		_, err := store.Open(context.Background(), at, store.Options{})
		says := fault.As(err).Says
		if !fault.Is(err, fault.Unavailable) || !strings.Contains(says.En, why) || !strings.Contains(says.Zh, why) || strings.Contains(says.En, "secret-49") {
			t.Errorf("%s: %v, %s", at, err, says)
		}
	}
}
