package personweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"linli/internal/journal"
	"linli/internal/office"
	"linli/internal/person"
	"linli/internal/person/personweb"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func each(t *testing.T, f func(t *testing.T, o *office.Office)) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := office.Open(t, db)
		personweb.New(personweb.Needs{DB: db, Clock: o.Clock, Places: o.Places, Orgs: o.Orgs, People: o.People, Matters: o.Matters}).Routes(o.Site)
		o.Handler = o.Site.Handler()
		f(t, o)
	})
}

const path = "/nanmen/people"

func form(name, phone, dwelling, relation string, more ...string) url.Values {
	f := url.Values{"name": {name}, "phone": {phone}, "dwelling": {dwelling}, "relation": {relation}}
	for i := 0; i < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return f
}

func looks(o *office.Office, subject string) int {
	o.T.Helper()
	n, err := store.One(context.Background(), o.DB, store.Value[int], `select count(*) from look where subject = $1 and what = 'phone'`, subject)
	o.Must(err)
	return n
}

// TestBook books somebody, is warned of one who may be the same, and shows each only to those who answer for them.
func TestBook(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		for by, status := range map[string]int{"": 303, "resident": 403, "leader": 403, "security": 403, "gridder": 200, "worker": 200} {
			o.Get(by, path, status)
			o.Get(by, path+"/new", status)
		}
		o.Post("leader", path, form("甘露", "", o.Flat.ID, "family"), 403)
		o.Get("worker", path+"/new?in="+o.Flat.Code, 200).Has("只登记办事用得着的", "加密保存")
		for says, f := range map[string]url.Values{"姓名": form("", "", o.Flat.ID, "family"), "11 位手机号": form("甘露", "12", o.Flat.ID, "family"), "和房屋的关系": form("甘露", "", o.Flat.ID, ""),
			"没有找到": form("甘露", "", "没有这处", "family"), "请写到房号": form("甘露", "", o.Home.ID, "family")} {
			wrong := o.Post("worker", path, f, 422)
			wrong.Has(says)
			if wrong.Value("name") != f.Get("name") || wrong.Value("phone") != f.Get("phone") {
				t.Errorf("%s: what was typed is lost", says)
			}
		}
		made := o.Post("worker", path, form("甘露", "139 0000 1234", o.Flat.Full, "owner"), 303).To()
		o.Get("worker", made, 200).Has("甘露", "汽运小区 3幢 101室", "已登记，加密保存", "名下的房屋")
		id := made[strings.LastIndex(made, "/")+1:]

		// The phone is opened by pressing for it, and that is noted; the page itself does not hold it.
		o.Get("worker", made, 200).Lacks("13900001234")
		if looks(o, id) != 0 {
			t.Error("a look before any")
		}
		o.Post("resident", made+"/phone", nil, 403)
		open := o.Post("gridder", made+"/phone", nil, 200)
		open.Has("13900001234")
		if looks(o, id) != 1 || open.Header().Get("Cache-Control") != "no-store" {
			t.Error("the look is not noted, or the number stays in the browser")
		}
		o.Get("security", made, 403)

		// The same phone, then the same name at the same door: asked before anybody is booked twice.
		before := o.Entries("person.added")
		ask := o.Post("worker", path, form("甘小露", "13900001234", o.Flat.ID, "family"), 409)
		ask.Has("可能已经登记过", "甘露", "电话相同")
		if n := strings.Count(ask.Text(), o.Flat.Full); n != 1 {
			t.Errorf("the door where somebody lives in what they own is said %d times", n)
		}
		if ask.Value("name") != "甘小露" || looks(o, id) != 2 {
			t.Error("what was typed is lost, or the look is not noted")
		}
		o.Post("worker", path, form("甘露", "", o.Flat.ID, "family"), 409).Has("已登记在这套房屋")
		if o.Entries("person.added") != before {
			t.Fatal("booked before it was settled")
		}
		o.Post("worker", path, form("甘小露", "13900001234", o.Flat.ID, "family", "sure", "yes"), 303)
		if to := o.Post("worker", path, form("甘露", "13900001234", o.Next.Full+" 101室", "owner_away", "known", id), 303).To(); to != made || o.Entries("person.added") != before+1 {
			t.Errorf("a known person is %s", to)
		}
		o.Get("worker", made, 200).Has("甘小露 · 家人", "汽运小区 4幢 101室")

		// The list of a door, of a building; masked to staff who do not answer for it.
		o.Get("worker", path+"?in="+o.Home.Code, 200).Has("甘露", "业主，住在这里", "甘小露", "家人")
		o.Get("worker", path+"?q=甘", 200).Has("甘露", "甘小露")
		o.Get("resident", path+"?in="+o.Home.Code, 403)
	})
}

