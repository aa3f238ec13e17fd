package playbook

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/lang"
)

// refers checks a stage that waits for the street: whatever the street's end, the matter here must go on.
func (c *checker) refers(k *Kind, st *Stage, path string) {
	there := c.referred(k, st.Refers, path)
	if there == nil {
		return
	}
	r := st.Refers
	for _, end := range there.Stages {
		if end.End != "" && r.Back[end.Name] == "" && r.Back[string(end.End)] == "" {
			c.wrong(path+"/back", lang.F("街道办到“%s”时，没有说这里怎么办", "it is not said what follows here when the street comes to “%s”", end.Title), lang.F("在 back 里写 %s: 阶段", "write %s: a stage, in back", end.Name))
		}
	}
	for _, common := range []struct {
		move string
		end  Ending
	}{{"withdraw", EndWithdrawn}, {"merge", EndMerged}} {
		if there.has(common.move) && r.Back[string(common.end)] == "" {
			c.wrong(path+"/back", lang.F("街道的“%s”也可能以 %s 结束，没有说这里怎么办", "the street's “%s” may also end as %s, and it is not said what follows here", there.Title, common.end),
				lang.F("在 back 里写 %s: 阶段，或给“%s”写 without: %s", "write %s: a stage, in back, or give “%s” without: %s", common.end, there.Name, common.move))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Back)) {
		if r.Back[name] == st.Name {
			c.wrong(path+"/back/"+name, lang.F("街道答复以后又回到“%s”，会再报一次", "after the street's answer it would come to “%s” again and be referred again", st.Title), lang.T("写另一个阶段", "name another stage"))
		}
	}
}

// escalates checks what the common move escalate does. Where back is silent the matter stays at the stage it was in.
func (c *checker) escalates(k *Kind) {
	path := k.path() + "/escalates"
	if !k.has("escalate") {
		c.wrong(path, lang.T("without 里写了 escalate，又写了 escalates", "escalate is in without, and escalates is written too"), lang.T("删掉其中一个", "leave out one of them"))
	}
	there := c.referred(k, k.Escalates, path)
	if there == nil {
		return
	}
	for _, end := range there.Stages {
		if end.End != "" && k.Escalates.Back[end.Name] == "" && k.Escalates.Back[string(end.End)] == "" {
			c.wrong(path+"/back", lang.F("街道办到“%s”时，没有说这里怎么办", "it is not said what follows here when the street comes to “%s”", end.Title), lang.F("在 back 里写 %s: 阶段", "write %s: a stage, in back", end.Name))
		}
	}
}

// referred checks what both have in common, and gives the street's kind.
func (c *checker) referred(k *Kind, r *Refer, path string) *Kind {
	there := c.p.Kind(r.Kind)
	switch {
	case there == nil:
		c.unknown(path+"/kind", aKind, r.Kind, c.p.kindNames("street"))
		return nil
	case there.At != "street":
		c.wrong(path+"/kind", lang.F("“%s”不是街道办的事", "“%s” is not a matter of the street", there.Title), lang.F("给 %s 写上 at: street", "give %s the words at: street", there.Name))
		return nil
	case k.At == "street":
		c.wrong(path, lang.T("街道的事不能再交给街道", "a matter of the street cannot be referred to the street"), lang.T("删掉这一项", "leave this out"))
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(r.Back)) {
		known := slices.ContainsFunc(there.Stages, func(st *Stage) bool { return st.End != "" && st.Name == name }) || slices.Contains(endings, Ending(name))
		if !known {
			var names []string
			for _, st := range there.Stages {
				if st.End != "" {
					names = append(names, st.Name)
				}
			}
			for _, e := range endings {
				names = append(names, string(e))
			}
			c.wrong(path+"/back/"+name, lang.F("“%s”不会以“%s”结束", "“%s” never ends as “%s”", there.Title, quoted(name)), oneOf(name, names))
		}
		if to := r.Back[name]; k.Stage(to) == nil {
			c.unknown(path+"/back/"+name, aStage, to, k.stageNames())
		}
	}
	c.tells(k, there, r, path)
	return there
}

