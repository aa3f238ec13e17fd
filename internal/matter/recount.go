package matter

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/practice"
)

// Recount computes again, from a realm's record alone, what its rows of matters, parties and outcomes hold: number, kind,
// version of the playbook, title, text, place and answers, as far as they are not sealed; stages now and ever, status,
// ending and version; raiser, handler, parties and petitioners; deadline, end, and the matter merged into; the outcomes. It also counts each tally again from
// its voices, and how often suggestions were right.
//
// It does not compute what the record does not hold or what other rows decide: where a place lay then, when time will next
// do something, what the street was told.
type Recount struct {
	realm    string
	books    *practice.Service
	stands   map[string]*stand
	erased   map[string]bool // matters of which some entry is gone: nothing is known for sure
	outcomes map[outcomeKey]int64
	voices   map[string]map[string]form.Values // by matter and move, and whoever spoke
	tallies  map[string]string                 // by matter, the first tally that its voices do not come to
	hits     map[hitKey]*Hits
}

// stand is what the record tells of one matter.
type stand struct {
	After
	number                         int64
	kind, book, title, body, place string
	reached                        []string
	values                         map[string]any  // each answer as it was given last
	named                          map[string]bool // "<field> <value>" of every answer that is a text
	petitioners, joined            map[string]bool
	carried                        bool
}

type outcomeKey struct {
	matter, field string
	slot          int
}

// Recount begins; give every entry of the realm's journal to Visit, then Compare.
func (s *Service) Recount(realm string) *Recount {
	return &Recount{realm, s.books, map[string]*stand{}, map[string]bool{}, map[outcomeKey]int64{}, map[string]map[string]form.Values{}, map[string]string{}, map[hitKey]*Hits{}}
}

// Visit takes an entry into account.
func (c *Recount) Visit(e journal.Entry) error {
	if !strings.HasPrefix(e.Kind, "matter.") {
		return nil
	}
	if e.Payload == nil {
		c.erased[strings.TrimPrefix(e.Subject, subject(""))] = true
		return nil
	}
	var ev struct {
		After
		Number int64       `json:"number"`
		KindID string      `json:"kind"`
		Book   string      `json:"book"`
		Title  string      `json:"title"`
		Body   string      `json:"body"`
		Place  string      `json:"place"`
		Values form.Values `json:"values"`
		Move   string      `json:"move"`
		Voice  string      `json:"voice"`
		Hints  []Suggested `json:"suggested"`
	}
	if err := json.Unmarshal(e.Payload, &ev); err != nil {
		return fmt.Errorf("entry %s/%d: %w", e.Realm, e.Number, err)
	}
	st := c.stands[ev.ID]
	if st == nil {
		st = &stand{values: map[string]any{}, named: map[string]bool{}, petitioners: map[string]bool{}, joined: map[string]bool{}}
		c.stands[ev.ID] = st
	}
	switch e.Kind {
	case Opened{}.Kind():
		st.number, st.kind, st.book, st.title, st.body, st.place = ev.Number, ev.KindID, ev.Book, ev.Title, ev.Body, ev.Place
	case Carried{}.Kind():
		st.book, st.carried = ev.Book, true
	}
	c.suggest(st.kind, ev.Hints, e.At)
	for _, n := range ev.Counted {
		c.outcomes[outcomeKey{ev.ID, n.Field, n.Slot}] = n.Milli
	}
	if ev.Voice == "" { // what one of many says is no answer of the matter's
		st.answers(ev.Values)
	} else {
		c.hear(ev.ID+"/"+ev.Move, ev.Voice, ev.Values)
	}
	for _, t := range ev.Tally {
		if err := recounted(t, c.voices[ev.ID+"/"+t.Move]); err != nil && c.tallies[ev.ID] == "" {
			c.tallies[ev.ID] = err.Error()
		}
		delete(c.voices, ev.ID+"/"+t.Move) // whoever speaks again begins anew
	}
	for _, p := range ev.Petitioners {
		st.petitioners[p] = true
	}
	for _, p := range ev.Joined {
		st.joined[p] = true
	}
	if !slices.Contains(st.reached, ev.Stage) {
		st.reached = append(st.reached, ev.Stage)
	}
	st.After = ev.After
	return nil
}

// answers takes answers that were given to the matter into account.
func (st *stand) answers(values form.Values) {
	for name, v := range values {
		st.values[name] = v
		if text, ok := v.(string); ok {
			st.named[name+" "+text] = true
		}
	}
}

// hear takes the voice of one of many into account; the last word of each counts.
func (c *Recount) hear(move, who string, values form.Values) {
	if c.voices[move] == nil {
		c.voices[move] = map[string]form.Values{}
	}
	c.voices[move][who] = values
}
