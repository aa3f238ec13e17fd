package playbook

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"linli/internal/form"
	"linli/internal/lang"
)

// move checks one move.
func (c *checker) move(k *Kind, m *Move) {
	path := k.path() + "/moves/" + m.Name
	c.named(path, m.Name)
	if Common(m.Name) {
		c.wrong(path, lang.F("“%s”是每种事项都有的操作，不能另外定义", "“%s” is a move that every kind has and cannot be defined", m.Name), lang.T("换一个名字", "choose another name"))
	}
	c.fields(k, path+"/fields", m.Fields)
	c.ends(k, m, path)
	if len(m.By) == 0 {
		c.wrong(path, lang.F("没有人能做“%s”", "nobody may make “%s”", m.Title), lang.T("写 by: 角色", "write by: an actor"))
	}
	c.actors(k, path+"/by", m.By)
	c.handling(k, m, path)
	c.proof(k, m, path)
	c.voice(k, m, path)
	if m.After == "deadline" {
		for _, from := range m.From {
			if st := k.Stage(from); st != nil && st.Within == nil {
				c.wrong(path+"/after", lang.F("“%s”没有期限，永远等不到过期", "“%s” has no time limit that could run out", st.Title), lang.F("给阶段 %s 写上 within:", "give the stage %s a within:", from))
			}
		}
	}
	for _, party := range m.Hears {
		if !slices.Contains(k.Parties, party) {
			c.unknown(path+"/hears/"+party, aParty, party, k.Parties)
		}
	}
	c.raises(k, path+"/raises", m.Raises)
	for i, r := range m.Raises {
		if r.Again {
			c.wrong(path+"/raises/"+strconv.Itoa(i)+"/again", lang.T("操作做几次就产生几次，again 没有用处", "a move raises each time that it is made, so again has no use"), lang.T("删掉 again", "leave out again"))
		}
	}
	if m.When != nil {
		c.guard(k, m, path+"/when")
	}
}

// ends checks where a move begins and where it leads.
func (c *checker) ends(k *Kind, m *Move, path string) {
	if len(m.From) == 0 {
		c.loose = true
		c.wrong(path, lang.F("没有说“%s”从哪个阶段做", "it is not said from which stage “%s” is made", m.Title), lang.T("写 from: 阶段", "write from: a stage"))
	}
	for _, from := range m.From {
		st := k.Stage(from)
		switch {
		case st == nil:
			c.unknown(path+"/from/"+from, aStage, from, k.stageNames())
		case st.End != "":
			c.wrong(path+"/from/"+from, lang.F("事情到“%s”已经结束，不能再操作", "a matter ends at “%s”; no move leads on", st.Title), lang.T("要再办，写 reopens:", "write reopens: to let it be opened again"))
		case st.Refers != nil:
			c.wrong(path+"/from/"+from, lang.F("“%s”在等街道的消息，这里做不了操作", "“%s” waits for news from the street; no move is made there", st.Title), lang.T("用 refers 里的 back 写明下一步", "say in its back what follows"))
		case from == m.To:
			c.wrong(path, lang.F("“%s”又回到同一个阶段，期限会重新算", "“%s” leads back to its own stage and would start its clock again", m.Title), lang.T("不写 to，就留在这个阶段，期限照旧", "leave out to: it stays and the clock runs on"))
		}
	}
	if m.To != "" && k.Stage(m.To) == nil {
		c.unknown(path+"/to", aStage, m.To, k.stageNames())
	}
}

