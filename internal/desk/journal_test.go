package desk_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

func TestJournal(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := atHome(t, db)
		n := o.Raise("resident", office.Wish("老花镜"))
		o.Move("worker", n, matter.Act{Move: "place"})
		o.Raise("neighbour", office.Wish("收音机"))

		o.Get("", "/nanmen/journal", 303) // to sign in
		for _, by := range []string{"worker", "secretary", "resident"} {
			for _, path := range []string{"", ".csv", ".jsonl", "/1"} {
				o.Get(by, "/nanmen/journal"+path, 403)
			}
			o.Post(by, "/nanmen/journal/verify", url.Values{}, 403)
		}
		rows := func(query string) string { // without the filters, which name everything that there may be
			_, table, _ := strings.Cut(o.Get("auditor", "/nanmen/journal"+query, 200).Body.String(), "<table")
			return table
		}
		office.Has(t, rows(""), "办了一步", "登记了事项", "事项 #1", "事项 #2", o.IDs["worker"].Name, "欧阳*")
		if strings.Contains(rows(""), "老花镜") {
			t.Error("the list tells what entries hold")
		}
		if text := rows("?kind=matter.moved"); strings.Contains(text, "登记了事项") || !strings.Contains(text, "办了一步") {
			t.Errorf("by kind: %s", text)
		}
		if text := rows("?subject=%231"); strings.Count(text, "事项 #1<") != 2 || strings.Contains(text, "#2<") {
			t.Errorf("by matter: %s", text)
		}
		if text := rows("?person=" + o.IDs["neighbour"].Name); strings.Count(text, "登记了事项") != 1 || strings.Contains(text, "办了一步") {
			t.Errorf("by person: %s", text)
		}
		office.Has(t, rows("?day=2026-03-02"), "办了一步")
		office.Has(t, o.Get("auditor", "/nanmen/journal?day=2026-03-03", 200).Text(), "没有符合条件的记录")
		office.Has(t, o.Get("auditor", "/nanmen/journal?day=today&person=欧阳", 422).Body.String(), `value="today"`, `value="欧阳"`, "日期写成 2026-03-02 这样", "改好上面的条件")
		office.Has(t, o.Get("auditor", "/nanmen/journal?subject=77", 422).Body.String(), `value="77"`, "没有第 77 号事项")
		o.Get("auditor", "/nanmen/journal.csv?subject=77", 422)
		post, err := store.One(context.Background(), db, store.Value[string], `select subject from journal where realm = 'nanmen' and kind = 'post.added' limit 1`)
		o.Must(err)
		office.Has(t, o.Get("auditor", "/nanmen/journal?subject="+post, 200).Text(), "关于：岗位")
		who := o.IDs["neighbour"].Person
		for _, more := range []string{"", "&day=2001-01-01"} { // with rows and without
			linked := o.Get("auditor", "/nanmen/journal?person="+who+more, 200)
			office.Has(t, linked.Text(), "谁：欧阳*", "不只看这个")
			if strings.Contains(linked.Text(), who) || strings.Contains(linked.Body.String(), `type="text" value="`+who) {
				t.Error("somebody who is followed is shown by their id")
			}
			if !strings.Contains(linked.Body.String(), `type="hidden" name="person" value="`+who) {
				t.Error("a filter beside a followed person forgets them")
			}
		}

		if text := rows("?of=looks"); strings.Contains(text, "记录第") {
			t.Fatalf("looks before any: %s", text)
		}
		number, err := store.One(context.Background(), db, store.Value[string], `select cast(number as text) from journal where realm = 'nanmen' and kind = 'matter.opened' order by journal.number limit 1`)
		o.Must(err)
		office.Has(t, o.Get("auditor", "/nanmen/journal/"+number, 200).Text(), "老花镜", "这次查看已经记下")
		office.Has(t, rows("?of=looks"), "记录第 "+number+" 条", o.IDs["auditor"].Name, "事项 #1<")
		o.Get("auditor", "/nanmen/journal/99999", 404)

		lines := strings.Split(strings.TrimSpace(o.Get("auditor", "/nanmen/journal.jsonl?kind=matter.opened", 200).Body.String()), "\n")
		var first struct{ Kind, Person, Subject string }
		if len(lines) != 2 || json.Unmarshal([]byte(lines[1]), &first) != nil || first.Person != o.IDs["resident"].Person || first.Kind != "matter.opened" {
			t.Errorf("exported %v", lines)
		}
		if table := o.Get("auditor", "/nanmen/journal.csv", 200).Body.String(); !strings.HasPrefix(table, "\ufeffnumber,at,kind,") || strings.Contains(table, "老花镜") {
			t.Errorf("exported %.80s", table)
		}
		office.Has(t, rows("?of=looks"), "导出", "整份记录")

		o.Post("auditor", "/nanmen/journal/verify", url.Values{}, 303)
		o.Must(db.Quiet(context.Background(), func(tx *store.Tx) error {
			_, err := tx.Exec(context.Background(), `update journal set person = 'x' where realm = 'nanmen' and number = 3`)
			return err
		}))
		said := o.Post("auditor", "/nanmen/journal/verify", url.Values{}, 303)
		told := ""
		for _, c := range said.Result().Cookies() {
			told, _ = url.QueryUnescape(c.Value)
		}
		if !strings.Contains(told, "3") || strings.Contains(told, "全部对得上") {
			t.Errorf("a broken chain is told as %q", told)
		}
	})
}

// TestJournalByPages goes through the record page by page.
func TestJournalByPages(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := atHome(t, db)
		for range 60 {
			o.Raise("resident", office.Wish("老花镜"))
		}
		first := o.Get("auditor", "/nanmen/journal?kind=matter.opened", 200)
		if n := strings.Count(first.Text(), "事项 #"); n != 50 {
			t.Errorf("%d on the first page", n)
		}
		next := first.One("a", "rel", "next")
		href, _ := office.Attr(next, "href")
		second := o.Get("auditor", href, 200)
		if n := strings.Count(second.Text(), "事项 #"); n != 10 {
			t.Errorf("%d on the second page", n)
		}
		if n := strings.Count(o.Get("auditor", "/nanmen/journal.jsonl?kind=matter.opened", 200).Body.String(), "\n"); n != 60 {
			t.Errorf("%d exported", n)
		}
	})
}
