package matterweb

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/web"
)

// sent is what somebody sent to raise a matter.
type sent struct {
	key, title, body     string
	phone, name, channel string
	settle               bool
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
	done, err := formweb.Parse(r)
	if err != nil {
		return err
	}
	defer done()
	q, err := p.questions(r, v)
	if err != nil {
		return err
	}
	s, err := q.read(r)
	if err != nil {
		return err
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
		phone: strings.TrimSpace(r.PostForm.Get("phone")), name: strings.TrimSpace(r.PostForm.Get("name")), channel: r.PostForm.Get("channel"), settle: r.PostForm.Get("settle") == "yes"}
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
	d := q.draft(s)
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
		Files: append(s.about.Files(), s.fields.Files()...), Contact: matter.Contact{Phone: person.CleanPhone(s.phone)}}
	if q.staff {
		d.Contact.Name, d.Contact.Channel = s.name, s.channel
	}
	if s.settle && len(q.spot) > 0 {
		d.Spot = &matter.Act{Move: q.kind.Raise.Spot, Fields: s.spot.Raw}
	}
	return d
}

// wrong says what is wrong before the domain is asked, and then everything that is. What the domain alone knows it says
// when all of this is right.
func (q questions) wrong(s sent) error {
	own := q.check(s)
	if own == nil && s.about.Err(q.about) == nil && s.fields.Err(q.kind.Raise.Fields) == nil && (!s.settle || s.spot.Err(q.spot) == nil) {
		return nil
	}
	var c fault.Check
	all := []error{own, s.fields.Check(q.kind.Raise.Fields), s.about.Check(q.about)}
	if s.settle {
		all = append(all, s.spot.Check(q.spot))
	}
	for _, err := range all {
		if err := c.Take(err); err != nil {
			return err
		}
	}
	return c.Err()
}

// check is what only the page asks.
func (q questions) check(s sent) error {
	var c fault.Check
	if s.title == "" && s.body == "" {
		c.Add("body", lang.T("请说说是什么事", "Please say what it is about."))
	}
	if s.phone != "" && !person.ValidPhone(person.CleanPhone(s.phone)) {
		c.Add("phone", lang.T("电话像是少了或多了数字，请核对", "The phone number seems to have a digit too few or too many."))
	}
	if len([]rune(s.name)) > 60 {
		c.Add("name", lang.T("姓名最多 60 个字", "A name has at most 60 characters."))
	}
	return c.Err()
}

// rename ties a fault of the domain to the input that asks for it: without a title of its own, the title is the first
// line of the text; what only the settling move asks for stands in its part of the form.
func (q questions) rename(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || len(f.Fields) == 0 {
		return err
	}
	var c fault.Check
	for _, x := range f.Fields {
		name, own := strings.CutPrefix(x.Name, formweb.Fields.Prefix)
		switch {
		case x.Name == "title" && !q.staff:
			x.Name = "body"
		case own && !asks(q.kind.Raise.Fields, name) && asks(q.spot, name):
			x.Name = onSpot.Prefix + name
		}
		c.Add(x.Name, x.Says)
	}
	return c.Err()
}

func asks(fields []form.Field, name string) bool {
	for _, f := range fields {
		if f.Name == name {
			return true
		}
	}
	return false
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
	return v.Render(w, r, http.StatusOK, raisedView(p.raisedPage(v, m, ref.Code, track)))
}
