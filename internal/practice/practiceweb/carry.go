package practiceweb

import (
	"net/http"
	"strconv"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/ui"
	"linli/internal/web"
)

// carryPage asks before running matters of a kind are taken over to the version in use.
type carryPage struct {
	Page    ui.Page
	Kind    ui.Field
	Kinds   []ui.Option // of which matters go by earlier versions
	Reason  ui.Field
	Confirm ui.Confirmation
	Fault   ui.Problems
}

func (p *Pages) carryForm(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if _, err := decides(v); err != nil {
		return err
	}
	b, err := p.book(r.Context(), v, r.PathValue("name"))
	if err != nil {
		return err
	}
	return p.renderCarry(w, r, v, http.StatusOK, b, r.URL.Query().Get("kind"), "", nil)
}

// carry takes the running matters of a kind over to the version in use.
func (p *Pages) carry(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if _, err := decides(v); err != nil {
		return err
	}
	if _, err := textOf(r); err != nil {
		return err
	}
	b, err := p.book(r.Context(), v, r.PathValue("name"))
	if err != nil {
		return err
	}
	kind, carried := r.PostFormValue("kind"), 0
	reason, wrong := reasonOf(r)
	var c fault.Check
	if !strings.HasPrefix(kind, b.Name+"/") {
		c.Add("kind", lang.T("请选要转的一类", "Please choose a kind."))
	}
	if err := c.Take(wrong); err != nil {
		return err
	}
	if err = c.Err(); err == nil {
		if carried, err = p.Matters.Carry(r.Context(), v.ID, v.Realm.ID, kind, reason); err == nil && carried == 0 {
			err = errNothingCarried
		}
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return p.renderCarry(w, r, v, web.Status(fault.As(err).Kind), b, kind, reason, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, "/"+v.Realm.ID+"/playbooks/"+b.Name, lang.F("已把 %d 件转到现在的版本", "%d matters were carried over to the present version.", carried))
}

var errNothingCarried = fault.New(fault.Conflict, lang.T("没有可以转的事项：它们所在的阶段在现在的版本里没有了", "There is nothing to carry over: the stages where they stand are not in the present version."))

func (p *Pages) renderCarry(w http.ResponseWriter, r *http.Request, v *web.Visit, status int, b *playbook.Playbook, kind, reason string, wrong error) error {
	running, err := p.Matters.Running(r.Context(), p.DB, v.Realm.ID, b.Name)
	if err != nil {
		return err
	}
	page, base := v.Page, "/"+v.Realm.ID+"/playbooks"
	m := carryPage{Page: page, Kinds: carries(page, b, running), Fault: page.Problems(wrong)}
	m.Page.Title = page.T("转到现在的版本", "Carry over")
	m.Page.Crumbs = []ui.Link{{Href: base, Label: page.T("工作法", "Playbooks")}, {Href: base + "/" + b.Name, Label: page.Say(b.Title)}}
	m.Kind = ui.Field{Name: "kind", Label: page.T("转哪一类", "Which kind"), Required: true, Value: kind, Error: m.Fault.Of("kind")}
	m.Reason = ui.Field{Name: "reason", Label: page.T("为什么要转", "Why carry them over"), Required: true, MaxLen: 500, Value: reason, Error: m.Fault.Of("reason")}
	m.Confirm = ui.Confirmation{Title: page.T("把正在办的转到 "+b.Version+" 版？", "Carry running matters over to version "+b.Version+"?"), Action: base + "/" + b.Name + "/carry", Yes: m.Page.Title, Icon: "refresh", Back: base + "/" + b.Name,
		Facts: []ui.Fact{
			{Label: page.T("会怎样", "What happens"), Value: page.T("选中的一类里，正在办的改按现在的版本接着办：阶段没变的留在原阶段，变了的按工作法里写的对应关系转，没有对应的不动。", "Running matters of the kind go on by the present version: what stands at a stage that is still there stays, the rest goes where the playbook says, and what has nowhere to go is left alone."), Wide: true},
			{Label: page.T("谁会知道", "Who learns of it"), Value: page.T("每一件的经过里都会写明，提出人和办理的人都看得到。", "Each matter's story says so, to whoever raised it and to those who handle it."), Wide: true},
			{Label: page.T("能改回来吗", "Can it be undone?"), Value: page.T("不能。", "No."), Wide: true},
		}}
	return v.Render(w, r, status, carryView(m))
}

// carries are the kinds of which matters still go by another version.
func carries(p ui.Page, b *playbook.Playbook, running []matter.Running) []ui.Option {
	var all []ui.Option
	for _, k := range b.Kinds {
		old := 0
		for _, x := range running {
			if x.Kind == k.Name && x.Book != b.Hash {
				old += x.N
			}
		}
		if old > 0 {
			n := strconv.Itoa(old)
			all = append(all, ui.Option{Value: k.ID(), Label: p.Say(k.Title), Hint: p.T("有 "+n+" 件按以前的版本在办", n+" still go by an earlier version")})
		}
	}
	return all
}

// earlier says how many matters go by earlier versions; "" when there are none.
func earlier(p ui.Page, b *playbook.Playbook, running []matter.Running) string {
	n := 0
	for _, x := range running {
		if x.Book != b.Hash {
			n += x.N
		}
	}
	if n == 0 {
		return ""
	}
	return p.Say(lang.F("有 %d 件按以前的版本在办。它们默认按开始时的版本办完，也可以转到现在的版本接着办。", "%d matters go by earlier versions. They end by the version they began with, or can be carried over to the present one.", n))
}
