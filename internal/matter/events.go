package matter

import (
	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/playbook"
)

// What a journal entry about a matter tells. Every one holds the matter's version after it and where it then stood, so
// that the row can be computed again from the record.

// After is where a matter stood after an entry, and with whom. Due and Closed are in milliseconds.
type After struct {
	ID          string          `json:"id"`
	Version     int64           `json:"version"`
	Stage       string          `json:"stage"`
	Ending      playbook.Ending `json:"ending,omitempty"`
	Shows       playbook.Status `json:"shows"`
	Raiser      string          `json:"raiser,omitempty"`
	Handler     string          `json:"handler,omitempty"`
	Petitioners []string        `json:"petitioners,omitempty"`
	Joined      []string        `json:"joined,omitempty"`
	Due         int64           `json:"due,omitempty"`
	Closed      int64           `json:"closed,omitempty"`
	Merged      string          `json:"merged,omitempty"` // the id of the matter that answers it
	Counted     []Counted       `json:"counted,omitempty"`
	Tally       []Tally         `json:"tally,omitempty"`
}

// Counted is an outcome that an entry brought, in thousandths.
type Counted struct {
	Field string `json:"field"`
	Slot  int    `json:"slot,omitempty"`
	Milli int64  `json:"milli"`
}

// Subject is the matter.
func (a After) Subject() string { return subject(a.ID) }

func subject(id string) string { return "matter:" + id }

// Opened says that a matter was raised.
type Opened struct {
	After
	Number  int64       `json:"number"`
	KindID  string      `json:"kind"`
	Book    string      `json:"book"`
	Title   string      `json:"title"`
	Body    string      `json:"body,omitempty"`
	Place   string      `json:"place,omitempty"`
	Values  form.Values `json:"values,omitempty"`
	Files   []string    `json:"files,omitempty"`
	Channel string      `json:"channel,omitempty"`
	From    string      `json:"from,omitempty"` // the matter that it was split from, raised by or referred from

	Suggested []Suggested `json:"suggested,omitempty"` // to whoever raised it
}

// Kind names the event.
func (Opened) Kind() string { return "matter.opened" }

// Moved says that somebody made a move.
type Moved struct {
	After
	Move   string      `json:"move"`
	From   string      `json:"from"`
	Note   string      `json:"note,omitempty"`
	Values form.Values `json:"values,omitempty"`
	Files  []string    `json:"files,omitempty"`
	Other  string      `json:"other,omitempty"` // the matter merged into, or split off
	Voice  string      `json:"voice,omitempty"` // stands for whoever spoke where everybody has one voice; the entry names nobody

	Suggested []Suggested `json:"suggested,omitempty"` // to whoever made the move
}

// Kind names the event.
func (Moved) Kind() string { return "matter.moved" }

// Timed says what time did: near, late, lapsed or review.
type Timed struct {
	After
	What string `json:"what"`
	From string `json:"from"`
}

// Kind names the event.
func (Timed) Kind() string { return "matter.timed" }

// News says that something happened elsewhere that concerns the matter: "referred" and "answered" by the street,
// "joined" by another matter's petitioners, "settled" through the matter that it was merged into, which "follows" another when it is merged
// itself.
type News struct {
	After
	What   string          `json:"what"`
	Realm  string          `json:"realm,omitempty"`
	Number int64           `json:"number,omitempty"`
	Stage  string          `json:"there,omitempty"`
	End    playbook.Ending `json:"end,omitempty"`
	Note   string          `json:"note,omitempty"`
}

// Kind names the event.
func (News) Kind() string { return "matter.news" }

// Carried says that a running matter went over to another version of its playbook.
type Carried struct {
	After
	From, To string
	Reason   string
	Book     string // the hash of the version that it goes by now
}

// Kind names the event.
func (Carried) Kind() string { return "matter.carried" }

// Handed says that an open matter went to another person together with the post under which it was handled.
type Handed struct {
	After
	Post   string `json:"post"` // the successor's
	Leaver string `json:"leaver"`
	To     string `json:"to"`
}

// Kind names the event.
func (Handed) Kind() string { return "matter.handed" }

// after notes where m stands now.
func (m *Matter) after(effects []playbook.Effect) After {
	st := &m.State
	a := After{ID: m.ID, Version: m.Version, Stage: st.Stage, Ending: st.Ending, Shows: m.Shows, Raiser: st.Raiser, Handler: st.Handler,
		Petitioners: st.Petitioners, Joined: st.Joined, Due: clock.Millis(st.Due), Closed: clock.Millis(st.Closed), Merged: m.Merged}
	for _, e := range effects {
		switch e := e.(type) {
		case playbook.Counted:
			a.Counted = append(a.Counted, Counted{e.Field.Name, e.Slot, milli(e.Amount)})
		case playbook.Tallied:
			a.Tally = append(a.Tally, tallyOf(e.Tally))
		}
	}
	return a
}
