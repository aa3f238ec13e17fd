package playbook

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/lang"
)

// A common is a move that every kind has. Their names are reserved.
type common struct {
	name   string
	title  lang.Text
	noted  bool // needs a note
	danger bool
	fields []form.Field
	late   lang.Text // why it cannot be made now; empty when the stage alone says
	may    func(k *Kind, s State, c Caller) (post string, ok bool)
	now    func(k *Kind, s State, now time.Time) bool
	do     func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error
}

var reasons = []form.Option{
	{Key: "weather", Title: lang.T("天气", "Weather")},
	{Key: "season", Title: lang.T("季节", "Season")},
	{Key: "engineering", Title: lang.T("工程条件", "Engineering")},
	{Key: "funds", Title: lang.T("资金未到位", "No funds yet")},
	{Key: "court", Title: lang.T("诉讼或仲裁中", "Before a court")},
	{Key: "parties", Title: lang.T("等当事人", "Waiting for a party")},
	{Key: "other", Title: lang.T("其他", "Other")},
}

func day(name string, title lang.Text) form.Field {
	return form.Field{Name: name, Title: title, Type: form.Date, Required: true}
}

// commons are in the order in which they are offered.
var commons = []*common{
	{name: "comment", title: lang.T("留言", "Comment"), noted: true, may: everyone, now: always, do: nothing},
	{name: "remind", title: lang.T("催办", "Remind"), late: lang.T("办结的事不用催；没办结的，一天只能催一次", "What is closed needs no reminding; what is open can be reminded of once a day."), may: asker, now: func(k *Kind, s State, now time.Time) bool {
		return s.Open() && now.Sub(s.Reminded) >= 24*time.Hour
	}, do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
		t.State.Reminded = now
		t.tell(lang.F("有人催办“%s”", "Somebody asks you to hurry with “%s”", k.Title), k.Stage(t.State.Stage).Answers...)
		return nil
	}},
	{name: "join", title: lang.T("也是我的事", "Me too"), may: neighbour, now: func(k *Kind, s State, now time.Time) bool { return s.Open() },
		do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
			t.State.Joined = append(slices.Clone(t.State.Joined), ev.By.Person)
			return nil
		}},
	{name: "rate", title: lang.T("评价", "Rate"), fields: ratingFields, late: lang.T("办结以后才能评价，每件事评一次", "It can be rated once, after it is done."), may: func(k *Kind, s State, c Caller) (string, bool) {
		post, ok := raiser(k, s, c)
		return post, ok && !s.worked(c) // nobody rates their own work
	}, now: func(k *Kind, s State, now time.Time) bool {
		return s.Ending == EndDone && s.Rating == 0
	}, do: nothing},
	{name: "return", title: lang.T("退回", "Return"), noted: true, late: lang.T("刚转来不久的才能退回，已经接下的要照办", "It can be returned only soon after it came; what was kept longer was taken on."), may: answerer, now: func(k *Kind, s State, now time.Time) bool {
		if back := k.Stage(s.Previous); back == nil || back.Refers != nil || back.Shows == Verify { // what was judged not done is not returned to be judged again
			return false
		}
		return working(k, s, now) && (s.ReturnBy.IsZero() || !now.After(s.ReturnBy)) // what was kept longer was taken on
	}, do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
		back, rest := k.Stage(t.State.Previous), t.State.Left
		if !slices.Contains(back.Answers, Handler) { // else nobody could go on from there
			t.State.Handler = ""
		}
		t.State.Previous, t.State.Left = "", nil
		t.enter(k, back, now, cal)
		if k.Returns.Stops && rest != nil {
			t.State.Due, t.State.Guessed = cal.Resume(now, *rest, back.Within.Unit)
		}
		t.State.Returned = true
		return nil
	}},
	{name: "extend", title: lang.T("申请延期", "Ask for more time"), noted: true, fields: []form.Field{day("until", lang.T("延到哪天", "Until"))}, late: lang.T("办理中、有时限的事可以申请延期，只能一次；已经申请了的，请等答复", "More time can be asked for once, of what is being handled and has a deadline. If it was asked for, please wait for the answer."), may: worker, now: func(k *Kind, s State, now time.Time) bool {
		return working(k, s, now) && !s.Due.IsZero() && s.Asked == nil && s.Extended == 0
	}, do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
		until, err := t.date("until", now)
		if err != nil {
			return err
		}
		if !until.After(t.State.Due) {
			return fault.InField("fields.until", lang.F("要晚于现在的时限 %s", "must be later than the present deadline, %s", t.State.Due.In(clock.Zone).Format(time.DateOnly)))
		}
		t.ask(k, Asked{Move: "extend", By: ev.By.Person, Until: until}, ev.By, now, cal)
		return nil
	}},
	{name: "suspend", title: lang.T("申请挂起", "Ask to suspend"), noted: true, fields: []form.Field{
		{Name: "why", Title: lang.T("原因", "Cause"), Type: form.Choice, Options: reasons, Required: true},
		day("review", lang.T("哪天再看", "Review on"))}, late: lang.T("办理中的事才能挂起；已经申请了的，请等答复", "Only what is being handled can be suspended. If it was asked for, please wait for the answer."), may: worker, now: func(k *Kind, s State, now time.Time) bool {
		return working(k, s, now) && s.Asked == nil
	}, do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
		review, err := t.date("review", now)
		if err != nil {
			return err
		}
		t.ask(k, Asked{Move: "suspend", By: ev.By.Person, Until: clock.StartOfDay(review), Reason: t.Values["why"].(string)}, ev.By, now, cal)
		return nil
	}},
	{name: "approve", title: lang.T("同意", "Approve"), late: lang.T("现在没有等您同意的申请，或者申请的日子已经过了", "Nothing waits for your word, or the day that was asked for is over."), may: leader, now: func(k *Kind, s State, now time.Time) bool {
		return asked(k, s, now) && !now.After(clock.EndOfDay(s.Asked.Until)) // else only refusing it makes sense
	}, do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
		t.grant(k, *t.State.Asked, now, cal)
		return nil
	}},
	{name: "refuse", title: lang.T("不同意", "Refuse"), noted: true, may: leader, now: asked, do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
		t.tell(lang.T("延期或挂起没有同意", "More time or a suspension was refused"), withHandler(k.Stage(t.State.Stage).Answers)...)
		t.State.Asked = nil
		return nil
	}},
	{name: "resume", title: lang.T("恢复办理", "Resume"), may: worker, now: func(k *Kind, s State, now time.Time) bool { return s.Open() && s.Paused != nil },
		do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
			t.State.run(k.Stage(t.State.Stage), t.State.Paused.Left, now, cal)
			t.State.Paused = nil
			return nil
		}},
	{name: "supervise", title: lang.T("督办", "Supervise"), noted: true, may: leader, now: func(k *Kind, s State, now time.Time) bool { return s.Open() },
		do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
			t.State.Supervised = true
			t.tell(lang.F("“%s”被督办", "“%s” is supervised", k.Title), k.Stage(t.State.Stage).Answers...)
			return nil
		}},
	{name: "escalate", title: lang.T("上交街道", "Escalate to the street"), noted: true, may: holder, now: func(k *Kind, s State, now time.Time) bool {
		return working(k, s, now) && k.Escalates != nil && k.At != "street"
	}, do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
		t.refer(k.Stage(t.State.Stage), k.Escalates, "escalate", now, cal)
		return nil
	}},
	{name: "merge", title: lang.T("并入另一件", "Merge into another"), fields: []form.Field{{Name: "into", Title: lang.T("并入第几号", "Number of the other"), Type: form.Number, Required: true, Min: &first}}, may: holder, now: working,
		do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
			into := t.Values["into"].(float64)
			if into != math.Trunc(into) {
				return fault.InField("fields.into", lang.F("“%s”要填整数", "“%s” must be a whole number", lang.T("并入第几号", "Number of the other")))
			}
			t.Effects = append(t.Effects, MergedInto{int64(into)})
			t.end(k, EndMerged, now, cal)
			return nil
		}},
	{name: "split", title: lang.T("拆出一件", "Split off another"), fields: []form.Field{
		{Name: "title", Title: lang.T("拆出的是什么事", "What is split off"), Type: form.Text, Required: true, Max: &maxTitle},
		{Name: "body", Title: lang.T("说说情况", "Details"), Type: form.Text}}, may: holder, now: working,
		do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
			body, _ := t.Values["body"].(string)
			t.Effects = append(t.Effects, SplitOff{t.Values["title"].(string), body})
			return nil
		}},
	{name: "withdraw", title: lang.T("撤回", "Withdraw"), danger: true, may: func(k *Kind, s State, c Caller) (string, bool) {
		post, ok := raiser(k, s, c)
		return post, ok && len(s.Petitioners) == 0 // it is others' matter too
	}, now: func(k *Kind, s State, now time.Time) bool { return s.Open() },
		do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
			t.end(k, EndWithdrawn, now, cal)
			return nil
		}},
	{name: "reopen", title: lang.T("重新办理", "Reopen"), noted: true, late: lang.T("这件事没有结束，或者已经过了可以重新办理的时间，请重新提出", "It is not closed, or the time in which it could be reopened is over. Please raise it anew."), may: func(k *Kind, s State, c Caller) (string, bool) {
		return s.As(k, c, append([]string{Raiser}, k.Lead...)...)
	}, now: func(k *Kind, s State, now time.Time) bool {
		return k.Reopens != nil && !s.Open() && !now.After(s.ReopenBy)
	}, do: func(t *Taken, k *Kind, ev Event, now time.Time, cal *clock.Calendar) error {
		t.State.ReopenBy = time.Time{}
		t.State.Ending, t.State.Closed, t.State.Rating, t.State.Solved, t.State.Previous, t.State.Extended = "", time.Time{}, 0, "", "", 0
		to := k.Stage(k.Reopens.To)
		if !slices.Contains(to.Answers, Handler) { // it begins anew, and somebody else may be named
			t.State.Handler = ""
		}
		t.enter(k, to, now, cal)
		return nil
	}},
}

