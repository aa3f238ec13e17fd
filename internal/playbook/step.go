package playbook

import (
	"maps"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/lang"
)

// Event is a move that somebody wants to make.
type Event struct {
	Move   string
	By     Caller
	Note   string
	Fields map[string]any // raw answers; Step brings them into normal form
}

// Faults of a step. They are worded for the person who tried.
var (
	ErrNoMove    = fault.New(fault.Invalid, lang.T("没有这个操作", "There is no such move."))
	ErrNotNow    = fault.New(fault.Conflict, lang.T("这件事现在不能这样办，可能别人刚刚动过；请刷新看看现在到了哪一步", "This cannot be done now; somebody may just have moved the matter. Reload to see where it stands."))
	ErrNotYou    = fault.New(fault.Forbidden, lang.T("这一步不由您来办", "This step is not yours to take."))
	ErrOwnWork   = fault.New(fault.Forbidden, lang.T("办这件事的人不能自己核实，请另一位来核实", "Whoever handled this cannot verify it. Somebody else has to."))
	ErrOwnMatter = fault.New(fault.Forbidden, lang.T("这是您自己的事，请别人来评", "This is your own matter. Others judge it."))
	ErrTooEarly  = fault.New(fault.Conflict, lang.T("时限还没到，当事人也还没有答复，现在不能进入下一步", "The time given is not over and the party has not answered yet."))
)

// Taken is a step that was taken: the state after it, what follows, the post by which the mover acted, and the answers
// in normal form.
type Taken struct {
	State   State
	Effects []Effect
	Post    string
	Values  form.Values
	Voice   bool // it is one of many voices: nobody is named for it
}

// Open begins a matter of kind k. place tells whether one is named.
func Open(k *Kind, by Caller, raw map[string]any, place bool, now time.Time, cal *clock.Calendar) (Taken, error) {
	s := State{Raiser: by.Person}
	post, ok := s.As(k, by, k.Raise.By...)
	if !ok && !by.Time {
		return Taken{}, fault.New(fault.Forbidden, lang.F("“%s”不由您提出", "You cannot raise “%s”.", k.Title))
	}
	var c fault.Check
	values, err := form.Check(k.Raise.Fields, raw)
	if err := c.Take(err); err != nil {
		return Taken{}, err
	}
	if k.Raise.Place == "required" && !place {
		c.Add("place", lang.T("请选择在哪里", "Please say where it is."))
	}
	if err := c.Err(); err != nil {
		return Taken{}, err
	}
	s.Fields = values
	t := Taken{State: s, Post: post, Values: values}
	if err := t.ahead(k, now); err != nil {
		return Taken{}, err
	}
	t.count(k.Raise.Fields, values, 0)
	t.enter(k, k.Stages[0], now, cal)
	return t, nil
}

// Step makes a move.
func Step(k *Kind, s State, ev Event, now time.Time, cal *clock.Calendar) (Taken, error) {
	t := Taken{State: s.clone()}
	if c := commonOf(ev.Move); c != nil {
		return t.common(k, c, ev, now, cal)
	}
	m := k.Move(ev.Move)
	if m == nil {
		return Taken{}, ErrNoMove
	}
	post, err := m.may(k, s, ev.By, now)
	if err != nil {
		return Taken{}, err
	}
	t.Post, t.Voice = post, m.Once
	if err := t.take(m.asks(), m.note(), ev); err != nil {
		return Taken{}, err
	}
	if err := t.ahead(k, now); err != nil {
		return Taken{}, err
	}
	slot := 0
	if m.To == "" {
		slot = s.Times[m.Name] + 1
	}
	if m.Once {
		if t.speak(m, ev.By) {
			t.made(m.Name)
		}
		return t, nil
	}
	t.made(m.Name)
	t.heard(k, ev.By)
	t.count(m.Fields, t.Values, slot)
	n := &t.State
	if n.Handler != "" && n.Handler == ev.By.Person || m.To != "" && k.Stage(m.To).Shows == Verify {
		n.handledBy(ev.By.Person)
	}
	if m.Claims {
		n.Handler = ev.By.Person
		n.handledBy(ev.By.Person)
	}
	if m.Gives != "" {
		if p, _ := t.Values[m.Gives].(string); p != "" {
			n.Handler = p
			n.handledBy(p)
			t.tell(lang.F("“%s”交给您办", "“%s” is yours to handle", k.Title), Handler)
		}
	}
	if m.Frees {
		n.Handler = ""
	}
	if len(m.Raises) > 0 {
		t.Effects = append(t.Effects, Raises{m.Raises})
	}
	if m.To != "" {
		n.Previous, n.Left = n.Stage, left(k.Stage(n.Stage), n.Due, now, cal)
		t.enter(k, k.Stage(m.To), now, cal)
	}
	return t, nil
}

// may tells whether the caller may make the move now, and by which post.
func (m *Move) may(k *Kind, s State, by Caller, now time.Time) (post string, err error) {
	if !s.Open() || s.Paused != nil || s.Away != nil || !slices.Contains(m.From, s.Stage) {
		return "", ErrNotNow
	}
	post, ok := s.As(k, by, m.By...)
	if !ok {
		return "", ErrNotYou
	}
	if (slices.Contains(m.Not, Handler) || slices.Contains(m.Needs, "rating")) && slices.Contains(s.Handlers, by.Person) {
		return "", ErrOwnWork
	}
	if _, own := s.As(k, by, Raiser); own && slices.Contains(m.Not, Raiser) {
		return "", ErrOwnMatter
	}
	if m.Once && by.Voice == "" {
		return "", ErrNotYou
	}
	over := !s.Due.IsZero() && now.After(s.Due)
	if m.After == "deadline" && !over {
		return "", ErrTooEarly
	}
	for _, party := range m.Hears {
		if p, _ := s.Fields[party].(string); p != "" && !over && !slices.Contains(s.Answered, party) {
			return "", ErrTooEarly
		}
	}
	if m.When != nil {
		if ok, err := m.When.Holds(s.env(k, now)); err != nil || !ok {
			return "", ErrNotNow
		}
	}
	return post, nil
}

