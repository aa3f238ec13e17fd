package matterweb

import (
	"crypto/rand"
	"net/http"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/ui"
	"linli/internal/web"
)

// desk is the pages for those who work on matters: the queue, the claiming board, lists and figures.
type desk struct {
	Needs
	calendar *clock.Calendar
	known    choiceCache
}

// routesQueue tells the site the addresses of the desk's pages.
func (p *Pages) routesQueue(s *web.Site) {
	d := &desk{Needs: p.Needs, calendar: clock.China()}
	s.HandleLasting("GET /{realm}/queue", d.queue)
	s.HandleLasting("GET /{realm}/queue/counts", d.queueCounts)
	s.Handle("GET /{realm}/queue/stream", d.queueStream)
	s.Handle("POST /{realm}/queue/bulk", d.queueBulk)
	s.Handle("GET /{realm}/queue.csv", d.queueCSV)
	s.Handle("GET /{realm}/board", d.board)
	s.Handle("POST /{realm}/board/{number}", d.boardClaim)
	s.HandleLasting("GET /{realm}/lists", d.lists)
	s.HandleLasting("GET /{realm}/lists/{playbook}/{list}", d.list)
	s.HandleLasting("GET /{realm}/figures", d.figures)
	s.HandleLasting("GET /{realm}/figures/{playbook}/{figure}", d.figure)
}

// queuePage is what the queue shows.
type queuePage struct {
	Page   ui.Page
	Now    time.Time
	Ask    queueAsk
	Tabs   []ui.NavItem
	Chips  []ui.NavItem
	Kinds  []ui.Option
	Stages []ui.Option
	Grids  []ui.Option
	Rows   []queueRow
	Counts string // where the chips with counts are
	Stream string
	Export string
	Bulk   string
	Here   string // this page, to come back to
	Pages  ui.Paging
	Clear  string // the queue without filters, when there are any
}

// queueSize is how many rows a page has.
const queueSize = 50

func (d *desk) queue(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := forWork(v); err != nil {
		return err
	}
	ask, err := readAsk(r)
	if err != nil {
		return err
	}
	at, err := readPaging(r.URL.Query())
	if err != nil {
		return err
	}
	known, err := d.choices(r.Context(), v)
	if err != nil {
		return err
	}
	found, err := d.Matters.List(r.Context(), d.DB, v.ID, v.Realm.ID, ask.filter(queueSize))
	if err != nil {
		return err
	}
	p := queuePage{Page: v.Page, Now: d.Clock.Now(), Ask: ask}
	p.Page.Title = v.Page.T("事项", "Matters")
	if p.Rows, err = d.rows(r, v, found.Items, p.Now); err != nil {
		return err
	}
	base := "/" + v.Realm.ID + "/queue"
	p.Tabs, p.Chips = ask.tabs(v.Page, base), ask.chips(v.Page, base, nil, false)
	p.Kinds, p.Stages, p.Grids = known.kindOptions(v.Page), known.stageOptions(v.Page, ask.Kind), known.gridOptions()
	p.Here = base + ask.query(nil)
	p.Counts = base + "/counts" + ask.query(map[string]string{"cursor": ""})
	p.Export = base + ".csv" + ask.query(map[string]string{"cursor": ""})
	p.Bulk = base + "/bulk"
	p.Stream = base + "/stream" + ask.query(map[string]string{"rows": rowNumbers(found.Items)})
	p.Pages = at.links(v.Page, base, r.URL.Query(), found.Next)
	if ask.narrow() {
		p.Clear = base
	}
	return v.Render(w, r, http.StatusOK, queueView(p))
}

// forWork lets those pass who have to do with other people's matters: whoever holds a post.
func forWork(v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	if len(v.ID.Posts) == 0 {
		return fault.New(fault.Forbidden, lang.T("“事项”这一页给有岗位的人用；您自己的事在“我的事”里", "The queue is for those who hold a post here. Your own matters are under “Mine”."))
	}
	return nil
}

// rows words the matters of a page, with the names of those who handle them.
func (d *desk) rows(r *http.Request, v *web.Visit, items []matter.Item, now time.Time) ([]queueRow, error) {
	names, err := d.names(r, v, items)
	if err != nil {
		return nil, err
	}
	rows := make([]queueRow, len(items))
	for i, it := range items {
		rows[i] = d.row(v, it, names, now)
	}
	return rows, nil
}

// statusesOf are the statuses that the matters of a state may show, in the order of a matter's life.
func statusesOf(state string) []playbook.Status {
	open := []playbook.Status{playbook.New, playbook.Assigned, playbook.Doing, playbook.Verify, playbook.Overdue, playbook.Returned, playbook.Suspended}
	closed := []playbook.Status{playbook.Done, playbook.Unrated, playbook.Declined, playbook.Withdrawn, playbook.Merged, playbook.Lapsed}
	switch state {
	case "open":
		return open
	case "closed":
		return closed
	}
	return append(open, closed...)
}

// onceKey marks one rendering of a form, so that sending it twice does its act once.
func onceKey() string { return rand.Text() }
