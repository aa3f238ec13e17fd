package playbook

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"linli/internal/clock"
)

// reviewed is a kind that residents judge: each once, and again after it was done anew.
const reviewed = `
playbook: reviewed
title: {zh: 评议, en: Reviewed}
version: "1"
tasks:
  own: {title: {zh: 自治, en: Own}, list: own}
actors:
  desk:   {title: {zh: 柜台, en: Desk}, posts: secretary}
kinds:
  plan:
    title: {zh: 计划, en: Plan}
    serves: own
    seen: {by: public, shows: [title, opinion]}
    raise: {by: [resident, desk]}
    lead: desk
    returns: {within: 1 working day, clock: stops}
    stages:
      made:    {title: {zh: 提出, en: Made}, answers: desk, within: 5 working days}
      judging: {title: {zh: 评议, en: Judged}, answers: desk, within: 3 working days, raises: [{kind: plan, title: {zh: 又一个, en: Another}, again: true}, {kind: note, title: {zh: 记一笔, en: Noted}}]}
      talking: {title: {zh: 讨论, en: Talked over}, answers: desk, within: 3 working days}
      shown:   {title: {zh: 公布, en: Published}, end: done}
    moves:
      ask:     {title: {zh: 评议, en: Ask}, from: made, to: judging, by: desk}
      opinion: {title: {zh: 参加评议, en: Judge}, from: [judging, talking], by: resident, not: raiser, each: once, fields: {opinion: {title: {zh: 怎么样, en: How}, type: choice, required: true, options: {good: {zh: 好, en: Good}, fair: {zh: 一般, en: Fair}, bad: {zh: 不好, en: Bad}}}, stars: {title: {zh: 几分, en: Stars}, type: rating, required: true}}}
      talk:    {title: {zh: 讨论, en: Talk}, from: judging, to: talking, by: desk}
      anew:    {title: {zh: 重做, en: Anew}, from: [judging, talking], to: made, by: desk}
      publish: {title: {zh: 公布, en: Publish}, from: [judging, talking], to: shown, by: desk, when: times("opinion") > 1}
  note:
    title: {zh: 记录, en: Note}
    serves: own
    seen: {by: parties}
    raise: {by: desk}
    lead: desk
    stages:
      made:  {title: {zh: 提出, en: Made}, answers: desk}
      shown: {title: {zh: 公布, en: Published}, end: done}
    moves:
      close: {title: {zh: 公布, en: Close}, from: made, to: shown, by: desk}
`

// plan is one of them, raised by the neighbour on Monday, 2 March 2026, at nine. The text is changed before it is read.
func plan(t *testing.T, change ...string) *bench {
	t.Helper()
	p, problems := Parse("reviewed.yaml", []byte(strings.NewReplacer(append([]string{", {kind: plan, title: {zh: 又一个, en: Another}, again: true}", ""}, change...)...).Replace(strings.Replace(reviewed, "{kind: plan, title: {zh: 又一个, en: Another}, again: true}, ", "", 1))))
	if problems != nil {
		t.Fatal(problems)
	}
	b := &bench{t: t, k: p.Kind("plan"), now: at(t, "2026-03-02 09:00")}
	taken, err := Open(b.k, caller(t, b.k, State{}, "neighbour"), nil, true, b.now, clock.China())
	if err != nil {
		t.Fatal(err)
	}
	b.s, b.last = taken.State, taken
	return b
}

