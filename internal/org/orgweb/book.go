package orgweb

import (
	"context"
	"net/http"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// askPage asks for an organisation or a post.
type askPage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	Ask      []formweb.Input
	Send     string
	Note     string
}

// orgFields ask for an organisation. Its kind is chosen from the list of kinds, its area from those that are there.
func (p *Pages) orgFields(ctx context.Context, v *web.Visit) ([]form.Field, error) {
	kinds := form.Field{Name: "kind", Type: form.Choice, Title: lang.T("类型", "Kind"), Required: true}
	for _, k := range org.Kinds {
		kinds.Options = append(kinds.Options, form.Option{Key: k.Key, Title: k.Title})
	}
	own, err := p.Orgs.OwnKinds(ctx, p.DB, v.Realm.ID)
	if err != nil {
		return nil, err
	}
	for _, k := range own {
		if !k.Retired {
			kinds.Options = append(kinds.Options, form.Option{Key: k.ID, Title: k.Title})
		}
	}
	area, err := p.areaField(ctx, v, lang.T("为哪个范围设立；空着就是整个辖区。", "For which area it is there; none means the whole community or street."))
	most, code := 80.0, 18.0
	return []form.Field{kinds, {Name: "title", Type: form.Text, Title: lang.T("名称", "Name"), Required: true, Max: &most},
		{Name: "parent", Type: form.Org, Title: lang.T("上级组织", "The organisation above")}, area,
		{Name: "uscc", Type: form.Text, Title: lang.T("统一社会信用代码", "Unified social credit identifier"), Hint: lang.T("18 位，没有就空着。", "18 characters; leave it empty when there is none."), Max: &code}}, err
}

func (p *Pages) areaField(ctx context.Context, v *web.Visit, hint lang.Text) (form.Field, error) {
	f := form.Field{Name: "area", Type: form.Choice, Title: lang.T("范围", "Area"), Hint: hint}
	for _, k := range place.AreaKinds {
		all, err := p.Places.Areas(ctx, p.DB, v.Realm.ID, k, p.Clock.Now())
		if err != nil {
			return f, err
		}
		for _, a := range all {
			f.Options = append(f.Options, form.Option{Key: a.ID, Title: lang.F("%s（%s）", "%s (%s)", a.Title, a.Kind.Title())})
		}
	}
	return f, nil
}

func (p *Pages) newOrg(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	ans := formweb.None()
	if in := r.URL.Query().Get("in"); in != "" {
		above, err := p.Orgs.Get(r.Context(), p.DB, v.Realm.ID, in)
		if err != nil {
			return err
		}
		ans.Set("parent", above.ID, above.Title)
	}
	return p.orgForm(w, r, v, ans, nil)
}

func (p *Pages) orgForm(w http.ResponseWriter, r *http.Request, v *web.Visit, ans *formweb.Answers, wrong error) error {
	if _, err := v.ID.Keeps(access.Orgs, ""); err != nil {
		return err
	}
	m := askPage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: "/" + v.Realm.ID + "/orgs", Send: v.Page.T("登记", "Book it")}
	m.Page.Title = v.Page.T("登记组织", "Book an organisation")
	m.Page.Crumbs = []ui.Link{{Href: m.Action, Label: v.Page.T("组织", "Organisations")}}
	fields, err := p.orgFields(r.Context(), v)
	if err != nil {
		return err
	}
	if m.Ask, err = p.asker(v).Inputs(r.Context(), formweb.Asking{}, fields, ans, m.Problems); err != nil {
		return err
	}
	return v.Render(w, r, statusOf(wrong), askView(m))
}

func (p *Pages) bookOrg(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := v.ID.Keeps(access.Orgs, "")
	if err != nil {
		return err
	}
	fields, err := p.orgFields(r.Context(), v)
	if err != nil {
		return err
	}
	ans, err := p.asker(v).Read(r.Context(), r, formweb.Asking{}, fields)
	if err != nil {
		return err
	}
	o := org.Org{Realm: v.Realm.ID, Kind: text(ans, "kind"), Title: text(ans, "title"), Parent: text(ans, "parent"), Area: text(ans, "area"), USCC: text(ans, "uscc")}
	if err = ans.Check(fields); err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			made, err := p.Orgs.Add(r.Context(), tx, v.ID.Actor(post), o)
			if err == nil {
				o = made
			}
			return err
		})
	}
	if fault.Is(err, fault.Invalid) {
		return p.orgForm(w, r, v, ans, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, orgPath(v.Realm.ID, o.ID), lang.F("已登记“%s”", "“%s” is booked.", o.Title))
}
