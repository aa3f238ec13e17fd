package matterweb

import (
	"net/url"
	"slices"

	"linli/internal/file"
	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/ui"
)

// fieldsOf are the fields of a kind, each once: those asked when it is raised, then those of its moves.
func (t *told) fieldsOf() []form.Field {
	var all []form.Field
	add := func(fields []form.Field) {
		for _, f := range fields {
			if !slices.ContainsFunc(all, func(x form.Field) bool { return x.Name == f.Name }) {
				all = append(all, f)
			}
		}
	}
	add(t.m.Kind.Raise.Fields)
	for _, m := range t.m.Kind.Moves {
		add(m.Fields)
	}
	return all
}

// facts is what is known of the matter, without what is sealed and without people.
func (t *told) facts() []ui.Fact {
	p, m := t.page, t.m
	facts := []ui.Fact{{Label: p.T("类别", "Kind"), Value: p.Say(m.Kind.Title)}}
	if m.AtPlace != "" || m.Kind.Raise.Place != "none" && !m.Shown {
		facts = append(facts, ui.Fact{Label: p.T("地点", "Place"), Value: m.AtPlace})
	}
	facts = append(facts, ui.Fact{Label: p.T("提出", "Raised"), Body: ui.At(p, m.Created)})
	if !m.Closed.IsZero() {
		facts = append(facts, ui.Fact{Label: p.T("结束", "Closed"), Body: ui.At(p, m.Closed)})
	}
	for _, f := range t.fieldsOf() {
		value, ok := m.State.Fields[f.Name]
		if !ok || f.Sealed || f.Type == form.File || slices.Contains(m.Kind.Parties, f.Name) || t.gives(f.Name) {
			continue
		}
		says := t.words.Say(f, value)
		facts = append(facts, ui.Fact{Label: p.Say(f.Title), Value: says, Wide: len([]rune(says)) > 40})
	}
	facts = append(facts, tallied(p, m.Kind, m.Tallies)...)
	if m.State.Rating > 0 {
		facts = append(facts, ui.Fact{Label: p.T("评价", "Rating"), Body: ui.Stars(p, m.State.Rating)})
	}
	if says := solved(m.State.Solved); !says.Empty() {
		facts = append(facts, ui.Fact{Label: p.T("解决了吗", "Solved?"), Value: p.Say(says)})
	}
	return facts
}

// gives tells whether a field names who handles the matter, who stands among the people.
func (t *told) gives(field string) bool {
	return slices.ContainsFunc(t.m.Kind.Moves, func(m *playbook.Move) bool { return m.Gives == field })
}

func solved(key string) lang.Text {
	return map[string]lang.Text{"yes": lang.T("解决了", "Solved"), "partly": lang.T("解决了一部分", "Partly"), "no": lang.T("没有解决", "Not solved")}[key]
}

// people is who has to do with it. Names are whole only for those who answer for the matter.
func (t *told) people() []ui.Fact {
	p, m := t.page, t.m
	var facts []ui.Fact
	if !m.Shown {
		raiser := t.words.Name(m.State.Raiser)
		switch {
		case raiser == "" && m.Contact.Name != "" && (m.Whole || t.own):
			raiser = m.Contact.Name
		case raiser == "" && m.Origin != "":
			raiser = p.T("社区上交", "A community, by referral")
		case raiser == "":
			raiser = p.T("未登录的居民", "A resident without an account")
		}
		if says := channel(m.Contact.Channel); !says.Empty() {
			raiser += p.T("（"+p.Say(says)+"）", " ("+p.Say(says)+")")
		}
		if n := len(m.State.Petitioners); n > 0 {
			raiser += p.Say(lang.F("，另有 %d 位提出人", ", and %d more", n))
		}
		if n := len(m.State.Joined); n > 0 {
			raiser += p.Say(lang.F("，%d 位居民说“也是我的事”", "; %d residents say “me too”", n))
		}
		facts = append(facts, ui.Fact{Label: p.T("提出人", "Raised by"), Value: raiser})
	}
	if m.State.Handler != "" {
		facts = append(facts, ui.Fact{Label: p.T("办理人", "Handled by"), Value: t.words.Name(m.State.Handler)})
	}
	for _, name := range m.Kind.Parties {
		f, ok := m.Kind.Field(name)
		if value := m.State.Fields[name]; ok && value != nil && !f.Sealed {
			facts = append(facts, ui.Fact{Label: p.Say(f.Title), Value: t.words.Say(f, value)})
		}
	}
	return facts
}

func channel(key string) lang.Text {
	return map[string]lang.Text{"phone": lang.T("电话登记", "by phone"), "counter": lang.T("窗口登记", "at the counter")}[key]
}

// hasSealed tells whether there is something that is opened only on demand.
func (t *told) hasSealed() bool {
	return t.m.Contact.Phone != "" || t.m.State.Raiser != "" || len(t.sealed()) > 0
}

// sealed are the answers that are kept closed at rest.
func (t *told) sealed() []ui.Fact {
	var facts []ui.Fact
	for _, f := range t.fieldsOf() {
		if value, ok := t.m.State.Fields[f.Name]; ok && f.Sealed {
			facts = append(facts, ui.Fact{Label: t.page.Say(f.Title), Value: t.words.Say(f, value), Wide: true})
		}
	}
	return facts
}

// gallery is the files of the matter: photos to look at, papers to save.
func (t *told) gallery() (photos []ui.Photo, papers []ui.Link) {
	for _, f := range t.m.Files {
		if f.Photo() {
			photos = append(photos, t.photo(f))
		} else {
			papers = append(papers, ui.Link{Href: t.fileURL(f.ID, false), Label: t.fileWord(f)})
		}
	}
	return photos, papers
}

func (t *told) photo(f file.File) ui.Photo {
	return ui.Photo{Src: t.fileURL(f.ID, false), Thumb: t.fileURL(f.ID, true), Alt: t.page.T("照片，", "Photo, ") + t.page.Moment(f.At)}
}

func (t *told) fileWord(f file.File) string {
	return t.page.T("文件，", "Paper, ") + t.page.Moment(f.At)
}

func (t *told) fileURL(id string, thumb bool) string {
	q := url.Values{}
	if thumb {
		q.Set("thumb", "1")
	}
	if t.ref.Code != "" {
		q.Set("code", t.ref.Code)
	}
	u := "/" + t.v.Realm.ID + "/files/" + id
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	return u
}
