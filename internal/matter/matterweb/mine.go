package matterweb

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// minePage is the visitor's own matters: raised by them or about them, or theirs to handle.
type minePage struct {
	Page  ui.Page
	Staff bool
	Now   time.Time
	Tabs  []ui.NavItem
	Chips []ui.NavItem
	Rows  []mineRow
	Doing bool
	Bound bool // the account is a person here
	Pages ui.Paging
	Raise string
	Board string
}

type mineRow struct {
	Href, Icon, Title, Under string
	Status                   ui.Status
	Due                      time.Time
}

const mineSize = 20

func (p *Pages) mine(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	q := r.URL.Query()
	at, err := readPaging(q)
	if err != nil {
		return err
	}
	page, base := v.Page, "/"+v.Realm.ID+"/mine"
	m := minePage{Page: page, Staff: v.ID.Staff(), Now: p.Clock.Now(), Doing: q.Get("as") == "handler", Bound: v.ID.Person != "", Raise: "/" + v.Realm.ID + "/raise", Board: "/" + v.Realm.ID + "/board"}
	m.Page.Title = page.T("我的事", "My matters")
	state := q.Get("state")
	if state != "open" && state != "closed" {
		state = ""
	}
	side := func(as, state string) string {
		u := url.Values{}
		for name, value := range map[string]string{"as": as, "state": state} {
			if value != "" {
				u.Set(name, value)
			}
		}
		if len(u) == 0 {
			return base
		}
		return base + "?" + u.Encode()
	}
	as := ""
	if m.Doing {
		as = "handler"
	}
	m.Tabs = []ui.NavItem{{Href: side("", state), Icon: "message-plus", Label: page.T("我提的", "Raised"), Current: !m.Doing}, {Href: side("handler", state), Icon: "clipboard-check", Label: page.T("我办的", "Mine to do"), Current: m.Doing}}
	for _, c := range []struct{ state, says string }{{"", page.T("全部", "All")}, {"open", page.T("办理中", "Open")}, {"closed", page.T("已结束", "Closed")}} {
		m.Chips = append(m.Chips, ui.NavItem{Href: side(as, c.state), Label: c.says, Current: c.state == state})
	}
	found, err := p.Matters.List(r.Context(), p.DB, v.ID, v.Realm.ID, matter.Filter{State: state, Mine: !m.Doing, Doing: m.Doing, Before: at.cursor, Limit: mineSize})
	if err != nil {
		return err
	}
	for _, it := range found.Items {
		n := strconv.FormatInt(it.Number, 10)
		row := mineRow{Href: "/" + v.Realm.ID + "/matters/" + n, Icon: it.Kind.Icon, Title: it.Says(page.Lang), Under: "#" + n + " · " + page.Say(it.Kind.Title), Status: ui.Status(it.Shows)}
		if stage := page.Say(it.StageText); stage != page.Say(row.Status.Text()) {
			row.Under += " · " + stage
		}
		if it.Ending == "" {
			row.Due = it.Due
		}
		m.Rows = append(m.Rows, row)
	}
	m.Pages = at.links(page, base, url.Values{"as": {as}, "state": {state}}, found.Next)
	return v.Render(w, r, http.StatusOK, mineView(m))
}
