package playbooks_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/playbook"
	"linli/playbooks"
)

// somebody is one of the few people that a walk is made with.
type somebody struct {
	name    string
	posts   []string
	members []string
}

// A small community on a bad day: no grid worker, leader or mediator is there, and whoever is given a matter may never
// be heard of again. One colleague has had nothing to do with it. Everything must still come to each of its ends.
var community = []somebody{
	{name: "neighbour"},
	{name: "worker", posts: []string{"community_worker"}},
	{name: "secretary", posts: []string{"secretary"}},
	{name: "member", members: []string{"party_member", "volunteer"}},
	{name: colleague, posts: []string{"community_worker"}},
}

var street = []somebody{
	{name: "officer", posts: []string{"street_officer"}},
	{name: "head", posts: []string{"street_leader"}},
	{name: colleague, posts: []string{"street_officer"}},
}

const (
	absent    = "absent"    // is given matters and never acts
	colleague = "colleague" // only verifies
)

// caller is somebody as an actor of the playbook.
func (s somebody) caller(p *playbook.Playbook) playbook.Caller {
	is := map[string]string{playbook.Resident: ""}
	for _, a := range p.Actors {
		for _, post := range s.posts {
			if slices.Contains(a.Posts, post) {
				is[a.Name] = post
			}
		}
		for _, m := range s.members {
			if slices.Contains(a.Members, m) {
				is[a.Name] = ""
			}
		}
	}
	return playbook.Caller{Person: s.name, Is: is, Voice: s.name}
}

// answers fill in a form: every question, choices by their option numbered pick, persons by one and the same person.
func answers(fields []form.Field, person string, pick int) map[string]any {
	all := map[string]any{}
	for _, f := range fields {
		switch f.Type {
		case form.Text:
			all[f.Name] = "已办"
		case form.Date:
			all[f.Name] = "2026-11-30"
		case form.Choice:
			all[f.Name] = f.Options[pick%len(f.Options)].Key
		case form.Person:
			all[f.Name] = person
		case form.Place, form.Org:
			all[f.Name] = "o1"
		case form.File:
			all[f.Name] = []any{"f1"}
		default:
			all[f.Name] = 4.0
		}
	}
	return all
}

// walk goes every way that a kind allows and tells the ends it came to, and the first state from which no end is left.
type walk struct {
	p     *playbook.Playbook
	k     *playbook.Kind
	cast  []somebody
	ends  map[string]bool
	comes map[string][]string // from a state to those that come next
	last  map[string]bool
	asked map[string]bool // moves that some guard asks about
	bad   []string        // moves that refused good answers
}

// key tells states apart, as far as what may happen next depends on it.
func (w *walk) key(s playbook.State) string {
	var made []string
	for _, m := range w.k.Moves {
		if w.asked[m.Name] && s.Times[m.Name] > 0 {
			made = append(made, fmt.Sprint(m.Name, s.Here[m.Name] > 0))
		}
	}
	handlers := slices.Sorted(slices.Values(s.Handlers))
	return fmt.Sprint(s.Stage, s.Ending, " by ", s.Handler, handlers, " made ", made, s.Answered, " away ", s.Away != nil, " late ", s.Late)
}