// TestOwnGrid has a grid leader book in their own grid and nowhere else.
func TestOwnGrid(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			return o.Places.ChangeArea(ctx, tx, journal.Actor{}, office.Realm, o.Grid.ID, []string{o.Home.ID}, []string{o.Estate.ID}, o.Clock.Now())
		})
		o.Clock.Advance(1e9)
		o.Identify("gridder")
		other, err := o.Places.ByName(context.Background(), o.DB, office.Realm, "汽运小区 4幢 101室")
		o.Must(err)
		mine := o.Post("gridder", path, form("甘露", "", o.Flat.ID, "tenant"), 303).To()
		o.Post("gridder", path, form("范小满", "", other.ID, "tenant"), 403)
		there := o.Post("worker", path, form("范小满", "", other.ID, "tenant"), 303).To()
		o.Get("gridder", mine, 200)
		o.Get("gridder", there, 404)
		o.Post("gridder", there+"/phone", nil, 404)
		page := o.Get("gridder", path+"?in="+o.Next.Code, 200)
		page.Has("范**")
		page.Lacks("范小满")
		o.Get("gridder", path+"?in="+o.Home.Code, 200).Has("甘露")
		// Who owns a flat in the grid and lives elsewhere is known; who lives with them, and whether they moved out, is not theirs.
		owner := o.Post("worker", path, form("欧阳松", "", other.ID, "family"), 303).To()
		o.Post("worker", path, form("", "", o.Flat.ID, "owner_away", "known", owner[strings.LastIndex(owner, "/")+1:]), 303)
		o.Get("worker", owner, 200).Has("欧阳松", "范小满", "搬走了")
		page = o.Get("gridder", owner, 200)
		page.Has("欧阳松", "名下的房屋")
		page.Lacks("范小满", "搬走了")
		o.Get("gridder", owner+"/out", 403)
		o.Post("gridder", owner+"/out", url.Values{"at": {"2026-03-02"}}, 403)
		o.Post("gridder", mine+"/out", url.Values{"at": {"2026-03-02"}}, 303)
		// A person elsewhere cannot be taken by their id.
		o.Post("gridder", path, form("", "", o.Flat.ID, "tenant", "known", there[strings.LastIndex(there, "/")+1:]), 404)
		o.Post("gridder", path, form("", "", o.Flat.ID, "tenant", "known", there[strings.LastIndex(there, "/")+1:], "sure", "yes"), 404)
	})
}

// TestMany finds more people by a word than a page lists, and says so.
func TestMany(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			for range 201 {
				if _, err := o.People.Add(ctx, tx, journal.Actor{}, person.Person{Realm: office.Realm, Name: "甘露"}, person.Contact{}); err != nil {
					return err
				}
			}
			return nil
		})
		o.Get("worker", path+"?q=甘露", 200).Has("只列出前 200 位")
		o.Get("worker", path+"?q=没有这个人", 200).Lacks("只列出前")
	})
}

func TestChangeAndOut(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		made := o.Post("worker", path, form("甘露", "", o.Flat.ID, "owner"), 303).To()
		o.Post("resident", made+"/change", url.Values{"name": {"x"}}, 403)
		wrong := o.Post("worker", made+"/change", url.Values{"name": {"甘霖"}, "phone": {"1"}}, 422)
		if wrong.Value("name") != "甘霖" || wrong.Value("phone") != "1" {
			t.Error("what was typed is lost")
		}
		o.Post("worker", made+"/change", url.Values{"name": {"甘霖"}, "phone": {"13900001234"}}, 303)
		o.Get("worker", made, 200).Has("甘霖", "加密保存", "汽运小区 3幢 101室")

		o.Get("worker", made+"/out", 200).Has("甘霖搬走了？")
		o.Post("worker", made+"/out", url.Values{"at": {"2026-03-03"}}, 422).Has("还没到这一天")
		o.Post("worker", made+"/out", url.Values{"at": {"x"}}, 422)
		o.Clock.Set(o.Clock.Now().AddDate(0, 0, 2))
		o.Post("worker", made+"/out", url.Values{"at": {"2026-03-03"}}, 303)
		o.Get("worker", made, 200).Has("已搬走", "名下的房屋")
		o.Post("worker", made+"/out", url.Values{"at": {"2026-03-04"}}, 409)

		o.Get("worker", made+"/disown?dwelling="+o.Flat.ID, 200).Has("不再是汽运小区 3幢 101室的业主")
		o.Post("worker", made+"/disown", url.Values{"dwelling": {o.Flat.ID}, "at": {"2020-01-01"}}, 422).Has("那天不是")
		o.Post("worker", made+"/disown", url.Values{"dwelling": {o.Flat.ID}, "at": {"2026-03-04"}}, 303)
		o.Get("worker", made, 200).Lacks("名下的房屋")
		o.Get("worker", path+"?in="+o.Flat.Code, 200).Has("没有登记的人")
		if o.Entries("person.moved_out") != 1 || o.Entries("household.left") != 1 || o.Entries("dwelling.disowned") != 1 {
			t.Error("not on the record")
		}
	})
}

