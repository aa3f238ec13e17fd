package personweb

import (
	"net/http"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// surePage asks on which day somebody left, before that is noted.
type surePage struct {
	Page     ui.Page
	Problems ui.Problems
	Confirm  ui.Confirmation
	Day      ui.Field
	Dwelling string
}

func (p *Pages) sure(r *http.Request, v *web.Visit, id, name string, wrong error) surePage {
	m := surePage{Page: v.Page, Problems: v.Page.Problems(wrong)}
	m.Page.Crumbs = crumbs(v, ui.Link{Href: personPath(v, id), Label: name})
	m.Confirm = ui.Confirmation{Back: personPath(v, id)}
	m.Day = ui.Field{Name: "at", Label: v.Page.T("从哪天起", "From which day"), Value: p.today(), Max: p.today(), Required: true, Error: m.Problems.Of("at")}
	if s := r.PostFormValue("at"); s != "" {
		m.Day.Value = s
	}
	return m
}

// past reads a day that is not to come: its first moment, or now when it is today.
func (p *Pages) past(r *http.Request) (time.Time, error) {
	now := p.Clock.Now()
	t, err := clock.Begin(r.PostFormValue("at"), "at", now)
	if err == nil && t.After(now) {
		return t, fault.InField("at", lang.T("还没到这一天，到了再登记", "That day is to come; note it then."))
	}
	return t, err
}

// leaver finds the person of a request, with the post by which the visitor books who lives where they live: that they own what
// lies behind a door of the visitor's is not enough.
func (p *Pages) leaver(r *http.Request, v *web.Visit) (who person.Person, post string, err error) {
	if who, post, err = p.known(r.Context(), v, r.PathValue("id")); err != nil || who.Household == "" {
		return who, post, err
	}
	h, err := p.People.Household(r.Context(), p.DB, v.Realm.ID, who.Household)
	if err != nil {
		return who, "", err
	}
	post, err = p.mayBook(r.Context(), v, h.Dwelling)
	return who, post, err
}

func (p *Pages) movingOut(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.outForm(w, r, v, nil)
}

func (p *Pages) outForm(w http.ResponseWriter, r *http.Request, v *web.Visit, wrong error) error {
	who, _, err := p.leaver(r, v)
	if err != nil {
		return err
	}
	m := p.sure(r, v, who.ID, who.Name, wrong)
	m.Page.Title = v.Page.T("登记搬走", "Note that somebody moved out")
	m.Confirm.Action, m.Confirm.Title, m.Confirm.Yes = personPath(v, who.ID)+"/out", v.Page.Say(lang.F("%s搬走了？", "Did %s move out?", who.Name)), v.Page.T("登记搬走", "Note it")
	m.Confirm.Text = v.Page.T("从那天起不再算这里的住户，原来负责这户的人也不再看到姓名。名下的房屋不变；一户人都搬走了，这一户就结束。", "From that day they are no resident of this dwelling, and those who answered for the door see their name no more. What they own stays theirs. When all have left, the household ends.")
	return v.Render(w, r, statusOf(wrong), sureView(m))
}

func (p *Pages) moveOut(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	who, post, err := p.leaver(r, v)
	if err != nil {
		return err
	}
	at, err := p.past(r)
	if err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			return p.People.MoveOut(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, who.ID, at)
		})
	}
	if fault.Is(err, fault.Invalid) {
		return p.outForm(w, r, v, err)
	}
	if err != nil {
		return err
	}
	return p.left(w, r, v, who.ID, lang.F("已登记搬走，从 %s 起", "It is noted, from %s.", v.Page.Day(at)))
}

// left goes to the person's page, or to the list for those to whom the person is nobody from now on.
func (p *Pages) left(w http.ResponseWriter, r *http.Request, v *web.Visit, id string, says lang.Text) error {
	if _, _, err := p.known(r.Context(), v, id); err != nil {
		return v.Done(w, r, peoplePath(v), says)
	}
	return v.Done(w, r, personPath(v, id), says)
}

func (p *Pages) disowning(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.disownForm(w, r, v, r.URL.Query().Get("dwelling"), nil)
}

func (p *Pages) disownForm(w http.ResponseWriter, r *http.Request, v *web.Visit, dwelling string, wrong error) error {
	who, _, err := p.known(r.Context(), v, r.PathValue("id"))
	if err != nil {
		return err
	}
	at, err := p.Places.Get(r.Context(), p.DB, v.Realm.ID, dwelling)
	if err != nil {
		return err
	}
	m := p.sure(r, v, who.ID, who.Name, wrong)
	m.Dwelling, m.Page.Title = dwelling, v.Page.T("不再是业主", "Owns it no more")
	m.Confirm.Action, m.Confirm.Title, m.Confirm.Yes, m.Confirm.Danger = personPath(v, who.ID)+"/disown", v.Page.Say(lang.F("%s不再是%s的业主？", "Does %s own %s no more?", who.Name, at.Full)), v.Page.T("登记", "Note it"), true
	m.Confirm.Text = v.Page.T("从那天起没有这套房屋的业主身份，也不再参加它的表决。还住在这里的话，住处不变。", "From that day they are no owner of it and vote for it no more. Where they live stays as it is.")
	return v.Render(w, r, statusOf(wrong), sureView(m))
}

func (p *Pages) disown(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	who, _, err := p.known(r.Context(), v, r.PathValue("id"))
	if err != nil {
		return err
	}
	dwelling := r.PostFormValue("dwelling")
	post, err := p.mayBook(r.Context(), v, dwelling)
	if err != nil {
		return err
	}
	at, err := p.past(r)
	if err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			return p.People.EndOwner(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, dwelling, who.ID, at)
		})
	}
	if fault.Is(err, fault.Conflict) {
		err = fault.InField("at", lang.T("那天不是这套房屋的业主", "They were no owner of it on that day."))
	}
	if fault.Is(err, fault.Invalid) {
		return p.disownForm(w, r, v, dwelling, err)
	}
	if err != nil {
		return err
	}
	return p.left(w, r, v, who.ID, lang.F("已登记，从 %s 起", "It is noted, from %s.", v.Page.Day(at)))
}
