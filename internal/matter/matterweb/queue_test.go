package matterweb_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linli/internal/journal"
	"linli/internal/matter"
	"linli/internal/matter/matterweb"
	"linli/internal/office"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// atWork is an office whose pages are those about matters.
func atWork(t testing.TB, db *store.DB) (*office.Office, *matterweb.Hub) {
	t.Helper()
	o := office.Open(t, db)
	hub := matterweb.NewHub()
	o.Matters.OnChange(hub.Publish)
	matterweb.New(matterweb.Needs{DB: db, Clock: o.Clock, Journal: o.Journal, Matters: o.Matters, Places: o.Places, Orgs: o.Orgs, People: o.People,
		Files: o.Files, Books: o.Books, Once: o.Once, Hub: hub}).Routes(o.Site)
	o.Handler = o.Site.Handler()
	return o, hub
}

// numbers are the matters whose rows a page shows.
func numbers(a *office.Answer) []int {
	var all []int
	for _, tr := range a.All("tr", "id", "") {
		id, _ := office.Attr(tr, "id")
		n, err := strconv.Atoi(strings.TrimPrefix(id, "m-"))
		if err != nil {
			a.T.Fatalf("a row is called %q", id)
		}
		all = append(all, n)
	}
	return all
}

func TestQueueNarrows(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", office.Wish("想要台灯"))
		o.Raise("resident", office.Wish("想要书包"))
		here := office.Wish("楼道的灯")
		here.Place = o.Home.ID
		o.Raise("neighbour", here)
		o.Raise("neighbour", matter.Draft{Kind: "nanmen/dispute", Title: "噪音", Fields: answers(o, "nanmen/dispute")})
		o.Move("worker", 2, matter.Act{Move: "place"})
		o.Move("worker", 1, matter.Act{Move: "decline", Note: "已有"})
		o.Move("secretary", 2, matter.Act{Move: "assign", Fields: map[string]any{"worker": o.IDs["worker"].Person}})
		for path, want := range map[string][]int{
			"":                                     {4, 3, 2},
			"?state=all":                           {4, 3, 2, 1},
			"?state=closed":                        {1},
			"?kind=nanmen/wish":                    {3, 2},
			"?kind=nanmen/wish&stage=accepted":     {2},
			"?shows=new":                           {4, 3},
			"?shows=no-such-status":                {4, 3, 2},
			"?grid=" + o.Grid.ID:                   {3},
			"?q=" + url.QueryEscape("书包"):          {2},
			"?q=%234":                              {4},
			"?q=" + url.QueryEscape("%_"):          nil, // they stand for themselves
			"?mine=1":                              {2},
			"?late=1":                              nil,
			"?state=nonsense&cursor=3":             {2},
			"?state=closed&shows=declined&mine=no": {1},
		} {
			if got := numbers(o.Get("worker", "/nanmen/queue"+path, 200)); !slices.Equal(got, want) {
				t.Errorf("%s shows %v, want %v", path, got, want)
			}
		}
		o.Get("worker", "/nanmen/queue?cursor=x", 422)
		office.Has(t, o.Get("worker", "/nanmen/queue?q=nothing", 200).Text(), "没有符合条件的事项", "清除条件")
		chips := o.Get("worker", "/nanmen/queue/counts", 200)
		var said []string
		for _, a := range chips.All("a", "href", "") {
			said = append(said, office.Text(a))
		}
		if want := []string{"全部 3", "待受理 2", "处理中 1"}; !slices.Equal(said, want) {
			t.Errorf("the chips say %q, want %q", said, want)
		}
	})
}

// answers are answers to the questions that a kind asks when raising: the least that is taken.
func answers(o *office.Office, kind string) map[string]any {
	o.T.Helper()
	kinds, err := o.Matters.Kinds(o.T.Context(), o.DB, o.IDs["resident"], "nanmen", "community")
	o.Must(err)
	fields := map[string]any{}
	for _, k := range kinds {
		if k.ID() != kind {
			continue
		}
		for _, f := range k.Raise.Fields {
			switch {
			case !f.Required:
			case len(f.Options) > 0:
				fields[f.Name] = f.Options[0].Key
			case f.Type == "number" || f.Type == "money" || f.Type == "quantity":
				fields[f.Name] = 1
			case f.Type == "date":
				fields[f.Name] = o.Clock.Now().Format("2006-01-02")
			case f.Type == "person":
				fields[f.Name] = o.IDs["neighbour"].Person
			default:
				fields[f.Name] = "说明"
			}
		}
	}
	return fields
}

