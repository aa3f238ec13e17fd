package playbook

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"linli/internal/lang"
)

// Check judges a playbook beyond the shape of its file: whether every matter can begin, move on and end, whether every
// clock has an owner, whether nobody verifies their own work. A playbook that Parse gave has no problems.
func Check(p *Playbook) Problems { return check(p, Known{}, nil).sorted() }

// CheckWhole tells what is missing in English. A community's own playbook may leave English out; one that is shipped
// may not.
func CheckWhole(p *Playbook) Problems {
	c := &checker{p: p}
	p.texts(func(path string, t lang.Text, needed bool) {
		if t.Zh != "" && t.En == "" {
			c.wrong(path, lang.F("“%s”没有英文", "“%s” is not said in English", quoted(t.Zh)), lang.T("写成 {zh: …, en: …}", "write {zh: …, en: …}"))
		}
	})
	return c.problems.sorted()
}

// A checker gathers problems. Paths name things as they stand in the file, such as kinds/wish/stages/done.
type checker struct {
	p        *Playbook
	known    Known
	spots    map[string][2]int // read from the text at the first problem
	loose    bool              // the kind at hand has moves or stages that lead nowhere known
	problems Problems
}

// check leaves out what is in broken: it would only be told again what is known to be wrong there.
func check(p *Playbook, known Known, broken map[string]bool) Problems {
	c := &checker{p: p, known: known}
	c.head()
	c.words(broken)
	for _, k := range p.Kinds {
		if k.stage == nil {
			k.index()
		}
		if !broken[k.Name] {
			c.kind(k)
		}
	}
	c.circles()
	if len(broken) == 0 {
		c.views()
	}
	return c.problems
}

func (c *checker) wrong(path string, says, hint lang.Text) {
	if len(c.problems) >= maxProblems {
		return
	}
	if c.spots == nil {
		c.spots = spots(c.p.Text)
	}
	spot := [2]int{}
	for at := path; ; at = at[:strings.LastIndexByte(at, '/')] {
		if s, ok := c.spots[at]; ok {
			spot = s
			break
		}
		if !strings.Contains(at, "/") {
			if c.p.Text != "" {
				spot = [2]int{1, 1}
			}
			break
		}
	}
	c.problems = append(c.problems, Problem{c.p.file, spot[0], spot[1], says, hint})
}

