package demo

import (
	"math/rand/v2"
	"time"

	"linli/internal/matter"
)

// desk is one of the community's workers.
func (t *town) desk(s *script) *who { return one(s, t.workers) }

// another is one of the community's workers who is not this one.
func (t *town) another(s *script, not *who) *who {
	for {
		if p := t.desk(s); p != not {
			return p
		}
	}
}

// lately plays a story that has not ended. Every other one is asked for by one of those who sign in, in turn, so that each
// of them finds something that is theirs; they take and handle in turn too.
func (t *town) lately(p *plan, ago time.Duration, tell story) {
	flats := t.first.flats()
	asks := []*who{flats[1].people[0], flats[2].people[0], t.tenant, t.landlord, t.members[0], t.helpers[0], t.first.leader}
	takes := []*who{t.members[0], t.helpers[0]}
	handles := []*who{t.property, t.grids[t.gridIDs[0]], t.workers[0], t.workers[1], t.first.leader}
	s := p.lately(t.land, ago, func(s *script) {
		s.takes, s.handles = takes[t.took%len(takes)], handles[t.handled%len(handles)]
		if t.late%2 == 0 {
			s.asks = asks[t.asked%len(asks)]
		}
		tell(s)
	})
	if t.late%2 == 0 && s.asks == nil {
		t.asked++
	}
	t.late++
	if s.took {
		t.took++
	}
	if s.handled {
		t.handled++
	}
}

// handler is who is given a matter: the one whose turn it is, or else this one.
func (s *script) handler(p *who) *who {
	if s.handles != nil {
		s.handled = true
		return s.handles
	}
	return p
}

// checker is somebody who may judge the work: this one, or, if they had it in hand, a worker who had not.
func (t *town) checker(s *script, m *thing, p *who) *who {
	for m.hands[p.person.ID] {
		p = t.desk(s)
	}
	return p
}

// neighbour is one of those who live here; those who sign in are asked more often than others.
func (t *town) neighbour(s *script) *who {
	if p := s.asks; p != nil {
		s.asks = nil
		return p
	}
	for {
		p := one(s, t.people)
		if s.chance(15) {
			p = one(s, []*flat{t.first.flats()[1], t.first.flats()[2], t.first.flats()[5], t.rented}).people[0]
		}
		if p.home != nil && !p.staff {
			return p
		}
	}
}

// giver is a party member or volunteer, but not the one who asks.
func (t *town) giver(s *script, not *who) *who {
	if s.takes != nil && s.takes != not {
		s.took = true
		return s.takes
	}
	for {
		p := one(s, one(s, [][]*who{t.members, t.helpers}))
		if s.chance(20) {
			p = one(s, []*who{t.members[0], t.helpers[0]})
		}
		if p != not {
			return p
		}
	}
}

// asks raises a matter of a resident: mostly they do so themselves, now and then a worker for them, by telephone or at
// the counter.
func (t *town) asks(s *script, p *who, kind, title, body, at string, f fields) *thing {
	d := matter.Draft{Title: title, Body: body, Place: at, Fields: f}
	if !s.chance(12) {
		return s.draft(p, kind, d)
	}
	d.For, d.Contact.Channel = p.person.ID, one(s, []string{"phone", "counter"})
	return s.draft(t.desk(s), kind, d)
}

// rates has whoever raised it judge the result: mostly well, now and then not.
func (t *town) rates(s *script, p *who, m *thing) {
	s.wait(3*hour, 4*day)
	f := fields{"rating": 5, "solved": "yes"}
	note := one(s, []string{"", "", "谢谢，办得很快。", "师傅很耐心，满意。", "问题解决了，辛苦大家。", "比我想的还快。"})
	switch n := s.rng.IntN(100); {
	case n < 4:
		f, note = fields{"rating": 2, "solved": "partly"}, one(s, []string{"拖得有点久。", "只解决了一半，希望再想想办法。"})
	case n < 12:
		f, note = fields{"rating": 3, "solved": "partly"}, one(s, []string{"还行，就是等得久了些。", "基本解决了，收尾再细一点更好。"})
	case n < 40:
		f["rating"] = 4
	}
	s.move(p, m, "appraise", note, f)
}

// judged ends a matter that waits for its raiser's word: rated, or, once in a while, left to lapse. Who had it in hand
// does not judge it.
func (t *town) judged(s *script, p *who, m *thing) {
	if s.chance(14) || m.hands[p.person.ID] {
		s.lapse(m)
		return
	}
	t.rates(s, p, m)
}

// split parts a whole number into n parts of at least one.
func split(rng *rand.Rand, total, n int) []int {
	parts := make([]int, n)
	for i := range parts {
		parts[i] = total / n
	}
	parts[n-1] += total % n
	for range n * 4 { // give and take
		i, j := rng.IntN(n), rng.IntN(n)
		if take := parts[i] / 3; i != j && parts[i] > take+1 {
			parts[i] -= take
			parts[j] += take
		}
	}
	return parts
}
