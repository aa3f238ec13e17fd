package matter

import (
	"slices"
	"time"

	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/playbook"
)

// Sight is how much of a matter somebody may see.
type sight uint8

const (
	unseen sight = iota
	shown        // what its kind shows to everyone, or to neighbours
	own          // what was said in it: who raised it or has to do with it, who handles it
	whole        // all of it, and who the people are: those who answer for it by a post
)

// sight tells how much of a matter the caller may see, and by which post.
func (s *Service) sight(m *Matter, c playbook.Caller) (see sight, post string) {
	if post, ok := m.State.As(m.Kind, c, m.Kind.Posts()...); ok || c.Time {
		return whole, post
	}
	if _, ok := m.State.As(m.Kind, c, append([]string{playbook.Raiser, playbook.Handler}, m.Kind.Parties...)...); ok {
		return own, ""
	}
	if c.Person != "" && slices.Contains(m.State.Handlers, c.Person) {
		return own, ""
	}
	switch m.Kind.Seen.By {
	case "public":
		return shown, ""
	case "neighbours":
		if _, ok := c.Is[playbook.Resident]; ok {
			return shown, ""
		}
	}
	if st := m.Kind.Stage(m.State.Stage); st != nil && len(st.OpenTo) > 0 {
		if _, ok := m.State.As(m.Kind, c, st.OpenTo...); ok {
			return shown, ""
		}
	}
	return unseen, ""
}

// speaks tells whether the caller is the one who raised the matter: what is sealed is theirs. Those whose own matters
// were merged into it ask along with them, but what one of them told in confidence is not for the others.
func speaks(m *Matter, c playbook.Caller) bool {
	return c.Code || c.Person != "" && c.Person == m.State.Raiser
}

// CloseSealed takes away what is sealed: sealed answers, and how its petitioner can be reached. It is for the raiser, and
// for those who answer for the matter by a post, whose every look is noted. A party sees what was sealed in the course of
// the matter, such as the agreement that it made, but not what the raiser told in confidence.
func (v *View) CloseSealed() {
	m := *v.Matter
	m.Contact = Contact{Channel: m.Contact.Channel}
	open := func(values form.Values) form.Values {
		left := form.Values{}
		for name, value := range values {
			if m.open(name) || v.Party && m.Kind.Asks(name) {
				left[name] = value
			}
		}
		return left
	}
	m.State.Fields = open(m.State.Fields)
	for i := range v.Timeline {
		v.Timeline[i].Values = open(v.Timeline[i].Values)
	}
	v.Matter = &m
}

// open tells whether an answer is not sealed. Of an answer that the kind does not know any more nobody can say that.
func (m *Matter) open(name string) bool {
	if m.closed[name] {
		return false
	}
	f, ok := m.Kind.Field(name)
	return ok && !f.Sealed || !ok && playbook.CommonField(name)
}

// veil takes away what the kind does not show to everyone.
func (v *View) veil() {
	m := *v.Matter
	m.veil()
	fields := form.Values{}
	for name, value := range m.State.Fields {
		if m.open(name) && m.shows(name) {
			fields[name] = value
		}
	}
	m.State.Fields, m.State.Petitioners, m.State.Joined, m.Contact = fields, nil, nil, Contact{}
	m.State.Rating, m.State.Solved = 0, ""
	if !m.shows("body") {
		m.Body = ""
	}
	v.Matter = &m
	steps := v.Timeline[:0]
	for _, st := range v.Timeline {
		if st.Move == "comment" || st.Kind == "matter.timed" && (st.What == "near" || st.What == "overdue") {
			continue
		}
		st.By, st.Note, st.Values = journal.Actor{Post: st.By.Post}, "", nil
		st.Tally = public(m.Kind, st.Tally)
		steps = append(steps, st)
	}
	v.Timeline, v.Tallies = steps, public(m.Kind, v.Tallies)
}

// veil takes away what lists show of a matter and its kind does not show to everyone. Lateness is told to those whose turn
// it is and to those who asked, not to everyone.
func (m *Matter) veil() {
	m.State.Late, m.State.Near, m.State.Due = false, false, time.Time{}
	if st := m.Kind.Stage(m.State.Stage); m.Shows == playbook.Overdue && st != nil {
		m.Shows = st.Shows
	}
	if !m.shows("title") {
		m.Title = m.Kind.Title.String()
	}
	if !m.shows("place") {
		m.Place, m.Path, m.AtPlace, m.Grid = "", "", "", ""
	}
	m.State.Raiser = ""
}

// shows tells whether the kind shows this part of a matter to everyone who may see it at all.
func (m *Matter) shows(part string) bool { return slices.Contains(m.Kind.Seen.Shows, part) }
