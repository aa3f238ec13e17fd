package matterweb_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func hardIssue(o *office.Office) matter.Draft {
	return matter.Draft{Kind: "nanmen/hard_issue", Title: "楼道灯不亮", Body: "住我隔壁的人说上周就坏了", Place: o.Home.ID}
}

func looks(o *office.Office) int {
	o.T.Helper()
	n, err := store.One(context.Background(), o.DB, store.Value[int], `select count(*) from look where realm = 'nanmen'`)
	o.Must(err)
	return n
}

func TestWhatIsPublic(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", hardIssue(o))
		o.Move("worker", 1, matter.Act{Move: "accept"})
		o.Move("worker", 1, matter.Act{Move: "comment", Note: "下午去看"})
		const page = "/nanmen/matters/1"

		public := o.Get("", page, 200).Text()
		office.Has(t, public, "楼道灯不亮", "汽运小区 3幢", "受理", "社区工作者", "这里只显示公开的部分")
		for _, secret := range []string{"欧阳", "住我隔壁", "下午去看"} {
			if strings.Contains(public, secret) {
				t.Errorf("everybody reads %q", secret)
			}
		}
		own := o.Get("resident", page, 200).Text()
		office.Has(t, own, "欧阳resident", "住我隔壁", "下午去看", "欧阳******") // who handles it is masked for residents
		if strings.Contains(own, "欧阳worker") {
			t.Error("a resident reads a worker's whole name")
		}
		office.Has(t, o.Get("worker", page, 200).Text(), "欧阳resident", "欧阳worker")
	})
}

func TestPersonalIsOpenedAndNoted(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		form := sentWish("k")
		form.Set("phone", "13800000000")
		code := strings.TrimPrefix(o.Post("", wishForm, form, 303).Header().Get("Location"), "/nanmen/raised/")
		const page = "/nanmen/matters/1"
		shut := o.Get("worker", page, 200)
		shut.One("form", "action", page+"/personal")
		if strings.Contains(shut.Text(), "13800000000") || looks(o) != 0 {
			t.Fatal("the phone number is open before anybody asks")
		}
		open := o.Post("worker", page+"/personal", url.Values{}, 200)
		open.One("a", "href", "tel:13800000000")
		if open.Header().Get("Cache-Control") != "no-store" || looks(o) != 1 {
			t.Errorf("opened with %q and %d looks", open.Header().Get("Cache-Control"), looks(o))
		}
		o.Post("neighbour", page+"/personal", url.Values{}, 403)
		o.Post("", page+"/personal", url.Values{}, 404)
		if looks(o) != 1 {
			t.Error("a look that did not happen is noted")
		}
		if o.Get("", "/nanmen/track/"+code, 200).All("form", "action", page+"/personal") != nil {
			t.Error("a code opens what only posts may")
		}
	})
}

func TestWhatIsSealedIsForTheRaiserAndThosePosts(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", matter.Draft{Kind: "nanmen/subsistence", Title: "申请低保", Fields: map[string]any{"people": 2, "family": "丈夫去年病了"}})
		const page = "/nanmen/matters/1"
		o.Get("neighbour", page, 404)
		office.Has(t, o.Get("resident", page, 200).Text(), "丈夫去年病了")
		if strings.Contains(o.Get("worker", page, 200).Text(), "丈夫去年病了") {
			t.Error("what is sealed is open before anybody asks")
		}
		office.Has(t, o.Post("worker", page+"/personal", url.Values{}, 200).Text(), "丈夫去年病了")
	})
}

func TestSteps(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", office.Wish("想要台灯"))
		steps := func() string {
			var all []string
			for n := range o.Get("resident", "/nanmen/matters/1", 200).One("ol", "class", "steps").ChildNodes() {
				class, _ := office.Attr(n, "class")
				all = append(all, strings.TrimSpace(class)+":"+strings.Fields(strings.TrimLeft(office.Text(n), "已完成： 0123456789"))[0])
			}
			return strings.Join(all, " ")
		}
		check := func(want string) {
			t.Helper()
			if got := steps(); got != want {
				t.Errorf("steps %s\nwant  %s", got, want)
			}
		}
		check("here:群众点单 :社区下单 :党员接单 :待评单 :群众评单")
		o.Move("worker", 1, matter.Act{Move: "place"})
		o.Move("member", 1, matter.Act{Move: "accept"})
		check("passed:群众点单 passed:社区下单 here:党员接单 :待评单 :群众评单")
		o.Move("member", 1, matter.Act{Move: "give_up", Note: "临时出差"})
		check("passed:群众点单 here:社区下单 :党员接单 :待评单 :群众评单")
		o.Move("resident", 1, matter.Act{Move: "withdraw"})
		check("passed:群众点单 passed:社区下单 here:撤回")
	})
}

func TestMine(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		if to := o.Get("", "/nanmen/mine", 303).Header().Get("Location"); !strings.HasPrefix(to, "/signin?") {
			t.Errorf("a visitor is sent to %s", to)
		}
		office.Has(t, o.Get("resident", "/nanmen/mine", 200).Text(), "这里还没有事")
		for i := range 23 {
			o.Raise("resident", office.Wish(fmt.Sprintf("心愿%02d", i+1)))
		}
		o.Raise("neighbour", office.Wish("别人的"))
		o.Move("resident", 23, matter.Act{Move: "withdraw"})
		first := o.Get("resident", "/nanmen/mine", 200)
		if n := len(first.All("a", "class", "item")); n != 20 {
			t.Errorf("%d on the first page", n)
		}
		next, _ := office.Attr(first.One("a", "rel", "next"), "href")
		if n := len(o.Get("resident", next, 200).All("a", "class", "item")); n != 3 {
			t.Errorf("%d on the second page", n)
		}
		closed := o.Get("resident", "/nanmen/mine?state=closed", 200)
		if n := len(closed.All("a", "class", "item")); n != 1 {
			t.Errorf("%d closed", n)
		}
		office.Has(t, closed.Text(), "心愿23", "已撤回")
		if strings.Contains(first.Text(), "别人的") {
			t.Error("somebody else's matter is among mine")
		}
	})
}

func TestInEnglish(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", hardIssue(o))
		for _, path := range []string{"/nanmen/raise", wishForm, "/nanmen/track", "/nanmen/matters/1", "/nanmen/mine", "/nanmen/matters/1/moves/withdraw"} {
			page := o.Get("resident", path+"?lang=en", 200)
			for _, n := range page.All("h1", "", "") {
				if s := office.Text(n); s != "楼道灯不亮" && strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r < 0xa000 }) {
					t.Errorf("%s is headed %q", path, s)
				}
			}
			for _, element := range []string{"label", "legend", "dt", "button"} {
				for _, n := range page.All(element, "", "") {
					if s := office.Text(n); strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r < 0xa000 }) && s != "中文" {
						t.Errorf("%s: <%s> says %q in English", path, element, s)
					}
				}
			}
		}
	})
}