var (
	first    = 1.0
	maxTitle = 60.0
)

// Common tells whether a name is one of the moves that every kind has.
func Common(name string) bool { return commonOf(name) != nil }

// CommonField tells whether some common move asks this, or what a move needs does.
func CommonField(name string) bool {
	return name == "note" || name == "photos" || slices.ContainsFunc(commons, func(c *common) bool {
		return slices.ContainsFunc(c.fields, func(f form.Field) bool { return f.Name == name })
	})
}

// CommonTitle is a common move's title.
func CommonTitle(name string) lang.Text { return commonOf(name).title }

func commonOf(name string) *common {
	for _, c := range commons {
		if c.name == name {
			return c
		}
	}
	return nil
}

func nothing(*Taken, *Kind, Event, time.Time, *clock.Calendar) error { return nil }
func always(*Kind, State, time.Time) bool                            { return true }

// has tells whether the kind has a common move.
func (k *Kind) has(name string) bool { return !slices.Contains(k.Without, name) }

func (t *Taken) common(k *Kind, c *common, ev Event, now time.Time, cal *clock.Calendar) (Taken, error) {
	if !k.has(c.name) {
		return Taken{}, ErrNoMove
	}
	post, ok := c.may(k, t.State, ev.By)
	if !ok && !ev.By.Time {
		return Taken{}, ErrNotYou
	}
	if !c.now(k, t.State, now) {
		if c.late.Empty() {
			return Taken{}, t.State.notNow(k)
		}
		return Taken{}, errors.Join(fault.New(fault.Conflict, c.late), ErrNotNow)
	}
	t.Post = post
	kept := t.State.Fields
	t.State.Fields = form.Values{} // what a common move asks is not an answer of the matter
	err := t.take(c.fields, c.noted, ev)
	t.State.Fields = kept
	if err != nil {
		return Taken{}, err
	}
	t.made(c.name)
	if c.name == "comment" {
		t.heard(k, ev.By)
	}
	if err := c.do(t, k, ev, now, cal); err != nil {
		return Taken{}, err
	}
	return *t, nil
}

