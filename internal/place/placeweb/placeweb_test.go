package placeweb_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/org"
	"linli/internal/place/placeweb"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func open(t *testing.T, db *store.DB) *office.Office {
	t.Helper()
	o := office.Open(t, db)
	placeweb.New(placeweb.Needs{DB: db, Clock: o.Clock, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters}).Routes(o.Site)
	o.Handler = o.Site.Handler()
	return o
}

// each runs a test of pages on both databases.
func each(t *testing.T, f func(t *testing.T, o *office.Office)) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) { f(t, open(t, db)) })
}

func TestTree(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Get("", "/nanmen/places", 200).Has("汽运小区", "2 幢楼")
		o.Get("", "/pingchuan/places", 200).Has("这里还没有登记地点")
		o.Get("", "/nanmen/places?q=4幢", 200).Has("汽运小区 4幢 102室")
		o.Get("", "/nanmen/places?q=none", 200).Has("没有找到")
		if n := len(o.Get("resident", "/nanmen/places", 200).All("a", "href", "/nanmen/places/new")); n != 0 {
			t.Error("a resident is offered to book places")
		}
		o.Get("worker", "/nanmen/places", 200).One("a", "href", "/nanmen/places/new")
		o.Get("", "/nanmen/places/"+strings.ToLower(o.Estate.Code), 200).Has("3幢", "2 套房屋", "楼栋", "汽运网格")
		o.Get("", "/nanmen/places/ZZZZZZ", 404)
	})
}

func TestPlace(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		path := "/nanmen/places/" + o.Home.Code
		o.Raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: "楼道灯不亮", Place: o.Flat.ID})
		o.Raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: "隔壁的事", Place: o.Next.ID})
		page := o.Get("", path, 200)
		page.Has("楼道灯不亮", "汽运网格", "楼栋长", "历任")
		page.Lacks("隔壁的事", "欧阳leader", "改名称")
		page.One("a", "href", "/nanmen/raise?place="+o.Home.Code)
		o.Get("neighbour", path, 200).Has("欧阳leader")

		// Who answered on another day.
		successor := o.IDs["neighbour"].Person
		day := o.Clock.Now().AddDate(0, 0, -10)
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			held, err := o.Orgs.Holders(ctx, tx, office.Realm, []string{"building_leader"}, o.Clock.Now())
			if err != nil {
				return err
			}
			if err := o.Orgs.EndPost(ctx, tx, journal.Actor{}, office.Realm, held[0].ID, day); err != nil {
				return err
			}
			_, err = o.Orgs.AddPost(ctx, tx, journal.Actor{}, org.Post{Realm: office.Realm, Org: o.Committee.ID, Kind: "building_leader", Person: successor, Place: o.Home.ID, From: day})
			return err
		})
		first := func(at string) string {
			return office.Text(o.Get("worker", path+at, 200).All("div", "class", "contact")[0])
		}
		for at, want := range map[string]string{"": "欧阳neighbour", "?on=2026-02-20": "欧阳neighbour", "?on=2026-02-19": "欧阳leader", "?on=2026-03-02": "欧阳neighbour"} {
			if got := first(at); !strings.Contains(got, want) {
				t.Errorf("%s: %s, want %s", at, got, want)
			}
		}
		o.Get("", path+"?on=2020-01-01", 200).Has("还没有登记负责的人")
		wrong := o.Get("", path+"?on=gestern", 422)
		wrong.Has("请填写一个日子")
		if v, _ := office.Attr(wrong.One("input", "name", "on"), "value"); v != "gestern" {
			t.Errorf("what was typed is lost: %q", v)
		}
		terms := office.Text(o.Get("worker", path, 200).One("div", "id", "terms"))
		if !strings.Contains(terms, "欧阳leader") || !strings.Contains(terms, "2026-02-20") {
			t.Errorf("history: %s", terms)
		}
	})
}

func TestAnswers(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		if len(o.Get("", "/nanmen/answers", 200).All("div", "class", "contact")) != 0 {
			t.Error("somebody answers for nowhere")
		}
		there := o.Get("resident", "/nanmen/answers?place="+url.QueryEscape("汽运小区 3幢"), 200)
		cards := there.All("div", "class", "contact")
		if len(cards) < 3 || !strings.Contains(office.Text(cards[0]), "欧阳leader 楼栋长") { // the nearest first
			t.Fatalf("%d people answer: %s", len(cards), there.Text())
		}
		masked := office.Text(o.Get("", "/nanmen/p/"+o.Home.Code, 200).All("div", "class", "contact")[0])
		if strings.Contains(masked, "leader") {
			t.Errorf("a stranger reads %q", masked)
		}
		o.Get("", "/nanmen/answers?place=nowhere", 422)
		o.Get("", "/nanmen/answers?place="+o.Home.Code+"&on=x", 422).Has("请填写一个日子")
		o.Get("", "/nanmen/answers?place="+o.Home.Code+"&on=2020-01-01", 200).Has("2020-01-01 这一天", "还没有登记负责的人")
		o.Get("", "/nanmen/p/"+strings.ToLower(o.Home.Code), 200).One("a", "href", "/nanmen/raise?place="+o.Home.Code)
		o.Get("", "/nanmen/p/ZZZZZZ", 404)
	})
}

