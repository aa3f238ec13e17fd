package playbook

import (
	"slices"

	"linli/internal/form"
	"linli/internal/lang"
)

// voice checks a move by which everybody speaks once: what it asks can be counted, and nothing tells who said what.
func (c *checker) voice(k *Kind, m *Move, path string) {
	if slices.Contains(m.Not, Raiser) && len(m.By) == 1 && m.By[0] == Raiser {
		c.wrong(path+"/not", lang.T("只有提出人能做，又不许提出人做", "only the raiser may make it, and the raiser may not"), lang.T("在 by 里再写一个角色", "add another actor to by"))
	}
	if !m.Once {
		return
	}
	at := path + "/each"
	if m.To != "" {
		c.wrong(at, lang.T("每人一次的操作要留在原处，不能一个人说了就往下走", "where everybody speaks, one voice cannot lead on"), lang.T("删掉 to；另写一个往下走的操作", "leave out to, and write another move that leads on"))
	}
	if m.Claims || m.Gives != "" || m.Frees || len(m.Raises) > 0 || len(m.Needs) > 0 || len(m.Hears) > 0 {
		c.wrong(at, lang.T("每人一次的操作只问栏目，不写 needs、claims、gives、frees、raises、hears", "where everybody speaks only fields are asked: no needs, claims, gives, frees, raises or hears"), lang.T("删掉它们", "leave them out"))
	}
	if slices.Contains(m.By, Anyone) {
		c.wrong(path+"/by/"+Anyone, lang.T("没有登录的人分不出是谁，不能每人一次", "nobody knows how often somebody without an account speaks"), lang.F("写 by: %s", "write by: %s", Resident))
	}
	if len(m.Fields) == 0 {
		c.wrong(at, lang.T("没有说问大家什么", "it is not said what everybody is asked"), lang.T("写 fields: 一个 choice 或 rating 栏目", "write fields: a choice or a rating"))
	}
	for _, f := range m.Fields {
		if f.Type != form.Choice && f.Type != form.Rating || f.Sealed || !f.Required {
			c.wrong(path+"/fields/"+f.Name, lang.F("“%s”数不出来：每人一次只能问必填、不保密的 choice 或 rating", "“%s” cannot be counted: ask a choice or a rating that is required and not sealed", f.Title), lang.T("写 type: choice 和 required: true", "write type: choice and required: true"))
		}
		if k.single(f.Name) {
			c.wrong(path+"/fields/"+f.Name, lang.F("“%s”在别处只有一个答案，这里每人一个", "“%s” has one answer elsewhere and one of everybody here", f.Title), lang.T("换一个名字", "choose another name"))
		}
	}
}

// single tells whether a field has one answer: it is asked when raising, or by a move that is not everybody's.
func (k *Kind) single(field string) bool {
	is := func(f form.Field) bool { return f.Name == field }
	return slices.ContainsFunc(k.Raise.Fields, is) || slices.ContainsFunc(k.Moves, func(m *Move) bool { return !m.Once && slices.ContainsFunc(m.Fields, is) })
}
