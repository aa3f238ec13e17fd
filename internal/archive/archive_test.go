package archive_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"testing"
	"testing/fstest"
	"time"

	"linli/internal/archive"
	"linli/internal/journal"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

const (
	shelf = `-- +goose Up
create table shelf (realm text not null, id text not null, title text, count bigint, bytes bytea, share double precision, state jsonb, primary key (realm, id));
-- only: sqlite
create table shelf_words (words text);
-- only: postgres
create table shelf_index (words tsvector);`
	taller = `-- +goose Up
alter table shelf add column height bigint not null default 180;
update shelf set title = 'moved' where title is null;`
)

func sets(files ...string) []store.Set {
	fs := fstest.MapFS{}
	for i, text := range files {
		fs[[]string{"migrate/01_shelf.sql", "migrate/02_taller.sql"}[i]] = &fstest.MapFile{Data: []byte(text)}
	}
	return []store.Set{journal.Migrations, realm.Migrations, {Name: "shelf", FS: fs}}
}

// TestOlder reads an archive of an older release with a newer program: the rows come as they were, and the migrations since
// then work on them. The other way round is refused.
func TestOlder(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		ctx := context.Background()
		open := func(sets []store.Set) *store.DB {
			t.Helper()
			db, err := store.Open(ctx, storetest.Address(t, engine), store.Options{Fast: true, Readers: 2})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			if sets != nil {
				if err := db.Migrate(ctx, sets...); err != nil {
					t.Fatal(err)
				}
			}
			return db
		}
		old := open(sets(shelf))
		if err := old.Quiet(ctx, func(tx *store.Tx) error {
			for _, r := range [][]any{
				{"a", "1", "“上层”\n<&>\u2028", int64(math.MaxInt64), []byte{0, 255}, 0.1, `{"a": 1}`},
				{"a", "2", nil, nil, nil, nil, nil},
			} {
				if _, err := tx.Exec(ctx, `insert into shelf (realm, id, title, count, bytes, share, state) values ($1, $2, $3, $4, $5, $6, $7)`, r...); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		m, err := archive.Write(ctx, &b, archive.Source{DB: old, Sets: sets(shelf), Made: time.Now()})
		if err != nil || m.Rows != 2 {
			t.Fatal(m, err)
		}
		written := bytes.Clone(b.Bytes())
		next := open(nil)
		if _, err := archive.Read(ctx, bytes.NewReader(written), archive.Target{DB: next, Sets: sets(shelf, taller)}); err != nil {
			t.Fatal(err)
		}
		type row struct {
			title string
			count int64
			bytes string
			share float64
			high  int64
		}
		rows, err := store.All(ctx, next, func(r store.Row) (v row, err error) {
			var bs []byte
			err = r.Scan(&v.title, &v.count, &bs, &v.share, &v.high)
			v.bytes = string(bs)
			return v, err
		}, `select title, coalesce(count, -1), bytes, coalesce(share, -1), height from shelf order by id`)
		if err != nil || len(rows) != 2 || rows[0] != (row{"“上层”\n<&>\u2028", math.MaxInt64, "\x00\xff", 0.1, 180}) || rows[1] != (row{"moved", -1, "", -1, 180}) {
			t.Errorf("%+v, %v", rows, err)
		}
		b.Reset()
		if _, err := archive.Write(ctx, &b, archive.Source{DB: next, Sets: sets(shelf, taller), Made: time.Now()}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Read(ctx, &b, archive.Target{DB: open(nil), Sets: sets(shelf)}); !errors.Is(err, archive.ErrNewer) {
			t.Errorf("a newer one: %v", err)
		}
		strange := open([]store.Set{{Name: "shelf", FS: sets(shelf)[2].FS}})
		if _, err := archive.Read(ctx, bytes.NewReader(written), archive.Target{DB: strange, Sets: sets(shelf)}); !errors.Is(err, archive.ErrFull) {
			t.Errorf("into somebody else's database: %v", err)
		}
	})
}