// TestFile previews many people, tells of every wrong line, and books all or nobody.
func TestFile(t *testing.T) {
	each(t, func(t *testing.T, o *office.Office) {
		file := path + "/file"
		o.Get("resident", file, 403)
		o.Post("leader", file, url.Values{"rows": {"x"}}, 403)
		o.Post("worker", path, form("甘露", "13900001234", o.Flat.ID, "owner"), 303)
		before := o.Entries("person.added")
		const head = "房屋,姓名,关系,电话\n"
		wrong := o.Post("worker", file, url.Values{"rows": {head + "汽运小区 3幢 102室,范小满,租住,\n没有这处,乙,家人,\n汽运小区 3幢 102室,范小满,家人,\n汽运小区 3幢 102室,,家人,\n汽运小区 3幢 102室,丁,家人,12\n"}}, 422)
		wrong.Has("第 3 行：没有找到房屋“没有这处”", "第 4 行：和第 2 行是同一套房屋的同一个人", "第 5 行：请填写姓名", "第 6 行：请填写 11 位手机号")
		o.Post("worker", file, url.Values{"rows": {head + "汽运小区 3幢 102室,乙,家人,12\n没有这处,丙,朋友,\n"}}, 422).Has("第 2 行：请填写 11 位手机号", "第 3 行：关系写", "第 3 行：没有找到房屋")
		wrong = o.Post("worker", file, url.Values{"rows": {head + "汽运小区 3幢 102室,范小满,租住,\n汽运小区 3幢 102室,,家人,\n汽运小区 3幢 102室,丁,家人,12\n"}, "sure": {"yes"}}, 422)
		wrong.Has("第 3 行：请填写姓名", "第 4 行：请填写 11 位手机号")
		if area := office.Text(wrong.One("textarea", "name", "rows")); !strings.Contains(area, "范小满") {
			t.Error("what was pasted is lost")
		}
		for says, rows := range map[string]string{"文件是空的": "", "不认识的列": "房屋,名字\n", "表头要有": "房屋,姓名\nx,y\n", "第 2 行：关系写": head + "汽运小区 3幢 102室,乙,朋友,\n", "没有要登记的人": head, "引号没有成对": head + "\"x\n"} {
			o.Post("worker", file, url.Values{"rows": {rows}}, 422).Has(says)
		}
		if o.Entries("person.added") != before {
			t.Fatal("half of a wrong file is booked")
		}
		rows := head + "汽运小区 3幢 101室,甘露,业主,\n汽运小区 3幢 102室,范小满,租住,13900001234\n" + strings.ToLower(o.Flat.Code) + ",甘霖,家人,\n"
		plan := o.Send("worker", file, "file", rows, 200)
		plan.Has("一共 3 行，会登记 2 人", "已经登记在这里，跳过", "这个电话已经有人登记")
		if o.Entries("person.added") != before {
			t.Fatal("a preview books")
		}
		o.Post("worker", file, url.Values{"rows": {rows}, "sure": {"yes"}}, 303)
		if o.Entries("person.added") != before+2 {
			t.Errorf("%d were booked", o.Entries("person.added")-before)
		}
		all, err := o.People.In(context.Background(), o.DB, office.Realm, o.Home.ID, o.Clock.Now(), 10)
		o.Must(err)
		if len(all) != 3 || all[0].Household != all[1].Household || all[2].Relation != person.Tenant {
			t.Errorf("%+v", all)
		}
	})
}
