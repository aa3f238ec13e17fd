package matterweb

import (
	"strconv"
	"time"

	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// raisedPage is what is told, and can be printed, once a matter is raised.
type raisedPage struct {
	Page   ui.Page
	Staff  bool
	Number string
	Code   string
	Title  string
	Kind   string
	Next   string // who has it now, or how it ended
	Due    time.Time
	Now    time.Time
	Track  string // where it is followed with the code
	Where  string // the address at which the code is typed
	Matter string // its own page, for those who have an account
	Again  string
}

func (p *Pages) raisedPage(v *web.Visit, m *matter.View, code, track string) raisedPage {
	page := v.Page
	out := raisedPage{Page: page, Staff: v.ID.Staff(), Number: strconv.FormatInt(m.Number, 10), Code: spoken(code), Title: titleOf(page, m.Matter), Kind: page.Say(m.Kind.Title),
		Due: m.State.Due, Now: p.Clock.Now(), Track: track, Again: "/" + v.Realm.ID + "/raise"}
	out.Page.Title = page.T("收到了", "Received")
	if v.Account != "" {
		out.Matter = "/" + v.Realm.ID + "/matters/" + out.Number
	}
	st := m.Kind.Stage(m.State.Stage)
	if who := actorsOf(page, m.Kind, st.Answers); who != "" {
		out.Next = page.T("接下来由"+who+"处理。", "Next, it is with: "+who+".")
	}
	if st.End != "" {
		out.Next = page.T("这件事已经办结："+page.Say(st.Title)+"。", "It is closed already: "+page.Say(st.Title)+".")
	}
	return out
}
