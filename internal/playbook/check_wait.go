package playbook

import (
	"slices"

	"linli/internal/lang"
)

// waits refuses stages that are late whatever anybody does: where nothing leads to an end until the time is over, the
// time has to lead on by itself. And where it does, nobody can wait for it to be over.
func (c *checker) waits(k *Kind) {
	for _, m := range k.Moves {
		if m.After != "deadline" {
			continue
		}
		for _, from := range m.From {
			st := k.Stage(from)
			switch {
			case st.Else != "":
				c.wrong(k.path()+"/moves/"+m.Name+"/after", lang.F("“%s”到期就自己走了，等不到做“%s”", "“%s” goes on by itself when its time is over, before “%s” could be made", st.Title, m.Title),
					lang.F("删掉阶段 %s 的 else，或这里的 after", "leave out the else of stage %s, or this after", from))
			case st.Within != nil && !k.endsEarly(st):
				c.wrong(k.path()+"/stages/"+from, lang.F("“%s”期满才能往下走，怎么办都会变成已超时", "“%s” can only go on when its time is over, and so is always overdue", st.Title),
					lang.F("写 else: 到期自己去的阶段，让“%s”从那里做", "write else: a stage, and let “%s” be made from there", m.Title))
			}
		}
	}
}

// orphans refuses stages from which only the raiser leads on, in a kind whose matters may come from others: those that
// time or the street begins have no raiser.
func (c *checker) orphans(k *Kind) {
	if !c.p.made(k) {
		return
	}
	for _, st := range k.Stages {
		on, only := false, true
		for _, m := range k.Moves {
			if m.To != "" && slices.Contains(m.From, st.Name) {
				on = true
				only = only && !slices.ContainsFunc(m.By, func(a string) bool { return a != Raiser })
			}
		}
		if on && only && st.Else == "" {
			c.wrong(k.path()+"/stages/"+st.Name, lang.F("别的事也会产生“%s”，那时没有提出人，到“%s”就没有人能往下办", "other matters make a “%s”, which then has no raiser, and at “%s” nobody else leads on", k.Title, st.Title),
				lang.T("让别的角色也能办，或写 else:", "let another actor move it on too, or write an else:"))
		}
	}
}

// endsEarly tells whether an end can be reached from a stage without waiting until its time is over.
func (k *Kind) endsEarly(st *Stage) bool {
	seen := []string{st.Name}
	var todo []string
	for _, m := range k.Moves {
		if m.To != "" && m.After != "deadline" && slices.Contains(m.From, st.Name) {
			todo = append(todo, m.To)
		}
	}
	for len(todo) > 0 {
		at := k.Stage(todo[0])
		todo = todo[1:]
		if slices.Contains(seen, at.Name) {
			continue
		}
		if at.End != "" {
			return true
		}
		seen = append(seen, at.Name)
		for _, s := range k.out(spot{at.Name, true}) {
			todo = append(todo, s.to.stage)
		}
	}
	return false
}