func TestBook(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		for by, status := range map[string]int{"": 303, "resident": 403, "leader": 403, "gridder": 403, "worker": 200, "secretary": 200} {
			o.Get(by, "/nanmen/places/new", status)
		}
		o.Get("gridder", "/nanmen/places/new?in="+o.Home.Code, 200).Has("单元")
		form := func(in, kind, title string) url.Values {
			return url.Values{"in": {in}, "kind": {kind}, "title": {title}}
		}
		o.Post("resident", "/nanmen/places", form("", "estate", "新苑"), 403)
		o.Post("gridder", "/nanmen/places", form("", "estate", "新苑"), 403)
		done := o.Post("gridder", "/nanmen/places", form(o.Home.Code, "unit", "1单元"), 303)
		o.Get("", done.To(), 200).Has("汽运小区 3幢 1单元")
		wrong := o.Post("worker", "/nanmen/places", form(o.Estate.Code, "building", "3幢"), 422)
		wrong.Has("已经有“3幢”了")
		if v, _ := office.Attr(wrong.One("input", "name", "title"), "value"); v != "3幢" {
			t.Error("what was typed is lost")
		}
		o.Post("worker", "/nanmen/places", form("ZZZZZZ", "building", "3幢"), 404)

		name := func(s string) url.Values { return url.Values{"title": {s}} }
		o.Post("leader", "/nanmen/places/"+o.Home.Code+"/name", name("x"), 403)
		o.Post("worker", "/nanmen/places/"+o.Home.Code+"/name", name("4幢"), 422).Has("已经有“4幢”了")
		o.Post("worker", "/nanmen/places/"+o.Home.Code+"/name", name("三号楼"), 303)
		o.Get("", "/nanmen/places/"+o.Flat.Code, 200).Has("三号楼")
		if n := o.Entries("place.renamed"); n != 1 {
			t.Errorf("%d entries", n)
		}
	})
}

func TestBookMany(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		count := func() int {
			n, err := store.One(context.Background(), o.DB, store.Value[int], `select count(*) from place where realm = $1`, office.Realm)
			o.Must(err)
			return n
		}
		before := count()
		series := url.Values{"in": {o.Estate.Code}, "first": {"5"}, "last": {"6"}, "style": {"幢"}, "units": {"2"}, "floors": {"3"}, "doors": {"2"}, "suffix": {"室"}}
		o.Post("resident", "/nanmen/places/series", series, 403)
		preview := o.Post("worker", "/nanmen/places/series", series, 200)
		preview.Has("一共 30 处", "2 幢楼、4 个单元、24 套房屋", "还没有登记", "5幢 1单元 101室")
		if count() != before {
			t.Fatal("the preview booked something")
		}
		series.Set("sure", "yes")
		o.Post("worker", "/nanmen/places/series", series, 303)
		if n := count() - before; n != 30 {
			t.Errorf("%d booked", n)
		}
		again := o.Post("worker", "/nanmen/places/series", series, 422)
		again.Has("已经有")
		series.Set("first", "abc")
		if v := o.Post("worker", "/nanmen/places/series", series, 422).All("div", "class", "field wrong"); len(v) == 0 {
			t.Error("a word for a number is not told of")
		}

		o.Send("gridder", "/nanmen/places/file", "file", "小区\n新苑", 403)
		before = count()
		o.Send("worker", "/nanmen/places/file", "file", "小区,楼栋\n新苑,1幢\n汽运小区,3幢\n新苑,1幢", 422).Has("第 3 行：已经有", "第 4 行：和第 2 行相同")
		seen := o.Send("worker", "/nanmen/places/file", "file", "小区,楼栋\n新苑,1幢\n", 200)
		seen.Has("一共 2 处")
		if count() != before {
			t.Error("half booked")
		}
		kept, _ := office.Attr(seen.One("input", "name", "rows"), "value")
		o.Post("worker", "/nanmen/places/file", url.Values{"rows": {kept}, "sure": {"yes"}}, 303)
		if n := count() - before; n != 2 {
			t.Errorf("%d booked", n)
		}
		var many strings.Builder
		many.WriteString("小区\n")
		for range 50 {
			fmt.Fprintln(&many, strings.Repeat("长", 61))
		}
		o.Send("worker", "/nanmen/places/file", "file", many.String(), 422).Has("还有 20 处")
	})
}
