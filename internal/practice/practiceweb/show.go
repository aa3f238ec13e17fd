package practiceweb

import (
	"net/http"
	"strconv"
	"time"

	"linli/internal/clock"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/ui"
	"linli/internal/web"
)

// allPage is what a realm plays.
type allPage struct {
	Page   ui.Page
	Staff  bool
	Books  []bookCard
	Decide bool
	Check  string

	CheckSays string // the way to a new one; "" for those who may not
}

type bookCard struct {
	Href, Title, About, Version string
	Kinds                       []kindLine
}

// kindLine is a kind in one line: its stages as a way.
type kindLine struct{ Href, Icon, Title, Way string }

func (p *Pages) all(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	set, err := p.Books.Current(r.Context(), p.DB, v.Realm.ID)
	if err != nil {
		return err
	}
	base := "/" + v.Realm.ID + "/playbooks"
	m := allPage{Page: v.Page, Staff: v.ID.Staff(), Decide: mayDecide(v), Check: base + "/check"}
	if m.Page.Title = v.Page.T("工作法", "Playbooks"); m.Staff {
		m.CheckSays = v.Page.T("检查一份新的", "Check a new one")
	}
	for _, b := range set {
		c := bookCard{Href: base + "/" + b.Name, Title: v.Page.Say(b.Title), About: v.Page.Say(b.About), Version: b.Version}
		for _, k := range b.Kinds {
			if k.At == string(v.Realm.Kind) {
				c.Kinds = append(c.Kinds, kindLine{c.Href + "?kind=" + k.Name, k.Icon, v.Page.Say(k.Title), way(v.Page, k)})
			}
		}
		m.Books = append(m.Books, c)
	}
	return v.Render(w, r, http.StatusOK, allView(m))
}

func mayDecide(v *web.Visit) bool { _, err := decides(v); return err == nil }

// way is the stages of a kind in their order, ends left out.
func way(p ui.Page, k *playbook.Kind) string {
	says := ""
	for _, st := range k.Stages {
		if st.End != "" {
			continue
		}
		if says != "" {
			says += " → "
		}
		says += p.Say(st.Title)
	}
	return says
}

// showPage is one playbook.
type showPage struct {
	Page     ui.Page
	Staff    bool
	Now      time.Time
	Style    string
	Facts    []ui.Fact
	Kinds    []ui.NavItem
	Kind     kindPart
	Tasks    []taskLine
	Lists    []ui.Link
	Figures  []ui.Link
	Versions []versionLine
	Carries  string // how many matters go by earlier versions, in words; "" when there are none
	Decide   bool
	Carry    string
	Check    string
	Download string
	Text     string
}

type kindPart struct {
	Title, About, Icon string
	Facts              []ui.Fact
	Drawing            string
	Outline            string
}

type taskLine struct{ Title, List, Kinds string }

