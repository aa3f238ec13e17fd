package desk

import (
	"net/http"
	"strconv"
	"time"

	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// todayPage is what waits for somebody at the start of a day.
type todayPage struct {
	Page    ui.Page
	Staff   bool
	Now     time.Time
	Figures []ui.Figure
	Lists   []todayList // what is the visitor's turn
	Asking  todayList   // what waits for the visitor's word
	Claim   todayList
	Calm    bool // nothing waits
	Handed  []string
	Claims  ui.Link
	Queue   string
	Raise   string
	Board   string
}

// todayList is one of its lists. More leads on to what is not shown here.
type todayList struct {
	ID, Title, Note string
	Rows            []todayRow
	More, MoreSays  string
}

type todayRow struct {
	Href, Icon, Title, Under string
	Status                   ui.Status
	Due                      time.Time
	Used                     int
}

func (p *Pages) today(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	t, err := p.Matters.Today(r.Context(), p.DB, v.ID, v.Realm.ID)
	if err != nil {
		return err
	}
	asking, err := p.Matters.Asking(r.Context(), p.DB, v.ID, v.Realm.ID, 20)
	if err != nil {
		return err
	}
	now := p.Clock.Now()
	base := "/" + v.Realm.ID
	m := todayPage{Page: v.Page, Staff: v.ID.Staff(), Now: now, Queue: base + "/mine", Raise: base + "/raise", Board: base + "/board"}
	m.Page.Title = v.Page.T("今天", "Today")
	if m.Handed, err = p.handed(r.Context(), v); err != nil {
		return err
	}
	if m.Claims, err = p.claims(r.Context(), v); err != nil {
		return err
	}
	lateMore, mineMore := base+"/mine", base+"/mine"
	if len(v.ID.Posts) > 0 {
		m.Queue, lateMore, mineMore = base+"/queue", base+"/queue?late=1", base+"/queue"
	}
	count := t.Count
	m.Figures = todayFigures(v.Page, count, len(asking), m.Board)
	add := func(id, title, note, more string, items []matter.Item, all int) {
		if len(items) == 0 {
			return
		}
		items = items[:min(len(items), todayShown)]
		l := todayList{ID: id, Title: title, Note: note, Rows: p.todayRows(v, items, now)}
		if all > len(items) {
			l.More, l.MoreSays = more, v.Page.Say(lang.F("还有 %d 件，去事项里看", "%d more among the matters", all-len(items)))
		}
		m.Lists = append(m.Lists, l)
	}
	add("late", v.Page.T("已超时", "Overdue"), v.Page.T("先办这些", "These first"), lateMore, t.Late, count.Late)
	add("due", v.Page.T("明天前到期", "Due by tomorrow"), "", mineMore, t.Due, count.Due)
	add("mine", v.Page.T("轮到您办", "Your turn"), "", mineMore, t.Mine, count.Mine)
	m.Asking = todayList{ID: "asking", Title: v.Page.T("等您同意", "Waiting for your word"), Rows: p.askingRows(v, asking, now)}
	m.Claim = todayList{ID: "claim", Title: v.Page.T("可以认领", "To be claimed"), Rows: p.todayRows(v, t.Claim[:min(len(t.Claim), claimShown)], now),
		More: m.Board, MoreSays: v.Page.Say(lang.F("认领板上共 %d 件", "%d on the claiming board", count.Claim))}
	m.Calm = len(m.Lists) == 0 && len(asking) == 0
	return v.Render(w, r, http.StatusOK, todayView(m))
}

// How many matters each list of Today shows: a day's work, with the way to the rest; and how many of the claiming board.
const (
	todayShown = 10
	claimShown = 5
)

func todayFigures(p ui.Page, n matter.TodayCount, asking int, board string) []ui.Figure {
	unit := p.T("件", "")
	figure := func(label string, n int, href string, tone ui.Tone) ui.Figure {
		f := ui.Figure{Label: label, Value: strconv.Itoa(n), Unit: unit}
		if n > 0 {
			f.Href, f.Tone = href, tone
		}
		return f
	}
	all := []ui.Figure{
		figure(p.T("已超时", "Overdue"), n.Late, "#late", ui.Bad),
		figure(p.T("明天前到期", "Due by tomorrow"), n.Due, "#due", ui.Warn),
		figure(p.T("轮到您办", "Your turn"), n.Mine, "#mine", ui.Info),
		figure(p.T("可以认领", "To be claimed"), n.Claim, board, ui.Info),
	}
	if asking > 0 {
		all = append(all, figure(p.T("等您同意", "Waiting for your word"), asking, "#asking", ui.Warn))
	}
	return all
}

func (p *Pages) todayRows(v *web.Visit, items []matter.Item, now time.Time) []todayRow {
	rows := make([]todayRow, len(items))
	for i, it := range items {
		rows[i] = p.todayRow(v, it, now)
	}
	return rows
}

func (p *Pages) todayRow(v *web.Visit, it matter.Item, now time.Time) todayRow {
	n := strconv.FormatInt(it.Number, 10)
	row := todayRow{Href: "/" + v.Realm.ID + "/matters/" + n, Icon: it.Kind.Icon, Title: it.Says(v.Page.Lang), Status: ui.Status(it.Shows), Due: it.Due, Used: it.Used(now, p.calendar)}
	row.Under = "#" + n + " · " + v.Page.Say(it.Kind.Title)
	if it.AtPlace != "" {
		row.Under += " · " + it.AtPlace
	}
	row.Under += " · " + v.Page.Say(it.StageText)
	return row
}

// askingRows say what is asked for: more time, or a suspension.
func (p *Pages) askingRows(v *web.Visit, asking []matter.Asking, now time.Time) []todayRow {
	rows := make([]todayRow, len(asking))
	for i, a := range asking {
		rows[i] = p.todayRow(v, a.Item, now)
		until := v.Page.Day(a.Asked.Until)
		if a.Asked.Move == "suspend" {
			rows[i].Under = v.Page.Say(lang.F("申请挂起，%s 再看 · ", "asks to be suspended until %s · ", until)) + rows[i].Under
		} else {
			rows[i].Under = v.Page.Say(lang.F("申请延期到 %s · ", "asks for more time until %s · ", until)) + rows[i].Under
		}
	}
	return rows
}
