package playbook

import (
	"slices"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/lang"
)

// kind checks one kind of matter.
func (c *checker) kind(k *Kind) {
	path := k.path()
	c.loose = false
	c.named(path, k.Name)
	tasks := make([]string, len(c.p.Tasks))
	for i, t := range c.p.Tasks {
		tasks[i] = t.Name
	}
	switch {
	case k.Serves == "":
		c.wrong(path, lang.F("“%s”没有说服务于任务清单的哪一项", "“%s” does not say which item of the task list it serves", k.Title), lang.T("写 serves: 清单外的事不进社区", "write serves: work that is on no list is not the community's"))
	case !slices.Contains(tasks, k.Serves):
		c.unknown(path+"/serves", aTask, k.Serves, tasks)
	}
	if k.Icon != "" && len(c.known.Icons) > 0 && !slices.Contains(c.known.Icons, k.Icon) {
		c.wrong(path+"/icon", lang.F("没有叫“%s”的图标", "there is no icon called “%s”", quoted(k.Icon)), oneOf(k.Icon, c.known.Icons))
	}
	c.raise(k)
	c.parties(k)
	c.seen(k)
	c.lead(k)
	if !k.has("return") && k.Returns != (Returns{Within: defaultReturn}) {
		c.wrong(path+"/returns", lang.T("without 里写了 return，又写了 returns", "return is in without, and returns is written too"), lang.T("删掉其中一个", "leave out one of them"))
	}
	if k.Escalates != nil {
		c.escalates(k)
	}
	for _, o := range k.MovesOver {
		if k.Stage(o.New) == nil {
			c.unknown(path+"/moves_over/"+o.Old, aStage, o.New, k.stageNames())
		}
	}
	if len(k.Stages) == 0 {
		c.wrong(path, lang.F("“%s”没有阶段", "“%s” has no stages", k.Title), lang.T("写 stages:", "write stages:"))
		return
	}
	for _, st := range k.Stages {
		c.stage(k, st)
	}
	for _, m := range k.Moves {
		c.move(k, m)
	}
	c.spot(k)
	c.reopens(k)
	if !c.loose {
		c.ways(k)
	}
}

func (c *checker) raise(k *Kind) {
	path := k.path() + "/raise"
	c.fields(k, path+"/fields", k.Raise.Fields)
	c.actors(k, path+"/by", k.Raise.By, Raiser, Handler)
	for _, party := range k.Parties {
		if slices.Contains(k.Raise.By, party) && c.p.Actor(party) == nil {
			c.wrong(path+"/by/"+party, lang.F("提出的时候还没有“%s”", "there is no “%s” yet when it is raised", party), lang.T("从 by 里拿掉", "take it out of by"))
		}
	}
	if len(k.Raise.By) == 0 && !c.p.made(k) {
		c.wrong(path, lang.F("没有人能提出“%s”", "nobody may raise “%s”", k.Title), lang.T("写 raise: {by: …}", "write raise: {by: …}"))
	}
}

// made tells whether matters of the kind come from others.
func (p *Playbook) made(kind *Kind) bool {
	of := func(r Raised) bool { return r.Kind == kind.Name }
	for _, k := range p.Kinds {
		if k.Escalates != nil && k.Escalates.Kind == kind.Name {
			return true
		}
		for _, st := range k.Stages {
			if st.Refers != nil && st.Refers.Kind == kind.Name || slices.ContainsFunc(st.Raises, of) {
				return true
			}
		}
		for _, m := range k.Moves {
			if slices.ContainsFunc(m.Raises, of) {
				return true
			}
		}
	}
	return false
}