type versionLine struct {
	Hash, Version string
	At            time.Time
	Now           bool
	Compare       string
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	b, err := p.book(r.Context(), v, r.PathValue("name"))
	if err != nil {
		return err
	}
	base := "/" + v.Realm.ID + "/playbooks"
	m := showPage{Page: v.Page, Staff: v.ID.Staff(), Now: p.Clock.Now(), Style: base + ".css", Decide: mayDecide(v), Check: base + "/check", Download: base + "/" + b.Name + "/text",
		Carry: base + "/" + b.Name + "/carry", Text: b.Text}
	m.Page.Title = v.Page.Say(b.Title)
	m.Page.Crumbs = []ui.Link{{Href: base, Label: v.Page.T("工作法", "Playbooks")}}
	m.Facts = []ui.Fact{{Label: v.Page.T("说明", "About"), Value: v.Page.Say(b.About), Wide: true}, {Label: v.Page.T("版本", "Version"), Value: b.Version},
		{Label: v.Page.T("版本指纹", "Fingerprint"), Value: b.Hash[:12]}}
	if b.From != "" {
		m.Facts = append(m.Facts, ui.Fact{Label: v.Page.T("读自哪份材料", "Read from document"), Value: document(v.Page, b.From)})
	}
	asked := b.Kind(r.URL.Query().Get("kind"))
	if asked == nil {
		asked = b.Kinds[0]
	}
	for _, k := range b.Kinds {
		m.Kinds = append(m.Kinds, ui.NavItem{Href: base + "/" + b.Name + "?kind=" + k.Name, Icon: k.Icon, Label: v.Page.Say(k.Title), Current: k == asked})
	}
	m.Kind = kindOf(v.Page, asked)
	m.Tasks = tasksOf(v.Page, b)
	for _, l := range b.Lists {
		m.Lists = append(m.Lists, ui.Link{Href: "/" + v.Realm.ID + "/lists/" + b.Name + "/" + l.Name, Label: v.Page.Say(l.Title)})
	}
	for _, f := range b.Figures {
		m.Figures = append(m.Figures, ui.Link{Href: "/" + v.Realm.ID + "/figures/" + b.Name + "/" + f.Name, Label: v.Page.Say(f.Title)})
	}
	versions, err := p.Books.Versions(r.Context(), p.DB, b.Name)
	if err != nil {
		return err
	}
	for _, x := range versions {
		m.Versions = append(m.Versions, versionLine{x.Hash[:12], x.Version, clock.FromMillis(x.At), x.Hash == b.Hash, base + "/" + b.Name + "/compare?to=" + x.Hash})
	}
	if m.Decide {
		running, err := p.Matters.Running(r.Context(), p.DB, v.Realm.ID, b.Name)
		if err != nil {
			return err
		}
		m.Carries = earlier(v.Page, b, running)
	}
	return v.Render(w, r, http.StatusOK, showView(m))
}

// document is what a playbook was read from: a number, or what it is called.
func document(p ui.Page, from string) string {
	if _, err := strconv.Atoi(from); err == nil {
		return p.T("第 "+from+" 号", "No. "+from)
	}
	return from
}

func kindOf(p ui.Page, k *playbook.Kind) kindPart {
	part := kindPart{Title: p.Say(k.Title), About: p.Say(k.About), Icon: k.Icon, Drawing: drawing(k, p.Lang), Outline: playbook.Text(k, p.Lang)}
	at := p.T("社区", "The community")
	if k.At == "street" {
		at = p.T("街道", "The street")
	}
	part.Facts = []ui.Fact{{Label: p.T("在哪里办", "Handled by"), Value: at}, {Label: p.T("谁能看到", "Who sees it"), Value: p.Say(seen(k.Seen.By))}}
	for _, t := range k.Playbook.Tasks {
		if t.Name == k.Serves {
			part.Facts = append(part.Facts, ui.Fact{Label: p.T("服务的清单事项", "Task-list item"), Value: p.Say(t.Title)})
		}
	}
	return part
}

func seen(by string) lang.Text {
	switch by {
	case "public":
		return lang.T("所有人", "Everyone")
	case "neighbours":
		return lang.T("本辖区的人", "People of this community")
	}
	return lang.T("只有当事人和办理的人", "Only its parties and those who handle it")
}

// tasksOf are the task-list items that a playbook serves, each with the kinds that serve it.
func tasksOf(p ui.Page, b *playbook.Playbook) []taskLine {
	lists := map[string]lang.Text{"statutory": lang.T("依法履职", "Statutory duty"), "assist": lang.T("协助事项", "Assists government"), "own": lang.T("自治事项", "Own affairs")}
	var all []taskLine
	for _, t := range b.Tasks {
		line := taskLine{Title: p.Say(t.Title), List: p.Say(lists[t.List])}
		for _, k := range b.Kinds {
			if k.Serves == t.Name {
				if line.Kinds != "" {
					line.Kinds += p.T("、", ", ")
				}
				line.Kinds += p.Say(k.Title)
			}
		}
		all = append(all, line)
	}
	return all
}

// text is the file itself.
func (p *Pages) text(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	b, err := p.book(r.Context(), v, r.PathValue("name"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+b.Name+`.yaml"`)
	_, err = w.Write([]byte(b.Text))
	return err
}
