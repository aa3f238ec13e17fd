package org_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestRecount changes posts behind the record's back, one thing at a time.
func TestRecount(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		own := w.post(org.Post{Kind: "grid_leader", Person: w.wang.ID, Area: w.grid.ID, From: w.at, Duties: "巡查"})
		w.post(org.Post{Kind: "grid_leader", Person: w.li.ID, Area: w.grid.ID, For: own.ID, From: w.at.AddDate(0, 0, 9), Until: w.at.AddDate(0, 0, 14)})
		w.post(org.Post{Kind: "building_leader", Person: w.li.ID, Place: w.building.ID, From: w.at})
		if err := w.end(own.ID, w.at.AddDate(0, 0, 7)); err != nil {
			t.Fatal(err)
		}
		undo := errors.New("undo")
		tampered := func(texts ...string) (why string) {
			t.Helper()
			err := db.Quiet(ctx, func(tx *store.Tx) error {
				for _, text := range texts {
					if n, err := tx.Exec(ctx, text); err != nil || n == 0 {
						t.Fatalf("%s changed %d rows, %v", text, n, err)
					}
				}
				c := w.Recount("jia")
				if rep, err := w.j.Verify(ctx, tx, "jia", c.Visit); err != nil || rep.Broken != 0 {
					t.Errorf("the chain: %+v, %v", rep, err)
				}
				var err error
				if why, err = c.Compare(ctx, tx); err != nil {
					return err
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Error(err)
			}
			return why
		}
		if why := tampered(); why != "" {
			t.Errorf("nothing was changed: %s", why)
		}
		for text, what := range map[string]string{
			`update post set until = 0 where duties = '巡查'`:                                                                "no end",
			`update post set since = since - 1000 where kind = 'building_leader'`:                                          "is held",
			`update post set kind = 'secretary' where kind = 'building_leader'`:                                            "not that of the record",
			`update post set place = '' where kind = 'building_leader'`:                                                    "not that of the record",
			`update post set person = (select min(id) from person where id <> post.person) where kind = 'building_leader'`: "not that of the record",
			`update post set id = 'forged' where kind = 'building_leader'`:                                                 "forged is not in the record",
			`update org set title = 'x' where kind = 'estate_branch'`:                                                      "not that of the record",
			`update org set until = 1000 where kind = 'estate_branch'`:                                                     "is closed 1970",
			`delete from org where kind = 'estate_branch'`:                                                                 "has no row",
			`delete from post where kind = 'building_leader'`:                                                              "has no row",
		} {
			if why := tampered(text); !strings.Contains(why, what) {
				t.Errorf("%s: it says %q", text, why)
			}
		}
		if why := tampered(`update journal set salt = null, payload = null where kind = 'post.ended' and subject = '` + own.ID + `'`); why != "" {
			t.Errorf("an entry erased by law is taken for a fault: %s", why)
		}
	})
}
