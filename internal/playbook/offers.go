package playbook

import (
	"errors"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/lang"
)

// Offer is a move that somebody may make now.
type Offer struct {
	Move   string
	Title  lang.Text
	Common bool
	Noted  bool // a note is needed
	Danger bool
	Fields []form.Field
	To     *Stage      // where it leads; nil when it stays
	Once   bool        // everybody has one voice
	Given  form.Values // what the caller answered before and may change
}

// Offers are the moves that the caller may make now: the kind's own in the order of the file, then the common ones.
func Offers(k *Kind, s State, by Caller, now time.Time) []Offer {
	var all []Offer
	for _, m := range k.Moves {
		if _, err := m.may(k, s, by, now); err == nil {
			o := m.offer(k)
			if m.Once {
				o.Given = s.Voices[m.Name][by.Voice]
			}
			all = append(all, o)
		}
	}
	for _, c := range commons {
		if _, ok := c.may(k, s, by); ok && k.has(c.name) && c.now(k, s, now) {
			all = append(all, Offer{Move: c.name, Title: c.title, Common: true, Noted: c.noted, Danger: c.danger, Fields: c.fields})
		}
	}
	return all
}

func (m *Move) offer(k *Kind) Offer {
	o := Offer{Move: m.Name, Title: m.Title, Noted: m.note(), Danger: m.Danger, Fields: m.asks(), Once: m.Once}
	if m.To != "" {
		o.To = k.Stage(m.To)
	}
	return o
}

// Spot is the move that may be made in the same go as raising, and what it asks; nil where there is none.
func (k *Kind) Spot() *Offer {
	m := k.Move(k.Raise.Spot)
	if m == nil {
		return nil
	}
	o := m.offer(k)
	return &o
}

// Waits tells whether a matter waits for this caller: it is their turn. What they may claim, Claimable tells.
func Waits(k *Kind, s State, by Caller) bool {
	st := k.Stage(s.Stage)
	if !s.Open() || s.Paused != nil || s.Away != nil {
		return false
	}
	_, turn := s.As(k, by, st.Answers...)
	return turn
}

// Refusal tells whether err is a refusal of the engine that another caller, or another time, might not meet.
func Refusal(err error) bool {
	return errors.Is(err, ErrNotNow) || errors.Is(err, ErrNotYou) || errors.Is(err, ErrOwnWork) || errors.Is(err, ErrOwnMatter) || errors.Is(err, ErrTooEarly)
}

// env is what guards see.
func (s State) env(k *Kind, now time.Time) map[string]any {
	env := ruleEnv(k)
	for name, v := range s.Fields {
		if _, ok := env[name]; ok {
			env[name] = v
		}
	}
	env["stage"], env["overdue"], env["rating"], env["today"] = s.Stage, !s.Due.IsZero() && now.After(s.Due), float64(s.Rating), now.In(clock.Zone).Format(time.DateOnly)
	env["times"] = func(move string) int { return s.Times[move] }
	env["here"] = func(move string) int { return s.Here[move] }
	env["answered"] = func(party string) bool { return slices.Contains(s.Answered, party) }
	env["filled"] = func(field string) bool { _, ok := s.Fields[field]; return ok }
	return env
}
