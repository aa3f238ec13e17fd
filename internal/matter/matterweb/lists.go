package matterweb

import (
	"net/http"
	"time"

	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/ui"
	"linli/internal/web"
)

// listsPage names the saved views of a realm's playbooks.
type listsPage struct {
	Page  ui.Page
	Books []listsBook
}

type listsBook struct {
	Title string
	Lists []listsItem
}

type listsItem struct{ Href, Title, Under string }

// listPage is one saved view: on the screen a table, on paper a register.
type listPage struct {
	Page   ui.Page
	Now    time.Time
	Book   string
	Groups []listGroup
	Empty  bool
	Pages  ui.Paging
	Print  string // the whole of it on one page, to print
	Screen string // back from there; set when this is the page to print
	Cut    string // what the page to print leaves out
	Count  int
}

type listGroup struct {
	Title string // "" when the list is in no groups
	Rows  []listRow
}

// listRow is a matter in a register.
type listRow struct {
	queueRow
	Kind, Place string
	Raised      time.Time
}

// The number of rows on a page of a saved view, and at most on the page to print.
const (
	listSize   = 100
	printSize  = 200 // read at once
	printPages = 10
)

func (d *desk) lists(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	set, err := d.Books.Current(r.Context(), d.DB, v.Realm.ID)
	if err != nil {
		return err
	}
	p := listsPage{Page: v.Page}
	p.Page.Title = v.Page.T("清单", "Lists")
	for _, b := range set {
		book := listsBook{Title: v.Page.Say(b.Title)}
		for _, l := range b.Lists {
			if under, here := listUnder(v.Page, string(v.Realm.Kind), b, l); here {
				book.Lists = append(book.Lists, listsItem{"/" + v.Realm.ID + "/lists/" + b.Name + "/" + l.Name, v.Page.Say(l.Title), under})
			}
		}
		if len(book.Lists) > 0 {
			p.Books = append(p.Books, book)
		}
	}
	return v.Render(w, r, http.StatusOK, listsView(p))
}

// listUnder says what a list holds, and whether any of its kinds lives here.
func listUnder(p ui.Page, at string, b *playbook.Playbook, l playbook.List) (under string, here bool) {
	for _, name := range l.Kinds {
		k := b.Kind(name)
		if k == nil {
			continue
		}
		here = here || k.At == at
		if under != "" {
			under += p.T("、", ", ")
		}
		under += p.Say(k.Title)
	}
	switch l.State {
	case "open":
		under += p.T(" · 办理中", " · open")
	case "closed":
		under += p.T(" · 已结束", " · closed")
	}
	for _, name := range l.Stages {
		for _, kind := range l.Kinds {
			if k := b.Kind(kind); k != nil && k.Stage(name) != nil {
				under += " · " + p.Say(k.Stage(name).Title)
				break
			}
		}
	}
	return under, here
}

func (d *desk) list(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	book, name := r.PathValue("playbook"), r.PathValue("list")
	at, err := readPaging(r.URL.Query())
	if err != nil {
		return err
	}
	paper := on(r.URL.Query().Get("print"))
	size := listSize
	if paper {
		size = printSize
	}
	found, l, err := d.Matters.Listed(r.Context(), d.DB, v.ID, v.Realm.ID, book, name, at.cursor, size)
	if err != nil {
		return err
	}
	for n := 1; paper && found.Next > 0 && n < printPages; n++ {
		more, _, err := d.Matters.Listed(r.Context(), d.DB, v.ID, v.Realm.ID, book, name, found.Next, size)
		if err != nil {
			return err
		}
		found.Items, found.Next = append(found.Items, more.Items...), more.Next
	}
	set, err := d.Books.Current(r.Context(), d.DB, v.Realm.ID)
	if err != nil {
		return err
	}
	base := "/" + v.Realm.ID + "/lists/" + book + "/" + name
	p := listPage{Page: v.Page, Now: d.Clock.Now(), Print: base + "?print=1", Count: len(found.Items), Empty: len(found.Items) == 0}
	p.Page.Title = v.Page.Say(l.Title)
	p.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/lists", Label: v.Page.T("清单", "Lists")}}
	if b := set.Book(book); b != nil {
		p.Book = v.Page.Say(b.Title)
	}
	if p.Groups, err = d.grouped(r, v, set.Book(book), l, found.Items, p.Now); err != nil {
		return err
	}
	p.Pages = at.links(v.Page, base, nil, found.Next)
	if paper {
		p.Screen = base
		if found.Next > 0 {
			p.Cut = v.Page.Say(lang.F("只列出最近 %d 件，更早的请分页查看", "Only the newest %d are listed; see the pages for earlier ones", p.Count))
		}
		return v.Render(w, r, http.StatusOK, registerView(p))
	}
	return v.Render(w, r, http.StatusOK, listView(p))
}

// grouped sets matters in the groups of a list, in the order of the field's options; what has no answer comes last.
func (d *desk) grouped(r *http.Request, v *web.Visit, b *playbook.Playbook, l playbook.List, items []matter.Item, now time.Time) ([]listGroup, error) {
	rows, err := d.rows(r, v, items, now)
	if err != nil {
		return nil, err
	}
	all := make([]listRow, len(rows))
	for i, it := range items {
		all[i] = listRow{rows[i], v.Page.Say(it.Kind.Title), it.AtPlace, it.Created}
	}
	if l.Group == "" || len(items) == 0 {
		return []listGroup{{Rows: all}}, nil
	}
	answers := map[string]string{}
	for chunk := 0; chunk < len(items); chunk += printSize {
		some, err := d.Matters.Answers(r.Context(), d.DB, v.ID, v.Realm.ID, l.Group, items[chunk:min(chunk+printSize, len(items))])
		if err != nil {
			return nil, err
		}
		for id, a := range some {
			answers[id] = a
		}
	}
	var groups []listGroup
	at := map[string]int{}
	for _, name := range l.Kinds {
		f, _ := b.Kind(name).Field(l.Group)
		for _, o := range f.Options {
			if _, there := at[o.Key]; !there {
				at[o.Key] = len(groups)
				groups = append(groups, listGroup{Title: v.Page.Say(o.Title)})
			}
		}
	}
	other := listGroup{Title: v.Page.T("其他", "Others")}
	for i, it := range items {
		if n, ok := at[answers[it.ID]]; ok {
			groups[n].Rows = append(groups[n].Rows, all[i])
		} else {
			other.Rows = append(other.Rows, all[i])
		}
	}
	var filled []listGroup
	for _, g := range append(groups, other) {
		if len(g.Rows) > 0 {
			filled = append(filled, g)
		}
	}
	return filled, nil
}
