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

	"linli/internal/matter"
	"linli/internal/matter/matterweb"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// atWork is an office whose pages are those about matters.
func atWork(t testing.TB, db *store.DB) (*office, *matterweb.Hub) {
	t.Helper()
	o := newOffice(t, db)
	hub := matterweb.NewHub()
	o.matters.OnChange(hub.Publish)
	matterweb.New(matterweb.Needs{DB: db, Clock: o.clock, Journal: o.journal, Matters: o.matters, Places: o.places, Orgs: o.orgs, People: o.people,
		Files: o.files, Books: o.books, Once: o.once, Hub: hub}).Routes(o.site)
	o.handler = o.site.Handler()
	return o, hub
}

// numbers are the matters whose rows a page shows.
func (a *answer) numbers() []int {
	var all []int
	for _, tr := range a.all("tr", "id", "") {
		id, _ := attr(tr, "id")
		n, err := strconv.Atoi(strings.TrimPrefix(id, "m-"))
		if err != nil {
			a.t.Fatalf("a row is called %q", id)
		}
		all = append(all, n)
	}
	return all
}

func TestQueueNarrows(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.raise("resident", wish("想要台灯"))
		o.raise("resident", wish("想要书包"))
		here := wish("楼道的灯")
		here.Place = o.home.ID
		o.raise("neighbour", here)
		o.raise("neighbour", matter.Draft{Kind: "nanmen/dispute", Title: "噪音", Fields: o.answers("nanmen/dispute")})
		o.move("worker", 2, matter.Act{Move: "place"})
		o.move("worker", 1, matter.Act{Move: "decline", Note: "已有"})
		o.move("secretary", 2, matter.Act{Move: "assign", Fields: map[string]any{"worker": o.ids["worker"].Person}})
		for path, want := range map[string][]int{
			"":                                     {4, 3, 2},
			"?state=all":                           {4, 3, 2, 1},
			"?state=closed":                        {1},
			"?kind=nanmen/wish":                    {3, 2},
			"?kind=nanmen/wish&stage=accepted":     {2},
			"?shows=new":                           {4, 3},
			"?shows=no-such-status":                {4, 3, 2},
			"?grid=" + o.grid.ID:                   {3},
			"?q=" + url.QueryEscape("书包"):          {2},
			"?q=%234":                              {4},
			"?q=" + url.QueryEscape("%_"):          nil, // they stand for themselves
			"?mine=1":                              {2},
			"?late=1":                              nil,
			"?state=nonsense&cursor=3":             {2},
			"?state=closed&shows=declined&mine=no": {1},
		} {
			if got := o.get("worker", "/nanmen/queue"+path, 200).numbers(); !slices.Equal(got, want) {
				t.Errorf("%s shows %v, want %v", path, got, want)
			}
		}
		o.get("worker", "/nanmen/queue?cursor=x", 422)
		has(t, o.get("worker", "/nanmen/queue?q=nothing", 200).text(), "没有符合条件的事项", "清除条件")
		chips := o.get("worker", "/nanmen/queue/counts", 200)
		var said []string
		for _, a := range chips.all("a", "href", "") {
			said = append(said, text(a))
		}
		if want := []string{"全部 3", "待受理 2", "处理中 1"}; !slices.Equal(said, want) {
			t.Errorf("the chips say %q, want %q", said, want)
		}
	})
}

// answers are answers to the questions that a kind asks when raising: the least that is taken.
func (o *office) answers(kind string) map[string]any {
	o.t.Helper()
	kinds, err := o.matters.Kinds(o.t.Context(), o.db, o.ids["resident"], "nanmen", "community")
	o.must(err)
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
				fields[f.Name] = o.clock.Now().Format("2006-01-02")
			case f.Type == "person":
				fields[f.Name] = o.ids["neighbour"].Person
			default:
				fields[f.Name] = "说明"
			}
		}
	}
	return fields
}

func TestQueuePages(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		for i := range 120 {
			o.raise("resident", wish(fmt.Sprintf("心愿%d", i)))
		}
		var seen []int
		pages := 0
		for path := "/nanmen/queue?kind=nanmen/wish"; path != ""; pages++ {
			a := o.get("worker", path, 200)
			seen = append(seen, a.numbers()...)
			path = ""
			for _, next := range a.all("a", "rel", "next") {
				path, _ = attr(next, "href")
			}
			if size := a.Body.Len(); size > 56<<10 {
				t.Errorf("a page of %d rows has %d bytes", len(a.numbers()), size)
			}
		}
		if pages != 3 || len(seen) != 120 || !slices.IsSortedFunc(seen, func(a, b int) int { return b - a }) || len(slices.Compact(seen)) != 120 {
			t.Errorf("%d pages show %d matters: %v", pages, len(seen), seen)
		}
	})
}