// handling checks who becomes the handler, and that no handler verifies.
func (c *checker) handling(k *Kind, m *Move, path string) {
	switch {
	case m.Claims && slices.ContainsFunc(m.By, func(a string) bool { return a == Handler || a == Anyone }):
		c.wrong(path+"/claims", lang.T("已经在办的人或没有登录的人不能认领", "a handler has it already, and somebody without an account cannot be one"), lang.T("改 by，或删掉 claims", "change by, or leave out claims"))
	case m.Claims && (m.Gives != "" || m.Frees):
		c.wrong(path+"/claims", lang.T("claims、gives、frees 只能写一个", "only one of claims, gives and frees can be written"), lang.T("删掉其余的", "leave out the others"))
	case m.Gives != "" && m.Frees:
		c.wrong(path+"/frees", lang.T("claims、gives、frees 只能写一个", "only one of claims, gives and frees can be written"), lang.T("删掉其中一个", "leave out one of them"))
	}
	if m.Gives != "" {
		i := slices.IndexFunc(m.Fields, func(f form.Field) bool { return f.Name == m.Gives })
		if i < 0 || m.Fields[i].Type != form.Person || !m.Fields[i].Required {
			c.wrong(path+"/gives", lang.F("交给谁要用这个操作里必填的 person 栏目“%s”来问", "whom it is given to has to be asked by a required person field “%s” of this move", m.Gives), lang.F("写 fields: {%s: {title: …, type: person, required: true}}", "write fields: {%s: {title: …, type: person, required: true}}", m.Gives))
		}
	}
	if slices.Contains(m.Not, Handler) && len(m.By) == 1 && m.By[0] == Handler {
		c.wrong(path+"/not", lang.T("只有办理人能做，又不许办理人做", "only the handler may make it, and the handler may not"), lang.T("在 by 里再写一个角色", "add another actor to by"))
	}
	if m.To == "" || slices.Contains(m.Not, Handler) {
		return
	}
	outside := func(a string) bool { return a == Raiser || slices.Contains(k.Parties, a) }
	for _, from := range m.From {
		if st := k.Stage(from); st != nil && st.Shows == Verify && slices.ContainsFunc(m.By, func(a string) bool { return !outside(a) }) {
			c.wrong(path, lang.F("办理人可以自己核实“%s”", "a handler could verify their own work at “%s”", st.Title), lang.T("写 not: handler", "write not: handler"))
			return
		}
	}
}

// proof checks what a move needs.
func (c *checker) proof(k *Kind, m *Move, path string) {
	if slices.Contains(m.Needs, "rating") && slices.ContainsFunc(m.By, func(a string) bool { return a != Raiser }) {
		c.wrong(path+"/needs", lang.T("只有提出人能评价", "only the raiser rates"), lang.T("写 by: raiser", "write by: raiser"))
	}
	if slices.Contains(m.Needs, "photo") && slices.ContainsFunc(m.Fields, func(f form.Field) bool { return f.Name == "photos" }) {
		c.wrong(path+"/fields/photos", lang.T("needs: photo 已经会问照片", "needs: photo asks for photos already"), lang.T("删掉 photos 这一栏", "leave out the field photos"))
	}
}

// guard compiles a move's condition and checks the names that it speaks of.
func (c *checker) guard(k *Kind, m *Move, path string) {
	var e *ruleError
	if err := m.When.compile(ruleEnv(k)); errors.As(err, &e) {
		c.inRule(m.When, path, e.at, e.says, e.hint)
		return
	}
	for _, at := range m.When.mentions() {
		there, thing := []string(nil), lang.Text{}
		switch at.of {
		case "move":
			there, thing = append(k.moveNames(), commonNames()...), aMove
		case "party":
			there, thing = k.Parties, aParty
		case "field":
			there, thing = append(k.fieldNames(), "photos"), aField
		case "stage":
			there, thing = k.stageNames(), aStage
		case "option":
			f, ok := k.Field(at.name)
			if !ok || f.Type != form.Choice && f.Type != form.Choices {
				continue
			}
			for _, o := range f.Options {
				there = append(there, o.Key)
			}
			there, thing = append(there, ""), aChoice
		}
		if !slices.Contains(there, at.word) {
			c.inRule(m.When, path, at.at, lang.F("没有叫“%s”的%s", "there is no %[2]s called “%[1]s”", quoted(at.word), thing), oneOf(at.word, there))
		}
	}
}

// inRule places a problem inside a condition's text.
func (c *checker) inRule(r *Rule, path string, at int, says, hint lang.Text) {
	before := len(c.problems)
	c.wrong(path, says, hint)
	if len(c.problems) == before || c.problems[before].Line == 0 {
		return
	}
	p := &c.problems[before]
	lines := linesOf(c.p.Text)
	if p.Line > len(lines) {
		return
	}
	line := []rune(lines[p.Line-1])
	if first := []rune(r.Text); p.Column <= len(line) && !strings.Contains(r.Text, "\n") {
		rest := string(line[p.Column-1:])
		if i := strings.Index(rest, string(first)); i >= 0 && i <= 1 {
			p.Column += i + at
		}
	}
}
