package orgweb

import (
	"net/http"

	"github.com/a-h/templ"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// aboutPage is how the community or street is reached: for everybody.
type aboutPage struct {
	Page    ui.Page
	Staff   bool
	Tabs    []ui.NavItem // of the organisations, for the people of the realm
	Facts   []ui.Fact
	Answers string // who answers for a door
	Change  string // "" for those who may not
}

// aboutForm asks what the community or street is called and how it is reached.
type aboutForm struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	Fields   []ui.Field
}

func (p *Pages) about(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	m := aboutPage{Page: v.Page, Staff: v.ID.Staff(), Answers: "/" + v.Realm.ID + "/answers"}
	m.Page.Title = v.Page.T("联系我们", "How to reach us")
	none := v.Page.T("还没有登记", "not told yet")
	fact := func(label, value, href string) {
		if value == "" {
			value, href = none, ""
		}
		m.Facts = append(m.Facts, ui.Fact{Label: label, Value: value, Href: href})
	}
	m.Facts = []ui.Fact{{Label: v.Page.T("名称", "Name"), Value: v.Page.Say(v.Realm.Title)}}
	fact(v.Page.T("电话", "Telephone"), v.Realm.Phone, "tel:"+v.Realm.Phone)
	fact(v.Page.T("值班时间", "Duty hours"), v.Realm.Hours, "")
	fact(v.Page.T("地址", "Address"), v.Realm.Address, "")
	if neighbour(v) == nil {
		m.Tabs = tabs(v, "/about")
	}
	if _, err := v.ID.Keeps(access.Orgs, ""); err == nil {
		m.Change = "/" + v.Realm.ID + "/about/change"
	}
	return v.Render(w, r, http.StatusOK, aboutView(m))
}

func (p *Pages) aboutChanging(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.aboutAsk(w, r, v, v.Realm, nil)
}

func (p *Pages) aboutAsk(w http.ResponseWriter, r *http.Request, v *web.Visit, typed realm.Realm, wrong error) error {
	if _, err := v.ID.Keeps(access.Orgs, ""); err != nil {
		return err
	}
	m := aboutForm{Page: v.Page, Problems: v.Page.Problems(wrong), Action: "/" + v.Realm.ID + "/about/change"}
	m.Page.Title = v.Page.T("名称和联系方式", "Name and how to reach us")
	m.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/about", Label: v.Page.T("联系我们", "How to reach us")}}
	m.Fields = []ui.Field{
		{Name: "title", Label: v.Page.T("名称", "Name"), Value: typed.Title.Zh, Required: true, MaxLen: 30, Hint: v.Page.T("在每一页的上面。", "At the top of every page.")},
		{Name: "title_en", Label: v.Page.T("英文名称", "Name in English"), Value: typed.Title.En, MaxLen: 60},
		{Name: "phone", Label: v.Page.T("电话", "Telephone"), Value: typed.Phone, MaxLen: 20, Attrs: templ.Attributes{"type": "tel"}, Hint: v.Page.T("单位的电话，不要写个人的号码。居民在每一页、门牌码上都能看到。", "The office's, never somebody's own. Residents see it on every page and on the signs.")},
		{Name: "hours", Label: v.Page.T("值班时间", "Duty hours"), Value: typed.Hours, MaxLen: 60, Placeholder: v.Page.T("周一至周五 8:30–17:30", "Monday to Friday, 8:30–17:30")},
		{Name: "address", Label: v.Page.T("地址", "Address"), Value: typed.Address, MaxLen: 80}}
	for i := range m.Fields {
		m.Fields[i].Error = m.Problems.Of(m.Fields[i].Name)
	}
	return v.Render(w, r, statusOf(wrong), aboutFormView(m))
}

func (p *Pages) aboutChange(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := v.ID.Keeps(access.Orgs, "")
	if err != nil {
		return err
	}
	typed := realm.Realm{ID: v.Realm.ID, Title: lang.Text{Zh: r.PostFormValue("title"), En: r.PostFormValue("title_en")},
		Contact: realm.Contact{Phone: r.PostFormValue("phone"), Hours: r.PostFormValue("hours"), Address: r.PostFormValue("address")}}
	err = p.DB.Tx(r.Context(), func(tx *store.Tx) error { return p.Realms.Change(r.Context(), tx, v.ID.Actor(post), typed) })
	if fault.Is(err, fault.Invalid) {
		return p.aboutAsk(w, r, v, typed, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, "/"+v.Realm.ID+"/about", lang.T("已保存", "It is saved."))
}
