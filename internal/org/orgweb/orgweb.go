// Package orgweb is the pages of organisations: the tree of them, one with its posts and their history, changing and closing
// it, giving, ending, calling off and handing over posts, who holds posts in several bodies, and which estates a party branch covers.
//
// They are for the people of the realm: what body somebody serves in is not for strangers. Who answers for a doorway
// anybody may ask (package placeweb).
package orgweb

import (
	"net/http"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// Needs are what the pages are built from.
type Needs struct {
	DB      *store.DB
	Clock   clock.Clock
	Realms  *realm.Service
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Matters *matter.Service
}

// Pages are the pages of organisations.
type Pages struct{ Needs }

// New makes the pages.
func New(n Needs) *Pages { return &Pages{n} }

// Routes tells the site their addresses.
func (p *Pages) Routes(s *web.Site) {
	s.Handle("GET /{realm}/orgs", p.tree)
	s.Handle("GET /{realm}/orgs/new", p.newOrg)
	s.Handle("POST /{realm}/orgs", p.bookOrg)
	s.Handle("GET /{realm}/orgs/{id}", p.show)
	s.Handle("GET /{realm}/orgs/{id}/posts", p.newPost)
	s.Handle("POST /{realm}/orgs/{id}/posts", p.givePost)
	s.Handle("GET /{realm}/orgs/{id}/change", p.changing)
	s.Handle("POST /{realm}/orgs/{id}/change", p.change)
	s.Handle("GET /{realm}/orgs/{id}/close", p.closing)
	s.Handle("POST /{realm}/orgs/{id}/close", p.close)
	s.Handle("GET /{realm}/orgs/{id}/reopen", p.reopening)
	s.Handle("POST /{realm}/orgs/{id}/reopen", p.reopen)
	s.Handle("GET /{realm}/posts/{id}", p.post)
	s.Handle("GET /{realm}/posts/{id}/calloff", p.callingOff)
	s.Handle("POST /{realm}/posts/{id}/calloff", p.callOff)
	s.Handle("POST /{realm}/posts/{id}/end", p.endPost)
	s.Handle("POST /{realm}/posts/{id}/handover", p.handOver)
	s.Handle("POST /{realm}/posts/{id}/stand-in", p.standIn)
	s.Handle("GET /{realm}/about", p.about)
	s.Handle("GET /{realm}/about/change", p.aboutChanging)
	s.Handle("POST /{realm}/about/change", p.aboutChange)
	s.Handle("GET /{realm}/org-kinds", p.kinds)
	s.Handle("POST /{realm}/org-kinds", p.addKind)
	s.Handle("POST /{realm}/org-kinds/{id}/retire", p.retireKind(true))
	s.Handle("POST /{realm}/org-kinds/{id}/restore", p.retireKind(false))
	s.Handle("POST /{realm}/org-kinds/{id}/remove", p.removeKind)
	s.Handle("GET /{realm}/cross", p.cross)
	s.Handle("GET /{realm}/coverage", p.coverage)
	s.Handle("POST /{realm}/coverage/{id}", p.noteUncovered)
}

// neighbour lets only people of the realm pass.
func neighbour(v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	if v.ID.Person == "" {
		return fault.New(fault.Forbidden, lang.T("这个页面给本辖区的人看", "This page is for the people of this community or street."))
	}
	return nil
}

func orgPath(realm, id string) string  { return "/" + realm + "/orgs/" + id }
func postPath(realm, id string) string { return "/" + realm + "/posts/" + id }

func (p *Pages) asker(v *web.Visit) *formweb.Asker {
	return formweb.Needs{DB: p.DB, Clock: p.Clock, Matters: p.Matters, Places: p.Places, Orgs: p.Orgs, People: p.People}.For(v)
}

// tabs are the sides of the organisations.
func tabs(v *web.Visit, here string) []ui.NavItem {
	base := "/" + v.Realm.ID
	all := []ui.NavItem{{Href: base + "/orgs", Icon: "building-community", Label: v.Page.T("组织", "Organisations")}, {Href: base + "/cross", Icon: "users", Label: v.Page.T("交叉任职", "In several bodies")},
		{Href: base + "/coverage", Icon: "map-pin", Label: v.Page.T("小区覆盖", "Coverage")}}
	all = append(all, ui.NavItem{Href: base + "/about", Icon: "phone", Label: v.Page.T("联系方式", "How to reach us")})
	if _, err := v.ID.Keeps(access.Orgs, ""); err == nil {
		all = append(all, ui.NavItem{Href: base + "/org-kinds", Icon: "list-check", Label: v.Page.T("组织类型", "Kinds")})
	}
	for i := range all {
		all[i].Current = all[i].Href == base+here
	}
	return all
}

// where says for what a post is; "" is the whole realm.
func where(v *web.Visit, says string) string {
	switch {
	case says != "":
		return says
	case v.Realm.Kind == realm.Street:
		return v.Page.T("全街道", "the whole street")
	}
	return v.Page.T("全社区", "the whole community")
}

// dayOf reads an answered day: its first moment, or now when it is today.
func (p *Pages) dayOf(ans *formweb.Answers, name string) time.Time {
	s, _ := ans.Raw[name].(string)
	t, err := time.ParseInLocation(time.DateOnly, s, clock.Zone)
	if err != nil {
		return time.Time{}
	}
	if now := p.Clock.Now(); clock.StartOfDay(now).Equal(t) {
		return now
	}
	return t
}

// lastDay reads an answered last day: the moment after it; the zero time when none was given.
func lastDay(ans *formweb.Answers, name string) time.Time {
	s, _ := ans.Raw[name].(string)
	t, err := time.ParseInLocation(time.DateOnly, s, clock.Zone)
	if err != nil {
		return time.Time{}
	}
	return t.AddDate(0, 0, 1)
}

func (p *Pages) today() string { return p.Clock.Now().In(clock.Zone).Format(time.DateOnly) }

// text is an answer in words.
func text(ans *formweb.Answers, name string) string {
	s, _ := ans.Raw[name].(string)
	return s
}

// statusOf is how a page with a form answers.
func statusOf(wrong error) int {
	if wrong != nil {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
