package playbook

import (
	"reflect"
	"slices"
	"strings"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/lang"
)

// Change is one difference between two versions of a playbook, in words.
type Change struct {
	Kind  string // the kind that it concerns; "" for the playbook as a whole
	What  string // added, removed or changed
	Stage string // set when running matters at this stage of the old version cannot go on by the new one
	Says  lang.Text
}

// Diff tells what changes from the old version to the new one, in the order in which a playbook is read.
func Diff(old, new *Playbook) []Change {
	d := &differ{old: old, new: new}
	d.whole()
	for _, k := range old.Kinds {
		if new.Kind(k.Name) == nil {
			d.kind = k.Name
			d.note("removed", lang.F("不再有“%s”", "there is no “%s” any more", k.Title))
			for _, st := range k.Stages {
				d.held(st, lang.F("正在“%s”的照旧版本办完", "what is at “%s” goes on by the old version", st.Title))
			}
		}
	}
	for _, k := range new.Kinds {
		d.kind = k.Name
		if before := old.Kind(k.Name); before != nil {
			d.kinds(before, k)
		} else {
			d.note("added", lang.F("新增事项“%s”", "“%s” is new", k.Title))
		}
	}
	d.kind = ""
	d.views()
	return d.changes
}

type differ struct {
	old, new *Playbook
	kind     string
	changes  []Change
}

func (d *differ) note(what string, says lang.Text) {
	d.changes = append(d.changes, Change{Kind: d.kind, What: what, Says: says})
}

func (d *differ) held(st *Stage, says lang.Text) {
	if st.End == "" {
		d.changes = append(d.changes, Change{Kind: d.kind, What: "removed", Stage: st.Name, Says: says})
	}
}

// turned notes that something about a thing reads otherwise.
func (d *differ) turned(thing, about, a, b lang.Text) {
	if a != b {
		d.note("changed", lang.F("“%s”的%s从“%s”改为“%s”", "“%s”: %s was “%s” and is now “%s”", thing, about, a, b))
	}
}

// paired walks two lists by name: what is new, what is gone, and what is in both.
func paired[T any](d *differ, kind lang.Text, old, new []T, name func(T) (string, lang.Text), both func(a, b T)) {
	find := func(list []T, n string) int {
		return slices.IndexFunc(list, func(x T) bool { m, _ := name(x); return m == n })
	}
	for _, a := range old {
		if n, title := name(a); find(new, n) < 0 {
			d.note("removed", lang.F("去掉%s“%s”", "the %s “%s” is gone", kind, title))
		}
	}
	for _, b := range new {
		n, title := name(b)
		if i := find(old, n); i >= 0 {
			both(old[i], b)
		} else {
			d.note("added", lang.F("新增%s“%s”", "the %s “%s” is new", kind, title))
		}
	}
}

func (d *differ) whole() {
	d.turned(d.new.Title, lang.T("名称", "its title"), d.old.Title, d.new.Title)
	d.turned(d.new.Title, lang.T("版本", "its version"), lang.Same(d.old.Version), lang.Same(d.new.Version))
	paired(d, aTask, d.old.Tasks, d.new.Tasks, func(t Task) (string, lang.Text) { return t.Name, t.Title }, func(a, b Task) {
		d.turned(b.Title, lang.T("标题", "its title"), a.Title, b.Title)
		d.turned(b.Title, lang.T("清单", "its list"), lang.Same(a.List), lang.Same(b.List))
	})
	paired(d, anActor, d.old.Actors, d.new.Actors, func(a Actor) (string, lang.Text) { return a.Name, a.Title }, func(a, b Actor) {
		d.turned(b.Title, lang.T("标题", "its title"), a.Title, b.Title)
		d.turned(b.Title, lang.T("岗位", "its posts"), plainly(a.Posts), plainly(b.Posts))
		d.turned(b.Title, lang.T("成员", "its members"), plainly(a.Members), plainly(b.Members))
		if a.OfPlace != b.OfPlace || a.Skill != b.Skill {
			d.note("changed", lang.F("“%s”负责的范围变了", "whom “%s” stands for has changed", b.Title))
		}
	})
}

