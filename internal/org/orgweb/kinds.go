package orgweb

import (
	"net/http"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// kindsPage is the kinds of organisation: a realm's own, which are changed here, and those of every realm.
type kindsPage struct {
	Page     ui.Page
	Problems ui.Problems
	Tabs     []ui.NavItem
	Own      []kindRow
	All      []string
	Action   string
	Title    ui.Field
	English  ui.Field
}

type kindRow struct {
	Title   string
	English string // what it is called in English, beside the Chinese
	Retired bool
	Used    bool
	Path    string // /retire, /restore and /remove follow
}

func kindsPath(v *web.Visit) string { return "/" + v.Realm.ID + "/org-kinds" }

func (p *Pages) kinds(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.kindsShowing(w, r, v, nil)
}

func (p *Pages) kindsShowing(w http.ResponseWriter, r *http.Request, v *web.Visit, wrong error) error {
	if _, err := v.ID.Keeps(access.Orgs, ""); err != nil {
		return err
	}
	m := kindsPage{Page: v.Page, Problems: v.Page.Problems(wrong), Tabs: tabs(v, "/org-kinds"), Action: kindsPath(v)}
	m.Page.Title = v.Page.T("组织类型", "Kinds of organisation")
	own, err := p.Orgs.OwnKinds(r.Context(), p.DB, v.Realm.ID)
	if err != nil {
		return err
	}
	orgs, err := p.Orgs.All(r.Context(), p.DB, v.Realm.ID)
	if err != nil {
		return err
	}
	used := map[string]bool{}
	for _, o := range orgs {
		used[o.Kind] = true
	}
	for _, k := range own {
		m.Own = append(m.Own, kindRow{k.Title.Zh, k.Title.En, k.Retired, used[k.ID], kindsPath(v) + "/" + k.ID})
	}
	for _, k := range org.Kinds {
		m.All = append(m.All, v.Page.Say(k.Title))
	}
	m.Title = ui.Field{Name: "title", Label: v.Page.T("名称", "Name"), Value: r.PostFormValue("title"), Required: true, MaxLen: 20, Error: m.Problems.Of("title")}
	m.English = ui.Field{Name: "title_en", Label: v.Page.T("英文名称", "Name in English"), Value: r.PostFormValue("title_en"), MaxLen: 60, Error: m.Problems.Of("title_en"),
		Hint: v.Page.T("可以不填，英文页面上就显示中文。", "May be left empty: the Chinese is then shown in English, too.")}
	return v.Render(w, r, statusOf(wrong), kindsView(m))
}

func (p *Pages) addKind(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	k := org.OwnKind{Realm: v.Realm.ID, Title: lang.Text{Zh: r.PostFormValue("title"), En: r.PostFormValue("title_en")}}
	return p.kindAct(w, r, v, lang.T("已添加", "It is added."), func(tx *store.Tx, by journal.Actor) error {
		_, err := p.Orgs.AddKind(r.Context(), tx, by, k)
		return err
	})
}

// retireKind retires a kind or, where retired is false, takes it back into use.
func (p *Pages) retireKind(retired bool) web.Page {
	return func(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
		says := lang.T("又可以用了", "It can be chosen again.")
		if retired {
			says = lang.T("已停用，已有的组织不变", "It is retired; organisations that are of it stay so.")
		}
		return p.kindAct(w, r, v, says, func(tx *store.Tx, by journal.Actor) error {
			k, err := p.Orgs.OwnKind(r.Context(), tx, v.Realm.ID, r.PathValue("id"))
			if err != nil {
				return err
			}
			k.Retired = retired
			return p.Orgs.ChangeKind(r.Context(), tx, by, k)
		})
	}
}

func (p *Pages) removeKind(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.kindAct(w, r, v, lang.T("已删除", "It is removed."), func(tx *store.Tx, by journal.Actor) error {
		return p.Orgs.RemoveKind(r.Context(), tx, by, v.Realm.ID, r.PathValue("id"))
	})
}

func (p *Pages) kindAct(w http.ResponseWriter, r *http.Request, v *web.Visit, says lang.Text, do func(tx *store.Tx, by journal.Actor) error) error {
	post, err := v.ID.Keeps(access.Orgs, "")
	if err != nil {
		return err
	}
	err = p.DB.Tx(r.Context(), func(tx *store.Tx) error { return do(tx, v.ID.Actor(post)) })
	if fault.Is(err, fault.Invalid) {
		return p.kindsShowing(w, r, v, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, kindsPath(v), says)
}
