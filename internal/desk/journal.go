package desk

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// journalPage is a realm's record, or who looked at what, for those who audit.
type journalPage struct {
	Page     ui.Page
	Looks    bool
	Tabs     []ui.NavItem
	Kind     ui.Field
	Kinds    []ui.Option
	Person   ui.Field
	Subject  ui.Field
	Day      ui.Field
	Follows  []journalFollow // a person or a thing that was followed by a link
	Rows     []journalRow
	Pages    ui.Paging
	Clear    string // without what it was narrowed to
	Problems ui.Problems
	CSV      string
	JSONL    string
	Verify   string
	Entry    *journalEntry // one that was opened
}

type journalRow struct {
	Number, At, Kind string
	Who, Post        string
	Person, Subject  string // where to follow them
	SubjectSays      string
	sort             string // of what happened, as exports call it
	Open             string // where to open what it holds
}

type journalEntry struct {
	journalRow
	Payload string
	Erased  bool
}

const journalSize = 50

// auditor lets those pass who audit, and says by which post.
func auditor(v *web.Visit) (journal.Actor, error) {
	if err := v.Need(); err != nil {
		return journal.Actor{}, err
	}
	post, ok := v.ID.Post([]string{org.AuditAdmin}, "")
	if !ok {
		return journal.Actor{}, fault.New(fault.Forbidden, lang.T("记录只给审计管理员看", "The journal is for the audit administrator."))
	}
	return v.ID.Actor(post), nil
}

// follow reads what the address asks for. A matter may be named by its number, a person by their whole name.
func (p *Pages) follow(r *http.Request, v *web.Visit) (journal.Follow, error) {
	q := r.URL.Query()
	f := journal.Follow{Kind: strings.TrimSpace(q.Get("kind")), Person: strings.TrimSpace(q.Get("person")), Subject: strings.TrimSpace(q.Get("subject")), Before: q.Get("cursor"), Limit: journalSize}
	if day := q.Get("day"); day != "" {
		d, err := time.ParseInLocation(time.DateOnly, day, clock.Zone)
		if err != nil {
			return f, fault.InField("day", lang.T("日期写成 2026-03-02 这样", "Write the day like 2026-03-02."))
		}
		f.From, f.Until = d, d.AddDate(0, 0, 1)
	}
	if n, err := strconv.ParseInt(strings.TrimPrefix(f.Subject, "#"), 10, 64); err == nil && n > 0 {
		m, err := p.Matters.Find(r.Context(), p.DB, matter.Ref{Realm: v.Realm.ID, Number: n})
		if fault.Is(err, fault.NotFound) {
			return f, fault.InField("subject", lang.F("没有第 %d 号事项", "There is no matter #%d.", n))
		}
		if err != nil {
			return f, err
		}
		f.Subject = "matter:" + m.ID
	}
	if f.Person != "" {
		same, err := p.People.Named(r.Context(), p.DB, v.Realm.ID, f.Person, 2)
		if err != nil {
			return f, err
		}
		if len(same) == 1 {
			f.Person = same[0].ID
		}
	}
	return f, nil
}

func (p *Pages) journal(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if _, err := auditor(v); err != nil {
		return err
	}
	m, err := p.journalAt(r, v)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(m.Problems.List) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, journalView(m))
}

func (p *Pages) journalAt(r *http.Request, v *web.Visit) (journalPage, error) {
	ctx, q, base := r.Context(), r.URL.Query(), "/"+v.Realm.ID+"/journal"
	m := journalPage{Page: v.Page, Looks: q.Get("of") == "looks", Verify: base + "/verify"}
	m.Page.Title = v.Page.T("记录", "Journal")
	f, wrong := p.follow(r, v)
	if wrong != nil && !fault.Is(wrong, fault.Invalid) {
		return m, wrong
	}
	m.Problems = v.Page.Problems(wrong)
	m.Kind, m.Kinds = ui.Field{Name: "kind", Label: v.Page.T("哪一类", "Kind"), Value: f.Kind}, kindOptions(v.Page)
	m.Person = ui.Field{Name: "person", Label: v.Page.T("谁（姓名）", "Who (whole name)"), Value: q.Get("person"), Error: m.Problems.Of("person")}
	m.Subject = ui.Field{Name: "subject", Label: v.Page.T("关于什么（事项编号）", "About (a matter's number)"), Value: q.Get("subject"), Error: m.Problems.Of("subject")}
	m.Day = ui.Field{Name: "day", Label: v.Page.T("哪天", "Day"), Value: q.Get("day"), Error: m.Problems.Of("day")}
	at := func(change url.Values) string {
		to := url.Values{}
		for _, name := range []string{"of", "kind", "person", "subject", "day"} {
			if value := q.Get(name); value != "" {
				to.Set(name, value)
			}
		}
		for name, value := range change {
			to[name] = value
			if value[0] == "" {
				to.Del(name)
			}
		}
		if len(to) == 0 {
			return ""
		}
		return "?" + to.Encode()
	}
	m.Tabs = []ui.NavItem{{Label: v.Page.T("发生了什么", "What happened"), Href: base + at(url.Values{"of": {""}}), Current: !m.Looks},
		{Label: v.Page.T("谁看过个人信息", "Who looked at personal data"), Href: base + at(url.Values{"of": {"looks"}, "kind": {""}}), Current: m.Looks}}
	m.CSV, m.JSONL = base+".csv"+at(nil), base+".jsonl"+at(nil)
	if at(url.Values{"of": {""}}) != "" {
		m.Clear = base
		if m.Looks {
			m.Clear += "?of=looks"
		}
	}
	if wrong != nil {
		return m, nil
	}
	if err := p.followed(r, v, &m, func(name string) string { return base + at(url.Values{name: {""}}) }); err != nil {
		return m, err
	}
	var next string
	if m.Looks {
		looks, more, err := p.Journal.Looks(ctx, p.DB, v.Realm.ID, f)
		if err != nil {
			return m, err
		}
		next = more
		for _, l := range looks {
			m.Rows = append(m.Rows, journalRow{At: v.Page.Moment(l.At), Kind: saysLook(v.Page, l.What), Person: l.By.Person, Post: l.By.Post, SubjectSays: l.Subject})
		}
	} else {
		entries, more, err := p.Journal.Entries(ctx, p.DB, v.Realm.ID, f)
		if err != nil {
			return m, err
		}
		next = more
		for _, e := range entries {
			m.Rows = append(m.Rows, entryRow(v.Page, base, e))
		}
	}
	if f.Before != "" {
		m.Pages.First = base + at(nil)
		m.Pages.Earlier = m.Pages.First
	}
	if next != "" {
		m.Pages.Next = base + at(url.Values{"cursor": {next}})
	}
	err := p.nameRows(r, v, m.Rows, func(name, value string) string { return base + at(url.Values{name: {value}}) })
	for i, f := range m.Follows {
		if f.Name == "subject" && err == nil && len(m.Rows) > 0 {
			m.Follows[i].Says = m.Rows[0].SubjectSays // an entry knows what sort of thing it is about
		}
	}
	return m, err
}