func (d *differ) kinds(a, b *Kind) {
	d.turned(b.Title, lang.T("标题", "its title"), a.Title, b.Title)
	d.turned(b.Title, lang.T("谁能看到", "who sees it"), plainly(append([]string{a.Seen.By}, a.Seen.Shows...)), plainly(append([]string{b.Seen.By}, b.Seen.Shows...)))
	d.turned(b.Title, lang.T("谁能提出", "who may raise it"), a.people(a.Raise.By), b.people(b.Raise.By))
	d.turned(b.Title, lang.T("谁主管", "who leads it"), a.people(a.Lead), b.people(b.Lead))
	d.turned(b.Title, lang.T("地点", "its place"), lang.Same(a.Raise.Place), lang.Same(b.Raise.Place))
	if a.Serves != b.Serves || a.At != b.At || a.Raise.Spot != b.Raise.Spot || !slices.Equal(a.Parties, b.Parties) || !slices.Equal(a.StopsFor, b.StopsFor) ||
		!slices.Equal(a.Without, b.Without) || !reflect.DeepEqual(a.Reopens, b.Reopens) || a.Returns != b.Returns || !reflect.DeepEqual(a.Escalates, b.Escalates) {
		d.note("changed", lang.F("“%s”的规矩变了：服务的清单事项、当事人、挂起、退回、重新办理或上交", "the rules of “%s” have changed: what it serves, its parties, suspending, returning, reopening or escalating", b.Title))
	}
	paired(d, aField, a.Asked(), b.Asked(), func(f form.Field) (string, lang.Text) { return f.Name, f.Title }, func(f, g form.Field) {
		d.turned(g.Title, lang.T("类型", "its type"), lang.Same(string(f.Type)), lang.Same(string(g.Type)))
		if f.Type == g.Type && !reflect.DeepEqual(f, g) {
			d.note("changed", lang.F("栏目“%s”变了", "the field “%s” has changed", g.Title))
		}
	})
	d.stages(a, b)
	paired(d, aMove, a.Moves, b.Moves, func(m *Move) (string, lang.Text) { return m.Name, m.Title }, func(m, n *Move) { d.move(a, b, m, n) })
}

func (d *differ) stages(a, b *Kind) {
	over := map[string]*Stage{}
	for _, o := range b.MovesOver {
		over[o.Old] = b.Stage(o.New)
	}
	for _, st := range a.Stages {
		to := over[st.Name]
		switch {
		case b.Stage(st.Name) != nil:
		case to != nil:
			d.note("removed", lang.F("去掉阶段“%s”，正在那里的转到“%s”", "the stage “%s” is gone; what is there goes on at “%s”", st.Title, to.Title))
		case st.End != "":
			d.note("removed", lang.F("去掉阶段“%s”", "the stage “%s” is gone", st.Title))
		default:
			d.held(st, lang.F("去掉阶段“%s”，正在那里的只能照旧版本办完", "the stage “%s” is gone; what is there can only go on by the old version", st.Title))
		}
	}
	for _, st := range b.Stages {
		was := a.Stage(st.Name)
		if was == nil {
			d.note("added", lang.F("新增阶段“%s”", "the stage “%s” is new", st.Title))
			continue
		}
		d.turned(st.Title, lang.T("标题", "its title"), was.Title, st.Title)
		d.turned(st.Title, lang.T("期限", "its time"), spoken(was.Within), spoken(st.Within))
		d.turned(st.Title, lang.T("负责人", "who answers"), a.people(was.Answers), b.people(st.Answers))
		d.turned(st.Title, lang.T("认领", "who may claim"), a.people(was.OpenTo), b.people(st.OpenTo))
		d.turned(st.Title, lang.T("显示", "how it shows"), lang.Same(string(was.Shows)), lang.Same(string(st.Shows)))
		d.turned(st.Title, lang.T("到期去向", "where it goes when the time is over"), a.stageTitle(was.Else), b.stageTitle(st.Else))
		if was.End != st.End || was.DueOn != st.DueOn || !reflect.DeepEqual(was.Refers, st.Refers) || !reflect.DeepEqual(was.Raises, st.Raises) {
			d.note("changed", lang.F("到了“%s”以后发生的事变了", "what follows on coming to “%s” has changed", st.Title))
		}
	}
}

