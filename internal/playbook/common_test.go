package playbook

import (
	"slices"
	"testing"

	"linli/internal/clock"
)

// inHand is a job that a volunteer works on since Monday at ten, due on the next Monday.
func inHand(t *testing.T, answers ...string) *bench {
	t.Helper()
	return job(t, answers...).at("2026-03-02 10:00").do("worker", "assign", "worker=volunteer").stands("working", Doing, "2026-03-09")
}

func TestExtend(t *testing.T) {
	t.Parallel()
	b := inHand(t).refused(ErrNotYou, "resident", "extend", "until=2026-03-20", "note=x")
	b.wrong([]string{"fields.note", "fields.until"}, "volunteer", "extend")
	b.wrong([]string{"fields.until"}, "volunteer", "extend", "until=2026-03-01", "note=x") // past
	b.wrong([]string{"fields.until"}, "volunteer", "extend", "until=2026-03-09", "note=x") // no later than it is
	b.wrong([]string{"fields.until"}, "volunteer", "extend", "until=2032-03-09", "note=x")
	b.do("volunteer", "extend", "until=2026-03-20", "note=等配件").stands("working", Doing, "2026-03-09").told("boss")
	b.refused(ErrNotNow, "worker", "extend", "until=2026-03-20", "note=x").refused(ErrNotNow, "worker", "suspend", "why=weather", "review=2026-03-20", "note=x")
	b.refused(ErrNotYou, "volunteer", "approve").refused(ErrNotYou, "worker", "approve").refused(ErrNotYou, "worker", "refuse", "note=x")
	b.wrong([]string{"fields.note"}, "secretary", "refuse")
	b.do("secretary", "refuse", "note=再想想").stands("working", Doing, "2026-03-09").told(Handler)
	b.refused(ErrNotNow, "secretary", "approve")

	b.at("2026-03-10 08:00").stands("working", Overdue, "2026-03-09")
	b.do("volunteer", "extend", "until=2026-03-20", "note=等配件").do("secretary", "approve").stands("working", Doing, "2026-03-20").told(Raiser, Handler)
	b.refused(ErrNotNow, "volunteer", "extend", "until=2026-03-30", "note=x") // once
	b.do("worker", "free").do("worker", "assign", "worker=member")
	b.refused(ErrNotNow, "member", "extend", "until=2026-03-30", "note=x") // not even by another, at another stage
}

func TestWhoLeadsGrantsAtOnce(t *testing.T) {
	t.Parallel()
	b := inHand(t).do("secretary", "extend", "until=2026-03-20", "note=等配件").stands("working", Doing, "2026-03-20")
	if b.s.Asked != nil || b.s.Extended != 1 {
		t.Errorf("asked %+v, extended %d times", b.s.Asked, b.s.Extended)
	}
}

func TestApprovalComesTooLate(t *testing.T) {
	t.Parallel()
	b := inHand(t).do("volunteer", "extend", "until=2026-03-20", "note=等配件")
	b.at("2026-03-20 23:00")
	if !b.offered("secretary", "approve") {
		t.Error("on the last day it can still be approved")
	}
	b.at("2026-03-21 00:00").refused(ErrNotNow, "secretary", "approve").do("secretary", "refuse", "note=已经过了")
}

func TestRemind(t *testing.T) {
	t.Parallel()
	b := inHand(t, "a=owner").refused(ErrNotYou, "neighbour", "remind").refused(ErrNotYou, "volunteer", "remind")
	before := b.s
	b.do("resident", "remind").stands("working", Doing, "2026-03-09").told(Handler, "desk")
	if b.s.Since != before.Since || b.s.Began != before.Began {
		t.Error("a reminder moved the clock")
	}
	b.refused(ErrNotNow, "owner", "remind").at("2026-03-03 09:59").refused(ErrNotNow, "resident", "remind")
	b.at("2026-03-03 10:00").do("owner", "remind").stands("working", Doing, "2026-03-09")
}

func TestSupervise(t *testing.T) {
	t.Parallel()
	b := inHand(t).refused(ErrNotYou, "worker", "supervise", "note=x").wrong([]string{"fields.note"}, "secretary", "supervise")
	b.do("secretary", "supervise", "note=请抓紧").stands("working", Doing, "2026-03-09").told(Handler, "desk")
	if !b.s.Supervised {
		t.Error("it is not marked as supervised")
	}
}