// date reads a day that a common move asked for: the end of it, not in the past.
func (t *Taken) date(field string, now time.Time) (time.Time, error) {
	d, err := time.ParseInLocation(time.DateOnly, t.Values[field].(string), clock.Zone)
	if err != nil {
		return d, err
	}
	if d = clock.EndOfDay(d); d.Before(now) || d.After(now.AddDate(5, 0, 0)) {
		return d, fault.InField("fields."+field, lang.T("日期要在今天以后、五年以内", "The day must be from today on and within five years."))
	}
	return d, nil
}

// ask puts a question to whoever leads, or grants it at once when it is they who ask.
func (t *Taken) ask(k *Kind, a Asked, by Caller, now time.Time, cal *clock.Calendar) {
	if _, leads := leader(k, t.State, by); leads {
		t.grant(k, a, now, cal)
		return
	}
	t.State.Asked = &a
	t.tell(lang.F("“%s”有人申请延期或挂起，请您决定", "“%s” asks for more time or a suspension; please decide", k.Title), k.Lead...)
}

func (t *Taken) grant(k *Kind, a Asked, now time.Time, cal *clock.Calendar) {
	s := &t.State
	s.Asked = nil
	switch a.Move {
	case "extend":
		s.Due, s.Near, s.Late, s.Guessed = a.Until, false, false, false
		s.Extended++
		t.tell(lang.F("办理时限延到 %s", "The deadline is now %s", strconv.Itoa(a.Until.Year())+a.Until.Format("-01-02")), Raiser, Handler)
	case "suspend":
		s.Paused = &Paused{Reason: a.Reason, Review: a.Until}
		if slices.Contains(k.StopsFor, a.Reason) {
			s.Paused.Left = s.stop(k.Stage(s.Stage), now, cal)
		}
		t.tell(lang.F("这件事挂起，%s 再看", "This is suspended and will be looked at again on %s", a.Until.Format(time.DateOnly)), append([]string{Raiser}, withHandler(k.Stage(s.Stage).Answers)...)...)
	}
}
