package orgweb

import (
	"net/http"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// toCallOff finds a post that is to begin, for those who may call it off, and the post by which they may.
func (p *Pages) toCallOff(r *http.Request, v *web.Visit) (h org.Holding, by string, err error) {
	if by, err = v.ID.Keeps(access.Posts, ""); err != nil {
		return h, "", err
	}
	if h, err = p.Orgs.HoldingOf(r.Context(), p.DB, v.Realm.ID, r.PathValue("id")); err != nil {
		return h, "", err
	}
	if err = v.ID.MayGive(h.Post.Kind, ""); err == nil && !callable(h.Post, p.Clock.Now()) {
		err = org.ErrBegun
	}
	return h, by, err
}

func (p *Pages) callingOff(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	h, _, err := p.toCallOff(r, v)
	if err != nil {
		return err
	}
	says := v.Page.Say(h.Post.Says()) + " · " + v.ID.Named(h.Post, h.Name)
	m := surePage{Page: v.Page, Confirm: ui.Confirmation{Action: postPath(v.Realm.ID, h.Post.ID) + "/calloff", Back: postPath(v.Realm.ID, h.Post.ID), Danger: true,
		Title: v.Page.Say(lang.F("取消“%s”？", "Call off “%s”?", says)), Yes: v.Page.T("取消这个岗位", "Call it off"),
		Text:  v.Page.T("它还没有开始，取消以后就当没有过，只留下记录。如果是移交来的，现任继续担任。", "It has not begun; called off, it never was, and only the record tells of it. Where it was to be handed over, its present holder goes on."),
		Facts: []ui.Fact{{Label: v.Page.T("负责", "For"), Value: where(v, h.Where)}, {Label: v.Page.T("原定从哪天起", "Was to begin"), Value: v.Page.Moment(h.Post.From)}}}}
	m.Page.Title = v.Page.T("取消岗位", "Call a post off")
	m.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/orgs", Label: v.Page.T("组织", "Organisations")}, {Href: postPath(v.Realm.ID, h.Post.ID), Label: says}}
	return v.Render(w, r, http.StatusOK, sureView(m))
}

func (p *Pages) callOff(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	h, by, err := p.toCallOff(r, v)
	if err != nil {
		return err
	}
	if err := p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		return p.Orgs.CallOff(r.Context(), tx, v.ID.Actor(by), v.Realm.ID, h.Post.ID, p.Clock.Now())
	}); err != nil {
		return err
	}
	return v.Done(w, r, orgPath(v.Realm.ID, h.Post.Org), lang.T("岗位已取消", "The post is called off."))
}
