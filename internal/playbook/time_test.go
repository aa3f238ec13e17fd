package playbook

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/playbooks"
)

func TestSuspendAsks(t *testing.T) {
	t.Parallel()
	b := inHand(t).refused(ErrNotYou, "resident", "suspend", "why=weather", "review=2026-03-20", "note=x")
	b.wrong([]string{"fields.note", "fields.review", "fields.why"}, "volunteer", "suspend")
	b.wrong([]string{"fields.why"}, "volunteer", "suspend", "why=tired", "review=2026-03-20", "note=x")
	b.wrong([]string{"fields.review"}, "volunteer", "suspend", "why=weather", "review=2026-03-01", "note=x")
	b.do("volunteer", "suspend", "why=weather", "review=2026-03-20", "note=下雨").stands("working", Doing, "2026-03-09").told("boss")
	b.refused(ErrNotYou, "volunteer", "approve").do("secretary", "refuse", "note=雨停了").stands("working", Doing, "2026-03-09")
}

func TestSuspensionThatStopsTheClock(t *testing.T) {
	t.Parallel()
	b := inHand(t).at("2026-03-04 10:00").do("volunteer", "suspend", "why=weather", "review=2026-03-20", "note=下雨").do("secretary", "approve")
	b.stands("working", Suspended, "").told(Raiser, Handler)
	if !b.s.Since.Equal(at(t, "2026-03-02 10:00")) {
		t.Error("its age is gone")
	}
	for _, move := range []string{"finish", "note", "free", "return", "extend", "suspend", "merge", "split", "escalate", "approve", "refuse"} {
		if b.offered("worker", move) || b.offered("secretary", move) {
			t.Errorf("%s is offered while it is suspended", move)
		}
	}
	if Waits(b.k, b.s, caller(t, b.k, b.s, "worker")) {
		t.Error("it waits for the desk while it is suspended")
	}
	if w := Wake(b.s); !w.Equal(at(t, "2026-03-20 00:00")) {
		t.Errorf("it wakes at %v, want the morning of its review", w)
	}
	b.at("2026-03-20 08:00").stands("working", Suspended, "").told(Handler, "desk")
	if !b.s.Paused.Told || !Wake(b.s).IsZero() {
		t.Errorf("told %v, wakes again at %v", b.s.Paused.Told, Wake(b.s))
	}
	same, later := *b, *b
	same.refused(ErrNotYou, "resident", "resume").do("volunteer", "resume").stands("working", Doing, "2026-03-25") // Wed to Mon were left, so Fri to Wed
	later.at("2026-06-18 10:00").do("worker", "resume").stands("working", Doing, "2026-06-24")                     // over the Dragon Boat Festival
	if later.s.Near || later.s.Late {
		t.Errorf("near %v, late %v", later.s.Near, later.s.Late)
	}
	// Two of its days went by before; four fifths are over shortly before the end, not at once.
	if w := Wake(later.s); w.Before(at(t, "2026-06-22 00:00")) || w.After(later.s.Due) {
		t.Errorf("nearly due at %v", w)
	}
}

func TestResumedAtOnceNothingMoved(t *testing.T) {
	t.Parallel()
	b := inHand(t).at("2026-03-04 10:00").do("secretary", "suspend", "why=weather", "review=2026-03-20", "note=下雨").stands("working", Suspended, "")
	b.do("secretary", "resume").stands("working", Doing, "2026-03-09")
	if !b.s.Began.Equal(b.s.Since) || !b.s.Stood.IsZero() || b.s.Paused != nil {
		t.Errorf("began %v, stood %v, paused %v", b.s.Began, b.s.Stood, b.s.Paused)
	}
}

func TestSuspensionThatDoesNotStopTheClock(t *testing.T) {
	t.Parallel()
	b := inHand(t).do("secretary", "suspend", "why=other", "review=2026-03-20", "note=等人").stands("working", Suspended, "2026-03-09")
	b.at("2026-03-10 00:00")
	if !b.s.Late || b.s.Shows(b.k) != Suspended {
		t.Errorf("late %v, shows %s", b.s.Late, b.s.Shows(b.k))
	}
	b.do("secretary", "resume").stands("working", Overdue, "2026-03-09")
}

func TestLateStaysLate(t *testing.T) {
	t.Parallel()
	b := inHand(t).at("2026-03-10 09:00").stands("working", Overdue, "2026-03-09").do("secretary", "suspend", "why=weather", "review=2026-03-20", "note=下雨")
	b.at("2026-03-20 09:00").stands("working", Suspended, "").do("worker", "resume").stands("working", Overdue, "2026-03-19") // by nine hours, as before
	if tick := Tick(b.k, b.s, b.now, clock.China()); tick.What != "" {
		t.Errorf("it is told again that it is %s", tick.What)
	}
}

