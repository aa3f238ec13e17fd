package playbook

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"linli/internal/form"
	"linli/internal/lang"
)

var publishedForm = regexp.MustCompile(`^\d[\d,.]*\+?%?$`)

// views checks the lists and figures.
func (c *checker) views() {
	for _, l := range c.p.Lists {
		path := "lists/" + l.Name
		c.named(path, l.Name)
		kinds := c.kinds(path, l.Kinds)
		c.stages(path+"/stage", kinds, l.Stages)
		c.where(path+"/where", kinds, l.Where)
		if l.Group != "" {
			for _, k := range kinds {
				if f, ok := k.Field(l.Group); !ok {
					c.unknown(path+"/group", aField, l.Group, k.fieldNames())
				} else if f.Type != form.Choice || f.Sealed || k.voiced(l.Group) {
					c.wrong(path+"/group", lang.F("只能按不保密的单选栏目分组，“%s”是 %s", "only a single choice that is not sealed can group; “%s” is %s", l.Group, f.Type), lang.T("换一个 type: choice 的栏目，或删掉 group", "name a field with type: choice, or leave out group"))
				}
			}
		}
	}
	for _, f := range c.p.Figures {
		c.figure(f)
	}
}

func (c *checker) figure(f Figure) {
	path := "figures/" + f.Name
	c.named(path, f.Name)
	kinds := c.kinds(path, f.Kinds)
	c.stages(path+"/stage", kinds, f.Stages)
	c.stages(path+"/reached", kinds, f.Reached)
	c.where(path+"/where", kinds, f.Where)
	if f.Sum != "" {
		for _, k := range kinds {
			if sum, ok := k.Field(f.Sum); !ok {
				c.unknown(path+"/sum", aField, f.Sum, k.fieldNames())
			} else if !sum.Sums() {
				c.wrong(path+"/sum", lang.F("只能把数量和金额加起来，“%s”是 %s", "only quantities and money add up; “%s” is %s", f.Sum, sum.Type), lang.T("换一个 quantity 或 money 栏目，或删掉 sum", "name a quantity or money field, or leave out sum"))
			}
		}
	}
	since, dated := strings.CutPrefix(f.Over, "since ")
	if _, err := time.Parse(time.DateOnly, since); f.Over != "year" && f.Over != "all" && (!dated || err != nil) {
		c.wrong(path+"/over", lang.F("看不懂时段“%s”", "“%s” is no period", quoted(f.Over)), lang.T("写 year、all 或 since 2022-01-01", "write year, all or since 2022-01-01"))
	}
	if f.Published != "" && !publishedForm.MatchString(f.Published) {
		c.wrong(path+"/published", lang.F("“%s”不是文件里的数字", "“%s” is no figure that a document gives", quoted(f.Published)), lang.T("例如 36 或 120+", "for example 36 or 120+"))
	}
	if f.Ending != "" && len(kinds) > 0 && !slices.ContainsFunc(kinds, func(k *Kind) bool { return k.mayEnd(f.Ending) }) {
		c.wrong(path+"/ending", lang.F("这种事不会以 %s 结束", "such a matter never ends as %s", f.Ending), lang.T("换一个结束，或删掉 ending", "name another ending, or leave it out"))
	}
}

// mayEnd tells whether a matter of the kind can end so.
func (k *Kind) mayEnd(e Ending) bool {
	return e == EndWithdrawn && k.has("withdraw") || e == EndMerged && k.has("merge") ||
		slices.ContainsFunc(k.Stages, func(st *Stage) bool { return st.End == e })
}

func (c *checker) kinds(path string, names []string) []*Kind {
	if len(names) == 0 {
		c.wrong(path, lang.T("没有说是哪种事项", "it is not said of which kind"), lang.T("写 kind:", "write kind:"))
	}
	var kinds []*Kind
	for _, n := range names {
		if k := c.p.Kind(n); k != nil {
			kinds = append(kinds, k)
		} else {
			c.unknown(path+"/kind/"+n, aKind, n, c.p.kindNames(""))
		}
	}
	return kinds
}

// stages checks that each stage is one of at least one of the kinds.
func (c *checker) stages(path string, kinds []*Kind, names []string) {
	for _, n := range names {
		var there []string
		for _, k := range kinds {
			there = append(there, k.stageNames()...)
		}
		if len(kinds) > 0 && !slices.Contains(there, n) {
			c.unknown(path+"/"+n, aStage, n, there)
		}
	}
}

// where checks that each field is one of every kind, and a choice's value one of its options.
func (c *checker) where(path string, kinds []*Kind, all []Match) {
	for _, m := range all {
		for _, k := range kinds {
			f, ok := k.Field(m.Field)
			if !ok {
				c.unknown(path+"/"+m.Field, aField, m.Field, k.fieldNames())
				break
			}
			if f.Sealed || k.voiced(f.Name) || !slices.Contains([]form.Type{form.Choice, form.Text, form.Date}, f.Type) {
				c.wrong(path+"/"+m.Field, lang.F("按“%s”永远找不到，它是保密的，或者不是单选、文字和日期，或者每人一个答案", "“%s” never matches: it is sealed, or neither a single choice nor text nor a date, or asked of everybody", f.Title), lang.T("换一个不保密的 type: choice 栏目", "name a field with type: choice that is not sealed"))
				break
			}
			if _, known := f.Option(m.Value); len(f.Options) > 0 && !known {
				var keys []string
				for _, o := range f.Options {
					keys = append(keys, o.Key)
				}
				c.unknown(path+"/"+m.Field, aChoice, m.Value, keys)
				break
			}
		}
	}
}
