package playbook

import (
	"regexp"
	"slices"

	"linli/internal/form"
	"linli/internal/lang"
)

// reserved are names that mean something else where a field could stand: what every matter has, what a move asks by
// itself, what a guard sees, and the words of guards.
var reserved = append([]string{
	"title", "body", "place", "note", "rating", "solved",
	"stage", "overdue", "today", "times", "here", "answered", "filled",
	"in", "not", "and", "or", "matches", "contains", "startsWith", "endsWith", "let", "if", "else", "true", "false", "nil",
}, builtins...)

var optionForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_]{0,39}$`)

// fields checks the questions asked in one place.
func (c *checker) fields(k *Kind, path string, fields []form.Field) {
	for _, f := range fields {
		c.field(k, path+"/"+f.Name, f)
	}
}

func (c *checker) field(k *Kind, path string, f form.Field) {
	if slices.Contains(reserved, f.Name) {
		c.wrong(path, lang.F("栏目不能叫“%s”，这个名字另有用处", "a field cannot be called “%s”: the name is taken", f.Name), lang.T("换一个名字", "choose another name"))
	} else {
		c.named(path, f.Name)
	}
	if f.Name == "photos" && f.Type != form.File {
		c.wrong(path, lang.T("photos 只能放文件", "photos holds files only"), lang.T("写 type: file", "write type: file"))
	}
	if f.Type == "" {
		c.wrong(path, lang.T("没有说要填什么样的内容", "it is not said what sort of answer this takes"), lang.T("写 type: text、choice、date……", "write type: text, choice, date, …"))
		return
	}
	chosen := f.Type == form.Choice || f.Type == form.Choices
	switch {
	case chosen && len(f.Options) == 0:
		c.wrong(path, lang.T("要人选，却没有选项", "this is a choice without options"), lang.T("写 options: {名字: 标题, …}", "write options: {name: title, …}"))
	case !chosen && len(f.Options) > 0:
		c.wrong(path+"/options", lang.T("只有 choice 和 choices 才有选项", "only choice and choices have options"), lang.T("改 type，或删掉 options", "change type, or leave out options"))
	}
	for _, o := range f.Options {
		if !optionForm.MatchString(o.Key) {
			c.wrong(path+"/options/"+o.Key, lang.F("“%s”不能当选项的名字", "“%s” cannot be the name of an option", quoted(o.Key)), lang.T("用小写英文字母、数字和下划线", "use small letters, digits and _"))
		}
	}
	switch {
	case f.Type == form.Quantity && f.Unit.Empty():
		c.wrong(path, lang.T("数量没有单位", "this quantity has no unit"), lang.T("写 unit: {zh: 盏, en: lamps}", "write unit: {zh: 盏, en: lamps}"))
	case f.Type != form.Quantity && !f.Unit.Empty():
		c.wrong(path+"/unit", lang.T("只有 quantity 才有单位", "only a quantity has a unit"), lang.T("改成 type: quantity，或删掉 unit", "write type: quantity, or leave out unit"))
	}
	bounded := chosen || slices.Contains([]form.Type{form.Date, form.Person, form.Place, form.Org}, f.Type)
	if bounded && (f.Min != nil || f.Max != nil) {
		c.wrong(path, lang.F("%s 没有最大最小", "a %s has no min or max", f.Type), lang.T("删掉 min 和 max", "leave out min and max"))
	} else if lo, hi := f.Limit(); lo > hi || f.Type == form.Text && lo < 0 {
		c.wrong(path, lang.F("没有内容能同时满足最小 %v 和最大 %v", "nothing can be at least %v and at most %v", lo, hi), lang.T("改 min 或 max", "change min or max"))
	}
	if first, ok := k.Field(f.Name); ok && !alike(first, f) {
		c.wrong(path, lang.F("“%s”在别处的类型、单位或选项和这里不同", "“%s” has another type, unit or options elsewhere", f.Name), lang.T("同名的栏目是同一个答案；不同的请换名字", "fields of one name are one answer; give another answer another name"))
	}
}

func alike(a, b form.Field) bool {
	return a.Type == b.Type && a.Unit == b.Unit && a.Sealed == b.Sealed && slices.Equal(a.Options, b.Options)
}