var (
	slugForm    = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)
	nameForm    = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	versionForm = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$`)
)

var nameHint = lang.T("用小写英文字母、数字和下划线，以字母开头", "use small letters, digits and _, and begin with a letter")

func (c *checker) named(path, s string) {
	if !nameForm.MatchString(s) {
		c.wrong(path, lang.F("“%s”不能当名字", "“%s” cannot be a name", quoted(s)), nameHint)
	}
}

// unknown says that a name is not there, and which is nearest.
func (c *checker) unknown(path string, thing lang.Text, s string, there []string) {
	c.loose = c.loose || thing == aStage
	c.wrong(path, lang.F("没有叫“%s”的%s", "there is no %[2]s called “%[1]s”", quoted(s), thing), oneOf(s, there))
}

// What names stand for, in problems.
var (
	anActor = lang.T("角色", "actor")
	aStage  = lang.T("阶段", "stage")
	aMove   = lang.T("操作", "move")
	aKind   = lang.T("事项种类", "kind")
	aField  = lang.T("栏目", "field")
	aParty  = lang.T("当事人", "party")
	aTask   = lang.T("任务清单事项", "task")
	aChoice = lang.T("选项", "option")
)

// head checks what is said about the playbook as a whole.
func (c *checker) head() {
	p := c.p
	switch {
	case p.Name == "":
		c.wrong("playbook", lang.T("工作法没有名字", "the playbook has no name"), lang.T("开头写 playbook: 名字", "begin with playbook: name"))
	case !slugForm.MatchString(p.Name):
		c.wrong("playbook", lang.F("“%s”不能当工作法的名字", "“%s” cannot be a playbook's name", quoted(p.Name)), nameHint)
	}
	switch {
	case p.Version == "":
		c.wrong("version", lang.T("没有写版本", "the version is missing"), lang.T("例如 version: \"2026-11\"", "for example version: \"2026-11\""))
	case !versionForm.MatchString(p.Version):
		c.wrong("version", lang.F("版本不能写成“%s”", "“%s” cannot be a version", quoted(p.Version)), lang.T("只用字母、数字、点和横线", "use letters, digits, points and hyphens only"))
	}
	if len(p.Kinds) == 0 {
		c.wrong("kinds", lang.T("没有一种事项", "there are no kinds of matter"), lang.T("至少写一种：kinds:", "write at least one: kinds:"))
	}
	for _, t := range p.Tasks {
		c.named("tasks/"+t.Name, t.Name)
		if t.List == "" {
			c.wrong("tasks/"+t.Name, lang.T("没有说是哪张清单上的", "it is not said on which task list this is"), lang.T("写 list: statutory（依法履职）、assist（协助）或 own（自治）", "write list: statutory, assist or own"))
		}
	}
	for _, a := range p.Actors {
		c.actor(a)
	}
}

var everywhere = []string{Anyone, Resident, Raiser, Handler}

func (c *checker) actor(a Actor) {
	path := "actors/" + a.Name
	c.named(path, a.Name)
	if slices.Contains(everywhere, a.Name) || a.Name == Time {
		c.wrong(path, lang.F("“%s”这个角色本来就有，不能另外定义", "the actor “%s” is always there and cannot be defined", a.Name), lang.T("换一个名字", "choose another name"))
	}
	if len(a.Posts)+len(a.Members) == 0 {
		c.wrong(path, lang.T("没有说谁是这个角色", "it is not said who this is"), lang.T("写 posts: 岗位，或 members: 哪些人", "write posts: or members:"))
	}
	c.outside(a)
	if a.OfPlace && len(a.Posts) == 0 {
		c.wrong(path+"/of", lang.T("只有岗位才能按地点负责", "only posts answer for places"), lang.T("删掉 of: place，或写 posts:", "leave out of: place, or write posts:"))
	}
	if a.Skill != "" && len(a.Members) == 0 {
		c.wrong(path+"/skill", lang.T("只有成员才有技能", "only members have skills"), lang.T("写 members: volunteer", "write members: volunteer"))
	}
}

// circles refuses kinds whose stages raise each other for ever.
func (c *checker) circles() {
	raises := map[string][]string{}
	for _, k := range c.p.Kinds {
		for _, st := range k.Stages {
			for _, r := range st.Raises {
				raises[k.Name] = append(raises[k.Name], r.Kind)
			}
		}
	}
	for _, k := range c.p.Kinds {
		seen := map[string]bool{}
		todo := slices.Clone(raises[k.Name])
		for len(todo) > 0 {
			next := todo[0]
			todo = todo[1:]
			if !seen[next] {
				seen[next] = true
				todo = append(todo, raises[next]...)
			}
		}
		if seen[k.Name] {
			c.wrong("kinds/"+k.Name, lang.F("“%s”会一再自动产生它自己", "“%s” would raise itself again and again", k.Title), lang.T("从 raises 里拿掉一环", "take one link out of raises"))
		}
	}
}

func (p *Playbook) kindNames(at string) []string {
	var names []string
	for _, k := range p.Kinds {
		if at == "" || k.At == at {
			names = append(names, k.Name)
		}
	}
	return names
}

func (k *Kind) stageNames() []string {
	var names []string
	for _, st := range k.Stages {
		names = append(names, st.Name)
	}
	return names
}

func (k *Kind) fieldNames() []string { return slices.Sorted(maps.Keys(k.fields)) }

func (k *Kind) path() string { return "kinds/" + k.Name }
