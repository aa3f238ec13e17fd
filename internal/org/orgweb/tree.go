package orgweb

import (
	"net/http"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/ui"
	"linli/internal/web"
)

// treePage is every organisation, each under the one above it, with who leads it and for what it is there.
type treePage struct {
	Page  ui.Page
	Staff bool
	Tabs  []ui.NavItem
	Roots []*treeNode
	Over  []ui.Link // those that are closed
	New   string
}

type treeNode struct {
	Href, Title, Under string
	People             []string // party households, the fourth level of the chain
	Below              []*treeNode
}

// Open tells whether what lies below is shown at once.
func (n *treeNode) Open() bool { return len(n.Below)+len(n.People) <= 12 }

func (p *Pages) tree(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := neighbour(v); err != nil {
		return err
	}
	m := treePage{Page: v.Page, Staff: v.ID.Staff(), Tabs: tabs(v, "/orgs")}
	m.Page.Title = v.Page.T("组织", "Organisations")
	if _, err := v.ID.Keeps(access.Orgs, ""); err == nil {
		m.New = "/" + v.Realm.ID + "/orgs/new"
	}
	ctx, now := r.Context(), p.Clock.Now()
	known, err := p.Orgs.All(ctx, p.DB, v.Realm.ID)
	if err != nil {
		return err
	}
	var all []org.Org
	for _, o := range known {
		if o.OpenAt(now) {
			all = append(all, o)
		} else {
			m.Over = append(m.Over, ui.Link{Href: orgPath(v.Realm.ID, o.ID), Label: o.Title + " · " + v.Page.Day(o.Until)})
		}
	}
	held, err := p.Orgs.HeldNow(ctx, p.DB, v.Realm.ID, now)
	if err != nil {
		return err
	}
	areas, err := p.Places.AreaTitles(ctx, p.DB, v.Realm.ID)
	if err != nil {
		return err
	}
	nodes := map[string]*treeNode{}
	for _, o := range all {
		n := &treeNode{Href: orgPath(v.Realm.ID, o.ID), Title: o.Title, Under: v.Page.Say(o.KindTitle())}
		if o.Area != "" {
			n.Under += " · " + areas[o.Area]
		}
		nodes[o.ID] = n
	}
	for _, h := range held {
		n, k := nodes[h.Post.Org], kindOf(h.Post.Kind)
		if n == nil {
			continue
		}
		name := v.ID.Named(h.Post, h.Name)
		switch {
		case k.Key == "member_household":
			n.People = append(n.People, name+" · "+v.Page.Say(h.Post.Says())+" · "+h.Where)
		case k.Head || k.Key == "team_leader":
			n.Under += " · " + v.Page.Say(h.Post.Says()) + " " + name
			if h.Where != "" && h.Post.Area == "" {
				n.Under += v.Page.T("（", " (") + h.Where + v.Page.T("）", ")")
			}
		}
	}
	for _, o := range all {
		if above := nodes[o.Parent]; above != nil {
			above.Below = append(above.Below, nodes[o.ID])
		} else {
			m.Roots = append(m.Roots, nodes[o.ID])
		}
	}
	return v.Render(w, r, http.StatusOK, treeView(m))
}

func kindOf(key string) org.PostKind {
	k, _ := org.PostKindOf(key)
	return k
}

// below counts what lies below an organisation.
func below(p ui.Page, n *treeNode) string {
	switch {
	case len(n.People) == 0:
		return p.Say(lang.F("下属 %d 个组织", "organisations below: %d", len(n.Below)))
	case len(n.Below) == 0:
		return p.Say(lang.F("%d 个党员中心户", "party households: %d", len(n.People)))
	}
	return p.Say(lang.F("下属 %d 个组织、%d 个党员中心户", "organisations below: %d, party households: %d", len(n.Below), len(n.People)))
}