func entryRow(p ui.Page, base string, e journal.Entry) journalRow {
	n := strconv.FormatInt(e.Number, 10)
	return journalRow{Number: n, At: p.Moment(e.At), Kind: saysKind(p, e.Kind), sort: e.Kind, Person: e.By.Person, Post: e.By.Post, SubjectSays: e.Subject, Open: base + "/" + n}
}

// nameRows says who did it: by name who did it by a post, masked who did it for themselves; and where to follow them.
func (p *Pages) nameRows(r *http.Request, v *web.Visit, rows []journalRow, follow func(name, value string) string) error {
	ids := make([]string, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.Person)
	}
	if len(ids) == 0 {
		return nil
	}
	people, err := p.People.ByIDs(r.Context(), p.DB, v.Realm.ID, ids)
	if err != nil {
		return err
	}
	for i := range rows {
		row := &rows[i]
		if row.Who = people[row.Person].Name; row.Post == "" {
			row.Who = person.Mask(row.Who)
		}
		if row.Person == "" {
			row.Who = v.Page.T("没有署名", "Nobody by name")
		} else {
			row.Person = follow("person", row.Person)
		}
		row.Subject = follow("subject", row.SubjectSays)
	}
	return p.subjects(r.Context(), v.Page, v.Realm.ID, rows)
}

// journalEntry opens what one entry holds, which is itself a look that the record keeps.
func (p *Pages) journalEntry(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	by, err := auditor(v)
	if err != nil {
		return err
	}
	n, err := matter.Cursor(r.PathValue("number"))
	if err != nil {
		return err
	}
	e, err := p.Journal.Read(r.Context(), p.DB, v.Realm.ID, by, n)
	if errors.Is(err, store.ErrNone) {
		return fault.New(fault.NotFound, lang.T("没有这一条记录", "There is no such entry."))
	}
	if err != nil {
		return err
	}
	base := "/" + v.Realm.ID + "/journal"
	m := journalPage{Page: v.Page, Entry: &journalEntry{journalRow: entryRow(v.Page, base, e), Erased: e.Payload == nil}}
	m.Page.Title = v.Page.T("记录第 "+m.Entry.Number+" 条", "Entry "+m.Entry.Number)
	m.Page.Crumbs = []ui.Link{{Href: base, Label: v.Page.T("记录", "Journal")}}
	var said bytes.Buffer
	if !m.Entry.Erased && json.Indent(&said, e.Payload, "", "  ") == nil {
		m.Entry.Payload = said.String()
	}
	rows := []journalRow{m.Entry.journalRow}
	if err := p.nameRows(r, v, rows, func(name, value string) string { return base + "?" + url.Values{name: {value}}.Encode() }); err != nil {
		return err
	}
	m.Entry.journalRow = rows[0]
	w.Header().Set("Cache-Control", "no-store")
	return v.Render(w, r, http.StatusOK, entryView(m))
}

// journalVerify walks the chain again and says what it found.
func (p *Pages) journalVerify(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if _, err := auditor(v); err != nil {
		return err
	}
	var rep journal.Report
	err := p.DB.View(r.Context(), func(at store.Reader) (err error) {
		rep, err = p.Journal.Verify(r.Context(), at, v.Realm.ID, nil)
		return err
	})
	if err != nil {
		return err
	}
	base := "/" + v.Realm.ID + "/journal"
	if rep.Broken > 0 {
		return v.Sorry(w, r, base, lang.F("从第 %d 条起对不上：%s。请马上停用，找系统管理员从备份核对。", "The chain does not hold from entry %d on: %s. Stop work and compare with a backup.", rep.Broken, rep.Why))
	}
	return v.Done(w, r, base, lang.F("%d 条记录全部对得上，其中 %d 条依法删除了内容", "All %d entries agree; the contents of %d were erased by law", rep.Entries, rep.Erased))
}
