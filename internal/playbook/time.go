package playbook

import (
	"time"

	"linli/internal/clock"
	"linli/internal/lang"
)

// Wake is when time itself will next change something about the matter, zero when it never will.
func Wake(s State) time.Time {
	if !s.Open() {
		return time.Time{}
	}
	var next time.Time
	sooner := func(t time.Time) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	if s.Paused != nil && !s.Paused.Told {
		sooner(s.Paused.Review)
	}
	if !s.Due.IsZero() && !s.Late {
		if !s.Near {
			sooner(near(s).Add(time.Millisecond))
		}
		sooner(s.Due.Add(time.Millisecond)) // a deadline is over after its last millisecond
	}
	return next
}

// near is when four fifths of a stage's time are over. While the clock stood, none of it went by.
func near(s State) time.Time {
	return s.Began.Add(s.Due.Sub(s.Began) / 5 * 4).Truncate(time.Millisecond)
}

// Ticked is what time did to a matter; What is "near", "late", "lapsed" (it went on by itself), "review", or "" for
// nothing.
type Ticked struct {
	Taken
	What string
}

// Tick lets time pass to now. It does one thing at most; call it again until What is "".
func Tick(k *Kind, s State, now time.Time, cal *clock.Calendar) Ticked {
	t := Ticked{Taken: Taken{State: s.clone()}}
	n := &t.State
	st := k.Stage(s.Stage)
	switch {
	case !s.Open():
	case s.Paused != nil && !s.Paused.Told && !now.Before(s.Paused.Review):
		t.What, n.Paused.Told = "review", true
		t.tell(lang.F("挂起的“%s”到了复查的日子", "The suspended “%s” is due for review", k.Title), st.Answers...)
	case s.Due.IsZero():
	case now.After(s.Due) && st.Else != "":
		t.What = "lapsed"
		n.Previous = ""
		if n.Away != nil { // it went on without the street's answer
			t.Effects = append(t.Effects, Recalled{})
		}
		t.enter(k, k.Stage(st.Else), now, cal)
	case now.After(s.Due) && !s.Late:
		t.What, n.Late, n.Near = "late", true, true
		t.tell(lang.F("“%s”已超时", "“%s” is overdue", k.Title), append(append([]string{}, st.Answers...), k.Lead...)...)
	case !s.Near && !s.Late && now.After(near(s)):
		t.What, n.Near = "near", true
		t.tell(lang.F("“%s”快到时限", "“%s” is nearly due", k.Title), st.Answers...)
	}
	return t
}

// Back brings news from the street: how the matter made from this one ended. It moves on as its playbook says, by the
// final stage there or by its ending, or stays where it was when the playbook names neither.
func Back(k *Kind, s State, stage string, ending Ending, now time.Time, cal *clock.Calendar) Taken {
	t := Taken{State: s.clone()}
	if s.Away == nil {
		return t
	}
	here := k.Stage(s.Stage)
	refer := here.Refers
	if s.Away.Move == "escalate" {
		refer = k.Escalates
	}
	to, ok := refer.Back[stage]
	if !ok {
		to = refer.Back[string(ending)]
	}
	if next := k.Stage(to); next != nil && (next != here || s.Away.Move == "") {
		t.State.Previous = ""
		t.State.Away = nil
		t.enter(k, next, now, cal)
		return t
	}
	t.State.run(here, s.Away.Left, now, cal)
	t.State.Away = nil
	t.tell(lang.F("街道对“%s”有了答复", "The street answered about “%s”", k.Title), here.Answers...)
	return t
}