// Each person has one voice, may change it, and is not named; what all come to is told when it can change no more.
func TestEachOnce(t *testing.T) {
	t.Parallel()
	b := plan(t).do("secretary", "ask").refused(ErrNotNow, "secretary", "publish")
	if all := b.s.Tallies(b.k); len(all) != 1 || !all[0].Open || all[0].Voices != 0 || all[0].Counts != nil {
		t.Errorf("before anybody spoke: %+v", all)
	}
	b.do("resident", "opinion", "opinion=good", "stars=5").do("owner", "opinion", "opinion=good", "stars=4").refused(ErrOwnMatter, "neighbour", "opinion", "opinion=good", "stars=5")
	b.wrong([]string{"fields.opinion", "fields.stars"}, "tenant", "opinion", "opinion=best")
	b.wrong([]string{"fields.note"}, "tenant", "opinion", "opinion=bad", "stars=1", "note=我是租客")
	before := b.s
	b.do("resident", "opinion", "opinion=bad", "stars=1").stands("judging", Doing, "2026-03-05")
	if b.s.Times["opinion"] != 2 || b.s.Here["opinion"] != 2 {
		t.Errorf("a changed voice counts again: %d, %d", b.s.Times["opinion"], b.s.Here["opinion"])
	}
	if before.Voices["opinion"]["voice of resident"]["opinion"] != "good" {
		t.Error("a changed voice changed the state before it")
	}
	if o := Offers(b.k, b.s, caller(t, b.k, b.s, "resident"), b.now); o[0].Move != "opinion" || !o[0].Once || o[0].Given["opinion"] != "bad" {
		t.Errorf("their own voice is not offered to be changed: %+v", o[0])
	}
	if _, kept := b.s.Fields["opinion"]; kept || len(b.s.Handlers) > 0 || !b.last.Voice {
		t.Errorf("a voice is kept as the matter's answer, or by name: %+v", b.s)
	}
	all := b.s.Tallies(b.k)
	if len(all) != 1 || !all[0].Open || all[0].Voices != 2 || all[0].Counts != nil {
		t.Errorf("while voices may change, only their number is told: %+v", all)
	}
	b.do("secretary", "talk")
	if slices.ContainsFunc(b.last.Effects, func(e Effect) bool { _, told := e.(Tallied); return told }) || len(b.s.Voices["opinion"]) != 2 {
		t.Errorf("where they may still speak, nothing is told and nothing lost: %+v", b.last.Effects)
	}
	b.do("tenant", "opinion", "opinion=good", "stars=4").do("secretary", "publish")
	all = b.s.Tallies(b.k)
	if len(all) != 1 || all[0].Open || all[0].Voices != 3 || !reflect.DeepEqual(all[0].Counts[0].Times, []int{2, 0, 1}) || !reflect.DeepEqual(all[0].Counts[1].Times, []int{1, 0, 0, 2, 0}) {
		t.Fatalf("two good and one bad, by stars 1, 4 and 4, came to %+v", all)
	}
	b.follows(Tallied{all[0]}).refused(ErrNotNow, "resident", "opinion", "opinion=good", "stars=5")
}

// Done anew, it is judged anew; what was judged before stays told.
func TestVoicesBeginAnew(t *testing.T) {
	t.Parallel()
	b := plan(t).do("secretary", "ask").do("resident", "opinion", "opinion=bad", "stars=1").do("secretary", "anew")
	told, ok := b.last.Effects[0].(Tallied)
	if !ok || told.Tally.Voices != 1 || !reflect.DeepEqual(told.Tally.Counts[0].Times, []int{0, 0, 1}) {
		t.Errorf("the first round came to %+v", b.last.Effects)
	}
	b.do("secretary", "ask")
	if all := b.s.Tallies(b.k); all[0].Voices != 0 || b.s.Here["opinion"] != 0 {
		t.Errorf("the second round begins with %+v", all)
	}
}

// Who cannot be told from others has no voice.
func TestNoVoiceWithoutAPerson(t *testing.T) {
	t.Parallel()
	b := plan(t).do("secretary", "ask")
	ev := Event{Move: "opinion", By: Caller{Person: "x", Is: map[string]string{Resident: ""}}, Fields: fieldsOf([]string{"opinion=good", "stars=5"})}
	if _, err := Step(b.k, b.s, ev, b.now, clock.China()); err != ErrNotYou {
		t.Errorf("got %v", err)
	}
}

