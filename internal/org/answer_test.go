package org_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"linli/internal/journal"
	"linli/internal/org"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestAnswerers(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		w.post(org.Post{Kind: "secretary", Person: w.zhao.ID, From: w.at})
		w.post(org.Post{Kind: "grid_leader", Person: w.li.ID, Area: w.grid.ID, From: w.at, Title: "一格网格长"})
		w.post(org.Post{Kind: "property_manager", Person: w.qian.ID, Place: w.estate.ID, From: w.at})
		w.post(org.Post{Kind: "deputy_building_leader", Person: w.li.ID, Place: w.building.ID, From: w.at})
		w.post(org.Post{Kind: "building_leader", Person: w.wang.ID, Place: w.building.ID, From: w.at, Until: w.at.AddDate(0, 0, 1)})
		w.post(org.Post{Kind: "unit_leader", Person: w.qian.ID, Place: w.unit.ID, From: w.at})
		w.post(org.Post{Kind: "property_manager", Person: w.qian.ID, Place: w.far.ID, From: w.at})
		w.post(org.Post{Kind: org.SystemAdmin, Person: w.wang.ID, From: w.at})
		say := func(p place.Place, on time.Time) string {
			all, err := w.Answerers(ctx, db, "jia", p.ID, on)
			if err != nil {
				t.Error(err)
			}
			var s []string
			for _, a := range all {
				s = append(s, a.Level+":"+a.Title.Zh+":"+a.Name)
			}
			return strings.Join(s, " ")
		}
		for what, c := range map[string]struct {
			p    place.Place
			on   time.Time
			want string
		}{
			"a dwelling": {w.flat, w.at, "unit:单元长:钱四 building:楼栋长:王一 building:副楼栋长:李二 estate:物业经理:钱四 grid:一格网格长:李二 realm:社区党组织书记:赵三"},
			"a day on":   {w.flat, w.at.AddDate(0, 0, 1), "unit:单元长:钱四 building:副楼栋长:李二 estate:物业经理:钱四 grid:一格网格长:李二 realm:社区党组织书记:赵三"},
			"the estate": {w.estate, w.at, "estate:物业经理:钱四 grid:一格网格长:李二 realm:社区党组织书记:赵三"},
			"another":    {w.far, w.at, "estate:物业经理:钱四 realm:社区党组织书记:赵三"},
			"before":     {w.flat, w.at.Add(-time.Millisecond), ""},
			"nowhere":    {place.Place{ID: "none"}, w.at, ""},
		} {
			if got := say(c.p, c.on); got != c.want {
				t.Errorf("%s:\n got %s\nwant %s", what, got, c.want)
			}
		}
		all, err := w.Answerers(ctx, db, "jia", w.flat.ID, w.at)
		if err != nil || all[0].Where != "青石小区 3幢 2单元" || all[4].Where != "第一网格" || all[5].Where != "" || all[0].OrgTitle != "居民委员会" || all[0].Person != w.qian.ID {
			t.Errorf("where: %+v, %v", all, err)
		}
		// The grid gives the estate up: its leader answers no more.
		w.do(func(ctx context.Context, tx *store.Tx) error {
			return w.places.ChangeArea(ctx, tx, journal.Actor{}, "jia", w.grid.ID, nil, []string{w.estate.ID}, w.at.AddDate(0, 0, 2))
		})
		if got := say(w.flat, w.at.AddDate(0, 0, 2)); strings.Contains(got, "网格长") {
			t.Errorf("after the grid gave it up: %s", got)
		}
		holders, err := w.Holders(ctx, db, "jia", []string{"unit_leader", "secretary"}, w.at)
		if len(holders) != 2 || err != nil {
			t.Errorf("holders: %v, %v", holders, err)
		}
		if in, err := w.PostsIn(ctx, db, "jia", w.committee.ID, w.at); len(in) != 8 || err != nil {
			t.Errorf("in the committee: %d, %v", len(in), err)
		}
	})
}
