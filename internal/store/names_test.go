package store_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"linli/internal/search"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// things are rows that are called something, with an index over it as the domains have it.
var things = store.Set{Name: "thing", FS: fstest.MapFS{"migrate/01_thing.sql": {Data: []byte(`-- +goose Up
create table thing (realm text not null, id text not null, title text not null, primary key (realm, id));
-- only: sqlite
create table thing_shelf (realm text not null, id text not null, number bigint not null, primary key (realm, id));
-- only: sqlite
create index thing_shelf_number on thing_shelf (number);
-- only: sqlite
create virtual table thing_text using fts5(terms, realm, content = '', contentless_delete = 1, tokenize = 'ascii');
-- only: postgres
create table thing_text (realm text not null, id text not null, number bigint generated always as identity, terms tsvector not null, primary key (realm, id));
-- only: postgres
create index thing_text_terms on thing_text using gin (terms);
`)}}}

const thing store.Names = "thing"

func TestNames(t *testing.T) {
	storetest.Each(t, []store.Set{things}, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		write := func(f func(tx *store.Tx) error) {
			t.Helper()
			if err := db.Quiet(ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		add := func(realm, id, title string, indexed bool) {
			t.Helper()
			write(func(tx *store.Tx) error {
				if _, err := tx.Exec(ctx, `insert into thing (realm, id, title) values ($1, $2, $3)`, realm, id, title); err != nil || !indexed {
					return err
				}
				return thing.Put(ctx, tx, realm, id, title)
			})
		}
		find := func(realm, words string, limit int) (all []string) {
			t.Helper()
			for after := int64(0); ; {
				ids, next, err := thing.Find(ctx, db, realm, search.Ask(words), after, limit)
				if err != nil || len(ids) > limit {
					t.Fatal(ids, err)
				}
				all = append(all, ids...)
				if next == 0 {
					return all
				}
				after = next
			}
		}
		add("a-1", "estate", "汽运小区", true)
		add("a-1", "block", "汽运小区 3幢", true)
		add("a-1", "flat", "汽运小区 3幢 201室", true)
		add("a-1", "other", "汽运小区 13幢 3单元", true)
		add("a", "elsewhere", "汽运小区 3幢", true)
		for words, want := range map[string][]string{"汽运": {"estate", "block", "flat", "other"}, "运小区": {"estate", "block", "flat", "other"}, "汽": {"estate", "block", "flat", "other"},
			"3幢": {"block", "flat"}, "汽运小区3幢": {"block", "flat"}, "3": {"block", "flat", "other"}, "201": {"flat"}, "20": nil, "201室": {"flat"}, "汽运 元": {"other"}, "，": nil, "运汽": nil} {
			for _, limit := range []int{1, 2, 50} {
				if got := find("a-1", words, limit); !slices.Equal(got, want) {
					t.Errorf("%s by %d finds %v, want %v", words, limit, got, want)
				}
			}
		}
		if got := find("a", "汽运", 9); !slices.Equal(got, []string{"elsewhere"}) {
			t.Errorf("the other realm finds %v", got)
		}
		write(func(tx *store.Tx) error { return thing.Put(ctx, tx, "a-1", "estate", "海悦苑") })
		if got := find("a-1", "海悦", 9); !slices.Equal(got, []string{"estate"}) || slices.Contains(find("a-1", "汽运", 9), "estate") {
			t.Errorf("called otherwise, it is found as %v", got)
		}

		for i := range 450 { // from before there was an index
			add("a", fmt.Sprintf("old%03d", i), fmt.Sprintf("老楼%d", i), false)
		}
		for range 2 {
			if err := thing.CatchUp(ctx, db, `select t.realm, t.id, t.title from thing t where not exists (select 1 from ~ x where x.realm = t.realm and x.id = t.id) order by t.id`); err != nil {
				t.Fatal(err)
			}
		}
		if got := find("a", "老楼", 100); len(got) != 450 || got[0] != "old000" || got[449] != "old449" {
			t.Errorf("%d of 450 are found", len(got))
		}

		r := &store.Explained{DB: db}
		if _, _, err := thing.Find(ctx, r, "a", search.Ask("老楼"), 7, 10); err != nil {
			t.Fatal(err)
		}
		plan := strings.Join(r.Plans, "\n")
		want, never := "VIRTUAL TABLE INDEX", regexp.MustCompile(`SCAN s\b|USE TEMP B-TREE`)
		if db.Dialect() == store.Postgres {
			want, never = "Index Scan", regexp.MustCompile(`Seq Scan`)
		}
		if !strings.Contains(plan, want) || never.MatchString(plan) {
			t.Errorf("it is found by\n%s", plan)
		}
	})
}
