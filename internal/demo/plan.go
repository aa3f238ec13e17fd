package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/playbooks"
)

// plan is the whole play: first written down, story by story, with a moment for every act; then run in order.
//
// A story is a function that is told once how its moments fall, to learn how long it takes, and again from the day on
// which it then begins. So every story that is to be over by today is, whatever day today is.
type plan struct {
	World
	today  time.Time
	year   time.Time // when the twelve months to today begin: what is counted "this year" is counted from here
	books  map[string]*playbook.Playbook
	nobody access.Hash
	acts   []act
	told   int // stories
}

func newPlan(w World, today time.Time) (*plan, error) {
	p := &plan{World: w, today: today.In(clock.Zone).Truncate(time.Millisecond), books: map[string]*playbook.Playbook{}}
	p.year = clock.Last(12, p.today).From
	for name, text := range playbooks.Texts() {
		b, problems := practice.Parse(playbooks.File(name), text)
		if b == nil || len(problems) > 0 {
			return nil, fmt.Errorf("playbook %s: %w", name, problems)
		}
		p.books[name] = b
	}
	return p, nil
}

// story tells a story of a realm.
type story func(*script)

// past plays a story that begins and ends between two days.
func (p *plan) past(l *land, from, until time.Time, tell story) {
	length := p.try(l, from, tell).now.Sub(from)
	room := max(0, until.Sub(from)-length-24*time.Hour)
	rng := rand.New(rand.NewPCG(uint64(p.told), 7))
	p.fit(l, from.Add(time.Duration(rng.Float64()*float64(room))), from, until, tell)
}

// over plays a story that begins and ends within the year.
func (p *plan) over(l *land, tell story) {
	p.past(l, p.year.Add(24*time.Hour), p.today.Add(-2*time.Hour), tell)
}

// lately plays a story whose last act was some time ago, and that has not ended.
func (p *plan) lately(l *land, ago time.Duration, tell story) *script {
	last := p.today.Add(-ago)
	s, at := p.earlier(l, last, begins, last, tell)
	// Nights and rest days may have brought it to end well before that: look for a better beginning.
	for i := 1; i < 64 && last.Sub(s.now) > near; i++ {
		if better := p.try(l, at.Add(last.Sub(at)*time.Duration(i)/64), tell); !better.now.After(last) && better.now.After(s.now) {
			s = better
		}
	}
	p.take(s)
	return s
}

// near is how much earlier than meant the last act of a story may be.
const near = 6 * time.Hour

// fit plays a story from a moment, or as much earlier as it takes to have its last act by until.
func (p *plan) fit(l *land, at, from, until time.Time, tell story) {
	s, _ := p.earlier(l, at, from, until, tell)
	p.take(s)
}

// earlier finds a beginning, at a moment or before it, from which a story has its last act by until.
func (p *plan) earlier(l *land, at, from, until time.Time, tell story) (*script, time.Time) {
	for i := range 200 {
		s := p.try(l, at, tell)
		beyond := s.now.Sub(until)
		if beyond <= 0 && !at.Before(from) {
			return s, at
		}
		if beyond <= 0 {
			break
		}
		at = at.Add(-beyond - time.Duration(i+1)*10*time.Minute) // more each time: nights and rest days swallow a little
	}
	panic(fmt.Sprintf("demo: story %d of %s does not fit between %s and %s", p.told, l.ID, from, until))
}

func (p *plan) take(s *script) {
	p.acts = append(p.acts, s.acts...)
	p.told++
}

// try tells a story from a moment. The same story draws the same lots every time.
func (p *plan) try(l *land, at time.Time, tell story) *script {
	s := &script{plan: p, land: l, rng: rand.New(rand.NewPCG(uint64(p.told), 11)), now: at}
	tell(s)
	return s
}