func (d *differ) move(a, b *Kind, m, n *Move) {
	d.turned(n.Title, lang.T("标题", "its title"), m.Title, n.Title)
	d.turned(n.Title, lang.T("谁能做", "who may"), a.people(m.By), b.people(n.By))
	d.turned(n.Title, lang.T("从哪里", "from"), a.stageTitle(m.From...), b.stageTitle(n.From...))
	d.turned(n.Title, lang.T("到哪里", "to"), a.stageTitle(m.To), b.stageTitle(n.To))
	d.turned(n.Title, lang.T("要求", "its needs"), plainly(m.Needs), plainly(n.Needs))
	d.turned(n.Title, lang.T("条件", "its condition"), m.condition(), n.condition())
	if !slices.Equal(m.Not, n.Not) || m.Claims != n.Claims || m.Gives != n.Gives || m.Frees != n.Frees || m.After != n.After || m.Once != n.Once ||
		!slices.Equal(m.Hears, n.Hears) || !reflect.DeepEqual(m.Raises, n.Raises) {
		d.note("changed", lang.F("“%s”的规矩变了：由谁办理、等谁答复或产生什么", "the rules of “%s” have changed: who handles, who is heard or what it raises", n.Title))
	}
}

func (d *differ) views() {
	paired(d, lang.T("清单", "list"), d.old.Lists, d.new.Lists, func(l List) (string, lang.Text) { return l.Name, l.Title }, func(a, b List) {
		if !reflect.DeepEqual(a, b) {
			d.note("changed", lang.F("清单“%s”变了", "the list “%s” has changed", b.Title))
		}
	})
	paired(d, lang.T("数字", "figure"), d.old.Figures, d.new.Figures, func(f Figure) (string, lang.Text) { return f.Name, f.Title }, func(a, b Figure) {
		if !reflect.DeepEqual(a, b) {
			d.note("changed", lang.F("数字“%s”的算法变了", "the figure “%s” is counted otherwise", b.Title))
		}
	})
}

func (m *Move) condition() lang.Text {
	if m.When == nil {
		return none
	}
	return lang.Same(m.When.Text)
}

var none = lang.T("无", "none")

func spoken(s *clock.Span) lang.Text {
	if s == nil {
		return none
	}
	return s.Text()
}

func plainly(words []string) lang.Text {
	if len(words) == 0 {
		return none
	}
	return lang.T(strings.Join(words, "、"), strings.Join(words, ", "))
}

// people names actors as people read them.
func (k *Kind) people(actors []string) lang.Text {
	var zh, en []string
	for _, a := range actors {
		t := k.ActorTitle(a)
		zh, en = append(zh, t.In(lang.Zh)), append(en, t.In(lang.En))
	}
	if len(actors) == 0 {
		return none
	}
	return lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

// ActorTitle is how an actor of the kind is called: one of the playbook's, one that is always there, or a party.
func (k *Kind) ActorTitle(name string) lang.Text {
	switch name {
	case Anyone:
		return lang.T("任何人", "anyone")
	case Resident:
		return lang.T("居民", "residents")
	case Raiser:
		return lang.T("提出人", "the raiser")
	case Handler:
		return lang.T("办理人", "the handler")
	case Time:
		return lang.T("到期", "the clock")
	}
	if a := k.Playbook.Actor(name); a != nil {
		return a.Title
	}
	if f, ok := k.Field(name); ok {
		return f.Title
	}
	return lang.Same(name)
}

func (k *Kind) stageTitle(names ...string) lang.Text {
	var zh, en []string
	for _, n := range names {
		if st := k.Stage(n); st != nil {
			zh, en = append(zh, st.Title.In(lang.Zh)), append(en, st.Title.In(lang.En))
		}
	}
	if len(zh) == 0 {
		return none
	}
	return lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}
