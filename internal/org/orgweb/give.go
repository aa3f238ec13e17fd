package orgweb

import (
	"net/http"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// postFields ask for a post in an organisation.
func (p *Pages) postFields(r *http.Request, v *web.Visit) ([]form.Field, error) {
	kinds := form.Field{Name: "kind", Type: form.Choice, Title: lang.T("岗位", "Post"), Required: true}
	for _, k := range org.PostKinds {
		if !k.Admin {
			kinds.Options = append(kinds.Options, form.Option{Key: k.Key, Title: k.Title})
		}
	}
	area, err := p.areaField(r.Context(), v, lang.T("岗位管一个网格或范围就选它；地点和范围只填一个，都空着就是整个辖区。", "Choose it when the post is for a grid or an area. Give a place or an area, not both; none means the whole community or street."))
	short, long := 40.0, 500.0
	return []form.Field{kinds, {Name: "person", Type: form.Person, Title: lang.T("谁", "Who"), Required: true},
		{Name: "title", Type: form.Text, Title: lang.T("叫法", "What people call it"), Hint: lang.T("和岗位名称不同才填，比如“第一楼长”。", "Only where it differs from the post's name."), Max: &short},
		{Name: "place", Type: form.Place, Title: lang.T("地点", "Place"), Hint: lang.T("岗位管一个小区、一幢楼、一个单元就填它。", "Give it when the post is for an estate, a building or a unit.")}, area,
		{Name: "duties", Type: form.Text, Title: lang.T("职责", "Duties"), Max: &long},
		{Name: "from", Type: form.Date, Title: lang.T("从哪天起", "From which day"), Required: true}, {Name: "until", Type: form.Date, Title: lang.T("到哪天为止（含这一天）", "Until which day, it included"), Hint: lang.T("有任期就填。", "When it has a term.")}}, err
}

func (p *Pages) newPost(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	ans := formweb.None()
	ans.Set("from", p.today(), "")
	return p.postForm(w, r, v, ans, nil)
}

func (p *Pages) postForm(w http.ResponseWriter, r *http.Request, v *web.Visit, ans *formweb.Answers, wrong error) error {
	if _, err := v.ID.Keeps(access.Posts, ""); err != nil {
		return err
	}
	o, err := p.Orgs.Get(r.Context(), p.DB, v.Realm.ID, r.PathValue("id"))
	if err != nil {
		return err
	}
	m := askPage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: orgPath(v.Realm.ID, o.ID) + "/posts", Send: v.Page.T("登记岗位", "Give the post"),
		Note: v.Page.T("岗位就是权限：谁管哪里，就能看、能办哪里的事。从那天起生效，都有记录。", "A post is authority: whoever answers for a place may see and do what belongs to it. It counts from that day, and is on the record.")}
	m.Page.Title = v.Page.T("登记岗位", "Give a post")
	m.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/orgs", Label: v.Page.T("组织", "Organisations")}, {Href: orgPath(v.Realm.ID, o.ID), Label: o.Title}}
	fields, err := p.postFields(r, v)
	if err != nil {
		return err
	}
	if m.Ask, err = p.asker(v).Inputs(r.Context(), formweb.Asking{}, fields, ans, m.Problems); err != nil {
		return err
	}
	return v.Render(w, r, statusOf(wrong), askView(m))
}

func (p *Pages) givePost(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	by, err := v.ID.Keeps(access.Posts, "")
	if err != nil {
		return err
	}
	fields, err := p.postFields(r, v)
	if err != nil {
		return err
	}
	ans, err := p.asker(v).Read(r.Context(), r, formweb.Asking{}, fields)
	if err != nil {
		return err
	}
	one := org.Post{Realm: v.Realm.ID, Org: r.PathValue("id"), Kind: text(ans, "kind"), Title: text(ans, "title"), Duties: text(ans, "duties"), Person: text(ans, "person"),
		Place: text(ans, "place"), Area: text(ans, "area"), From: p.dayOf(ans, "from"), Until: lastDay(ans, "until")}
	if err = ans.Check(fields); err == nil {
		err = v.ID.MayGive(one.Kind, one.Person)
	}
	if err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			made, err := p.Orgs.AddPost(r.Context(), tx, v.ID.Actor(by), one)
			if err == nil {
				one = made
			}
			return err
		})
	}
	if fault.Is(err, fault.Invalid) {
		return p.postForm(w, r, v, ans, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, postPath(v.Realm.ID, one.ID), lang.F("岗位已登记，从 %s 起", "The post is given, from %s.", v.Page.Day(one.From)))
}