func TestReturn(t *testing.T) {
	t.Parallel()
	b := inHand(t).refused(ErrNotYou, "resident", "return", "note=x").wrong([]string{"fields.note"}, "volunteer", "return")
	b.at("2026-03-03 10:00").do("volunteer", "return", "note=不会修").stands("fresh", Returned, "2026-03-05")
	if b.s.Handler != "" || !slices.Contains(b.s.Handlers, "volunteer") {
		t.Errorf("handled by %q, ever by %v", b.s.Handler, b.s.Handlers)
	}
	b.refused(ErrNotNow, "worker", "return", "note=x") // once: it came from nowhere else
	b.do("worker", "assign", "worker=member").stands("working", Doing, "2026-03-10")

	kept := inHand(t).do("worker", "hear").do("worker", "return", "note=先不听").stands("working", Returned, "2026-03-09")
	if kept.s.Handler != "volunteer" {
		t.Errorf("back where its handler answers it is handled by %q", kept.s.Handler)
	}

	street := inHand(t).do("worker", "ask")
	street.refused(ErrNotYou, "worker", "return", "note=x")
	street.s = Back(street.k, street.s, "answered", EndDone, street.now, clock.China()).State
	street.stands("working", Doing, "2026-03-09").refused(ErrNotNow, "volunteer", "return", "note=x")

	judged := inHand(t).do("volunteer", "finish").do("resident", "redo", "note=歪了")
	judged.refused(ErrNotNow, "volunteer", "return", "note=不歪") // or the handler would judge it done
}

func TestWithdraw(t *testing.T) {
	t.Parallel()
	b := inHand(t, "a=owner").refused(ErrNotYou, "volunteer", "withdraw").refused(ErrNotYou, "owner", "withdraw").refused(ErrNotYou, "secretary", "withdraw")
	b.do("resident", "withdraw").stands("working", Withdrawn, "").follows(Ended{EndWithdrawn})
	b.refused(ErrNotNow, "resident", "withdraw").refused(ErrNotNow, "resident", "reopen", "note=x").refused(ErrNotNow, "volunteer", "finish")
	b.do("resident", "comment", "note=谢谢")

	for _, b := range []*bench{inHand(t).do("worker", "ask"), inHand(t).do("worker", "escalate", "note=办不了")} {
		b.do("resident", "withdraw").follows(Recalled{}).follows(Ended{EndWithdrawn})
		if late := Back(b.k, b.s, "answered", EndDone, b.now, clock.China()); late.State.Stage != b.s.Stage || len(late.Effects) > 0 {
			t.Errorf("news after it was withdrawn: %+v", late)
		}
	}

	shared := inHand(t)
	shared.s.Petitioners = []string{"neighbour"}
	shared.refused(ErrNotYou, "neighbour", "withdraw").refused(ErrNotYou, "resident", "withdraw") // it is both's
	shared.do("neighbour", "remind")
}

func TestReopen(t *testing.T) {
	t.Parallel()
	b := inHand(t, "phone=123").do("volunteer", "extend", "until=2026-03-20", "note=x").do("secretary", "approve").do("volunteer", "finish")
	b.at("2026-03-03 15:00").do("resident", "rated", "rating=2", "solved=no").stands("good", Done, "")
	b.refused(ErrNotYou, "neighbour", "reopen", "note=x").refused(ErrNotYou, "volunteer", "reopen", "note=x").wrong([]string{"fields.note"}, "resident", "reopen")
	b.refused(ErrNotNow, "resident", "rate", "rating=5")
	closed := *b
	b.at("2026-04-02 23:00").do("resident", "reopen", "note=又坏了").stands("fresh", New, "2026-04-07") // over Qingming
	if s := b.s; s.Rating != 0 || s.Solved != "" || s.Handler != "" || s.Extended != 0 || !s.Closed.IsZero() || !s.ReopenBy.IsZero() || s.Ending != "" {
		t.Errorf("opened again it is %+v", s)
	}
	if !slices.Contains(b.s.Handlers, "volunteer") || b.s.Fields["phone"] != "123" || b.s.Times["finish"] != 1 || !slices.Contains(b.s.Reached, "good") {
		t.Errorf("its past is lost: %+v", b.s)
	}
	closed.at("2026-04-03 00:00").refused(ErrNotNow, "resident", "reopen", "note=x")
	closed.refused(ErrNotNow, "secretary", "reopen", "note=x")

	// Thirty days from 3 September would end in the National Day rest: 8 October is the last day.
	rest := job(t).at("2026-09-03 09:00").do("worker", "drop", "note=不办").at("2026-10-08 23:00")
	rest.do("secretary", "reopen", "note=能办了").stands("fresh", New, "2026-10-10") // a worked Saturday
}

func TestMergeAndSplit(t *testing.T) {
	t.Parallel()
	b := inHand(t).refused(ErrNotYou, "resident", "merge", "into=3")
	for _, into := range []string{"0", "-3", "2.5", "三", ""} {
		b.wrong([]string{"fields.into"}, "worker", "merge", "into="+into)
	}
	b.wrong([]string{"fields.title"}, "worker", "split", "body=还有窗")
	b.do("worker", "split", "title=修窗", "body=玻璃碎了").follows(SplitOff{"修窗", "玻璃碎了"}).stands("working", Doing, "2026-03-09")
	b.do("worker", "merge", "into=12").follows(MergedInto{12}).follows(Ended{EndMerged}).stands("working", Merged, "")
	b.refused(ErrNotNow, "resident", "reopen", "note=x").refused(ErrNotNow, "worker", "split", "title=x")
}