// asks are the fields that a move asks for: its own, and those of what it needs.
func (m *Move) asks() []form.Field {
	all := slices.Clone(m.Fields)
	for _, n := range m.Needs {
		switch n {
		case "photo":
			all = append(all, form.Field{Name: "photos", Title: lang.T("照片", "Photos"), Type: form.File, Required: true})
		case "rating":
			all = append(all, ratingFields...)
		}
	}
	return all
}

// note tells whether a move needs a note.
func (m *Move) note() bool {
	return slices.Contains(m.Needs, "note") || slices.Contains(m.Needs, "reason")
}

var ratingFields = []form.Field{
	{Name: "rating", Title: lang.T("满意吗", "How satisfied are you?"), Type: form.Rating, Required: true},
	{Name: "solved", Title: lang.T("解决了吗", "Was it solved?"), Type: form.Choice, Options: []form.Option{
		{Key: "yes", Title: lang.T("解决了", "Solved")}, {Key: "partly", Title: lang.T("解决了一部分", "Partly")}, {Key: "no", Title: lang.T("没有解决", "Not solved")}}},
}

// maxNote is how long a note may be, in characters.
var maxNote = 2000.0

// take brings a move's answers into normal form and into the state.
func (t *Taken) take(fields []form.Field, noted bool, ev Event) error {
	raw := maps.Clone(ev.Fields)
	asked := slices.Clone(fields)
	if !t.Voice { // a voice is counted; words would tell whose it is
		asked = append(asked, form.Field{Name: "note", Title: lang.T("说明", "Note"), Type: form.Text, Required: noted, Max: &maxNote})
	}
	if raw == nil {
		raw = map[string]any{}
	}
	if ev.Note != "" {
		raw["note"] = ev.Note
	}
	var c fault.Check
	values, err := form.Check(asked, raw)
	if err := c.Take(err); err != nil {
		return err
	}
	if err := c.Err(); err != nil {
		return err
	}
	t.Values = values
	for name, v := range values {
		switch name {
		case "note":
		case "rating":
			t.State.Rating = int(v.(float64))
		case "solved":
			t.State.Solved = v.(string)
		default:
			if !t.Voice {
				t.State.Fields[name] = v
			}
		}
	}
	return nil
}

// day is the end of the day that a date field was answered with.
func (s *State) day(field string) (time.Time, bool) {
	answer, _ := s.Fields[field].(string)
	d, err := time.ParseInLocation(time.DateOnly, answer, clock.Zone)
	return clock.EndOfDay(d), err == nil
}

// ahead refuses a deadline that is over before it is given.
func (t *Taken) ahead(k *Kind, now time.Time) error {
	for _, st := range k.Stages {
		if _, answered := t.Values[st.DueOn]; !answered {
			continue
		}
		if day, ok := t.State.day(st.DueOn); ok && day.Before(now) {
			return fault.InField("fields."+st.DueOn, lang.T("时限不能早于今天", "The deadline cannot lie before today."))
		}
	}
	return nil
}

// made counts a move.
func (t *Taken) made(move string) {
	t.State.Times[move]++
	t.State.Here[move]++
}

// heard notes which parties have spoken.
func (t *Taken) heard(k *Kind, by Caller) {
	s := &t.State
	for _, party := range k.Parties {
		if p, _ := s.Fields[party].(string); p != "" && p == by.Person && !slices.Contains(s.Answered, party) {
			s.Answered = append(s.Answered, party)
		}
	}
}

func (t *Taken) count(fields []form.Field, values form.Values, slot int) {
	for _, f := range fields {
		if n, ok := values[f.Name].(float64); ok && f.Sums() {
			t.Effects = append(t.Effects, Counted{f, n, slot})
		}
	}
}

func (t *Taken) tell(says lang.Text, actors ...string) {
	if len(actors) > 0 {
		t.Effects = append(t.Effects, Told{actors, says})
	}
}

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

func (s *State) handledBy(person string) {
	if person != "" && !slices.Contains(s.Handlers, person) {
		s.Handlers = append(s.Handlers, person)
	}
}

// clone is a copy that can be changed without changing the original.
func (s State) clone() State {
	s.Petitioners, s.Handlers, s.Answered, s.Reached = slices.Clone(s.Petitioners), slices.Clone(s.Handlers), slices.Clone(s.Answered), slices.Clone(s.Reached)
	s.Fields, s.Times, s.Here = maps.Clone(s.Fields), maps.Clone(s.Times), maps.Clone(s.Here)
	s.Voices = cloneVoices(s.Voices)
	if s.Fields == nil {
		s.Fields = form.Values{}
	}
	if s.Times == nil {
		s.Times = map[string]int{}
	}
	if s.Here == nil {
		s.Here = map[string]int{}
	}
	if s.Asked != nil {
		a := *s.Asked
		s.Asked = &a
	}
	if s.Paused != nil {
		p := *s.Paused
		s.Paused = &p
	}
	if s.Away != nil {
		a := *s.Away
		s.Away = &a
	}
	return s
}
