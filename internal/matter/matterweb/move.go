package matterweb

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/playbook"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// movePage asks what a move asks.
type movePage struct {
	Page     ui.Page
	Staff    bool
	Action   string
	Back     string
	Key      string
	Version  string
	Matter   string
	Number   string
	Status   ui.Status
	Stage    string
	To       string           // where it leads, in words
	Confirm  *ui.Confirmation // set where the move is confirmed
	Says     string           // what to know before answering
	Verb     string
	Icon     string
	Stale    bool // somebody moved it meanwhile
	Gone     bool // the move cannot be made any more; what was typed is shown to be copied
	Typed    []ui.Fact
	Problems ui.Problems
	Inputs   []formweb.Input
	Hints    []ui.Suggestion // who may handle it
	Hinted   int             // the input that they stand under
}

// moving is a move that a visitor is about to make.
type moving struct {
	ref    matter.Ref
	base   string
	view   *matter.View
	offer  *playbook.Offer // nil: not now, or not by them
	fields []form.Field
	asker  *formweb.Asker
}

// asking reads the matter and what the move in the address asks now.
func (p *Pages) asking(r *http.Request, v *web.Visit) (g moving, err error) {
	if g.ref, g.base, err = refOf(r, v); err != nil {
		return g, err
	}
	if g.view, err = p.Matters.Show(r.Context(), p.DB, v.ID, g.ref); err != nil {
		return g, err
	}
	g.asker = p.ask.For(v)
	name := r.PathValue("move")
	if i := slices.IndexFunc(g.view.Offers, func(o playbook.Offer) bool { return o.Move == name }); i >= 0 {
		g.offer = &g.view.Offers[i]
		if g.fields = g.offer.Fields; !g.offer.Once { // a voice takes no words, by which it would be known
			g.fields = withNote(g.offer.Fields, g.offer.Noted)
		}
	} else if m := g.view.Kind.Move(name); m != nil {
		g.fields = withNote(asksOf(m), false)
	} else if playbook.Common(name) {
		g.fields = withNote(nil, false)
	} else {
		return g, playbook.ErrNoMove
	}
	return g, nil
}

func (p *Pages) moveForm(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	g, err := p.asking(r, v)
	if err != nil {
		return err
	}
	if g.offer == nil {
		if err := v.Need(); err != nil && g.ref.Code == "" {
			return err
		}
		return v.Sorry(w, r, g.base, notNow)
	}
	ans := formweb.None()
	for name, value := range g.offer.Given { // one's own voice, to be changed
		ans.Set(name, fmt.Sprint(value), "")
	}
	return p.renderMove(w, r, v, http.StatusOK, g, onceKey(), ans, nil)
}

var notNow = lang.T("这一步现在不能办，可能别人刚刚办了。", "This cannot be done now; somebody may just have done it.")

// move makes a move. A form whose matter was moved meanwhile comes back with what was typed and where it stands now.
func (p *Pages) move(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	g, err := p.asking(r, v)
	if err != nil {
		return err
	}
	asked := g.fields
	if g.offer == nil { // what was typed comes back; files are for those who may make the move
		asked = slices.DeleteFunc(slices.Clone(asked), func(f form.Field) bool { return f.Type == form.File })
	}
	ans, err := g.asker.Read(r.Context(), r, formweb.Fields, asked)
	if err != nil {
		return err
	}
	key := r.PostForm.Get("key")
	if taken, ok := takenOf(r, matter.AboutHandler); ok && g.offer != nil {
		if err := g.take(r.Context(), ans, taken); err != nil {
			return err
		}
		return p.renderMove(w, r, v, http.StatusOK, g, key, ans, nil)
	}
	if err = ans.Err(g.fields); err == nil || g.offer == nil {
		err = p.moveOnce(r, v, g, key, ans)
	}
	if err == nil {
		return p.moved(w, r, v, g)
	}
	f := fault.As(err)
	if f.Kind == fault.Unauthenticated || f.Kind == fault.Forbidden && g.ref.Code == "" && v.Account == "" {
		return v.Need()
	}
	if f.Kind != fault.Invalid && f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return err
	}
	if errors.Is(err, once.ErrOther) {
		key = onceKey()
	}
	if f.Kind != fault.Invalid { // look again: it may stand elsewhere by now
		if g, err = p.asking(r, v); err != nil {
			return err
		}
	}
	return p.renderMove(w, r, v, web.Status(f.Kind), g, key, ans, f)
}