// tells checks that what the street is told is something that its form asks, and that nothing it needs is left out.
func (c *checker) tells(k, there *Kind, r *Refer, path string) {
	asked := func(name string) (form.Field, bool) {
		i := slices.IndexFunc(there.Raise.Fields, func(f form.Field) bool { return f.Name == name })
		if i < 0 {
			return form.Field{}, false
		}
		return there.Raise.Fields[i], true
	}
	for _, name := range r.Tells {
		if slices.Contains([]string{"title", "body", "place"}, name) {
			continue
		}
		here, ok := k.Field(name)
		if !ok {
			c.unknown(path+"/tells/"+name, aField, name, append([]string{"title", "body", "place"}, k.fieldNames()...))
			continue
		}
		f, ok := asked(name)
		switch {
		case k.voiced(name):
			c.wrong(path+"/tells/"+name, lang.F("“%s”每人一个答案，没法告诉街道", "“%s” has an answer of everybody, which cannot be told", here.Title), lang.T("从 tells 里拿掉", "take it out of tells"))
		case !ok:
			c.wrong(path+"/tells/"+name, lang.F("街道的“%s”提出时没有“%s”这一栏，告诉了也会丢", "the street's “%s” does not ask for “%s” when raised, so it would be lost", there.Title, name), lang.F("在 %s 的 raise 里加上这一栏", "ask for it in the raise of %s", there.Name))
		case f.Type != here.Type || f.Unit != here.Unit:
			c.wrong(path+"/tells/"+name, lang.F("“%s”在街道那里是 %s，这里是 %s", "“%s” is %s at the street and %s here", name, f.Type, here.Type), lang.T("写成一样的类型和单位", "make type and unit alike"))
		case slices.Contains([]form.Type{form.Person, form.Place, form.Org}, f.Type):
			c.wrong(path+"/tells/"+name, lang.T("社区的名单街道用不了", "the street does not have the community's lists of people and places"), lang.T("改用文字栏目", "use a text field"))
		}
		for _, o := range here.Options {
			if _, known := f.Option(o.Key); ok && !known {
				c.wrong(path+"/tells/"+name, lang.F("街道的“%s”没有“%s”这个选项", "the street's “%s” has no option “%s”", name, o.Key), lang.F("在 %s 的这一栏里加上它", "add it to this field of %s", there.Name))
				break
			}
		}
	}
	for _, f := range there.Raise.Fields {
		if f.Required && !slices.Contains(r.Tells, f.Name) {
			c.wrong(path+"/tells", lang.F("街道的“%s”一定要“%s”，这里没有告诉", "the street's “%s” needs “%s”, which it is not told", there.Title, f.Name), lang.F("在 tells 里加上 %s", "add %s to tells", f.Name))
		}
	}
	if there.Raise.Place == "required" && !slices.Contains(r.Tells, "place") {
		c.wrong(path+"/tells", lang.F("街道的“%s”一定要地点，这里没有告诉", "the street's “%s” needs a place, which it is not told", there.Title), lang.T("在 tells 里加上 place", "add place to tells"))
	}
}

// raises checks the matters that one raises by itself.
func (c *checker) raises(k *Kind, path string, all []Raised) {
	for i, r := range all {
		at := path + "/" + strconv.Itoa(i)
		there := c.p.Kind(r.Kind)
		switch {
		case there == nil:
			c.unknown(at+"/kind", aKind, r.Kind, c.p.kindNames(k.At))
			continue
		case there.At != k.At:
			c.wrong(at+"/kind", lang.F("“%s”不在同一级", "“%s” lives at another level", there.Title), lang.T("要交给街道，用 refers", "use refers for a matter at the street"))
			continue
		}
		if wider := []string{"parties", "neighbours", "public"}; r.Title.Empty() && slices.Index(wider, there.Seen.By) > slices.Index(wider, k.Seen.By) {
			c.wrong(at, lang.F("不写标题就用“%s”的标题，可看得到“%s”的人更多", "without a title it takes that of the “%s”, and more people see a “%s”", k.Title, there.Title), lang.T("写 title:", "write title:"))
		}
		if _, err := form.Check(there.Raise.Fields, r.Fields); err != nil {
			for _, f := range fault.As(err).Fields {
				c.wrong(at+"/"+strings.ReplaceAll(f.Name, ".", "/"), f.Says, lang.F("“%s”提出时要填的，写在 fields 里", "fields: answers what “%s” asks when it is raised", there.Title))
			}
		}
	}
}