func TestTicks(t *testing.T) {
	t.Parallel()
	b := inHand(t)
	ticks := func() (all []string) {
		for w := Wake(b.s); !w.IsZero(); w = Wake(b.s) {
			if early := Tick(b.k, b.s, w.Add(-time.Millisecond), clock.China()); early.What != "" {
				t.Errorf("%s came before it was awake", early.What)
			}
			tick := Tick(b.k, b.s, w, clock.China())
			b.s, b.last = tick.State, tick.Taken
			if all = append(all, tick.What+" "+w.Format("01-02 15:04:05.000")); len(all) > 10 {
				t.Fatal("time finds no end")
			}
		}
		return all
	}
	if got, want := ticks(), []string{"near 03-08 11:36:00.000", "late 03-10 00:00:00.000"}; !slices.Equal(got, want) {
		t.Errorf("ticks %v, want %v", got, want)
	}
	b.stands("working", Overdue, "2026-03-09").told(Handler, "desk", "boss")
	b.do("volunteer", "finish").stands("checking", Verify, "2026-03-05")
	b.at("2026-03-05 23:59").stands("checking", Verify, "2026-03-05")
	b.at("2026-03-06 00:00").stands("silent", Unrated, "").follows(Ended{EndDone}).told(Raiser)
	if !Wake(b.s).IsZero() || Tick(b.k, b.s, b.now.AddDate(9, 0, 0), clock.China()).What != "" {
		t.Error("a closed matter wakes")
	}
}

func TestTimeWithoutTheStreet(t *testing.T) {
	t.Parallel()
	b := inHand(t).do("volunteer", "finish")
	b.k.Escalates.Stops = false // the clock runs on, and the stage goes on by itself
	b.do("secretary", "escalate", "note=请街道看").stands("checking", Verify, "2026-03-05")
	b.at("2026-03-06 00:00").stands("silent", Unrated, "").follows(Recalled{})
}

func TestGuessed(t *testing.T) {
	t.Parallel()
	b := job(t).at("2026-12-30 09:00").do("worker", "assign", "worker=volunteer")
	if !b.s.Guessed {
		t.Error("the rest days of 2027 are not known, and the deadline does not say so")
	}
	b.do("worker", "free")
	b.do("worker", "drop", "note=x")
	if b.s.Guessed {
		t.Error("a closed matter has no deadline to guess")
	}
}

// stroll makes random moves in a matter of a kind, letting time pass, and holds after each step what must always be so.
type stroll struct {
	*play
	t   *testing.T
	rnd *rand.Rand
}

func TestStrolls(t *testing.T) {
	t.Parallel()
	for _, name := range playbooks.Names() {
		for _, k := range shipped(t, name).Kinds {
			t.Run(k.ID(), func(t *testing.T) {
				t.Parallel()
				ended := 0
				for seed := range uint64(8) {
					s := &stroll{play: &play{k: k, now: at(t, "2026-01-05 09:00")}, t: t, rnd: rand.New(rand.NewPCG(seed, 7))}
					if s.begin() {
						for range 60 {
							s.step()
						}
						if !s.s.Open() {
							ended++
						}
					}
				}
				if ended == 0 {
					t.Error("no stroll came to an end")
				}
			})
		}
	}
}

// everybody is the cast in a fixed order, and whoever holds the code.
var everybody = append(slices.Sorted(maps.Keys(cast)), "nobody")

func (s *stroll) begin() bool {
	for _, i := range s.rnd.Perm(len(everybody)) {
		taken, err := Open(s.k, caller(s.t, s.k, State{}, everybody[i]), s.answers(s.k.Raise.Fields), true, s.now, clock.China())
		if err == nil {
			s.s = kept(s.t, taken.State)
			return true
		}
	}
	s.t.Fatal("nobody may raise it")
	return false
}

// answers are good answers to some questions, and to all that must be answered.
func (s *stroll) answers(fields []form.Field) map[string]any {
	all := map[string]any{}
	for _, f := range fields {
		if !f.Required && s.rnd.IntN(2) == 0 {
			continue
		}
		switch f.Type {
		case form.Text:
			all[f.Name] = "好"
		case form.Date:
			all[f.Name] = s.now.AddDate(0, 0, 1+s.rnd.IntN(60)).Format(time.DateOnly)
		case form.Choice:
			all[f.Name] = f.Options[s.rnd.IntN(len(f.Options))].Key
		case form.Person:
			all[f.Name] = []string{"owner", "tenant", "worker", "volunteer"}[s.rnd.IntN(4)]
		case form.Place, form.Org, form.File:
			all[f.Name] = "f1"
		default:
			all[f.Name] = float64(1 + s.rnd.IntN(5))
		}
	}
	return all
}