func (p *Pages) moveOnce(r *http.Request, v *web.Visit, g moving, key string, ans *formweb.Answers) error {
	a := matter.Act{Move: r.PathValue("move"), Suggested: r.PostForm.Get("suggested") != "", Fields: map[string]any{}}
	a.Version, _ = strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	for name, value := range ans.Raw {
		if name == "note" {
			a.Note, _ = value.(string)
		} else {
			a.Fields[name] = value
		}
	}
	if key != "" { // the form of a matter that is about to be raised may join another one, and be sent after all
		key += "/" + a.Move
	}
	request := once.Request{Realm: v.Realm.ID, Caller: v.Account, Key: key, Body: formweb.Digest(r, "key")}
	return p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		_, err := p.Once.Do(r.Context(), tx, request, func() ([]byte, error) {
			_, err := p.Matters.Move(r.Context(), tx, v.ID, g.ref, a)
			return []byte("done"), err
		})
		return err
	})
}

// moved goes back to the matter, or on to the visitor's own when the move took it out of their sight.
func (p *Pages) moved(w http.ResponseWriter, r *http.Request, v *web.Visit, g moving) error {
	to := g.base
	if _, err := p.Matters.Show(r.Context(), p.DB, v.ID, g.ref); fault.Is(err, fault.NotFound) {
		to = "/" + v.Realm.ID + "/mine"
	} else if err != nil {
		return err
	}
	return v.Done(w, r, to, lang.F("“%s”办好了", "“%s” is done", moveTitle(g.view.Kind, r.PathValue("move"))))
}

func (p *Pages) renderMove(w http.ResponseWriter, r *http.Request, v *web.Visit, status int, g moving, key string, ans *formweb.Answers, wrong error) error {
	page, m, name := v.Page, g.view, r.PathValue("move")
	out := movePage{Page: page, Staff: v.ID.Staff(), Action: g.base + "/moves/" + name, Back: g.base, Key: key, Version: strconv.FormatInt(m.Version, 10), Matter: titleOf(page, m.Matter),
		Number: strconv.FormatInt(m.Number, 10), Status: ui.Status(m.Shows), Verb: page.Say(moveTitle(m.Kind, name)), Icon: moveIcon(m.Kind, name), Problems: page.Problems(wrong)}
	out.Page.Title = out.Verb
	out.Page.Crumbs = []ui.Link{{Href: g.base, Label: "#" + out.Number}}
	out.Stage = page.Say(m.Kind.Stage(m.State.Stage).Title)
	out.Stale = status == http.StatusConflict
	if g.offer == nil {
		out.Gone = true
		words, err := g.asker.Words(r.Context(), false, nil)
		if err != nil {
			return err
		}
		for _, f := range g.fields {
			if value, ok := ans.Raw[f.Name]; ok {
				if says := words.Say(f, value); says != "" {
					out.Typed = append(out.Typed, ui.Fact{Label: page.Say(f.Title), Value: says, Wide: true})
				}
			}
		}
		return v.Render(w, r, status, moveView(out))
	}
	if g.offer.To != nil {
		out.To = page.Say(g.offer.To.Title)
	}
	if weighs(*g.offer) {
		c := confirmation(page, m, *g.offer)
		c.Action, c.Back = out.Action, out.Back
		out.Confirm = &c
	}
	if g.offer.Once {
		out.Says = page.T("每人一次，不显示是谁；公布以前都可以改。", "Everybody speaks once and nobody is named. You may change it until it is published.")
		if g.offer.Given != nil {
			out.Says = page.T("您已经参加过，下面是您的意见，改了以新的为准。不显示是谁。", "You have spoken; below is what you said, and you may change it. Nobody is named.")
		}
	}
	var err error
	if out.Inputs, err = g.asker.Inputs(r.Context(), formweb.Fields, g.fields, ans, out.Problems); err != nil {
		return err
	}
	if out.Hints, out.Hinted, err = p.handlerHints(r, v, g, ans); err != nil {
		return err
	}
	return v.Render(w, r, status, moveView(out))
}