func TestQueuePages(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		for i := range 120 {
			o.Raise("resident", office.Wish(fmt.Sprintf("心愿%d", i)))
		}
		var seen []int
		pages := 0
		for path := "/nanmen/queue?kind=nanmen/wish"; path != ""; pages++ {
			a := o.Get("worker", path, 200)
			seen = append(seen, numbers(a)...)
			path = ""
			for _, next := range a.All("a", "rel", "next") {
				path, _ = office.Attr(next, "href")
			}
			if size := a.Body.Len(); size > 56<<10 {
				t.Errorf("a page of %d rows has %d bytes", len(numbers(a)), size)
			}
		}
		if pages != 3 || len(seen) != 120 || !slices.IsSortedFunc(seen, func(a, b int) int { return b - a }) || len(slices.Compact(seen)) != 120 {
			t.Errorf("%d pages show %d matters: %v", pages, len(seen), seen)
		}
	})
}

func TestQueueIsForThoseWithAPost(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		there := matter.Draft{Kind: "nanmen/hard_issue", Title: "路灯不亮", Place: o.Home.ID, Fields: answers(o, "nanmen/hard_issue")}
		o.Raise("resident", there)
		aid := matter.Draft{Kind: "nanmen/subsistence", Title: "申请低保", Place: o.Home.ID, Fields: answers(o, "nanmen/subsistence")}
		private := int(o.Raise("resident", aid))
		if to := o.Get("", "/nanmen/queue", 303).Header().Get("Location"); !strings.HasPrefix(to, "/signin?back=") {
			t.Errorf("a visitor is sent to %s", to)
		}
		for _, path := range []string{"/nanmen/queue", "/nanmen/queue/counts", "/nanmen/queue/stream", "/nanmen/queue.csv"} {
			o.Get("resident", path, 403)
		}
		o.Post("resident", "/nanmen/queue/bulk", url.Values{"pick": {"1"}, "act": {"comment"}}, 403)
		if got := numbers(o.Get("leader", "/nanmen/queue", 200)); slices.Contains(got, private) {
			t.Error("a building leader sees an application for aid")
		}
		if got := numbers(o.Get("secretary", "/nanmen/queue", 200)); !slices.Contains(got, private) {
			t.Error("the secretary does not see an application for aid")
		}
	})
}

func TestQueueNamesHandlers(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", office.Wish("想要台灯"))
		o.Move("worker", 1, matter.Act{Move: "place"})
		o.Move("member", 1, matter.Act{Move: "accept"})
		office.Has(t, o.Get("worker", "/nanmen/queue", 200).Text(), "欧阳member")
		if got := o.Get("leader", "/nanmen/queue", 200).Text(); strings.Contains(got, "欧阳member") || !strings.Contains(got, "欧阳**") {
			t.Errorf("a building leader, who is no staff, reads %q", got)
		}
		// A post for a part of the community answers for nobody elsewhere; who works by a staff post is named to everybody there.
		o.Must(o.DB.Tx(t.Context(), func(tx *store.Tx) error {
			_, err := o.Orgs.AddPost(t.Context(), tx, journal.Actor{}, org.Post{Realm: "nanmen", Org: o.IDs["worker"].Posts[0].Post.Org, Kind: "grid_worker", Person: o.IDs["neighbour"].Person, Area: o.Grid.ID, From: o.Clock.Now()})
			return err
		}))
		n := o.Raise("resident", matter.Draft{Kind: "nanmen/trouble", Title: "楼道堆物", Place: o.Home.ID, Fields: map[string]any{"sort": "fire"}})
		o.Move("worker", n, matter.Act{Move: "dispatch", Fields: map[string]any{"worker": o.IDs["second"].Person}})
		for _, by := range []string{"neighbour", "leader"} {
			if got := o.Get(by, "/nanmen/queue", 200).Text(); strings.Contains(got, "欧阳member") || !strings.Contains(got, "欧阳second") {
				t.Errorf("%s reads %q", by, got)
			}
		}
	})
}

