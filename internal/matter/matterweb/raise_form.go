package matterweb

import (
	"net/http"
	"slices"

	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/ui"
	"linli/internal/web"
)

// The parts of the form beside the kind's own fields, by what their inputs' names begin with.
var (
	about  = formweb.Asking{}
	onSpot = formweb.Asking{Prefix: "spot.", Lax: true}
)

// questions is everything that raising a matter of a kind asks of a visitor.
type questions struct {
	kind  matter.Raisable
	staff bool
	about []form.Field // place, photos, on whose behalf
	spot  []form.Field // of the move that settles it in the same go; none: it cannot be
	asker *formweb.Asker
}

// raisePage is the form.
type raisePage struct {
	Page     ui.Page
	Staff    bool
	Action   string
	Key      string
	Kind     string
	About    string
	Seen     string // who will see it
	Problems ui.Problems
	Title    ui.Field // asked of staff only
	Body     ui.Field
	Fields   []formweb.Input
	Place    []formweb.Input
	Photos   []formweb.Input
	Phone    ui.Field
	Behalf   bool // open the part for somebody else
	For      []formweb.Input
	Name     ui.Field
	Channel  ui.Field
	Channels []ui.Option
	Settle   ui.Field
	Settles  []ui.Option
	Spot     []formweb.Input
	SpotName string
	Like     []similarRow
	Kinds    []ui.Suggestion // of which kind it may rather be
	Places   []ui.Suggestion // where it may be
	Hinted   bool            // suggestions were shown before
	Other    bool            // it is none of those that were shown
	LikeThis string          // where to ask, while somebody types, for what resembles it
}

func (p *Pages) questions(r *http.Request, v *web.Visit) (questions, error) {
	k, err := p.kind(r, v)
	if err != nil {
		return questions{}, err
	}
	q := questions{kind: k, staff: v.ID.Serves(), asker: p.ask.For(v)}
	if k.Raise.Place != "none" {
		q.about = append(q.about, form.Field{Name: "place", Type: form.Place, Required: k.Raise.Place == "required", Title: lang.T("在哪里", "Where"),
			Hint: lang.T("小区、楼栋或公共区域；也可以填门口标牌上的编号。", "An estate, a building or a public place, or the code on its sign.")})
	}
	if !slices.ContainsFunc(k.Raise.Fields, func(f form.Field) bool { return f.Type == form.File }) {
		q.about = append(q.about, form.Field{Name: "photos", Type: form.File, Title: lang.T("照片", "Photos"), Hint: lang.T("可以不拍；不要拍到别人的脸。", "Optional. Please keep faces out.")})
	}
	if q.staff {
		q.about = append(q.about, form.Field{Name: "for", Type: form.Person, Title: lang.T("已登记的居民", "A booked resident"),
			Hint: lang.T("填姓名或手机号。本人登录就能看到进展。", "By name or phone number. They will see it when they sign in.")})
	}
	if m := k.Move(k.Raise.Spot); m != nil && mayByPost(v, k.Kind, m) {
		q.spot = withNote(asksOf(m), true)
	}
	return q, nil
}

// asksOf are the fields of a move with those that its needs bring, as the engine asks them; the note stands apart.
func asksOf(m *playbook.Move) []form.Field {
	all := slices.Clone(m.Fields)
	if slices.Contains(m.Needs, "photo") {
		all = append(all, form.Field{Name: "photos", Title: lang.T("照片", "Photos"), Type: form.File, Required: true})
	}
	return all
}

// withNote adds the note that every move takes.
func withNote(fields []form.Field, needed bool) []form.Field {
	f := form.Field{Name: "note", Title: lang.T("补充说明", "Anything to add"), Type: form.Text}
	if needed {
		f.Title, f.Required = lang.T("说明", "Note"), true
	}
	return append(slices.Clone(fields), f)
}

// mayByPost tells whether the visitor holds, wherever it answers, a post of one of a move's actors.
func mayByPost(v *web.Visit, k *playbook.Kind, m *playbook.Move) bool {
	return slices.ContainsFunc(m.By, func(name string) bool {
		a := k.Playbook.Actor(name)
		if a == nil {
			return false
		}
		_, ok := v.ID.Post(a.Posts, "")
		return ok
	})
}

