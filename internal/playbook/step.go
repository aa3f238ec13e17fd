package playbook

import (
	"errors"
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
	if errors.Is(err, ErrNotNow) {
		err = s.notNow(k)
	}
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
	if n.Handler != "" && n.Handler == ev.By.Person || m.To != "" && k.Stage(m.To).Shows == Verify || m.Name == k.Raise.Spot {
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

// notNow says where the matter stands, which is why something cannot be done now.
func (s State) notNow(k *Kind) error {
	says := lang.F("这件事现在在“%s”，不能这样办", "It stands at “%s”, where this cannot be done.", k.Stage(s.Stage).Title)
	switch {
	case s.Paused != nil:
		says = lang.T("这件事挂起了，恢复办理以后才能这样办", "It is suspended; this can be done once it is resumed.")
	case s.Away != nil:
		says = lang.T("这件事正由街道办理，等有了结果再办", "The street has it in hand; please wait for its answer.")
	}
	return errors.Join(fault.New(fault.Conflict, says), ErrNotNow)
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
	if slices.Contains(m.Not, Handler) || slices.Contains(m.Needs, "rating") {
		if s.worked(by) {
			return "", ErrOwnWork
		}
		for _, party := range k.Parties { // not by a post either, unless the playbook asks this very party
			if p, _ := s.Fields[party].(string); post != "" && p != "" && p == by.Person && !slices.Contains(m.By, party) {
				return "", ErrOwnMatter
			}
		}
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

// worked tells whether the caller ever handled the matter. Who shows its code speaks for its raiser, and has done what the
// raiser did.
func (s State) worked(by Caller) bool {
	return slices.Contains(s.Handlers, by.Person) || by.Code && s.Raiser != "" && slices.Contains(s.Handlers, s.Raiser)
}

// maxNote is how long a note may be, in characters.
var maxNote = 2000.0

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
