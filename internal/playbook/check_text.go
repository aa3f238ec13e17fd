package playbook

import (
	"strconv"

	"linli/internal/form"
	"linli/internal/lang"
)

// words checks that everything that people see has a name in Chinese.
func (c *checker) words(broken map[string]bool) {
	c.p.textsBut(broken, func(path string, t lang.Text, needed bool) {
		switch {
		case t.Zh == "" && t.En != "":
			c.wrong(path, lang.F("“%s”没有中文", "“%s” is not said in Chinese", quoted(t.En)), lang.T("写成 {zh: …, en: …}", "write {zh: …, en: …}"))
		case needed && t.Empty():
			c.wrong(path, lang.T("没有标题", "the title is missing"), lang.T("写 title: 给人看的名字", "write title: what people shall read"))
		}
	})
}

// texts gives everything in the playbook that people read. Needed ones may not be empty.
func (p *Playbook) texts(see func(path string, t lang.Text, needed bool)) { p.textsBut(nil, see) }

// textsBut leaves out the kinds in but.
func (p *Playbook) textsBut(but map[string]bool, see func(path string, t lang.Text, needed bool)) {
	see("title", p.Title, true)
	see("about", p.About, false)
	for _, t := range p.Tasks {
		see("tasks/"+t.Name+"/title", t.Title, true)
	}
	for _, a := range p.Actors {
		see("actors/"+a.Name+"/title", a.Title, true)
	}
	for _, k := range p.Kinds {
		if !but[k.Name] {
			k.texts(see)
		}
	}
	for _, l := range p.Lists {
		see("lists/"+l.Name+"/title", l.Title, true)
	}
	for _, f := range p.Figures {
		see("figures/"+f.Name+"/title", f.Title, true)
		see("figures/"+f.Name+"/unit", f.Unit, false)
	}
}

func (k *Kind) texts(see func(path string, t lang.Text, needed bool)) {
	see(k.path()+"/title", k.Title, true)
	see(k.path()+"/about", k.About, false)
	fieldTexts(k.path()+"/raise/fields/", k.Raise.Fields, see)
	for _, st := range k.Stages {
		see(k.path()+"/stages/"+st.Name+"/title", st.Title, true)
		raisedTexts(k.path()+"/stages/"+st.Name+"/raises/", st.Raises, see)
	}
	for _, m := range k.Moves {
		see(k.path()+"/moves/"+m.Name+"/title", m.Title, true)
		fieldTexts(k.path()+"/moves/"+m.Name+"/fields/", m.Fields, see)
		raisedTexts(k.path()+"/moves/"+m.Name+"/raises/", m.Raises, see)
	}
}

func fieldTexts(path string, fields []form.Field, see func(path string, t lang.Text, needed bool)) {
	for _, f := range fields {
		see(path+f.Name+"/title", f.Title, true)
		see(path+f.Name+"/hint", f.Hint, false)
		see(path+f.Name+"/unit", f.Unit, false)
		for _, o := range f.Options {
			see(path+f.Name+"/options/"+o.Key, o.Title, true)
		}
	}
}

func raisedTexts(path string, all []Raised, see func(path string, t lang.Text, needed bool)) {
	for i, r := range all {
		see(path+strconv.Itoa(i)+"/title", r.Title, false)
		see(path+strconv.Itoa(i)+"/body", r.Body, false)
	}
}