// actors checks that those who may do something are there. Those in never cannot do this.
func (c *checker) actors(k *Kind, path string, names []string, never ...string) {
	var there []string
	for _, a := range c.p.Actors {
		there = append(there, a.Name)
	}
	there = append(append(there, everywhere...), k.Parties...)
	there = slices.DeleteFunc(there, func(a string) bool { return slices.Contains(never, a) })
	placed := func(n string) bool { a := c.p.Actor(n); return a != nil && a.OfPlace }
	stranded := k.Raise.Place == "none" && !slices.ContainsFunc(names, func(n string) bool { return !placed(n) })
	for _, n := range names {
		a := c.p.Actor(n)
		switch {
		case slices.Contains(never, n):
			c.wrong(path+"/"+n, lang.F("这里不能写“%s”", "“%s” cannot stand here", n), oneOf(n, there))
		case !slices.Contains(there, n):
			c.unknown(path+"/"+n, anActor, n, there)
		case a == nil:
		case a.OfPlace && stranded:
			c.wrong(path+"/"+n, lang.F("“%s”按地点负责，可这种事没有地点", "“%s” answers for a place, and this kind has none", a.Title), lang.T("写 raise: {place: required}", "write raise: {place: required}"))
		case k.At != "street" && c.faraway(a):
			c.wrong(path+"/"+n, lang.F("“%s”在街道任职，办不了社区的事", "“%s” holds posts at the street and cannot act in a matter of the community", a.Title), lang.T("要街道办，写 refers 或 escalates；整件在街道办，写 at: street", "write refers or escalates for what the street does, or at: street if all of it is the street's"))
		case a.Skill != "":
			if f, ok := k.Field(a.Skill); !ok || f.Type != form.Choice || f.Sealed || k.voiced(a.Skill) {
				c.wrong(path+"/"+n, lang.F("“%s”按“%s”挑人，可这种事没有这个单选栏目，或者它是保密的", "“%s” is picked by “%s”, which is no single choice of this kind, or is sealed", a.Title, a.Skill), lang.F("在这种事里写一个 type: choice 的栏目 %s，或换一个角色", "give the kind a field %s with type: choice, or name another actor", a.Skill))
			}
		}
	}
}

func (c *checker) parties(k *Kind) {
	for _, party := range k.Parties {
		path := k.path() + "/parties/" + party
		f, ok := k.Field(party)
		switch {
		case !ok:
			c.unknown(path, aField, party, k.fieldNames())
		case f.Type != form.Person:
			c.wrong(path, lang.F("当事人“%s”要是 person 栏目，它是 %s", "a party has to be a person field; “%s” is %s", party, f.Type), lang.T("改成 type: person，或从 parties 里拿掉", "write type: person, or take it out of parties"))
		case slices.Contains(everywhere, party) || c.p.Actor(party) != nil:
			c.wrong(path, lang.F("已经有叫“%s”的角色", "there is an actor called “%s” already", party), lang.T("换一个名字", "choose another name"))
		}
	}
}

func (c *checker) seen(k *Kind) {
	path := k.path() + "/seen"
	switch {
	case k.Seen.By == "":
		c.wrong(path, lang.F("没有说谁可以看到“%s”", "it is not said who may see “%s”", k.Title), lang.T("写 seen: {by: parties}，或 neighbours、public", "write seen: {by: parties}, or neighbours, public"))
		return
	case k.Seen.By == "parties" && len(k.Seen.Shows) > 0:
		c.wrong(path+"/shows", lang.T("只有当事人看得到，shows 没有用处", "only parties see it, so shows has no use"), lang.T("删掉 shows", "leave out shows"))
	case k.Seen.By != "parties" && len(k.Seen.Shows) == 0:
		c.wrong(path, lang.T("没有说别人看得到什么", "it is not said what others may see"), lang.T("写 shows: [title, place]", "write shows: [title, place]"))
	}
	for _, s := range k.Seen.Shows {
		f, ok := k.Field(s)
		switch {
		case slices.Contains([]string{"title", "body", "place"}, s):
		case !ok:
			c.unknown(path+"/shows/"+s, aField, s, append([]string{"title", "body", "place"}, k.fieldNames()...))
		case f.Sealed:
			c.wrong(path+"/shows/"+s, lang.F("“%s”是保密的，不能给别人看", "“%s” is sealed and cannot be shown to others", f.Title), lang.T("从 shows 里拿掉", "take it out of shows"))
		}
	}
}

