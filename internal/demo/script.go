package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"linli/internal/clock"
	"linli/internal/matter"
	"linli/internal/playbook"
)

// script is one story while it is told: each act is put at the script's present, which it moves on.
type script struct {
	*plan
	land *land
	rng  *rand.Rand
	now  time.Time
	acts []act

	// Whom the story is about, where it does not matter to it: nil is anybody.
	asks, takes, handles *who
	took, handled        bool   // takes and handles were made use of
	shoots               string // what a photo of the next matter raised shows; "" is no photo
}

// act is something that somebody does at a moment.
type act struct {
	at    time.Time
	story int
	says  string
	do    doing
}

// thing is a matter of a story: planned while it is told, real when it is played.
type thing struct {
	kind   *playbook.Kind
	realm  string
	id     string
	number int64
	since  time.Time       // when it came to its stage
	stage  *playbook.Stage // where it is planned to be
	hands  map[string]bool // the ids of those who had it in hand, and so do not judge it
}

type fields = map[string]any

// wait lets between a and b go by.
func (s *script) wait(a, b time.Duration) { s.now = s.now.Add(s.between(a, b)) }

func (s *script) between(a, b time.Duration) time.Duration {
	return a + time.Duration(s.rng.Float64()*float64(b-a)).Truncate(time.Second)
}

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

// at brings the present to an hour at which somebody is about: office hours of a working day for those who work here,
// daytime for everybody else.
func (s *script) at(by *who) {
	if by.staff {
		s.office()
		return
	}
	switch h := s.now.Hour(); {
	case h >= 22:
		s.now = clock.StartOfDay(s.now).Add(day + s.between(7*hour, 20*hour))
	case h < 7:
		s.now = clock.StartOfDay(s.now).Add(s.between(7*hour, 20*hour))
	}
}

func (s *script) office() {
	for {
		begin := clock.StartOfDay(s.now)
		in := s.now.Sub(begin)
		switch {
		case !s.Calendar.WorkingDay(s.now) || in > 17*hour+20*time.Minute:
			s.now = begin.Add(day + s.between(8*hour+35*time.Minute, 10*hour))
		case in < 8*hour+30*time.Minute:
			s.now = begin.Add(s.between(8*hour+35*time.Minute, 10*hour))
		case in > 12*hour && in < 14*hour:
			s.now = begin.Add(s.between(14*hour, 15*hour))
		default:
			return
		}
	}
}

// expire waits until the time of a matter's stage is over.
func (s *script) expire(m *thing) {
	due, _ := s.Calendar.Due(m.since, *m.stage.Within)
	if due = due.Add(time.Second); due.After(s.now) {
		s.now = due
	}
}

// lapse waits until a matter goes on by itself.
func (s *script) lapse(m *thing) {
	s.expire(m)
	s.now = s.now.Add(time.Minute)
	m.enter(m.kind.Stage(m.stage.Else), s.now)
}

func (m *thing) enter(st *playbook.Stage, at time.Time) { m.stage, m.since = st, at }

func (s *script) add(says string, do doing) {
	s.acts = append(s.acts, act{s.now, s.told, s.land.ID + ": " + says, do})
	s.now = s.now.Add(time.Second)
}

// raise has somebody raise a matter of a kind of the realm's playbook.
func (s *script) raise(by *who, kind, title, body, at string, f fields) *thing {
	return s.draft(by, kind, matter.Draft{Title: title, Body: body, Place: at, Fields: f})
}

// draft is raise with everything that a draft may hold.
func (s *script) draft(by *who, kind string, d matter.Draft) *thing {
	k := s.books[s.land.book].Kind(kind)
	if k == nil {
		panic("demo: no kind " + kind)
	}
	s.at(by)
	m := &thing{kind: k, realm: s.land.ID}
	m.enter(k.Stages[0], s.now)
	if d.Spot != nil {
		m.enter(k.Stage(k.Move(d.Spot.Move).To), s.now)
	}
	d.Kind = k.ID()
	if shot, n := s.shoots, s.told; shot != "" {
		s.shoots = ""
		s.add("photo of "+d.Title, func(p *player) error { return p.shoot(by, m, &d, picture(shot, n)) })
	}
	s.add(fmt.Sprint("raise ", kind, " ", d.Title), func(p *player) error { return p.raise(by, m, d) })
	return m
}

// move has somebody make a move.
func (s *script) move(by *who, m *thing, move, note string, f fields) {
	s.at(by)
	if own := m.kind.Move(move); own != nil {
		m.handled(own, by, f)
	}
	if own := m.kind.Move(move); own != nil && own.To != "" {
		m.enter(m.kind.Stage(own.To), s.now)
	}
	s.add(fmt.Sprint(move, " ", m.kind.Name), func(p *player) error { return p.move(by, m, move, note, f) })
}

// handled notes whom a move makes one of those who had the matter in hand.
func (m *thing) handled(own *playbook.Move, by *who, f fields) {
	if m.hands == nil {
		m.hands = map[string]bool{}
	}
	if given, ok := f[own.Gives].(string); ok {
		m.hands[given] = true
	}
	if own.Claims || own.To != "" && m.kind.Stage(own.To).Shows == playbook.Verify {
		m.hands[by.person.ID] = true
	}
}

// above is the matter at the street that was made from one in the community, a moment ago.
func (s *script) above(m *thing, kind string) *thing {
	k := m.kind.Playbook.Kind(kind)
	up := &thing{kind: k, realm: s.land.Street}
	s.now = s.now.Add(time.Minute)
	up.enter(k.Stages[0], s.now)
	s.add("find it at the street", func(p *player) error { return p.above(m, up) })
	return up
}

// merge has somebody merge a matter into another, whose petitioners are then answered together.
func (s *script) merge(by *who, m, into *thing) {
	s.at(by)
	s.add("merge "+m.kind.Name, func(p *player) error { return p.move(by, m, "merge", "", fields{"into": float64(into.number)}) })
}

// match has somebody match a problem with a resource, by the resource's number.
func (s *script) match(by *who, m, resource *thing, why string) {
	s.at(by)
	m.enter(m.kind.Stage("matched"), s.now)
	s.add("match "+m.kind.Name, func(p *player) error {
		return p.move(by, m, "match", why, fields{"resource_number": float64(resource.number)})
	})
}

// below are the matters of a kind that a move raised a moment ago, in their order, as somebody sees them.
func (s *script) below(by *who, m *thing, kind string, n int) []*thing {
	k := m.kind.Playbook.Kind(kind)
	all := make([]*thing, n)
	for i := range all {
		all[i] = &thing{kind: k, realm: m.realm}
		all[i].enter(k.Stages[0], s.now)
	}
	s.add("find what it raised", func(p *player) error { return p.below(by, all) })
	return all
}

// fork tells a part of the story that goes on beside the rest.
func (s *script) fork(tell func(*script)) time.Time {
	side := &script{plan: s.plan, land: s.land, rng: s.rng, now: s.now}
	tell(side)
	s.acts = append(s.acts, side.acts...)
	return side.now
}

// one picks one of several.
func one[T any](s *script, of []T) T { return of[s.rng.IntN(len(of))] }

// chance is true n times of a hundred.
func (s *script) chance(n int) bool { return s.rng.IntN(100) < n }

// date is the day some days from the script's present.
func (s *script) date(days int) string { return s.now.AddDate(0, 0, days).Format(time.DateOnly) }

// where is the full name of a place.
func (l *land) where(id string) string { return l.full[id] }
