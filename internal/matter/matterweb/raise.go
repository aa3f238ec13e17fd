package matterweb

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"linli/internal/fault"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// sent is what somebody sent to raise a matter.
type sent struct {
	key, title, body     string
	phone, name, channel string
	settle               bool
	other                bool         // it is none of those that resemble it
	like                 []similarRow // which resemble it, when they are to be looked at first
	hinted               bool         // suggestions were shown
	kinds                []ui.Suggestion
	about, fields, spot  *formweb.Answers
}

// raiseForm asks what it is about. A sign at a place names the place.
func (p *Pages) raiseForm(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	q, err := p.questions(r, v)
	if err != nil {
		return err
	}
	s := sent{key: onceKey(), about: formweb.None(), fields: formweb.None(), spot: formweb.None()}
	if code := r.URL.Query().Get("place"); code != "" {
		at, err := p.Places.ByCode(r.Context(), p.DB, v.Realm.ID, code)
		if err == nil {
			s.about.Set("place", at.ID, at.Full)
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return p.renderRaise(w, r, v, http.StatusOK, q, s, nil)
}

// raise raises a matter and goes on to its tracking code. What is wrong is said with everything kept.
func (p *Pages) raise(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	q, err := p.questions(r, v)
	if err != nil {
		return err
	}
	fromOther(r)
	s, err := q.read(r)
	if err != nil {
		return err
	}
	if r.PostForm.Get("take") != "" {
		if err := q.take(r, &s); err != nil {
			return err
		}
		return p.renderRaise(w, r, v, http.StatusOK, q, s, nil)
	}
	if !q.staff && !s.other && q.wrong(s) == nil { // who works here has the list beside the form, and decides later
		if s.like, err = p.like(r.Context(), v, q.draft(s)); err != nil {
			return err
		}
		if len(s.like) > 0 {
			if s.kinds, _, err = p.draftHints(r.Context(), v, q.draft(s)); err != nil {
				return err
			}
			return p.renderRaise(w, r, v, http.StatusOK, q, s, nil)
		}
	}
	code, err := p.raiseOnce(r, v, q, s)
	if err == nil {
		http.Redirect(w, r, "/"+v.Realm.ID+"/raised/"+code, http.StatusSeeOther)
		return nil
	}
	if f := fault.As(err); f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return err
	}
	if errors.Is(err, once.ErrOther) { // it was raised, and then changed and sent again: that is another matter
		s.key = onceKey()
		err = fault.New(fault.Invalid, lang.T("您刚才已经提交过一件。如果这是另一件，请再提交一次。", "You have raised one just now. If this is another, send it again."))
	}
	return p.renderRaise(w, r, v, web.Status(fault.As(err).Kind), q, s, err)
}

func (q questions) read(r *http.Request) (s sent, err error) {
	s = sent{key: r.PostForm.Get("key"), title: strings.TrimSpace(r.PostForm.Get("title")), body: strings.ReplaceAll(strings.TrimSpace(r.PostForm.Get("body")), "\r\n", "\n"),
		phone: strings.TrimSpace(r.PostForm.Get("phone")), name: strings.TrimSpace(r.PostForm.Get("name")), channel: r.PostForm.Get("channel"), settle: r.PostForm.Get("settle") == "yes", other: r.PostForm.Get("other") == "yes", hinted: r.PostForm.Get("suggested") != ""}
	if s.about, err = q.asker.Read(r.Context(), r, about, q.about); err != nil {
		return s, err
	}
	if s.fields, err = q.asker.Read(r.Context(), r, formweb.Fields, q.kind.Raise.Fields); err != nil {
		return s, err
	}
	s.spot, err = q.asker.Read(r.Context(), r, onSpot, q.spot)
	return s, err
}

// raiseOnce raises what was sent, once for each form that was shown, and gives the tracking code.
func (p *Pages) raiseOnce(r *http.Request, v *web.Visit, q questions, s sent) (code string, err error) {
	if err := q.wrong(s); err != nil {
		return "", err
	}
	d := p.Matters.Prepare(r.Context(), v.Realm.ID, q.draft(s))
	request := once.Request{Realm: v.Realm.ID, Caller: v.Account, Key: s.key, Body: formweb.Digest(r, "key")}
	var answer []byte
	err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		var err error
		answer, err = p.Once.Do(r.Context(), tx, request, func() ([]byte, error) {
			_, code, err := p.Matters.Raise(r.Context(), tx, v.ID, v.Realm.ID, string(v.Realm.Kind), d)
			if err != nil {
				return nil, err
			}
			return json.Marshal(code)
		})
		return err
	})
	if err != nil {
		return "", q.rename(err)
	}
	return code, json.Unmarshal(answer, &code)
}

func (q questions) draft(s sent) matter.Draft {
	text := func(name string) string { t, _ := s.about.Raw[name].(string); return t }
	d := matter.Draft{Kind: q.kind.ID(), Title: s.title, Body: s.body, Place: text("place"), Fields: s.fields.Raw, For: text("for"),
		Files: append(s.about.Files(), s.fields.Files()...), Suggested: s.hinted, Contact: matter.Contact{Phone: person.CleanPhone(s.phone)}}
	if q.staff {
		d.Contact.Name, d.Contact.Channel = s.name, s.channel
	}
	if s.settle && len(q.spot) > 0 {
		d.Spot = &matter.Act{Move: q.kind.Raise.Spot, Fields: s.spot.Raw}
	}
	return d
}

// raised says, once it is raised, what its number and code are, and what happens next by when.
func (p *Pages) raised(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	ref, track, err := refOf(r, v)
	if err != nil {
		return err
	}
	m, err := p.Matters.Show(r.Context(), p.DB, v.ID, ref)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	page := p.raisedPage(v, m, ref.Code, track)
	page.Where = r.Host + "/" + v.Realm.ID + "/track"
	return v.Render(w, r, http.StatusOK, raisedView(page))
}