func (p *Pages) renderRaise(w http.ResponseWriter, r *http.Request, v *web.Visit, status int, q questions, s sent, wrong error) error {
	page, k := v.Page, q.kind
	ps := page.Problems(wrong)
	m := raisePage{Page: page, Staff: q.staff, Action: "/" + v.Realm.ID + "/raise/" + k.ID(), Key: s.key, Kind: page.Say(k.Title), About: page.Say(k.About), Seen: page.Say(seen(k.Kind)), Problems: ps}
	m.Like, m.Other, m.LikeThis, m.Kinds, m.Hinted = s.like, s.other, m.Action+"/similar", s.kinds, s.hinted
	m.Page.Title = m.Kind
	m.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/raise", Label: page.T("换一类", "Something else")}}
	m.Title = ui.Field{Name: "title", Label: page.T("标题", "Title"), Hint: page.T("不写就用说明的第一行。", "Without one, the first line below is the title."), Value: s.title, MaxLen: 60, Error: ps.Of("title")}
	m.Body = ui.Field{Name: "body", Label: page.T("说说情况", "What is it about?"), Value: s.body, Required: true, Error: ps.Of("body"),
		Hint: page.T("第一行是标题，请不要写姓名和电话。", "The first line is the title. Please leave names and phone numbers out of it.")}
	if q.kind.Seen.By == "parties" {
		m.Body.Hint = page.T("只有办理的人看得到。", "Only those who handle it read this.")
	}
	m.Phone = ui.Field{Name: "phone", Label: page.T("联系电话", "Phone"), Hint: page.T("可以不留。只有办这件事的人能看到。", "Optional. Only those who handle this see it."), Value: s.phone, Auto: "tel", Error: ps.Of("phone"), Attrs: telephone}
	if q.staff {
		m.Body.Required, m.Body.Hint = false, ""
		m.Phone.Hint, m.Phone.Auto = "", "off"
		m.Name = ui.Field{Name: "name", Label: page.T("姓名", "Name"), Value: s.name, MaxLen: 60, Auto: "off", Error: ps.Of("name")}
		m.Channel = ui.Field{Name: "channel", Label: page.T("怎么来的", "How it came in"), Value: s.channel}
		m.Channels = []ui.Option{{Value: "phone", Label: page.T("打电话来", "By phone")}, {Value: "counter", Label: page.T("到窗口来", "At the counter")}, {Label: page.T("自己发现", "Found it myself")}}
		m.Behalf = s.name != "" || s.phone != "" || s.channel != "" || s.about.Raw["for"] != nil || ps.Of("for")+ps.Of("phone")+ps.Of("name") != ""
	}
	if len(q.spot) > 0 {
		m.SpotName = page.Say(k.Move(k.Raise.Spot).Title)
		m.Settle = ui.Field{Name: "settle", Label: page.T("当场办好了吗", "Was it settled on the spot?"), Value: "no"}
		if s.settle {
			m.Settle.Value = "yes"
		}
		m.Settles = []ui.Option{{Value: "no", Label: page.T("没有，派给人办", "No, it has to be handled")}, {Value: "yes", Label: page.T("当场办好了", "Yes, settled")}}
	}
	if s.title+s.body != "" && s.about.Raw["place"] == nil { // it came back, and says nothing of where it is yet
		var err error
		if _, m.Places, err = p.draftHints(r.Context(), v, q.draft(s)); err != nil {
			return err
		}
	}
	inputs, err := q.asker.Inputs(r.Context(), about, q.about, s.about, ps)
	if err != nil {
		return err
	}
	for i, f := range q.about {
		switch f.Name {
		case "place":
			m.Place = inputs[i : i+1]
		case "photos":
			m.Photos = inputs[i : i+1]
		case "for":
			m.For = inputs[i : i+1]
		}
	}
	if m.Fields, err = q.asker.Inputs(r.Context(), formweb.Fields, k.Raise.Fields, s.fields, ps); err != nil {
		return err
	}
	if m.Spot, err = q.asker.Inputs(r.Context(), onSpot, q.spot, s.spot, ps); err != nil {
		return err
	}
	return v.Render(w, r, status, raiseView(m))
}

// seen says who will see a matter of a kind.
func seen(k *playbook.Kind) lang.Text {
	title := slices.Contains(k.Seen.Shows, "title")
	switch {
	case k.Seen.By == "public" && title:
		return lang.T("标题和进展对大家公开；您的姓名、电话不公开。", "The title and how it goes are public; your name and phone number are not.")
	case k.Seen.By == "public":
		return lang.T("进展对大家公开；您的姓名、电话和您写的内容不公开。", "How it goes is public; your name, your phone number and what you write are not.")
	case k.Seen.By == "neighbours":
		return lang.T("邻居登录后能看到有这件事和进展；您的姓名、电话不公开。", "Neighbours who sign in see that it exists and how it goes, not your name or phone number.")
	}
	return lang.T("只有您、当事人和办这件事的人能看到。", "Only you, the parties and those who handle it see this.")
}
