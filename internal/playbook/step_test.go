package playbook

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
)

// workshop is a playbook that has a little of everything.
const workshop = `
playbook: workshop
title: {zh: 作坊, en: Workshop}
version: "1"
about: {zh: 用来试引擎。, en: To try the engine on.}
tasks:
  work: {title: {zh: 干活, en: Work}, list: own}
actors:
  desk:  {title: {zh: 柜台, en: Desk}, posts: [community_worker, secretary]}
  boss:  {title: {zh: 书记, en: Boss}, posts: secretary}
  giver: {title: {zh: 志愿者, en: Giver}, members: volunteer}
  street: {title: {zh: 街道, en: Street}, posts: street_officer}
kinds:
  job:
    title: {zh: 活, en: Job}
    icon: gift
    serves: work
    seen: {by: parties}
    raise:
      by: [anyone, resident, desk]
      place: required
      fields:
        what:  {title: {zh: 什么, en: What}, type: text, required: true}
        phone: {title: {zh: 电话, en: Phone}, type: text, sealed: true}
        sort:  {title: {zh: 种类, en: Sort}, type: choice, options: {big: {zh: 大, en: Big}, small: {zh: 小, en: Small}}}
        seen:  {title: {zh: 看到几处, en: Seen}, type: quantity, unit: {zh: 处, en: places}}
        a:     {title: {zh: 甲方, en: A}, type: person}
        b:     {title: {zh: 乙方, en: B}, type: person}
    parties: [a, b]
    lead: boss
    stops_for: weather
    reopens: {to: fresh, within: 30 calendar days}
    escalates: {kind: handed, tells: [title], back: {answered: working, declined: fresh, withdrawn: fresh}, clock: stops}
    stages:
      fresh:    {title: {zh: 新, en: Fresh}, shows: new, answers: desk, within: 2 working days}
      working:  {title: {zh: 干, en: Working}, shows: doing, answers: [handler, desk], within: 5 working days}
      hearing:  {title: {zh: 听, en: Hearing}, shows: doing, answers: desk, within: 7 calendar days}
      asking:   {title: {zh: 问街道, en: Asking}, shows: doing, refers: {kind: handed, tells: [title], back: {answered: working, declined: bad, withdrawn: working}, clock: stops}}
      checking: {title: {zh: 验, en: Checking}, shows: verify, answers: [raiser, desk], within: 3 working days, else: silent}
      good:     {title: {zh: 好, en: Good}, end: done}
      silent:   {title: {zh: 未评, en: Silent}, end: done, shows: unrated}
      bad:      {title: {zh: 不办, en: Bad}, end: declined}
    moves:
      assign: {title: {zh: 派, en: Assign}, from: fresh, to: working, by: desk, gives: worker, fields: {worker: {title: {zh: 谁, en: Who}, type: person, required: true}}}
      claim:  {title: {zh: 接, en: Claim}, from: fresh, to: working, by: giver, claims: true}
      drop:   {title: {zh: 不办, en: Drop}, from: fresh, to: bad, by: desk, needs: reason}
      free:   {title: {zh: 退, en: Free}, from: working, to: fresh, by: [handler, desk], frees: true}
      note:   {title: {zh: 记, en: Note}, from: [working, checking], by: [handler, desk], needs: note, fields: {cost: {title: {zh: 花费, en: Cost}, type: money}}}
      hear:   {title: {zh: 听, en: Hear}, from: working, to: hearing, by: desk}
      answer: {title: {zh: 说, en: Answer}, from: hearing, by: [a, b], needs: note}
      rule:   {title: {zh: 定, en: Rule}, from: hearing, to: working, by: desk, hears: [a, b]}
      force:  {title: {zh: 强, en: Force}, from: hearing, to: working, by: desk, after: deadline}
      ask:    {title: {zh: 问, en: Ask}, from: working, to: asking, by: desk}
      big:    {title: {zh: 大修, en: Big}, from: working, to: checking, by: [handler, desk], when: 'sort == "big" and times("note") > 1 and here("note") == 1 and not overdue and not filled("a")'}
      finish: {title: {zh: 完, en: Finish}, from: working, to: checking, by: [handler, desk], fields: {made: {title: {zh: 做了, en: Made}, type: quantity, unit: {zh: 个, en: pieces}}}}
      photo:  {title: {zh: 拍, en: Photo}, from: working, to: checking, by: handler, needs: [photo, note]}
      pass:   {title: {zh: 过, en: Pass}, from: checking, to: good, by: [raiser, desk], not: handler}
      rated:  {title: {zh: 评, en: Rate}, from: checking, to: good, by: raiser, needs: rating}
      redo:   {title: {zh: 重来, en: Redo}, from: checking, to: working, by: [raiser, desk], not: handler, needs: reason}
  handed:
    title: {zh: 上交, en: Handed up}
    icon: gift
    at: street
    serves: work
    seen: {by: parties}
    raise: {by: street, place: optional}
    lead: street
    without: merge
    stages:
      received: {title: {zh: 收到, en: Received}, shows: new, answers: street, within: 2 working days}
      answered: {title: {zh: 答复, en: Answered}, end: done}
      declined: {title: {zh: 退回, en: Declined}, end: declined}
    moves:
      answer:  {title: {zh: 答复, en: Answer}, from: received, to: answered, by: street}
      decline: {title: {zh: 退回, en: Decline}, from: received, to: declined, by: street}
`

