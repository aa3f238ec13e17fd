package playbook

import (
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/lang"
)

// State is where a matter stands: all that the engine needs to know of it. It is kept as JSON.
type State struct {
	Stage       string                            `json:"stage"`
	Since       time.Time                         `json:"since"`
	Due         time.Time                         `json:"due,omitzero"`
	Began       time.Time                         `json:"began,omitzero"`    // when its clock began; moved on by as much as the clock stood
	Stood       time.Time                         `json:"stood,omitzero"`    // since when the clock stands
	Guessed     bool                              `json:"guessed,omitempty"` // Due touched a year whose rest days are not known
	Near        bool                              `json:"near,omitempty"`    // four fifths of the time went by
	Late        bool                              `json:"late,omitempty"`    // the time is over
	Ending      Ending                            `json:"ending,omitempty"`
	Closed      time.Time                         `json:"closed,omitzero"`
	ReopenBy    time.Time                         `json:"reopen_by,omitzero"` // until when it may be opened again
	Raiser      string                            `json:"raiser,omitempty"`
	Petitioners []string                          `json:"petitioners,omitempty"` // raisers of matters merged into this one
	Joined      []string                          `json:"joined,omitempty"`      // for whom it is their matter too
	Handler     string                            `json:"handler,omitempty"`
	Handlers    []string                          `json:"handlers,omitempty"` // everyone who ever handled it
	Fields      form.Values                       `json:"fields,omitempty"`
	Previous    string                            `json:"previous,omitempty"` // where return leads
	ReturnBy    time.Time                         `json:"return_by,omitzero"` // until when it may
	Left        *clock.Remainder                  `json:"left,omitempty"`     // of the time at Previous
	Returned    bool                              `json:"returned,omitempty"`
	Times       map[string]int                    `json:"times,omitempty"` // how often each move was made
	Here        map[string]int                    `json:"here,omitempty"`  // the same, since it entered this stage
	Answered    []string                          `json:"answered,omitempty"`
	Voices      map[string]map[string]form.Values `json:"voices,omitempty"`  // by move and Caller.Voice
	Reached     []string                          `json:"reached,omitempty"` // every stage it ever entered
	Asked       *Asked                            `json:"asked,omitempty"`
	Extended    int                               `json:"extended,omitempty"`
	Paused      *Paused                           `json:"paused,omitempty"`
	Away        *Away                             `json:"away,omitempty"`
	Reminded    time.Time                         `json:"reminded,omitzero"`
	Supervised  bool                              `json:"supervised,omitempty"`
	Rating      int                               `json:"rating,omitempty"`
	Solved      string                            `json:"solved,omitempty"`
}

// Asked is an extension or a suspension that waits for a leader's word.
type Asked struct {
	Move   string    `json:"move"` // extend or suspend
	By     string    `json:"by"`
	Until  time.Time `json:"until"` // the new deadline, or the day of review
	Reason string    `json:"reason,omitempty"`
}

// Paused is a suspension.
type Paused struct {
	Reason string           `json:"reason"`
	Review time.Time        `json:"review"`
	Told   bool             `json:"told,omitempty"` // the day of review came
	Left   *clock.Remainder `json:"left,omitempty"` // of the stage's time; nil: the clock runs on
}

// Away is that a matter at the street, made from this one, is not ended yet.
type Away struct {
	Move string           `json:"move,omitempty"` // escalate, or "" for a stage that refers
	Left *clock.Remainder `json:"left,omitempty"` // of the stage's time; nil: the clock runs on
}

// Open tells whether it is not closed.
func (s State) Open() bool { return s.Ending == "" }

// Shows is the status that people see.
func (s State) Shows(k *Kind) Status {
	switch {
	case s.Open() && s.Paused != nil:
		return Suspended
	case s.Open() && s.Late:
		return Overdue
	case s.Open() && s.Returned:
		return Returned
	case s.Ending == EndWithdrawn:
		return Withdrawn
	case s.Ending == EndMerged:
		return Merged
	}
	if st := k.Stage(s.Stage); st != nil {
		if st.Shows == Unrated && s.Rating > 0 { // it was rated after all
			return Done
		}
		return st.Shows
	}
	return New
}

