package place_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestSeries(t *testing.T) {
	all, err := place.Series{First: 1, Last: 12, Style: "幢", Units: 2, Floors: 18, Doors: 2, Suffix: "室"}.Wanted()
	if err != nil || len(all) != 12*2*36 {
		t.Fatalf("%d places, %v", len(all), err)
	}
	last := all[len(all)-1]
	if got := fmt.Sprint(last.Way); got != "[{building 12幢} {unit 2单元} {dwelling 1802室}]" || last.Line != len(all) {
		t.Errorf("the last is %s at line %d", got, last.Line)
	}
	for want, s := range map[int]place.Series{
		3: {First: 4, Last: 6, Style: "号楼"},
		6: {First: 4, Last: 6, Style: "号楼", Units: 2},
		8: {First: 1, Last: 1, Style: "排", Floors: 4, Doors: 2},
	} {
		if all, err := s.Wanted(); err != nil || len(all) != want {
			t.Errorf("%+v: %d places, want %d, %v", s, len(all), want, err)
		}
	}
	for field, s := range map[string]place.Series{
		"first": {First: 0, Last: 2, Style: "幢"},
		"last":  {First: 3, Last: 2, Style: "幢"},
		"style": {First: 1, Last: 2, Style: " "},
		"units": {First: 1, Last: 2, Style: "幢", Units: 21},
		"doors": {First: 1, Last: 2, Style: "幢", Floors: 3},
	} {
		if _, err := s.Wanted(); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := (place.Series{First: 1, Last: 9999, Style: "幢", Units: 20, Floors: 99, Doors: 40}).Wanted(); !fault.Is(err, fault.Invalid) {
		t.Errorf("more than can be booked: %v", err)
	}
}

func TestAddMany(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		book := func(text string) (pl place.Plan, err error) {
			rows, err := place.ReadCSV(text)
			if err != nil {
				return pl, err
			}
			return pl, w.try(func(ctx context.Context, tx *store.Tx) error {
				pl, err = w.AddMany(ctx, tx, journal.Actor{}, "jia", "", rows)
				return err
			})
		}
		before, _ := w.j.Position(ctx, db, "jia")
		pl, err := book("\ufeff小区,楼栋,单元,房屋\n青石小区,3幢,2单元,302室\n\n青石小区,4幢,,101室\n新苑,,,\n")
		if err != nil {
			t.Fatal(err)
		}
		if len(pl.New) != 4 || pl.Count(place.Dwelling) != 2 || pl.Count(place.Building) != 1 || pl.Count(place.Estate) != 1 {
			t.Errorf("booked %+v", pl.New)
		}
		found, err := w.Search(ctx, db, "jia", "青石小区 4幢 101室", 5)
		if err != nil || len(found) != 1 || found[0].Code == "" || len(found[0].IDs()) != 3 {
			t.Errorf("the new dwelling: %+v, %v", found, err)
		}
		if after, _ := w.j.Position(ctx, db, "jia"); after != before+4 {
			t.Errorf("%d entries, want 4", after-before)
		}
		for text, want := range map[string]string{
			"": "空", "小区,什么\n甲,乙": "第 1 行：不认识的列", "小区,楼栋\n甲,1幢,多": "第 2 行：比表头多一列", "小区\n\"甲": "引号", "小区\n\xff": "UTF-8", "小区\n": "没有要登记",
			"小区,楼栋,单元,房屋\n新苑,1幢,,101\n青石小区,3幢,2单元,301室\n": "第 3 行：已经有",
			"小区,楼栋,房屋\n新苑,1幢,101\n新苑,1幢,102\n新苑,1幢,101":   "第 4 行：和第 2 行相同",
			"小区,单元\n新苑,1单元": "第 2 行：单元不能放在小区里",
			"房屋\n101":       "第 2 行：房屋要放在别的地点里",
			"小区,场所\n青石小区,议事厅\n青石小区," + strings.Repeat("长", 61): "第 3 行：场所的名称",
			"小区,公共区域\n青石小区,议事厅":                                "已经登记为场所",
		} {
			places, _ := w.Children(ctx, db, "jia", "")
			_, err := book(text)
			if !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != "rows" || !strings.Contains(fmt.Sprint(fault.As(err).Fields), want) {
				t.Errorf("%q: %v, want %s", text, err, want)
			}
			if now, _ := w.Children(ctx, db, "jia", ""); len(now) != len(places) {
				t.Errorf("%q was half booked", text)
			}
		}
		many := "小区,楼栋\n"
		for i := range place.MaxMany + 1 {
			many += fmt.Sprintf("大苑,%d幢\n", i)
		}
		if _, err := book(many); !fault.Is(err, fault.Invalid) {
			t.Errorf("too many: %v", err)
		}
	})
}

func TestRename(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		w := build(t, db)
		other := w.add(place.Place{Kind: place.Building, Parent: w.estate.ID, Title: "30幢"})
		rename := func(id, title string) error {
			return w.try(func(ctx context.Context, tx *store.Tx) error {
				_, err := w.Rename(ctx, tx, journal.Actor{}, "jia", id, title)
				return err
			})
		}
		if err := rename(w.building.ID, " 三号 楼 "); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{w.building.ID: "青石小区 三号 楼", w.flat.ID: "青石小区 三号 楼 2单元 301室", other.ID: "青石小区 30幢", w.venue.ID: "青石小区 议事厅"} {
			if got, _ := w.Name(ctx, db, "jia", id); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		if got, _ := w.Get(ctx, db, "jia", w.building.ID); got.Code != w.building.Code || got.Title != "三号 楼" {
			t.Errorf("renamed: %+v", got)
		}
		for _, title := range []string{"", "30幢"} {
			if err := rename(w.building.ID, title); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", title, err)
			}
		}
		if err := rename("none", "x"); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		if e, _ := w.j.About(ctx, db, "jia", w.building.ID); len(e) != 2 || e[1].Kind != "place.renamed" {
			t.Errorf("journal: %+v", e)
		}
	})
}
