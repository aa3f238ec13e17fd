package matterweb

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/ui"
)

// events is the timeline in words, newest first.
func (t *told) events() []ui.Event {
	var all []ui.Event
	for _, e := range t.m.Timeline {
		if t.m.Shown && e.What == "near" {
			continue // a nudge to whoever handles it
		}
		title, status, icon := t.eventTitle(e)
		ev := ui.Event{At: e.At, Status: status, Icon: icon, Title: t.page.Say(title), Who: t.who(e), Text: e.Note}
		if e.Erased {
			ev.Title, ev.Text = t.page.T("一条记录", "An entry"), t.page.T("内容已依法删除", "Its content was erased as the law requires.")
		}
		ev.Photos, ev.Body = t.brought(e)
		all = append(all, ev)
	}
	slices.Reverse(all)
	return all
}

// eventTitle says what happened.
func (t *told) eventTitle(e matter.Step) (title lang.Text, status ui.Status, icon string) {
	st := t.m.Kind.Stage(e.Stage)
	if st != nil {
		status = ui.Status(st.Shows)
	}
	switch e.Kind {
	case "matter.opened":
		return lang.T("提出", "Raised"), status, "message-plus"
	case "matter.timed":
		switch e.What {
		case "near":
			return lang.T("快到时限了", "The deadline is near"), status, "clock"
		case "late":
			return lang.T("超过时限", "The deadline passed"), ui.Overdue, ""
		case "review":
			return lang.T("到了约定再看的日子", "The day of review came"), ui.Suspended, ""
		}
		if st != nil {
			return lang.F("时限过了，自动转到“%s”", "Time was up: it went on to “%s”", st.Title), status, "clock-off"
		}
		return lang.T("时限过了", "Time was up"), status, "clock-off"
	case "matter.news":
		return t.news(e), status, newsIcon[e.What]
	case "matter.carried":
		return lang.T("改按新版工作法办理", "Goes on by a new version of its playbook"), status, "book"
	case "matter.handed":
		return lang.T("岗位移交，换人接着办", "The post was handed over; its new holder goes on"), status, "user-check"
	}
	title = moveTitle(t.m.Kind, e.Move)
	if e.Stage == e.From || playbook.Common(e.Move) {
		icon = moveIcon(t.m.Kind, e.Move)
		if icon == "" {
			icon = "pencil"
		}
	}
	switch e.Move {
	case "withdraw":
		status = ui.Withdrawn
	case "merge":
		status = ui.Merged
	case "suspend":
		status = ui.Suspended
	case "return":
		status = ui.Returned
	}
	return title, status, icon
}

var newsIcon = map[string]string{"referred": "arrow-up-right", "answered": "messages", "joined": "git-merge", "settled": "circle-check", "follows": "git-merge"}

func (t *told) news(e matter.Step) lang.Text {
	switch e.What {
	case "referred":
		return lang.F("街道收到，街道的编号是 #%d", "The street has it, as #%d there", e.Number)
	case "answered":
		return lang.F("街道有了结果（#%d）", "The street has answered (#%d)", e.Number)
	case "joined":
		return lang.F("#%d 并入这件事，一并办理", "#%d was merged into this", e.Number)
	case "follows":
		return lang.F("并入的事项又并入了 #%d，结果看那一件", "What this was merged into was merged into #%d, which brings the answer", e.Number)
	case "settled":
		return lang.F("并入的 #%d 有了结果", "#%d, which this was merged into, is closed", e.Number)
	}
	return lang.T("有了新消息", "News")
}

// who says by whom it was done: their post, or what they are in the matter, and their name as the visitor may read it.
func (t *told) who(e matter.Step) string {
	if e.Kind == "matter.timed" || e.Kind == "matter.news" && e.What != "joined" {
		return ""
	}
	name := t.words.Name(e.By.Person)
	role := t.posts[e.By.Post]
	if role == "" && !t.m.Shown {
		switch {
		case e.By.Person != "" && e.By.Person == t.m.State.Raiser:
			role = t.page.T("提出人", "Raised it")
		case e.By.Person != "" && slices.Contains(t.m.State.Handlers, e.By.Person):
			role = t.page.T("办理人", "Handles it")
		case e.Kind == "matter.opened" && t.m.Origin != "":
			role = t.page.T("社区上交", "A community, by referral")
		case e.By.Person == "" && e.By.Account == "" && e.Kind != "matter.carried":
			role = t.page.T("凭查询码或未登录", "Without an account")
		}
		for _, party := range t.m.Kind.Parties {
			if id, _ := t.m.State.Fields[party].(string); id != "" && id == e.By.Person && role == "" {
				role = t.page.Say(actorOf(t.m.Kind, party))
			}
		}
	}
	return strings.Join(slices.DeleteFunc([]string{role, name}, func(s string) bool { return s == "" }), " · ")
}

// brought is what an entry added: its photos and its answers. What is sealed is not told again here.
func (t *told) brought(e matter.Step) (photos []ui.Photo, body templ.Component) {
	var facts []ui.Fact
	for _, f := range t.asked(e) {
		value, ok := e.Values[f.Name]
		if !ok || f.Sealed {
			continue
		}
		if f.Type == form.File {
			ids, _ := value.([]string)
			for _, kept := range t.m.Files {
				if slices.Contains(ids, kept.ID) && kept.Photo() {
					photos = append(photos, t.photo(kept))
				}
			}
			continue
		}
		if says := t.words.Say(f, value); says != "" {
			facts = append(facts, ui.Fact{Label: t.page.Say(f.Title), Value: says, Wide: len([]rune(says)) > 40})
		}
	}
	facts = append(facts, tallied(t.page, t.m.Kind, e.Tally)...)
	if len(facts) > 0 {
		body = ui.Facts(facts)
	}
	return photos, body
}

// asked are the fields that an entry answered, in their order.
func (t *told) asked(e matter.Step) []form.Field {
	if e.Kind == "matter.opened" {
		return nil // they stand among the facts, their files in the gallery
	}
	var all []form.Field
	if m := t.m.Kind.Move(e.Move); m != nil {
		all = slices.Clone(m.Fields)
	}
	return append(all, commonFields...)
}

// commonFields are what common moves and a move's needs ask, as the timeline says it.
var commonFields = []form.Field{
	{Name: "photos", Type: form.File},
	{Name: "rating", Type: form.Rating, Title: lang.T("评价", "Rating")},
	{Name: "solved", Type: form.Choice, Title: lang.T("解决了吗", "Solved?"), Options: []form.Option{{Key: "yes", Title: solved("yes")}, {Key: "partly", Title: solved("partly")}, {Key: "no", Title: solved("no")}}},
	{Name: "until", Type: form.Date, Title: lang.T("延到", "Until")},
	{Name: "why", Type: form.Choice, Title: lang.T("原因", "Cause"), Options: reasonOptions()},
	{Name: "review", Type: form.Date, Title: lang.T("再看的日子", "Review on")},
	{Name: "into", Type: form.Number, Title: lang.T("并入", "Into #")},
	{Name: "title", Type: form.Text, Title: lang.T("拆出的事", "Split off")},
}

func reasonOptions() []form.Option {
	var all []form.Option
	for _, key := range []string{"weather", "season", "engineering", "funds", "court", "parties", "other"} {
		all = append(all, form.Option{Key: key, Title: reasonOf(key)})
	}
	return all
}