func TestQueueExports(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		for i := range 230 {
			o.Raise("resident", office.Wish(fmt.Sprintf("心愿%d", i)))
		}
		o.Raise("resident", office.Wish(`=HYPERLINK("x","y")`))
		a := o.Get("worker", "/nanmen/queue.csv?shows=new&lang=en", 200)
		body, marked := strings.CutPrefix(a.Body.String(), "\ufeff")
		if !marked || a.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
			t.Errorf("it is not marked as UTF-8: %v %q", a.Header(), body[:20])
		}
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 232 || rows[0][1] != "Matter" || rows[1][0] != "231" || rows[231][0] != "1" {
			t.Fatalf("%d rows, from %v to %v", len(rows), rows[0], rows[len(rows)-1])
		}
		if got := rows[1][1]; got != `'=HYPERLINK("x","y")` {
			t.Errorf("a formula comes out as %s", got)
		}
		if got := rows[2]; got[2] != "Small wish or need" || got[3] != "Awaiting intake" || got[8] != "2026-03-02 09:00" || got[9] == "" || got[10] != "" {
			t.Errorf("a row is %v", got)
		}
	})
}

func TestBulk(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		for _, title := range []string{"台灯", "书包", "雨伞"} {
			o.Raise("resident", office.Wish(title))
		}
		o.Move("worker", 3, matter.Act{Move: "place"})
		o.Post("worker", "/nanmen/queue/bulk", url.Values{"act": {"comment"}}, 422)

		ask := o.Post("secretary", "/nanmen/queue/bulk", url.Values{"act": {"supervise"}, "pick": {"1", "2", "99"}, "back": {"https://elsewhere.example/"}}, 200)
		if before := o.Entries("matter.moved"); before != 1 {
			t.Fatalf("asking moved something: %d", before)
		}
		form := url.Values{"act": {ask.Value("act")}, "confirm": {ask.Value("confirm")}, "noted": {ask.Value("noted")}, "key": {ask.Value("key")}, "pick": {"1", "2", "99"},
			"version-1": {ask.Value("version-1")}, "version-2": {ask.Value("version-2")}, "back": {ask.Value("back")}}
		if form.Get("back") != "/nanmen/queue" {
			t.Errorf("it would go back to %s", form.Get("back"))
		}
		again := o.Post("secretary", "/nanmen/queue/bulk", form, 422)
		if again.Value("key") != form.Get("key") {
			t.Error("the form that came back has another key")
		}
		form.Set("note", "请抓紧")
		o.Move("second", 2, matter.Act{Move: "comment", Note: "刚看过"})
		told := o.Post("secretary", "/nanmen/queue/bulk", form, 200).Text()
		office.Has(t, told, "督办", "办了 1 件，没办 2 件", "别人刚刚动过这件事", "没有这件事")
		after := o.Entries("matter.moved")
		if again := o.Post("secretary", "/nanmen/queue/bulk", form, 200).Text(); again != told {
			t.Errorf("sent again it tells %q, before it told %q", again, told)
		}
		if n := o.Entries("matter.moved"); n != after || n != 3 {
			t.Errorf("%d moves, then %d after the same form again", after, n)
		}

		office.Has(t, o.Post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1", "3"}, "act": {""}}, 200).Text(), "留言")
		mixed := o.Post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1", "3"}}, 200)
		if len(mixed.All("input", "value", "place")) != 0 {
			t.Error("matters at different stages are offered a move of one stage")
		}
		same := o.Post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1", "2"}}, 200)
		same.One("input", "value", "place")
		if len(same.All("input", "value", "assign")) != 0 {
			t.Error("a move that asks who is offered for many")
		}
		o.Post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1", "2"}, "act": {"place"}, "confirm": {"1"}, "key": {same.Value("key")}}, 200)
		if got := numbers(o.Get("worker", "/nanmen/queue?stage=placed", 200)); !slices.Equal(got, []int{3, 2, 1}) {
			t.Errorf("placed are %v", got)
		}

		if told := o.Post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1"}, "act": {"approve"}, "confirm": {"1"}, "key": {"k"}}, 200).Text(); !strings.Contains(told, "没办 1 件") {
			t.Errorf("a move that is the leader's is told as %q", told)
		}
		many := url.Values{"act": {"comment"}}
		for i := range 51 {
			many.Add("pick", strconv.Itoa(i+1))
		}
		o.Post("worker", "/nanmen/queue/bulk", many, http.StatusUnprocessableEntity)
	})
}
