package matter

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linli/internal/access"
	"linli/internal/file"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Sight is how much of a matter somebody may see.
type sight uint8

const (
	unseen sight = iota
	shown        // what its kind shows to everyone, or to neighbours
	own          // all of it: who raised it, its parties, who handles it
	whole        // all of it, and who the people are: those who answer for it by a post
)

// sight tells how much of a matter the caller may see.
func (s *Service) sight(m *Matter, c playbook.Caller) sight {
	if _, ok := m.State.As(m.Kind, c, m.Kind.Posts()...); ok || c.Time {
		return whole
	}
	if _, ok := m.State.As(m.Kind, c, append([]string{playbook.Raiser, playbook.Handler}, m.Kind.Parties...)...); ok {
		return own
	}
	if c.Person != "" && slices.Contains(m.State.Handlers, c.Person) {
		return own
	}
	switch m.Kind.Seen.By {
	case "public":
		return shown
	case "neighbours":
		if _, ok := c.Is[playbook.Resident]; ok {
			return shown
		}
	}
	if st := m.Kind.Stage(m.State.Stage); len(st.OpenTo) > 0 {
		if _, ok := m.State.As(m.Kind, c, st.OpenTo...); ok {
			return shown
		}
	}
	return unseen
}

// View is a matter as one caller may see it.
type View struct {
	*Matter
	Whole    bool // may see who the people are
	Mine     bool // the caller speaks for its raiser
	Shown    bool // sees only what the kind shows to everyone
	Offers   []playbook.Offer
	Timeline []Step
	Files    []file.File
	Merged   int64 // the number of the matter that answers it
	Waits    bool  // it is the caller's turn
}

// Step is one entry of a matter's timeline.
type Step struct {
	At      time.Time
	By      journal.Actor
	Kind    string // matter.opened, matter.moved, matter.timed, matter.news, matter.carried, matter.handed
	Move    string
	What    string
	From    string
	Stage   string // where it then stood
	Note    string
	Values  form.Values
	Realm   string
	Number  int64
	There   string
	Erased  bool
	Version int64
}

// Show reads a matter for somebody, with its timeline and what they may do now. A matter that is not for their eyes is
// not there.
func (s *Service) Show(ctx context.Context, r store.Reader, id *access.Identity, ref Ref) (*View, error) {
	m, err := s.Find(ctx, r, ref)
	if err != nil {
		return nil, err
	}
	code, err := s.proves(ctx, r, ref, m)
	if err != nil {
		return nil, err
	}
	c, err := s.callerIn(ctx, r, id, m, code)
	if err != nil {
		return nil, err
	}
	see := s.sight(m, c)
	if see == unseen {
		return nil, ErrNone
	}
	now := s.clock.Now()
	v := &View{Matter: m, Whole: see == whole, Shown: see == shown, Offers: playbook.Offers(m.Kind, m.State, c, now), Waits: playbook.Waits(m.Kind, m.State, c)}
	entries, err := s.journal.About(ctx, r, m.Realm, subject(m.ID))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		st, err := step(e)
		if err != nil {
			return nil, fmt.Errorf("timeline of %s: %w", m.ID, err)
		}
		if v.Shown {
			if st.Move == "comment" {
				continue
			}
			st.By, st.Note, st.Values = journal.Actor{Post: st.By.Post}, "", nil
		}
		v.Timeline = append(v.Timeline, st)
	}
	if _, v.Mine = m.State.As(m.Kind, c, playbook.Raiser); !v.Mine && !v.Whole {
		v.CloseSealed()
	}
	if v.Shown {
		v.veil()
	} else if v.Files, err = s.files.Of(ctx, r, m.Realm, subject(m.ID)); err != nil {
		return nil, err
	}
	if m.Merged != "" {
		if master, err := s.find(ctx, r, m.Realm, "id", m.Merged); err == nil {
			v.Merged = master.Number
		}
	}
	return v, nil
}

// CloseSealed takes away what is sealed: sealed answers, and how its petitioner can be reached. It is for the raiser, and
// for those who answer for the matter by a post, whose every look is noted.
func (v *View) CloseSealed() {
	m := *v.Matter
	m.Contact = Contact{Channel: m.Contact.Channel}
	m.State.Fields = m.unsealed(m.State.Fields)
	for i := range v.Timeline {
		v.Timeline[i].Values = m.unsealed(v.Timeline[i].Values)
	}
	v.Matter = &m
}

func (m *Matter) unsealed(values form.Values) form.Values {
	open := form.Values{}
	for name, value := range values {
		if f, ok := m.Kind.Field(name); !ok || !f.Sealed {
			open[name] = value
		}
	}
	return open
}

// veil takes away what the kind does not show to everyone.
func (v *View) veil() {
	shows := v.Kind.Seen.Shows
	m := *v.Matter
	keep := func(name string) bool { return slices.Contains(shows, name) }
	if !keep("title") {
		m.Title = v.Kind.Title.String()
	}
	if !keep("body") {
		m.Body = ""
	}
	if !keep("place") {
		m.Place, m.Path, m.AtPlace = "", "", ""
	}
	fields := form.Values{}
	for name, value := range m.State.Fields {
		if f, ok := m.Kind.Field(name); ok && keep(name) && !f.Sealed {
			fields[name] = value
		}
	}
	m.State.Fields, m.State.Raiser, m.State.Petitioners, m.Contact = fields, "", nil, Contact{}
	v.Matter = &m
}

func step(e journal.Entry) (Step, error) {
	st := Step{At: e.At, By: e.By, Kind: e.Kind}
	if e.Payload == nil {
		st.Erased = true
		return st, nil
	}
	var all struct {
		After
		Move   string      `json:"move"`
		What   string      `json:"what"`
		From   string      `json:"from"`
		Note   string      `json:"note"`
		Values form.Values `json:"values"`
		Realm  string      `json:"realm"`
		Number int64       `json:"number"`
		There  string      `json:"there"`
	}
	if err := json.Unmarshal(e.Payload, &all); err != nil {
		return st, err
	}
	st.Move, st.What, st.From, st.Note, st.Values = all.Move, all.What, all.From, all.Note, all.Values
	st.Stage, st.Realm, st.Number, st.There, st.Version = all.Stage, all.Realm, all.Number, all.There, all.Version
	return st, nil
}
