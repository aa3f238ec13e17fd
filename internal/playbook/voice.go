package playbook

import (
	"maps"
	"slices"

	"linli/internal/form"
)

// A voice is what one person answers by a move that says each: once. Everybody has one, may change it while the move can
// be made, and is not named: the state keeps it under [Caller.Voice], and only what all voices come to is shown.

// Tally is what the voices of a move come to.
type Tally struct {
	Move   string
	Voices int     // how many spoke
	Open   bool    // they may still change, so only their number is told
	Counts []Count // empty while Open
}

// Count is how many chose each answer of a field, in the order of its options, or of the ratings 1 to 5.
type Count struct {
	Field form.Field
	Times []int
}

// voiced tells whether a field is asked of everybody once, and so has no single answer.
func (k *Kind) voiced(field string) bool {
	return slices.ContainsFunc(k.Moves, func(m *Move) bool {
		return m.Once && slices.ContainsFunc(m.Fields, func(f form.Field) bool { return f.Name == field })
	})
}

// Tallies are what the voices come to, of every move by which anybody could speak so far, in the order of the file.
func (s State) Tallies(k *Kind) []Tally {
	var all []Tally
	for _, m := range k.Moves {
		if m.Once && slices.ContainsFunc(m.From, func(st string) bool { return slices.Contains(s.Reached, st) }) {
			all = append(all, s.tally(m, slices.Contains(m.From, s.Stage)))
		}
	}
	return all
}

func (s State) tally(m *Move, open bool) Tally {
	t := Tally{Move: m.Name, Voices: len(s.Voices[m.Name]), Open: open}
	if open {
		return t
	}
	for _, f := range m.Fields {
		c := Count{Field: f, Times: make([]int, choices(f))}
		for _, v := range s.Voices[m.Name] {
			if i := choice(f, v[f.Name]); i >= 0 {
				c.Times[i]++
			}
		}
		t.Counts = append(t.Counts, c)
	}
	return t
}

// choices is how many answers a field that is counted has.
func choices(f form.Field) int {
	if f.Type == form.Rating {
		return 5
	}
	return len(f.Options)
}

// choice is which of them an answer is, -1 for none.
func choice(f form.Field, answer any) int {
	switch v := answer.(type) {
	case float64:
		return int(v) - 1
	case string:
		return slices.IndexFunc(f.Options, func(o form.Option) bool { return o.Key == v })
	}
	return -1
}

// speak notes a voice, in place of the one that the caller gave before. It tells whether they had none.
func (t *Taken) speak(m *Move, by Caller) (first bool) {
	s := &t.State
	if s.Voices[m.Name] == nil {
		if s.Voices == nil {
			s.Voices = map[string]map[string]form.Values{}
		}
		s.Voices[m.Name] = map[string]form.Values{}
	}
	_, before := s.Voices[m.Name][by.Voice]
	s.Voices[m.Name][by.Voice] = t.Values
	return !before
}

// hush closes the voices that can no longer change once the matter leaves a stage, and tells what they come to. Coming to
// a stage where everybody may speak begins anew.
func (t *Taken) hush(k *Kind, to *Stage) {
	s := &t.State
	for _, m := range k.Moves {
		switch could, can := slices.Contains(m.From, s.Stage), slices.Contains(m.From, to.Name); {
		case !m.Once || could == can:
		case could:
			t.Effects = append(t.Effects, Tallied{s.tally(m, false)})
		default:
			delete(s.Voices, m.Name)
		}
	}
}

func cloneVoices(all map[string]map[string]form.Values) map[string]map[string]form.Values {
	all = maps.Clone(all)
	for move, voices := range all {
		all[move] = maps.Clone(voices)
	}
	return all
}
