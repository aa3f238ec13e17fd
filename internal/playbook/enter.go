package playbook

import (
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/lang"
)

// enter brings the matter to a stage and starts its clock.
func (t *Taken) enter(k *Kind, st *Stage, now time.Time, cal *clock.Calendar) {
	s := &t.State
	t.hush(k, st)
	first := !slices.Contains(s.Reached, st.Name)
	s.ReturnBy = time.Time{}
	if s.Previous != "" {
		s.ReturnBy, _ = cal.Due(now, k.Returns.Within)
	}
	s.Stage, s.Since, s.Began, s.Stood = st.Name, now, now, time.Time{}
	s.Due, s.Guessed, s.Near, s.Late, s.Returned = time.Time{}, false, false, false, false
	s.Here, s.Answered, s.Asked, s.Paused, s.Away = map[string]int{}, nil, nil, nil, nil
	if s.Times == nil {
		s.Times = map[string]int{}
	}
	if s.Fields == nil {
		s.Fields = form.Values{}
	}
	if first {
		s.Reached = append(s.Reached, st.Name)
	}
	t.Effects = append(t.Effects, Entered{st.Name})
	if st.End != "" {
		t.end(k, st.End, now, cal)
		return
	}
	if st.Within != nil {
		s.Due, s.Guessed = cal.Due(now, *st.Within)
		if day, ok := s.day(st.DueOn); ok && !day.Before(now) { // one that is over, as after rework, begins anew
			s.Due, s.Guessed = day, false
		}
	}
	if st.Refers != nil {
		t.refer(st, st.Refers, "", now, cal)
	}
	if raises := slices.DeleteFunc(slices.Clone(st.Raises), func(r Raised) bool { return !first && !r.Again }); len(raises) > 0 {
		t.Effects = append(t.Effects, Raises{raises})
	}
	t.tell(lang.F("“%s”到了“%s”，请您来办", "“%s” is at “%s” and waits for you", k.Title, st.Title), st.Answers...)
}

func (t *Taken) end(k *Kind, e Ending, now time.Time, cal *clock.Calendar) {
	s := &t.State
	if s.Away != nil {
		t.Effects = append(t.Effects, Recalled{})
	}
	s.Ending, s.Closed, s.Due = e, now, time.Time{}
	s.Near, s.Late, s.Asked, s.Paused, s.Away, s.Stood = false, false, nil, nil, nil, time.Time{}
	if k.Reopens != nil && e != EndMerged && e != EndWithdrawn {
		s.ReopenBy, _ = cal.Due(now, k.Reopens.Within)
	}
	t.Effects = append(t.Effects, Ended{e})
	t.tell(lang.T("您的事有了结果", "Your matter has its result"), Raiser)
}

// refer sends the matter to the street; stops keeps what is left of the stage's time.
func (t *Taken) refer(st *Stage, r *Refer, move string, now time.Time, cal *clock.Calendar) {
	s := &t.State
	s.Away, s.Asked = &Away{Move: move}, nil
	if r.Stops {
		s.Away.Left = s.stop(st, now, cal)
	}
	t.Effects = append(t.Effects, Referred{r})
}

// stop makes the stage's clock stand and tells what is left of its time, nil when it has no deadline.
func (s *State) stop(st *Stage, now time.Time, cal *clock.Calendar) *clock.Remainder {
	rest := left(st, s.Due, now, cal)
	if rest != nil {
		s.Due, s.Stood = time.Time{}, now
	}
	return rest
}

// left is what is left of a stage's time, nil when it has no deadline.
func left(st *Stage, due, now time.Time, cal *clock.Calendar) *clock.Remainder {
	if due.IsZero() {
		return nil
	}
	rest := cal.Left(due, now, st.Within.Unit)
	return &rest
}

// run lets the stage's clock go on with what was left; when left is nil it never stood.
func (s *State) run(st *Stage, left *clock.Remainder, now time.Time, cal *clock.Calendar) {
	if left == nil {
		return
	}
	s.Due, s.Guessed = cal.Resume(now, *left, st.Within.Unit)
	s.Began, s.Stood = s.Began.Add(now.Sub(s.Stood)), time.Time{}
}