// A stage raises what it raises when it is entered first; each time only when the playbook says so.
func TestRaisesOnce(t *testing.T) {
	t.Parallel()
	raised := func(b *bench) int {
		n := 0
		for _, e := range b.last.Effects {
			if r, ok := e.(Raises); ok {
				n += len(r.Raised)
			}
		}
		return n
	}
	b := plan(t).do("secretary", "ask")
	if n := raised(b); n != 1 {
		t.Fatalf("entered first it raises %d", n)
	}
	if n := raised(b.do("secretary", "anew").do("secretary", "ask")); n != 0 {
		t.Errorf("entered again it raises %d", n)
	}
	again := plan(t, "title: {zh: 记一笔, en: Noted}}", "title: {zh: 记一笔, en: Noted}, again: true}").do("secretary", "ask").do("secretary", "anew").do("secretary", "ask")
	if n := raised(again); n != 1 {
		t.Errorf("again: true raises %d", n)
	}
}

// What came to the wrong hands may be sent back for a short while, and the clock there goes as the kind says.
func TestReturnWindow(t *testing.T) {
	t.Parallel()
	b := plan(t).at("2026-03-04 10:00").do("secretary", "ask")
	if !b.at("2026-03-05 23:59").offered("secretary", "return") {
		t.Error("on the next working day it may still be returned")
	}
	late := *b
	late.at("2026-03-06 00:00").refused(ErrNotNow, "secretary", "return", "note=x")
	b.do("secretary", "return", "note=还没做完").stands("made", Returned, "2026-03-10") // two of its five days were over

	anew := plan(t, ", clock: stops", "").at("2026-03-04 10:00").do("secretary", "ask").at("2026-03-05 10:00").do("secretary", "return", "note=x")
	anew.stands("made", Returned, "2026-03-12")

	plain := plan(t, "    returns: {within: 1 working day, clock: stops}\n", "").at("2026-03-06 10:00").do("secretary", "ask") // Friday
	if !plain.at("2026-03-10 10:00").offered("secretary", "return") {
		t.Error("two working days are given where the kind does not say")
	}
	plain.at("2026-03-11 00:00").refused(ErrNotNow, "secretary", "return", "note=x")
}

// Sending it to the street, merging and splitting are for those who act by a post, also when they handle it.
func TestOnlyPostsDispose(t *testing.T) {
	t.Parallel()
	b := inHand(t)
	for move, answers := range map[string][]string{"escalate": {"note=x"}, "merge": {"into=3"}, "split": {"title=又一件"}} {
		b.refused(ErrNotYou, "volunteer", move, answers...).refused(ErrNotYou, "resident", move, answers...)
		if !b.offered("worker", move) || !b.offered("secretary", move) {
			t.Errorf("%s is not offered to those who act by a post", move)
		}
	}
	if !b.offered("volunteer", "extend") || !b.offered("volunteer", "return") {
		t.Error("whoever handles it may still ask for time and send it back")
	}
	mine := job(t).at("2026-03-02 10:00").do("worker", "assign", "worker=worker")
	if !mine.offered("worker", "escalate") {
		t.Error("a handler with a post cannot escalate")
	}
}

// A deadline that somebody named counts instead of the span, as long as it lies ahead.
func TestDeadlineThatWasNamed(t *testing.T) {
	t.Parallel()
	named := []string{"answers: desk, within: 3 working days, raises", "answers: desk, within: 3 working days, due: day, raises",
		"from: made, to: judging, by: desk}", "from: made, to: judging, by: desk, fields: {day: {title: {zh: 哪天, en: Day}, type: date}}}"}
	b := plan(t, named...).wrong([]string{"fields.day"}, "secretary", "ask", "day=2026-03-01")
	b.do("secretary", "ask", "day=2026-03-15").stands("judging", Doing, "2026-03-15") // a Sunday, as was agreed
	b.at("2026-03-20 09:00").stands("judging", Overdue, "2026-03-15").do("secretary", "anew").do("secretary", "ask").stands("judging", Doing, "2026-03-25")
	plan(t, named...).do("secretary", "ask", "day=2026-03-02").stands("judging", Doing, "2026-03-02")
	plan(t, named...).do("secretary", "ask").stands("judging", Doing, "2026-03-05")
}
