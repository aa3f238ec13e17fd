package matter

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"linli/internal/access"
	"linli/internal/file"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/playbook"
	"linli/internal/store"
)

// View is a matter as one caller may see it.
type View struct {
	*Matter
	Whole    bool   // may see who the people are
	Post     string // the post by which
	Mine     bool   // the caller raised it, or holds its code
	Party    bool   // the caller is one of its parties
	Shown    bool   // sees only what the kind shows to everyone
	Offers   []playbook.Offer
	Timeline []Step
	Files    []file.File
	Merged   int64 // the number of the matter that answers it
	Waits    bool  // it is the caller's turn
	Tallies  []playbook.Tally
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
	Tally   []playbook.Tally // what voices came to that could no longer change after it
	voice   bool
	tally   []Tally
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
	see, post := s.sight(m, c)
	if see == unseen {
		return nil, ErrNone
	}
	now := s.clock.Now()
	v := &View{Matter: m, Whole: see == whole, Post: post, Mine: speaks(m, c), Shown: see == shown, Offers: playbook.Offers(m.Kind, m.State, c, now), Waits: playbook.Waits(m.Kind, m.State, c)}
	entries, err := s.journal.About(ctx, r, m.Realm, subject(m.ID))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		st, err := step(e)
		if err != nil {
			return nil, fmt.Errorf("timeline of %s: %w", m.ID, err)
		}
		if st.voice { // told by what all come to
			continue
		}
		for _, t := range st.tally {
			st.Tally = append(st.Tally, m.counted(t))
		}
		v.Timeline = append(v.Timeline, st)
	}
	v.Tallies = m.State.Tallies(m.Kind)
	m.State.Voices = nil
	_, v.Party = m.State.As(m.Kind, c, m.Kind.Parties...)
	if !v.Mine && !v.Whole {
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

func step(e journal.Entry) (Step, error) {
	st := Step{At: e.At, By: e.By, Kind: e.Kind}
	if e.Payload == nil {
		st.Erased = true
		return st, nil
	}
	var all struct {
		After
		Voice  string      `json:"voice"`
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
	st.voice, st.tally = all.Voice != "", all.Tally
	st.Move, st.What, st.From, st.Note, st.Values = all.Move, all.What, all.From, all.Note, all.Values
	st.Stage, st.Realm, st.Number, st.There, st.Version = all.Stage, all.Realm, all.Number, all.There, all.Version
	return st, nil
}