// lead checks who decides about extensions and suspensions, and that what can be asked can be answered.
func (c *checker) lead(k *Kind) {
	path := k.path()
	if len(k.Lead) == 0 {
		c.wrong(path, lang.F("没有说谁主管“%s”", "it is not said who leads “%s”", k.Title), lang.T("写 lead: 同意延期和挂起的角色", "write lead: who approves extensions and suspensions"))
	}
	c.actors(k, path+"/lead", k.Lead, append(slices.Clone(everywhere), k.Parties...)...)
	for _, l := range k.Lead {
		if a := c.p.Actor(l); a != nil && len(a.Posts) == 0 {
			c.wrong(path+"/lead/"+l, lang.F("“%s”不是岗位，不能主管", "“%s” is no post and cannot lead", a.Title), lang.T("写一个按 posts: 定的角色", "name an actor that has posts:"))
		}
	}
	needs := map[string][]string{"extend": {"approve", "refuse"}, "suspend": {"approve", "refuse", "resume"}}
	for _, ask := range []string{"extend", "suspend"} {
		for _, answer := range needs[ask] {
			if k.has(ask) && !k.has(answer) {
				c.wrong(path+"/without/"+answer, lang.F("有“%s”就要有“%s”", "a kind with “%s” needs “%s”", ask, answer), lang.F("从 without 里拿掉 %s，或者把 %s 也写进去", "take %s out of without, or put %s in too", answer, ask))
			}
		}
	}
}

// spot checks closing on the spot: nobody else looks at it, so the raiser must be able to say that it is not done.
func (c *checker) spot(k *Kind) {
	if k.Raise.Spot == "" {
		return
	}
	path, m := k.path()+"/raise/spot", k.Move(k.Raise.Spot)
	if m == nil {
		c.unknown(path, aMove, k.Raise.Spot, k.moveNames())
		return
	}
	if !slices.Contains(m.From, k.Stages[0].Name) {
		c.wrong(path, lang.F("“%s”不是第一个阶段的操作，不能当场办结", "“%s” is no move of the first stage and cannot be made on the spot", m.Title), lang.F("给它写上 from: %s", "give it from: %s", k.Stages[0].Name))
	}
	if !slices.ContainsFunc(m.By, func(a string) bool { return a == Raiser || slices.Contains(k.Raise.By, a) }) {
		c.wrong(path, lang.T("能提出的人里没有人能当场办结", "nobody who may raise it may make this move"), lang.T("在这个操作的 by 里写一个能提出的角色，或删掉 spot", "let an actor of raise: by: make it, or leave out spot"))
	}
	if to := k.Stage(m.To); to != nil && to.End == EndDone && k.Reopens == nil {
		c.wrong(path, lang.T("当场办结没有别人核实，所以要能重新办理", "what is closed on the spot is verified by nobody, so it has to be possible to reopen it"), lang.T("写 reopens: {to: …, within: 30 calendar days}", "write reopens: {to: …, within: 30 calendar days}"))
	}
}

func (c *checker) reopens(k *Kind) {
	if k.Reopens == nil {
		return
	}
	path, to := k.path()+"/reopens", k.Stage(k.Reopens.To)
	switch {
	case to == nil:
		c.unknown(path+"/to", aStage, k.Reopens.To, k.stageNames())
	case to.End != "":
		c.wrong(path+"/to", lang.F("重新办理要回到还没结束的阶段，“%s”已经结束", "reopening leads to an open stage; “%s” is an end", to.Title), lang.F("写一个没有 end 的阶段，例如 %s", "name a stage without an end, such as %s", k.Stages[0].Name))
	}
	if k.Reopens.Within.Unit != clock.CalendarDay {
		c.wrong(path+"/within", lang.T("重新办理的期限要按天算", "the time for reopening is counted in calendar days"), lang.T("例如 within: 30 calendar days", "for example within: 30 calendar days"))
	}
	if !k.has("reopen") {
		c.wrong(path, lang.T("without 里写了 reopen，又写了 reopens", "reopen is in without, and reopens is written too"), lang.T("删掉其中一个", "leave out one of them"))
	}
}

func (k *Kind) moveNames() []string {
	var names []string
	for _, m := range k.Moves {
		names = append(names, m.Name)
	}
	return names
}
