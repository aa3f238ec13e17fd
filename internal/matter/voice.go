package matter

import (
	"fmt"
	"slices"
	"strconv"

	"linli/internal/form"
	"linli/internal/playbook"
)

// Tally is what voices came to when the matter left the stage where they could change.
type Tally struct {
	Move   string                    `json:"move"`
	Voices int                       `json:"voices"`
	Counts map[string]map[string]int `json:"counts"` // by field, and by option or rating from 1 to 5; those that nobody chose are left out
}

// voice stands for a person in one matter: the same whenever they speak there, another one elsewhere, and without the
// key nobody can tell whose it is.
func (s *Service) voice(m *Matter, person string) string {
	if person == "" {
		return ""
	}
	return s.ring.Digest(use(m.Realm)+"/voice", m.ID+"/"+person)
}

func tallyOf(t playbook.Tally) Tally {
	out := Tally{Move: t.Move, Voices: t.Voices, Counts: map[string]map[string]int{}}
	for _, c := range t.Counts {
		counts := map[string]int{}
		for i, n := range c.Times {
			if n > 0 {
				counts[answer(c.Field, i)] = n
			}
		}
		out.Counts[c.Field.Name] = counts
	}
	return out
}

// answer names one of the answers that a field counts.
func answer(f form.Field, i int) string {
	if f.Type == form.Rating {
		return strconv.Itoa(i + 1)
	}
	return f.Options[i].Key
}

// counted reads a tally that was noted, in the words of the matter's kind.
func (m *Matter) counted(t Tally) playbook.Tally {
	out := playbook.Tally{Move: t.Move, Voices: t.Voices}
	move := m.Kind.Move(t.Move)
	if move == nil {
		return out
	}
	for _, f := range move.Fields {
		c := playbook.Count{Field: f}
		for i := range answers(f) {
			c.Times = append(c.Times, t.Counts[f.Name][answer(f, i)])
		}
		out.Counts = append(out.Counts, c)
	}
	return out
}

func answers(f form.Field) int {
	if f.Type == form.Rating {
		return 5
	}
	return len(f.Options)
}

// public leaves of tallies what the kind shows to everyone.
func public(k *playbook.Kind, all []playbook.Tally) []playbook.Tally {
	var out []playbook.Tally
	for _, t := range all {
		asked := k.Move(t.Move)
		if asked == nil || !slices.ContainsFunc(asked.Fields, func(f form.Field) bool { return slices.Contains(k.Seen.Shows, f.Name) }) {
			continue
		}
		t.Counts = slices.DeleteFunc(slices.Clone(t.Counts), func(c playbook.Count) bool { return !slices.Contains(k.Seen.Shows, c.Field.Name) })
		out = append(out, t)
	}
	return out
}

// recounted counts again, from the voices that the record holds, what a tally says.
func recounted(t Tally, voices map[string]form.Values) error {
	counts := map[string]map[string]int{}
	for name := range t.Counts {
		counts[name] = map[string]int{}
	}
	for _, v := range voices {
		for name, value := range v {
			if counts[name] == nil {
				counts[name] = map[string]int{}
			}
			counts[name][fmt.Sprint(value)]++
		}
	}
	if len(voices) != t.Voices || fmt.Sprint(counts) != fmt.Sprint(t.Counts) { // maps print in the order of their keys
		return fmt.Errorf("%d voices that came to %v, the record has %d that come to %v", t.Voices, t.Counts, len(voices), counts)
	}
	return nil
}