// StageTitle is what a stage is called for people, of a matter that shows so. What was rated after all, once it had ended without
// a rating, is called as if it had been rated in time.
func (k *Kind) StageTitle(stage string, shows Status) lang.Text {
	st := k.Stage(stage)
	if st == nil {
		return lang.Text{}
	}
	if st.Shows != Unrated || shows != Done {
		return st.Title
	}
	for _, m := range k.Moves {
		if to := k.Stage(m.To); to != nil && to.End == EndDone && slices.Contains(m.Needs, "rating") {
			return to.Title
		}
	}
	return lang.T("已评价", "Rated")
}

// Caller is somebody who wants to do something: who, and which actors of the playbook they are.
type Caller struct {
	Person string
	Code   bool              // has shown the matter's tracking code, and so speaks for its raiser
	Is     map[string]string // actor to the post that makes them so; "" without a post
	Voice  string            // stands for them where everybody has one voice, and tells nobody who they are
	Time   bool              // it is the clock
}

// As tells whether the caller is any of the actors in a matter, and by which post.
func (s State) As(k *Kind, c Caller, actors ...string) (post string, ok bool) {
	for _, a := range actors {
		switch {
		case a == Anyone:
			return "", true
		case a == Raiser:
			if c.Code || c.Person != "" && (c.Person == s.Raiser || slices.Contains(s.Petitioners, c.Person)) {
				return "", true
			}
		case a == Handler:
			if c.Person != "" && c.Person == s.Handler {
				return "", true
			}
		case slices.Contains(k.Parties, a):
			if p, _ := s.Fields[a].(string); c.Person != "" && c.Person == p {
				return "", true
			}
		default:
			if post, ok := c.Is[a]; ok {
				return post, true
			}
		}
	}
	return "", false
}

// Post tells whether an actor acts by a post, and so is one of those who answer rather than those who ask.
func (k *Kind) Post(actor string) bool {
	a := k.Playbook.Actor(actor)
	return a != nil && len(a.Posts) > 0
}

// Posts are all the actors of the kind who act by a post: who may see a matter of it whole.
func (k *Kind) Posts() []string { return k.posts() }

// acting finds what Posts tells.
func (k *Kind) acting() []string {
	acts := slices.Clone(k.Lead)
	for _, st := range k.Stages {
		acts = append(acts, st.Answers...)
	}
	for _, m := range k.Moves {
		acts = append(acts, m.By...)
	}
	var posts []string
	for _, name := range acts {
		if k.Post(name) && !slices.Contains(posts, name) {
			posts = append(posts, name)
		}
	}
	return posts
}

// An Effect is what follows from a step and is carried out by others, in the same transaction or as a job.
type Effect interface{ effect() }

// The effects.
type (
	// Entered says that it came to a stage.
	Entered struct{ Stage string }
	// Ended says that it is closed.
	Ended struct{ Ending Ending }
	// Told asks that somebody be told: the actors are of the kind.
	Told struct {
		Actors []string
		Says   lang.Text
	}
	// Counted is an outcome: Slot 0 replaces what the field counted before, another slot stands beside it.
	Counted struct {
		Field  form.Field
		Amount float64
		Slot   int
	}
	// Tallied tells what voices came to that can no longer change.
	Tallied struct{ Tally Tally }
	// Referred asks for a matter at the street.
	Referred struct{ Refer *Refer }
	// Recalled asks that the matter at the street be withdrawn.
	Recalled struct{}
	// Raises asks for matters that this one raises.
	Raises struct{ Raised []Raised }
	// MergedInto asks that this one's petitioners be answered with another's, by its number.
	MergedInto struct{ Number int64 }
	// SplitOff asks for a second matter of the same kind.
	SplitOff struct{ Title, Body string }
)

func (Entered) effect()    {}
func (Ended) effect()      {}
func (Told) effect()       {}
func (Counted) effect()    {}
func (Tallied) effect()    {}
func (Referred) effect()   {}
func (Recalled) effect()   {}
func (Raises) effect()     {}
func (MergedInto) effect() {}
func (SplitOff) effect()   {}