func TestEscalate(t *testing.T) {
	t.Parallel()
	b := inHand(t).do("volunteer", "extend", "until=2026-03-20", "note=等配件").at("2026-03-04 10:00")
	b.refused(ErrNotYou, "resident", "escalate", "note=x").wrong([]string{"fields.note"}, "worker", "escalate")
	b.do("worker", "escalate", "note=办不了").follows(Referred{b.k.Escalates}).stands("working", Doing, "")
	for _, who := range []string{"worker", "volunteer", "secretary"} {
		for _, move := range []string{"finish", "note", "return", "extend", "suspend", "merge", "split", "escalate", "approve", "resume"} {
			if b.offered(who, move) {
				t.Errorf("%s is offered %s while it is at the street", who, move)
			}
		}
	}
	b.refused(ErrNotNow, "volunteer", "finish").refused(ErrNotNow, "secretary", "approve").do("resident", "remind").do("secretary", "supervise", "note=x")
	if Waits(b.k, b.s, caller(t, b.k, b.s, "worker")) {
		t.Error("it waits for the desk while it is at the street")
	}
	b.at("2026-04-20 10:00").stands("working", Doing, "")
	same, other, unknown := *b, *b, *b
	same.s = Back(b.k, b.s, "answered", EndDone, b.now, clock.China()).State // where it is: the clock goes on
	same.stands("working", Doing, "2026-04-23")
	other.s = Back(b.k, b.s, "declined", EndDeclined, b.now, clock.China()).State // somewhere else: a new clock
	other.stands("fresh", New, "2026-04-22").refused(ErrNotNow, "worker", "return", "note=x")
	unknown.s = Back(b.k, b.s, "elsewhere", EndLapsed, b.now, clock.China()).State // not said: it stays
	unknown.stands("working", Doing, "2026-04-23").do("volunteer", "finish")
}

// Back goes by the street's final stage before its ending.
func TestStreetStage(t *testing.T) {
	t.Parallel()
	b := inHand(t).do("worker", "ask").stands("asking", Doing, "")
	b.follows(Referred{b.k.Stage("asking").Refers})
	for _, who := range []string{"worker", "secretary", "volunteer", "resident"} {
		for _, o := range Offers(b.k, b.s, caller(t, b.k, b.s, who), b.now) {
			if !slices.Contains([]string{"comment", "remind", "supervise", "withdraw"}, o.Move) {
				t.Errorf("%s is offered %s", who, o.Move)
			}
		}
	}
	for _, c := range []struct {
		stage  string
		ending Ending
		to     string
	}{{"answered", EndDone, "working"}, {"answered", EndDeclined, "working"}, {"declined", EndDeclined, "bad"}, {"received", EndWithdrawn, "working"}, {"another", EndDeclined, "bad"}} {
		back := *b
		back.s = Back(b.k, b.s, c.stage, c.ending, b.now, clock.China()).State
		if back.s.Stage != c.to || back.s.Away != nil {
			t.Errorf("%s, %s leads to %s, away %v; want %s", c.stage, c.ending, back.s.Stage, back.s.Away, c.to)
		}
	}
}

func TestWithoutACommonMove(t *testing.T) {
	t.Parallel()
	b := inHand(t)
	b.k.Without = []string{"remind", "comment", "withdraw"}
	for _, move := range b.k.Without {
		b.refused(ErrNoMove, "resident", move, "note=x")
	}
}

func TestWhoHasToDoWithIt(t *testing.T) {
	t.Parallel()
	b := inHand(t, "a=owner")
	for who, may := range map[string]bool{"resident": true, "owner": true, "volunteer": true, "worker": true, "secretary": true, "neighbour": false, "leader": false, "nobody": true} {
		if b.offered(who, "comment") != may {
			t.Errorf("%s may comment: %v", who, !may)
		}
	}
	stranger := Caller{} // without an account and without the code
	if o := Offers(b.k, b.s, stranger, b.now); len(o) > 0 {
		t.Errorf("a stranger is offered %v", o)
	}
	anonymous := *b
	anonymous.s.Raiser, anonymous.s.Handler = "", ""
	if o := Offers(b.k, anonymous.s, stranger, b.now); len(o) > 0 {
		t.Errorf("a stranger passes for whoever raised it without an account: %v", o)
	}
}

func TestWaits(t *testing.T) {
	t.Parallel()
	b := job(t)
	if b.do("volunteer", "claim"); !Waits(b.k, b.s, caller(t, b.k, b.s, "volunteer")) || Waits(b.k, b.s, caller(t, b.k, b.s, "resident")) {
		t.Error("once claimed it waits for its handler, and for nobody else")
	}
}
