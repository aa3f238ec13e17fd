package practiceweb

import (
	"net/http"
	"strings"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// reasonOf is why somebody takes up a version or carries matters over. It goes on the record, so it holds no personal number;
// what was typed is given even where it is refused.
func reasonOf(r *http.Request) (reason string, err error) {
	reason = strings.TrimSpace(r.PostFormValue("reason"))
	if reason == "" {
		return "", fault.InField("reason", lang.T("请写明为什么", "Please say why."))
	}
	if says := form.Private(reason); !says.Empty() {
		return reason, fault.InField("reason", lang.F("理由%s", "The reason %s.", says))
	}
	return reason, nil
}

// install takes up a text. It is checked again: what was shown is not trusted to be what is sent.
func (p *Pages) install(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := decides(v)
	if err != nil {
		return err
	}
	text, err := textOf(r)
	if err != nil {
		return err
	}
	m, b, err := p.judge(r, v, text)
	if err != nil {
		return err
	}
	reason, wrong := reasonOf(r)
	if b != nil && wrong == nil {
		return p.take(w, r, v, post, b, reason)
	}
	if b != nil {
		m.Fault = v.Page.Problems(wrong)
		m.Reason.Value, m.Reason.Error = reason, m.Fault.Of("reason")
	}
	return v.Render(w, r, http.StatusUnprocessableEntity, checkView(m))
}

// take makes the realm play b from now on, and goes to its page.
func (p *Pages) take(w http.ResponseWriter, r *http.Request, v *web.Visit, post string, b *playbook.Playbook, reason string) error {
	err := p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		return p.Books.Install(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, b, reason)
	})
	if err != nil && !fault.Is(err, fault.Conflict) { // a second tap finds it taken up already
		return err
	}
	return v.Done(w, r, "/"+v.Realm.ID+"/playbooks/"+b.Name, lang.F("已换用“%s”%s 版，新提的事按它办", "“%s”, version %s, is in use now; new matters go by it.", b.Title, b.Version))
}

// comparePage is the version in use beside another one.
type comparePage struct {
	Page   ui.Page
	Facts  []ui.Fact
	Change changePart
	Hash   string
	Switch string // where it is taken up; "" for those who may not
	Reason ui.Field
	Fault  ui.Problems
}

func (p *Pages) compare(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Staff(); err != nil {
		return err
	}
	m, _, err := p.beside(r, v, r.URL.Query().Get("to"))
	if err != nil {
		return err
	}
	return v.Render(w, r, http.StatusOK, compareView(m))
}

// beside tells what going over to a version that was installed before would change.
func (p *Pages) beside(r *http.Request, v *web.Visit, hash string) (comparePage, *playbook.Playbook, error) {
	m := comparePage{Page: v.Page, Hash: hash}
	name := r.PathValue("name")
	now, err := p.book(r.Context(), v, name)
	if err != nil {
		return m, nil, err
	}
	b, err := p.version(r.Context(), name, hash)
	if err != nil {
		return m, nil, err
	}
	running, err := p.Matters.Running(r.Context(), p.DB, v.Realm.ID, name)
	if err != nil {
		return m, nil, err
	}
	base := "/" + v.Realm.ID + "/playbooks"
	m.Page.Title = v.Page.T("比较版本", "Compare versions")
	m.Page.Crumbs = []ui.Link{{Href: base, Label: v.Page.T("工作法", "Playbooks")}, {Href: base + "/" + name, Label: v.Page.Say(now.Title)}}
	m.Facts = []ui.Fact{{Label: v.Page.T("现在用的", "In use"), Value: now.Version + " · " + now.Hash[:12]}, {Label: v.Page.T("另一版", "The other"), Value: b.Version + " · " + b.Hash[:12]}}
	m.Change = *changes(v.Page, now, b, running)
	m.Reason = ui.Field{Name: "reason", Label: v.Page.T("为什么换用", "Why"), Required: true, MaxLen: 500, Hint: v.Page.T("会记入记录，谁都查得到。", "It goes on the record.")}
	if mayDecide(v) && now.Hash != b.Hash {
		m.Switch = base + "/" + name + "/switch"
	}
	return m, b, nil
}

// change goes over to a version that was installed before.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := decides(v)
	if err != nil {
		return err
	}
	if _, err := textOf(r); err != nil {
		return err
	}
	m, b, err := p.beside(r, v, r.PostFormValue("hash"))
	if err != nil {
		return err
	}
	reason, err := reasonOf(r)
	if err != nil {
		m.Fault = v.Page.Problems(err)
		m.Reason.Value, m.Reason.Error = reason, m.Fault.Of("reason")
		return v.Render(w, r, http.StatusUnprocessableEntity, compareView(m))
	}
	return p.take(w, r, v, post, b, reason)
}