func TestQueueIsForThoseWithAPost(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		there := matter.Draft{Kind: "nanmen/hard_issue", Title: "路灯不亮", Place: o.home.ID, Fields: o.answers("nanmen/hard_issue")}
		o.raise("resident", there)
		aid := matter.Draft{Kind: "nanmen/subsistence", Title: "申请低保", Place: o.home.ID, Fields: o.answers("nanmen/subsistence")}
		private := int(o.raise("resident", aid))
		if to := o.get("", "/nanmen/queue", 303).Header().Get("Location"); !strings.HasPrefix(to, "/signin?back=") {
			t.Errorf("a visitor is sent to %s", to)
		}
		for _, path := range []string{"/nanmen/queue", "/nanmen/queue/counts", "/nanmen/queue/stream", "/nanmen/queue.csv"} {
			o.get("resident", path, 403)
		}
		o.post("resident", "/nanmen/queue/bulk", url.Values{"pick": {"1"}, "act": {"comment"}}, 403)
		if got := o.get("leader", "/nanmen/queue", 200).numbers(); slices.Contains(got, private) {
			t.Error("a building leader sees an application for aid")
		}
		if got := o.get("secretary", "/nanmen/queue", 200).numbers(); !slices.Contains(got, private) {
			t.Error("the secretary does not see an application for aid")
		}
	})
}

func TestQueueNamesHandlers(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.raise("resident", wish("想要台灯"))
		o.move("worker", 1, matter.Act{Move: "place"})
		o.move("member", 1, matter.Act{Move: "accept"})
		has(t, o.get("worker", "/nanmen/queue", 200).text(), "欧阳member")
		if got := o.get("leader", "/nanmen/queue", 200).text(); strings.Contains(got, "欧阳member") || !strings.Contains(got, "欧阳**") {
			t.Errorf("a building leader, who is no staff, reads %q", got)
		}
	})
}

func TestQueueExports(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		for i := range 230 {
			o.raise("resident", wish(fmt.Sprintf("心愿%d", i)))
		}
		o.raise("resident", wish(`=HYPERLINK("x","y")`))
		a := o.get("worker", "/nanmen/queue.csv?shows=new&lang=en", 200)
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
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		for _, title := range []string{"台灯", "书包", "雨伞"} {
			o.raise("resident", wish(title))
		}
		o.move("worker", 3, matter.Act{Move: "place"})
		o.post("worker", "/nanmen/queue/bulk", url.Values{"act": {"comment"}}, 422)

		ask := o.post("secretary", "/nanmen/queue/bulk", url.Values{"act": {"supervise"}, "pick": {"1", "2", "99"}, "back": {"https://elsewhere.example/"}}, 200)
		if before := o.entries("matter.moved"); before != 1 {
			t.Fatalf("asking moved something: %d", before)
		}
		form := url.Values{"act": {ask.value("act")}, "confirm": {ask.value("confirm")}, "noted": {ask.value("noted")}, "key": {ask.value("key")}, "pick": {"1", "2", "99"},
			"version-1": {ask.value("version-1")}, "version-2": {ask.value("version-2")}, "back": {ask.value("back")}}
		if form.Get("back") != "/nanmen/queue" {
			t.Errorf("it would go back to %s", form.Get("back"))
		}
		again := o.post("secretary", "/nanmen/queue/bulk", form, 422)
		if again.value("key") != form.Get("key") {
			t.Error("the form that came back has another key")
		}
		form.Set("note", "请抓紧")
		o.move("second", 2, matter.Act{Move: "comment", Note: "刚看过"})
		told := o.post("secretary", "/nanmen/queue/bulk", form, 200).text()
		has(t, told, "督办", "办了 1 件，没办 2 件", "别人刚刚动过这件事", "没有这件事")
		after := o.entries("matter.moved")
		if again := o.post("secretary", "/nanmen/queue/bulk", form, 200).text(); again != told {
			t.Errorf("sent again it tells %q, before it told %q", again, told)
		}
		if n := o.entries("matter.moved"); n != after || n != 3 {
			t.Errorf("%d moves, then %d after the same form again", after, n)
		}

		has(t, o.post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1", "3"}, "act": {""}}, 200).text(), "留言")
		mixed := o.post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1", "3"}}, 200)
		if len(mixed.all("input", "value", "place")) != 0 {
			t.Error("matters at different stages are offered a move of one stage")
		}
		same := o.post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1", "2"}}, 200)
		same.one("input", "value", "place")
		if len(same.all("input", "value", "assign")) != 0 {
			t.Error("a move that asks who is offered for many")
		}
		o.post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1", "2"}, "act": {"place"}, "confirm": {"1"}, "key": {same.value("key")}}, 200)
		if got := o.get("worker", "/nanmen/queue?stage=placed", 200).numbers(); !slices.Equal(got, []int{3, 2, 1}) {
			t.Errorf("placed are %v", got)
		}

		if told := o.post("worker", "/nanmen/queue/bulk", url.Values{"pick": {"1"}, "act": {"approve"}, "confirm": {"1"}, "key": {"k"}}, 200).text(); !strings.Contains(told, "没办 1 件") {
			t.Errorf("a move that is the leader's is told as %q", told)
		}
		many := url.Values{"act": {"comment"}}
		for i := range 51 {
			many.Add("pick", strconv.Itoa(i+1))
		}
		o.post("worker", "/nanmen/queue/bulk", many, http.StatusUnprocessableEntity)
	})
}
