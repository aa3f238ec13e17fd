package orgweb

import (
	"context"
	"net/http"
	"slices"

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

// changeFields ask what may be changed of an organisation: all but its kind. The area that it has is offered though it
// may be over.
func (p *Pages) changeFields(ctx context.Context, v *web.Visit, o org.Org) ([]form.Field, error) {
	fields, err := p.orgFields(ctx, v)
	if err != nil {
		return nil, err
	}
	fields = slices.DeleteFunc(fields, func(f form.Field) bool { return f.Name == "kind" })
	for i := range fields {
		f := &fields[i]
		if f.Name != "area" || o.Area == "" || slices.ContainsFunc(f.Options, func(x form.Option) bool { return x.Key == o.Area }) {
			continue
		}
		a, err := p.Places.Area(ctx, p.DB, v.Realm.ID, o.Area)
		if err != nil {
			return nil, err
		}
		f.Options = append(f.Options, form.Option{Key: a.ID, Title: lang.Same(a.Title)})
	}
	return fields, nil
}

// keeping finds the organisation of a request for those who keep organisations, and the post by which they do.
func (p *Pages) keeping(r *http.Request, v *web.Visit) (o org.Org, post string, err error) {
	if post, err = v.ID.Keeps(access.Orgs, ""); err != nil {
		return o, "", err
	}
	o, err = p.Orgs.Get(r.Context(), p.DB, v.Realm.ID, r.PathValue("id"))
	return o, post, err
}

func orgCrumbs(v *web.Visit, o org.Org) []ui.Link {
	return []ui.Link{{Href: "/" + v.Realm.ID + "/orgs", Label: v.Page.T("组织", "Organisations")}, {Href: orgPath(v.Realm.ID, o.ID), Label: o.Title}}
}

func (p *Pages) changing(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	o, _, err := p.keeping(r, v)
	if err != nil {
		return err
	}
	ans := formweb.None()
	for name, value := range map[string]string{"title": o.Title, "uscc": o.USCC, "area": o.Area} {
		ans.Set(name, value, "")
	}
	if o.Parent != "" {
		above, err := p.Orgs.Get(r.Context(), p.DB, v.Realm.ID, o.Parent)
		if err != nil {
			return err
		}
		ans.Set("parent", above.ID, above.Title)
	}
	return p.changeForm(w, r, v, o, ans, nil)
}

func (p *Pages) changeForm(w http.ResponseWriter, r *http.Request, v *web.Visit, o org.Org, ans *formweb.Answers, wrong error) error {
	m := askPage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: orgPath(v.Realm.ID, o.ID) + "/change", Send: v.Page.T("保存", "Save"),
		Note: v.Page.T("以前的记录照旧：当时叫什么，就还是什么。", "What is on the record keeps the words that it had.")}
	m.Page.Title, m.Page.Crumbs = v.Page.T("更改组织资料", "Change what is known of it"), orgCrumbs(v, o)
	fields, err := p.changeFields(r.Context(), v, o)
	if err != nil {
		return err
	}
	if m.Ask, err = p.asker(v).Inputs(r.Context(), formweb.Asking{}, fields, ans, m.Problems); err != nil {
		return err
	}
	return v.Render(w, r, statusOf(wrong), askView(m))
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	was, post, err := p.keeping(r, v)
	if err != nil {
		return err
	}
	fields, err := p.changeFields(r.Context(), v, was)
	if err != nil {
		return err
	}
	ans, err := p.asker(v).Read(r.Context(), r, formweb.Asking{}, fields)
	if err != nil {
		return err
	}
	o := was
	o.Title, o.Parent, o.Area, o.USCC = text(ans, "title"), text(ans, "parent"), text(ans, "area"), text(ans, "uscc")
	if err = ans.Check(fields); err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			_, err := p.Orgs.Change(r.Context(), tx, v.ID.Actor(post), o)
			return err
		})
	}
	if fault.Is(err, fault.Invalid) {
		return p.changeForm(w, r, v, was, ans, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, orgPath(v.Realm.ID, o.ID), lang.T("已保存", "It is saved."))
}
