package playbook

import (
	"maps"
	"slices"

	"linli/internal/lang"
)

// A spot is where a matter can stand: at a stage, with a handler or without.
type spot struct {
	stage string
	held  bool
}

// A step leads from a spot to another; how says by what.
type step struct {
	to  spot
	how lang.Text
}

var answered = lang.T("街道答复以后", "after the street's answer")

// ways checks how the stages hang together: each can be reached, from each an end can be reached, and wherever only the
// handler can act there is one.
func (c *checker) ways(k *Kind) {
	if k.Stages[0].End != "" {
		c.wrong(k.path()+"/stages/"+k.Stages[0].Name, lang.T("第一个阶段不能是结束", "the first stage cannot be an end"), lang.T("把开始的阶段写在最前面", "put the stage where it begins first"))
		return
	}
	c.loops(k)
	c.waits(k)
	c.orphans(k)
	ever, came := k.reach(false), k.reach(true)
	dead := false
	for _, st := range k.Stages {
		path := k.path() + "/stages/" + st.Name
		without, bare := came[spot{st.Name, false}]
		_, held := came[spot{st.Name, true}]
		switch {
		case !ever.at(st.Name) && st.End != "":
			c.wrong(path, lang.F("没有办法到达“%s”这个结束", "the end “%s” can never be reached", st.Title), lang.F("写一个 to: %s 的操作，或删掉它", "write a move with to: %s, or leave it out", st.Name))
		case !ever.at(st.Name):
			c.wrong(path, lang.F("没有办法到达“%s”", "“%s” can never be reached", st.Title), lang.F("写一个 to: %s 的操作，或删掉它", "write a move with to: %s, or leave it out", st.Name))
		case st.End != "":
		case len(k.out(spot{st.Name, true})) == 0:
			dead = true
			c.wrong(path, lang.F("事情到了“%s”就出不来了", "there is no way out of “%s”", st.Title), lang.F("写一个 from: %s 的操作，或写 else:", "write a move with from: %s, or an else:", st.Name))
		case bare && len(k.out(spot{st.Name, false})) == 0:
			dead = true
			c.wrong(path, lang.F("事情可能没有办理人就到了“%s”（%s），而只有办理人能往下办", "a matter may come to “%s” without a handler (%s), and only the handler can move it on", st.Title, without), lang.T("让别的角色也能办，或先用 claims、gives 定下办理人", "let another actor move it too, or settle a handler before by claims or gives"))
		case bare && onlyHandler(st.Answers):
			c.wrong(path+"/answers", lang.F("事情可能没有办理人就到了“%s”（%s），那时没有人负责", "a matter may come to “%s” without a handler (%s), and then nobody answers for it", st.Title, without), lang.T("在 answers 里再写一个角色", "add another actor to answers"))
		case bare && !held && st.Refers == nil:
			for _, m := range k.Moves {
				if slices.Contains(m.From, st.Name) && onlyHandler(m.By) {
					c.wrong(k.path()+"/moves/"+m.Name+"/by", lang.F("“%s”只有办理人能做，可在“%s”从来没有办理人", "only the handler may make “%s”, and at “%s” there never is one", m.Title, st.Title), lang.T("先用 claims 或 gives 定下办理人", "settle a handler before by claims or gives"))
				}
			}
		}
	}
	if !dead {
		c.traps(k, ever)
	}
}

func onlyHandler(names []string) bool {
	return len(names) > 0 && !slices.ContainsFunc(names, func(a string) bool { return a != Handler })
}

// out are the steps that lead on from a spot. A matter that is not held is not moved by its handler.
func (k *Kind) out(at spot) []step {
	st := k.Stage(at.stage)
	var all []step
	add := func(to string, held bool, how lang.Text) {
		if next := k.Stage(to); next != nil && to != at.stage {
			all = append(all, step{spot{to, held}, how})
		}
	}
	if st.Refers != nil {
		for _, to := range slices.Sorted(maps.Values(st.Refers.Back)) {
			add(to, at.held, answered)
		}
	} else {
		for _, m := range k.Moves {
			if m.To != "" && slices.Contains(m.From, at.stage) && (at.held || !onlyHandler(m.By)) {
				add(m.To, m.holds(at.held), m.Title)
			}
		}
	}
	add(st.Else, at.held, lang.F("“%s”到期以后", "when the time of “%s” is over", st.Title))
	return all
}

func (m *Move) holds(before bool) bool { return (before || m.Claims || m.Gives != "") && !m.Frees }

// reached are the spots that a matter can come to, each with how it came there first.
type reached map[spot]lang.Text

func (r reached) at(stage string) bool {
	_, bare := r[spot{stage, false}]
	_, held := r[spot{stage, true}]
	return bare || held
}

// reach follows all moves. When it is not strict, there always is a handler.
func (k *Kind) reach(strict bool) reached {
	start := spot{k.Stages[0].Name, !strict}
	came := reached{start: lang.T("刚提出时", "when it is raised")}
	todo := []spot{start}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		st := k.Stage(at.stage)
		var steps []step
		switch {
		case st.End == "":
			steps = k.out(at)
			for _, m := range k.Moves { // moves that stay may still settle or free a handler
				if m.To == "" && slices.Contains(m.From, at.stage) && st.Refers == nil && (at.held || !onlyHandler(m.By)) {
					steps = append(steps, step{spot{at.stage, m.holds(at.held)}, m.Title})
				}
			}
			if k.Escalates != nil && st.Refers == nil {
				for _, to := range slices.Sorted(maps.Values(k.Escalates.Back)) {
					steps = append(steps, step{spot{to, at.held}, answered})
				}
			}
		case k.Reopens != nil:
			steps = []step{{spot{k.Reopens.To, at.held}, lang.F("“%s”以后重新办理", "reopened after “%s”", st.Title)}}
		}
		for _, s := range steps {
			s.to.held = s.to.held || !strict
			if _, seen := came[s.to]; !seen && k.Stage(s.to.stage) != nil {
				came[s.to] = s.how
				todo = append(todo, s.to)
			}
		}
	}
	return came
}

// traps finds stages from which matters go round for ever.
func (c *checker) traps(k *Kind, ever reached) {
	ends := map[string]bool{}
	for _, st := range k.Stages {
		ends[st.Name] = st.End != ""
	}
	for grown := true; grown; {
		grown = false
		for _, st := range k.Stages {
			if !ends[st.Name] && slices.ContainsFunc(k.out(spot{st.Name, true}), func(s step) bool { return ends[s.to.stage] }) {
				ends[st.Name], grown = true, true
			}
		}
	}
	for _, st := range k.Stages {
		if ever.at(st.Name) && !ends[st.Name] {
			c.wrong(k.path()+"/stages/"+st.Name, lang.F("事情到了“%s”就再也结束不了", "from “%s” a matter can never come to an end", st.Title), lang.T("写一个通向结束的操作", "write a move that leads to an end"))
			return
		}
	}
}

// loops refuses stages that time alone would drive round for ever.
func (c *checker) loops(k *Kind) {
	for _, st := range k.Stages {
		at := st
		for range k.Stages {
			if at = k.Stage(at.Else); at == nil || at == st {
				break
			}
		}
		if at == st {
			c.wrong(k.path()+"/stages/"+st.Name+"/else", lang.F("到期转走会让事情又回到“%s”，没有尽头", "time alone would bring a matter back to “%s” for ever", st.Title), lang.T("让其中一个 else 通向别处", "let one of the elses lead elsewhere"))
			return
		}
	}
}