func (w *walk) from(start playbook.State, now time.Time) {
	type at struct {
		s   playbook.State
		now time.Time
	}
	cal := clock.China()
	todo := []at{{start, now}}
	seen := map[string]bool{w.key(start): true}
	for len(todo) > 0 {
		here := todo[0]
		todo = todo[1:]
		from := w.key(here.s)
		if !here.s.Open() {
			w.last[from] = true
			w.ends[here.s.Stage] = true
			continue
		}
		next := func(s playbook.State, now time.Time) {
			w.comes[from] = append(w.comes[from], w.key(s))
			if !seen[w.key(s)] {
				seen[w.key(s)] = true
				todo = append(todo, at{s, now})
			}
		}
		if here.s.Away != nil { // the street's people decide it; here only its news counts
			for _, end := range w.p.Kind(w.k.Stage(here.s.Stage).Refers.Kind).Stages {
				if end.End != "" {
					t := playbook.Back(w.k, here.s, end.Name, end.End, here.now, cal)
					next(t.State, here.now)
				}
			}
			continue
		}
		for _, who := range w.cast {
			for _, m := range w.k.Moves {
				if who.name == colleague && len(m.Not) == 0 {
					continue
				}
				for _, person := range []string{absent, "worker"} {
					ev := playbook.Event{Move: m.Name, By: who.caller(w.p), Note: "说明", Fields: answers(m.Fields, person, 0)}
					if m.Once { // a voice takes no words
						ev.Note = ""
					}
					if slices.Contains(m.Needs, "rating") {
						ev.Fields["rating"] = 5.0
					}
					if t, err := playbook.Step(w.k, here.s, ev, here.now, cal); err == nil {
						next(t.State, here.now)
					} else if !playbook.Refusal(err) {
						w.bad = append(w.bad, fmt.Sprint(m.Name, ": ", err))
					}
				}
			}
		}
		if !here.s.Due.IsZero() {
			later := here.s.Due.Add(time.Minute)
			s := here.s
			for t := playbook.Tick(w.k, s, later, cal); t.What != ""; t = playbook.Tick(w.k, s, later, cal) {
				s = t.State
			}
			next(s, later)
		}
	}
}

// stuck are states from which no end can be reached.
func (w *walk) stuck() []string {
	good := maps.Clone(w.last)
	for grew := true; grew; {
		grew = false
		for from, all := range w.comes {
			if !good[from] && slices.ContainsFunc(all, func(to string) bool { return good[to] }) {
				good[from], grew = true, true
			}
		}
	}
	var bad []string
	for from := range w.comes {
		if !good[from] {
			bad = append(bad, from)
		}
	}
	slices.Sort(bad)
	return bad
}

// Every kind comes to each of its ends with few people at hand, and no way leads where it sticks for good.
func TestEveryEndIsReached(t *testing.T) {
	for _, name := range playbooks.Names() {
		p := whole(t, name)
		made := map[string]bool{}
		for _, k := range p.Kinds {
			if k.Escalates != nil {
				made[k.Escalates.Kind] = true
			}
			for _, st := range k.Stages {
				if st.Refers != nil {
					made[st.Refers.Kind] = true
				}
				for _, r := range st.Raises {
					made[r.Kind] = true
				}
			}
			for _, m := range k.Moves {
				for _, r := range m.Raises {
					made[r.Kind] = true
				}
			}
		}
		for _, k := range p.Kinds {
			t.Run(k.ID(), func(t *testing.T) {
				t.Parallel()
				w := &walk{p: p, k: k, cast: community, ends: map[string]bool{}, comes: map[string][]string{}, last: map[string]bool{}, asked: map[string]bool{}}
				for _, m := range k.Moves {
					for _, other := range k.Moves {
						w.asked[other.Name] = w.asked[other.Name] || m.When != nil && strings.Contains(m.When.Text, other.Name)
					}
				}
				if k.At == "street" {
					w.cast = street
				}
				now := time.Date(2026, 11, 16, 9, 0, 0, 0, clock.Zone)
				raised := 0
				for _, who := range append(slices.Clone(w.cast), somebody{}) {
					for pick := range 2 {
						by := who.caller(p)
						if by.Person == "" {
							if !made[k.Name] {
								continue
							}
							by = playbook.Caller{Time: true} // another matter makes it, so it has no raiser
						}
						start, err := playbook.Open(k, by, answers(k.Raise.Fields, absent, pick), true, now, clock.China())
						if err == nil {
							raised++
							w.from(start.State, now)
						}
					}
				}
				if raised == 0 {
					t.Fatal("none of these people may raise it")
				}
				for _, st := range k.Stages {
					if st.End != "" && !w.ends[st.Name] {
						t.Errorf("never came to its end %s", st.Name)
					}
				}
				if len(w.bad) > 0 {
					t.Errorf("refused good answers: %s", w.bad[0])
				}
				if bad := w.stuck(); len(bad) > 0 {
					t.Errorf("sticks in %d states, such as\n%s", len(bad), strings.Join(bad[:1], "\n"))
				}
			})
		}
	}
}
