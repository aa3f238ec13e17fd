package playbook

import (
	"slices"

	"linli/internal/form"
	"linli/internal/lang"
)

// stage checks one stage by itself; how stages hang together is checked by ways.
func (c *checker) stage(k *Kind, st *Stage) {
	path := k.path() + "/stages/" + st.Name
	c.named(path, st.Name)
	if st.End != "" {
		c.end(path, st)
		return
	}
	if slices.Contains([]Status{Done, Declined, Withdrawn, Merged, Unrated, Lapsed}, st.Shows) {
		c.wrong(path+"/shows", lang.F("“%s”还没结束，不能显示成 %s", "“%s” is open and cannot show as %s", st.Title, st.Shows), lang.T("写 shows: new、assigned、doing 或 verify，或者写上 end:", "write shows: new, assigned, doing or verify, or give it an end:"))
	}
	c.actors(k, path+"/answers", st.Answers, Anyone, Resident)
	switch {
	case len(st.Answers) > 0:
	case st.Within != nil:
		c.wrong(path+"/within", lang.F("“%s”有期限，却没有人负责", "“%s” has a clock that nobody owns", st.Title), lang.T("写 answers: 轮到谁", "write answers: whose turn it is"))
	case st.Refers == nil:
		c.wrong(path, lang.F("没有说“%s”轮到谁", "it is not said whose turn it is at “%s”", st.Title), lang.T("写 answers: 角色", "write answers: an actor"))
	}
	if st.Else != "" {
		switch {
		case k.Stage(st.Else) == nil:
			c.unknown(path+"/else", aStage, st.Else, k.stageNames())
		case st.Within == nil:
			c.wrong(path+"/else", lang.T("没有期限，就不会因为到期转走", "without a time limit nothing ever runs out"), lang.T("写 within: 期限，或删掉 else", "write within:, or leave out else"))
		}
	}
	if st.DueOn != "" {
		c.dueOn(k, st, path+"/due")
	}
	c.openTo(k, st, path+"/open_to")
	if st.Refers != nil {
		c.refers(k, st, path+"/refers")
	}
	c.raises(k, path+"/raises", st.Raises)
}

// dueOn checks a deadline that somebody names. The span is for the time before anybody has.
func (c *checker) dueOn(k *Kind, st *Stage, path string) {
	f, ok := k.Field(st.DueOn)
	switch {
	case !ok:
		c.unknown(path, aField, st.DueOn, k.fieldNames())
	case f.Type != form.Date:
		c.wrong(path, lang.F("时限要由日期定，“%s”是 %s", "a deadline is a date; “%s” is %s", f.Title, f.Type), lang.T("换一个 type: date 的栏目", "name a field with type: date"))
	case st.Within == nil:
		c.wrong(path, lang.T("没有写期限：没填日期时也要有时限", "there is no within, for when no day is named"), lang.T("写 within: 30 calendar days 之类", "write within: 30 calendar days or the like"))
	}
}

func (c *checker) end(path string, st *Stage) {
	if slices.Contains([]Status{New, Assigned, Doing, Verify}, st.Shows) {
		c.wrong(path+"/shows", lang.F("“%s”已经结束，不能显示成 %s", "“%s” is an end and cannot show as %s", st.Title, st.Shows), lang.T("删掉 shows", "leave out shows"))
	}
	for _, w := range []struct {
		word string
		has  bool
	}{{"answers", len(st.Answers) > 0}, {"within", st.Within != nil}, {"due", st.DueOn != ""}, {"else", st.Else != ""}, {"open_to", len(st.OpenTo) > 0}, {"refers", st.Refers != nil}, {"raises", len(st.Raises) > 0}} {
		if w.has {
			c.wrong(path+"/"+w.word, lang.F("事情到“%s”已经结束，%s 没有用处", "a matter ends at “%s”, so %s has no use", st.Title, w.word), lang.F("删掉 %s，或删掉 end", "leave out %s, or end", w.word))
		}
	}
}

// openTo checks that whoever sees a stage on the claiming board can claim there.
func (c *checker) openTo(k *Kind, st *Stage, path string) {
	c.actors(k, path, st.OpenTo, Anyone, Raiser, Handler)
	for _, a := range st.OpenTo {
		if !slices.ContainsFunc(k.Moves, func(m *Move) bool {
			return m.Claims && slices.Contains(m.From, st.Name) && slices.Contains(m.By, a)
		}) {
			c.wrong(path+"/"+a, lang.F("“%s”开放给“%s”认领，却没有认领的操作", "“%s” is open to “%s”, who has no move that claims it", st.Title, a), lang.F("给一个 from: %s、by: %s 的操作写上 claims: true", "give a move with from: %s and by: %s the word claims: true", st.Name, a))
		}
	}
}