func (s *stroll) step() {
	t, k, before := s.t, s.k, s.s
	switch dice := s.rnd.IntN(10); {
	case dice < 3:
		s.wait()
	case dice < 5 && before.Away != nil:
		r := k.refer(before)
		all := k.Playbook.Kind(r.Kind).Stages
		st := all[s.rnd.IntN(len(all))]
		taken := Back(k, before, st.Name, st.End, s.now, clock.China())
		s.s = taken.State
	default:
		who := everybody[s.rnd.IntN(len(everybody))]
		by := caller(t, k, before, who)
		offers := Offers(k, before, by, s.now)
		if len(offers) == 0 {
			return
		}
		o := offers[s.rnd.IntN(len(offers))]
		taken, err := Step(k, before, Event{Move: o.Move, By: by, Note: "说明", Fields: s.answers(o.Fields)}, s.now, clock.China())
		if Refusal(err) {
			t.Fatalf("%s is offered %s and then refused: %v", who, o.Move, err)
		} else if err != nil {
			return // an answer that is wrong only here, such as an earlier deadline
		}
		s.s = taken.State
		s.unmoved(o.Move, before)
		s.ofOthers(o, before, who)
	}
	s.sound()
}

// wait lets a few days pass, and time do what it does.
func (s *stroll) wait() {
	s.now = s.now.Add(time.Duration(s.rnd.IntN(6*24*60)) * time.Minute)
	for range 10 {
		tick := Tick(s.k, s.s, s.now, clock.China())
		if tick.What == "" {
			if !reflect.DeepEqual(kept(s.t, tick.State), kept(s.t, s.s)) || len(tick.Effects) > 0 {
				s.t.Fatalf("nothing happened, and yet %+v became %+v", s.s, tick.State)
			}
			if w := Wake(s.s); !w.IsZero() && !w.After(s.now) {
				s.t.Fatalf("at %v it should have woken at %v", s.now, w)
			}
			return
		}
		s.s = tick.State
	}
	s.t.Fatalf("time finds no end: %+v", s.s)
}

// unmoved holds that what must not move a deadline does not.
func (s *stroll) unmoved(move string, before State) {
	switch move {
	case "remind", "supervise", "comment", "refuse", "split", "rate":
		if !s.s.Due.Equal(before.Due) || !s.s.Since.Equal(before.Since) || !s.s.Began.Equal(before.Began) || s.s.Late != before.Late || s.s.Stage != before.Stage {
			s.t.Fatalf("%s moved the clock of %+v to %+v", move, before, s.s)
		}
	}
}

// ofOthers holds that what shows verify is never ended or sent back by whoever handled it.
func (s *stroll) ofOthers(o Offer, before State, who string) {
	if s.k.Stage(before.Stage).Shows == Verify && !o.Common && slices.Contains(before.Handlers, who) && s.s.Ending == EndDone {
		s.t.Fatalf("%s handled it and verified it by %s", who, o.Move)
	}
}

// sound holds what is so of every state: it is kept without loss, it offers the same to everybody then, and what is
// closed is at rest.
func (s *stroll) sound() {
	t, k := s.t, s.k
	back := kept(t, s.s)
	for range 3 {
		by := caller(t, k, s.s, everybody[s.rnd.IntN(len(everybody))])
		one, other := fmt.Sprint(Offers(k, s.s, by, s.now)), fmt.Sprint(Offers(k, back, by, s.now))
		if one != other {
			t.Fatalf("kept and read again, %s is offered %s instead of %s", by.Person, other, one)
		}
		ev := Event{Move: "comment", By: by, Note: "好"}
		a, errA := Step(k, s.s, ev, s.now, clock.China())
		b, errB := Step(k, back, ev, s.now, clock.China())
		if (errA == nil) != (errB == nil) || errA == nil && !reflect.DeepEqual(kept(t, a.State), kept(t, b.State)) {
			t.Fatalf("kept and read again, a comment leads to %+v instead of %+v", b.State, a.State)
		}
	}
	s.s = back
	switch {
	case !s.s.Open() && (!Wake(s.s).IsZero() || !s.s.Due.IsZero() || s.s.Paused != nil || s.s.Away != nil || s.s.Asked != nil || s.s.Closed.IsZero()):
		t.Fatalf("closed and not at rest: %+v", s.s)
	case s.s.Open() && k.Stage(s.s.Stage).End != "":
		t.Fatalf("open at an end: %+v", s.s)
	case s.s.Paused != nil && s.s.Away != nil:
		t.Fatalf("suspended and at the street: %+v", s.s)
	case s.s.Stood.IsZero() == (s.s.Paused != nil && s.s.Paused.Left != nil || s.s.Away != nil && s.s.Away.Left != nil):
		t.Fatalf("whether the clock stands is not clear: %+v", s.s)
	}
}
