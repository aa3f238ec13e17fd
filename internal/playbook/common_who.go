package playbook

import (
	"slices"
	"time"
)

func asked(k *Kind, s State, now time.Time) bool { return s.Open() && s.Asked != nil }

// working tells whether the matter is being worked on here, neither paused nor at the street.
func working(k *Kind, s State, now time.Time) bool {
	st := k.Stage(s.Stage)
	return s.Open() && s.Paused == nil && s.Away == nil && st.Refers == nil
}

func raiser(k *Kind, s State, c Caller) (string, bool) { return s.As(k, c, Raiser) }

func leader(k *Kind, s State, c Caller) (string, bool) { return s.As(k, c, k.Lead...) }

// worker may act for those whose turn it is: a post that answers here, its handler, or who leads.
func worker(k *Kind, s State, c Caller) (string, bool) {
	if post, ok := answerer(k, s, c); ok {
		return post, ok
	}
	return leader(k, s, c)
}

// answerer is a post whose turn it is, or the handler when it is the handler's turn.
func answerer(k *Kind, s State, c Caller) (string, bool) {
	st := k.Stage(s.Stage)
	if st.Shows == Verify && slices.Contains(s.Handlers, c.Person) { // whose work is looked at does not hold it up, or send it elsewhere
		return "", false
	}
	for _, a := range st.Answers {
		if k.Post(a) || a == Handler {
			if post, ok := s.As(k, c, a); ok {
				return post, true
			}
		}
	}
	return "", false
}

// holder is worker by a post, whichever of the playbook's: what goes to the street, into another matter or out of one is
// decided for the community, and not by a neighbour who happens to handle it.
func holder(k *Kind, s State, c Caller) (string, bool) {
	post, ok := worker(k, s, c)
	for _, a := range k.Playbook.Actors {
		if !ok || post != "" {
			break
		}
		post = c.Is[a.Name]
	}
	return post, ok && post != ""
}

// withHandler are a stage's owners and, since it was perhaps they who asked, its handler.
func withHandler(answers []string) []string {
	if slices.Contains(answers, Handler) {
		return answers
	}
	return append([]string{Handler}, answers...)
}

// asker may ask for news: who raised it, its parties, who leads.
func asker(k *Kind, s State, c Caller) (string, bool) {
	return s.As(k, c, append(append([]string{Raiser}, k.Parties...), k.Lead...)...)
}

// neighbour is a resident who sees what the kind shows to everyone and has not had to do with the matter: neither asked for it nor
// handled it.
func neighbour(k *Kind, s State, c Caller) (string, bool) {
	_, resident := c.Is[Resident]
	if !resident || c.Person == "" || k.Seen.By != "public" || slices.Contains(s.Joined, c.Person) || slices.Contains(s.Handlers, c.Person) {
		return "", false
	}
	_, already := s.As(k, c, append([]string{Raiser, Handler}, k.Parties...)...)
	_, works := s.As(k, c, k.Posts()...)
	return "", !already && !works
}

// everyone is whoever has to do with the matter.
func everyone(k *Kind, s State, c Caller) (string, bool) {
	if post, ok := s.As(k, c, append([]string{Raiser, Handler}, k.Parties...)...); ok {
		return post, true
	}
	return s.As(k, c, k.Posts()...)
}
