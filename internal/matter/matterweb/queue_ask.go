package matterweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/ui"
)

// queueAsk is what a queue's address asks for.
type queueAsk struct {
	State  string // open, closed, suspended or all; open when the address says nothing
	Shows  string
	Kind   string
	Stage  string
	Grid   string
	Words  string
	Mine   bool // handled by the caller
	Cursor int64
}

// readAsk reads the query of a request. What it does not know narrows nothing.
func readAsk(r *http.Request) (queueAsk, error) {
	q := r.URL.Query()
	a := queueAsk{State: q.Get("state"), Shows: q.Get("shows"), Kind: q.Get("kind"), Stage: q.Get("stage"), Grid: q.Get("grid"),
		Words: strings.TrimSpace(q.Get("q")), Mine: on(q.Get("mine"))}
	if r := []rune(a.Words); len(r) > 100 {
		a.Words = string(r[:100])
	}
	switch a.State {
	case "open", "closed", "suspended", "all":
	default:
		a.State = "open"
	}
	if on(q.Get("late")) {
		a.State, a.Shows = "open", string(playbook.Overdue)
	}
	if !ui.Status(a.Shows).Known() {
		a.Shows = ""
	}
	var err error
	a.Cursor, err = matter.Cursor(q.Get("cursor"))
	return a, err
}

func on(s string) bool { return s == "1" || s == "on" || s == "true" }

// filter is what the domain is asked for.
func (a queueAsk) filter(limit int) matter.Filter {
	f := matter.Filter{Shows: a.Shows, Kind: a.Kind, Stage: a.Stage, Grid: a.Grid, Words: a.Words, Doing: a.Mine, Before: a.Cursor, Limit: limit}
	if a.State != "all" {
		f.State = a.State
	}
	return f
}

// narrow tells whether anything was asked for that an address without a query does not ask for.
func (a queueAsk) narrow() bool { return a != queueAsk{State: "open", Cursor: a.Cursor} }

// query is the address's query with some parts changed; an empty part goes.
func (a queueAsk) query(change map[string]string) string {
	q := url.Values{}
	set := func(name, value string) {
		if v, ok := change[name]; ok {
			value = v
		}
		if value != "" {
			q.Set(name, value)
		}
	}
	state, mine, cursor := a.State, "", ""
	if state == "open" {
		state = ""
	}
	if a.Mine {
		mine = "1"
	}
	if a.Cursor > 0 {
		cursor = strconv.FormatInt(a.Cursor, 10)
	}
	set("state", state)
	set("shows", a.Shows)
	set("kind", a.Kind)
	set("stage", a.Stage)
	set("grid", a.Grid)
	set("q", a.Words)
	set("mine", mine)
	set("cursor", cursor)
	set("rows", "")
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// tabs are the states, as links.
func (a queueAsk) tabs(p ui.Page, base string) []ui.NavItem {
	tab := func(state, label string) ui.NavItem {
		part := state
		if state == "open" {
			part = ""
		}
		return ui.NavItem{Label: label, Current: a.State == state, Href: base + a.query(map[string]string{"state": part, "shows": "", "cursor": ""})}
	}
	tabs := []ui.NavItem{tab("open", p.T("办理中", "Open")), tab("closed", p.T("已结束", "Closed")), tab("all", p.T("全部", "All"))}
	if a.State == "suspended" {
		tabs = append(tabs, tab("suspended", p.T("已挂起", "Suspended")))
	}
	return tabs
}

// chips are the statuses of the state, as links with their counts where these are known; one without any is left out
// then, unless there are more than were counted.
func (a queueAsk) chips(p ui.Page, base string, counts map[playbook.Status]int, more bool) []ui.NavItem {
	chips := []ui.NavItem{{Label: p.T("全部", "All"), Current: a.Shows == "", Href: base + a.query(map[string]string{"shows": "", "cursor": ""})}}
	for _, n := range counts {
		chips[0].Count += n
	}
	chips[0].More = more
	for _, s := range statusesOf(a.State) {
		if counts != nil && !more && counts[s] == 0 && a.Shows != string(s) {
			continue
		}
		chips = append(chips, ui.NavItem{Label: p.Say(ui.Status(s).Text()), Count: counts[s], More: more, Current: a.Shows == string(s),
			Href: base + a.query(map[string]string{"shows": string(s), "cursor": ""})})
	}
	return chips
}

func rowNumbers(items []matter.Item) string {
	numbers := make([]string, len(items))
	for i, it := range items {
		numbers[i] = strconv.FormatInt(it.Number, 10)
	}
	return strings.Join(numbers, ".")
}