// A bench is one job of the workshop and the hour it is there. It begins on Monday, 2 March 2026, at nine.
type bench struct {
	t    *testing.T
	k    *Kind
	s    State
	now  time.Time
	last Taken
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", s, clock.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// job opens one, raised by the resident; answers are written name=value.
func job(t *testing.T, answers ...string) *bench {
	t.Helper()
	p, problems := Parse("workshop.yaml", []byte(workshop))
	if problems != nil {
		t.Fatal(problems)
	}
	b := &bench{t: t, k: p.Kind("job"), now: at(t, "2026-03-02 09:00")}
	taken, err := Open(b.k, caller(t, b.k, State{}, "resident"), fieldsOf(append(answers, "what=修门")), true, b.now, clock.China())
	if err != nil {
		t.Fatal(err)
	}
	b.s, b.last = taken.State, taken
	return b
}

func fieldsOf(answers []string) map[string]any {
	fields := map[string]any{}
	for _, a := range answers {
		name, value, _ := strings.Cut(a, "=")
		fields[name] = value
	}
	return fields
}

// at goes to an hour; what time does on the way is done.
func (b *bench) at(when string) *bench {
	b.t.Helper()
	b.now = at(b.t, when)
	for range 10 {
		tick := Tick(b.k, b.s, b.now, clock.China())
		if tick.What == "" {
			return b
		}
		b.s, b.last = tick.State, tick.Taken
	}
	b.t.Fatalf("time finds no end: %+v", b.s)
	return b
}

func (b *bench) try(who, move string, answers ...string) (Taken, error) {
	b.t.Helper()
	return Step(b.k, b.s, Event{Move: move, By: caller(b.t, b.k, b.s, who), Fields: fieldsOf(answers)}, b.now, clock.China())
}

func (b *bench) do(who, move string, answers ...string) *bench {
	b.t.Helper()
	taken, err := b.try(who, move, answers...)
	if err != nil {
		b.t.Fatalf("%s %s: %v", who, move, err)
	}
	b.s, b.last = taken.State, taken
	return b
}

// refused holds that a move is refused so, and is offered exactly when it is not refused whatever is answered.
func (b *bench) refused(want error, who, move string, answers ...string) *bench {
	b.t.Helper()
	if _, err := b.try(who, move, answers...); !errors.Is(err, want) {
		b.t.Errorf("%s %s: %v, want %v", who, move, err, want)
	}
	if b.offered(who, move) {
		b.t.Errorf("%s is offered %s, which is refused: %v", who, move, want)
	}
	return b
}

// wrong holds that a move's answers are refused, each fault in its field.
func (b *bench) wrong(fields []string, who, move string, answers ...string) *bench {
	b.t.Helper()
	before := b.s.clone()
	_, err := b.try(who, move, answers...)
	var names []string
	for _, f := range fault.As(err).Fields {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	if !fault.Is(err, fault.Invalid) || !slices.Equal(names, fields) {
		b.t.Errorf("%s %s: %v, faults in %v, want %v", who, move, err, names, fields)
	}
	if !reflect.DeepEqual(before, b.s.clone()) {
		b.t.Errorf("a refused move changed the state")
	}
	return b
}

func (b *bench) offered(who, move string) bool {
	b.t.Helper()
	return slices.ContainsFunc(Offers(b.k, b.s, caller(b.t, b.k, b.s, who), b.now), func(o Offer) bool { return o.Move == move })
}

// stands holds where it stands: the stage, what it shows, and the deadline, "" for none.
func (b *bench) stands(stage string, shows Status, due string) *bench {
	b.t.Helper()
	got := ""
	if !b.s.Due.IsZero() {
		got = moment(b.s.Due)
	}
	if b.s.Stage != stage || b.s.Shows(b.k) != shows || got != due {
		b.t.Errorf("it is at %s, shows %s, due %q; want %s, %s, %q", b.s.Stage, b.s.Shows(b.k), got, stage, shows, due)
	}
	return b
}

// told holds that the last step told these actors.
func (b *bench) told(actors ...string) *bench {
	b.t.Helper()
	var got []string
	for _, e := range b.last.Effects {
		if told, ok := e.(Told); ok {
			got = append(got, told.Actors...)
			if !told.Says.Whole() {
				b.t.Errorf("told in one language: %v", told.Says)
			}
		}
	}
	for _, a := range actors {
		if !slices.Contains(got, a) {
			b.t.Errorf("told %v, want %s among them", got, a)
		}
	}
	return b
}

func (b *bench) follows(want Effect) *bench {
	b.t.Helper()
	if !slices.ContainsFunc(b.last.Effects, func(e Effect) bool { return reflect.DeepEqual(e, want) }) {
		b.t.Errorf("effects %+v, want %+v among them", b.last.Effects, want)
	}
	return b
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	k := job(t).k
	cal, now := clock.China(), at(t, "2026-03-02 09:00")
	_, err := Open(k, Caller{}, map[string]any{"phone": "1", "wish": "x"}, false, now, cal)
	var names []string
	for _, f := range fault.As(err).Fields {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	if want := []string{"fields.what", "fields.wish", "place"}; !slices.Equal(names, want) {
		t.Errorf("faults in %v, want %v: all at once, and what nothing asks for too", names, want)
	}
	street := k.Playbook.Kind("handed")
	if _, err := Open(street, caller(t, street, State{}, "resident"), nil, true, now, cal); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a resident raised the street's own: %v", err)
	}
	if taken, err := Open(street, Caller{Time: true}, nil, false, now, cal); err != nil || taken.State.Raiser != "" {
		t.Errorf("made by another matter: %+v, %v", taken.State, err)
	}
}

func TestOutcomesAreCounted(t *testing.T) {
	t.Parallel()
	b := job(t, "seen=3.5")
	seen, _ := b.k.Field("seen")
	made, _ := b.k.Field("made")
	cost, _ := b.k.Field("cost")
	b.follows(Counted{seen, 3.5, 0})
	b.do("worker", "assign", "worker=volunteer")
	b.do("volunteer", "note", "note=买门轴", "cost=12.5").follows(Counted{cost, 12.5, 1})
	b.do("volunteer", "note", "note=再买一个", "cost=12.5").follows(Counted{cost, 12.5, 2}) // beside the first
	b.do("volunteer", "finish", "made=1").follows(Counted{made, 1, 0})
	b.do("resident", "redo", "note=歪了")
	b.do("volunteer", "finish", "made=2").follows(Counted{made, 2, 0}) // instead of the first
	b.do("worker", "note", "note=收尾")
	if slices.ContainsFunc(b.last.Effects, func(e Effect) bool { _, ok := e.(Counted); return ok }) {
		t.Error("nothing was answered, and yet something is counted")
	}
}

func TestVerifierIsNeverTheHandler(t *testing.T) {
	t.Parallel()
	b := job(t).do("worker", "assign", "worker=volunteer").do("worker", "finish")
	b.refused(ErrOwnWork, "worker", "pass")   // finished it for the volunteer
	b.refused(ErrNotYou, "volunteer", "pass") // neither desk nor raiser
	b.refused(ErrOwnWork, "worker", "redo", "note=x")
	b.do("colleague", "redo", "note=再来")
	b.do("worker", "free").do("worker", "assign", "worker=colleague").do("colleague", "finish")
	b.refused(ErrOwnWork, "worker", "pass") // handled it in an earlier round
	b.refused(ErrOwnWork, "colleague", "pass")
	b.do("secretary", "pass").stands("good", Done, "").follows(Ended{EndDone})
}

func TestNobodyRatesTheirOwnWork(t *testing.T) {
	t.Parallel()
	b := job(t).do("worker", "assign", "worker=resident").do("resident", "finish")
	b.refused(ErrOwnWork, "resident", "rated", "rating=5")
	b.at("2026-03-20 09:00").stands("silent", Unrated, "")
	b.refused(ErrNotYou, "resident", "rate", "rating=5")
	if b.s.Rating != 0 {
		t.Errorf("rated %d", b.s.Rating)
	}
}

func TestHandlers(t *testing.T) {
	t.Parallel()
	b := job(t).refused(ErrNotYou, "resident", "claim").do("volunteer", "claim")
	if b.s.Handler != "volunteer" {
		t.Errorf("handled by %q", b.s.Handler)
	}
	b.refused(ErrNotNow, "volunteer", "claim").do("volunteer", "free")
	if b.s.Handler != "" || !slices.Contains(b.s.Handlers, "volunteer") {
		t.Errorf("handled by %q, ever by %v", b.s.Handler, b.s.Handlers)
	}
	b.do("worker", "assign", "worker=member").told(Handler)
	if b.s.Handler != "member" {
		t.Errorf("handled by %q", b.s.Handler)
	}
	b.refused(ErrNotYou, "volunteer", "note", "note=x")
}

func TestAnswersAreChecked(t *testing.T) {
	t.Parallel()
	b := job(t).wrong([]string{"fields.hurry", "fields.worker"}, "worker", "assign", "hurry=yes")
	b.wrong([]string{"fields.note"}, "worker", "drop").wrong([]string{"fields.note"}, "worker", "drop", "note=  ")
	b.wrong([]string{"fields.note"}, "worker", "drop", "note="+strings.Repeat("长", 2001))
	b.do("worker", "assign", "worker=volunteer")
	b.wrong([]string{"fields.note", "fields.photos"}, "volunteer", "photo")
	b.wrong([]string{"fields.cost"}, "volunteer", "note", "note=x", "cost=1.234")
	b.do("volunteer", "photo", "note=好了", "photos=f1")
	for _, rating := range []string{"0", "6", "4.5", "-1", "很好", ""} {
		b.wrong([]string{"fields.rating"}, "resident", "rated", "rating="+rating)
	}
	b.wrong([]string{"fields.solved"}, "resident", "rated", "rating=4", "solved=maybe")
	b.do("resident", "rated", "rating=4", "solved=partly")
	if b.s.Rating != 4 || b.s.Solved != "partly" || b.s.Fields["rating"] != nil {
		t.Errorf("rated %d, %q, fields %v", b.s.Rating, b.s.Solved, b.s.Fields)
	}
}

func TestSealedAnswersStay(t *testing.T) {
	t.Parallel()
	b := job(t, "phone=12345678").wrong([]string{"fields.phone"}, "worker", "assign", "worker=volunteer", "phone=1")
	b.do("worker", "comment", "note=电话是 12345678").do("worker", "assign", "worker=volunteer").do("worker", "split", "title=另一扇门")
	if b.s.Fields["phone"] != "12345678" || b.s.Fields["title"] != nil || b.s.Fields["note"] != nil || b.s.Fields["what"] != "修门" {
		t.Errorf("fields %v", b.s.Fields)
	}
}

func TestHears(t *testing.T) {
	t.Parallel()
	b := job(t, "a=owner", "b=tenant").do("worker", "assign", "worker=volunteer")
	b.do("owner", "comment", "note=早先说的").do("tenant", "comment", "note=我也说过") // before the hearing: not heard in it
	b.do("worker", "hear").refused(ErrTooEarly, "worker", "rule")
	b.do("owner", "answer", "note=我同意").refused(ErrTooEarly, "worker", "rule").refused(ErrNotYou, "neighbour", "answer", "note=x")
	b.do("tenant", "comment", "note=我也同意").do("worker", "rule").stands("working", Doing, "2026-03-09")

	hurried := job(t, "a=owner").do("worker", "assign", "worker=volunteer").do("worker", "hear").do("owner", "remind")
	hurried.refused(ErrTooEarly, "worker", "rule") // to remind is not to be heard

	silent := job(t, "a=owner", "b=tenant").do("worker", "assign", "worker=volunteer").do("worker", "hear").stands("hearing", Doing, "2026-03-09")
	silent.now = silent.s.Due
	silent.refused(ErrTooEarly, "worker", "rule").refused(ErrTooEarly, "worker", "force") // the last millisecond is theirs
	silent.now = silent.s.Due.Add(time.Millisecond)
	silent.do("worker", "rule")

	absent := job(t).do("worker", "assign", "worker=volunteer").do("worker", "hear") // no party to hear
	absent.refused(ErrTooEarly, "worker", "force").do("worker", "rule")
}

func TestGuards(t *testing.T) {
	t.Parallel()
	small := job(t, "sort=small").do("worker", "assign", "worker=volunteer").do("worker", "note", "note=1").do("worker", "note", "note=2")
	small.refused(ErrNotNow, "worker", "big")
	party := job(t, "sort=big", "a=owner").do("worker", "assign", "worker=volunteer").do("worker", "note", "note=1").do("worker", "free").do("volunteer", "claim").do("worker", "note", "note=2")
	party.refused(ErrNotNow, "worker", "big")
	b := job(t, "sort=big").do("worker", "assign", "worker=volunteer").do("worker", "note", "note=1")
	b.refused(ErrNotNow, "worker", "big").do("worker", "free").do("volunteer", "claim")
	b.refused(ErrNotNow, "worker", "big").do("worker", "note", "note=2") // twice in all, once here
	late := *b
	late.now = b.s.Due.Add(time.Millisecond)
	late.refused(ErrNotNow, "worker", "big")
	b.do("worker", "big").stands("checking", Verify, "2026-03-05")
}

func TestTodayIsInChina(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC)
	if today := job(t).s.env(job(t).k, now)["today"]; today != "2026-03-03" {
		t.Errorf("at seven in the morning of the third it is %v", today)
	}
}

func TestUnknownMoves(t *testing.T) {
	t.Parallel()
	b := job(t)
	b.refused(ErrNoMove, "worker", "fly").refused(ErrNotNow, "worker", "finish").refused(ErrNotYou, "resident", "assign")
	if Refusal(ErrNoMove) || !Refusal(ErrNotNow) || !Refusal(ErrOwnWork) {
		t.Error("which faults are refusals")
	}
	for _, err := range []*fault.Error{ErrNoMove, ErrNotNow, ErrNotYou, ErrOwnWork, ErrTooEarly} {
		if !err.Says.Whole() || err.Says.In(lang.En) == err.Says.In(lang.Zh) {
			t.Errorf("%v is not said in both languages", err)
		}
	}
}

func TestStepChangesNothingThatWasThere(t *testing.T) {
	t.Parallel()
	b := job(t, "a=owner", "b=tenant").do("worker", "assign", "worker=volunteer").do("worker", "hear")
	before := kept(t, b.s)
	was := b.s
	for _, m := range []string{"answer", "comment"} {
		if _, err := b.try("owner", m, "note=好"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.try("secretary", "suspend", "why=weather", "review=2026-03-30", "note=雨"); err != nil {
		t.Fatal(err)
	}
	Back(b.k, was, "answered", EndDone, b.now, clock.China())
	Tick(b.k, was, b.now.AddDate(1, 0, 0), clock.China())
	if !reflect.DeepEqual(kept(t, was), before) {
		t.Errorf("the state before became %+v, it was %+v", was, before)
	}
}
