package app

import (
	"context"
	"strings"

	"linli/internal/access"
	"linli/internal/org"
	"linli/internal/ui"
	"linli/internal/web"
)

// nav is where a visitor can go in a realm: four places on the resident's site, the workbench's rooms for those who
// hold a post. Where neighbours wait for the visitor to vouch for them, that is among the rooms.
func (a *App) nav(ctx context.Context, v *web.Visit) []ui.NavItem {
	p := v.Page
	base := "/" + v.Realm.ID
	var items []ui.NavItem
	add := func(path, icon, zh, en, group string) {
		items = append(items, ui.NavItem{Href: base + path, Icon: icon, Label: p.T(zh, en), Group: group})
	}
	if v.ID != nil && v.ID.Staff() {
		work, know, here := p.T("办事", "Work"), p.T("清单与成效", "Lists and results"), p.T("本社区", "Here")
		add("/today", "layout-dashboard", "今天", "Today", work)
		add("/queue", "clipboard-list", "事项", "Matters", work)
		add("/board", "heart-handshake", "认领", "Claiming board", work)
		add("/raise", "message-plus", "登记事项", "Raise a matter", work)
		add("/lists", "list-check", "清单", "Lists", know)
		add("/figures", "chart-bar", "成效", "Figures", know)
		add("/answers", "user-check", "谁负责", "Who answers", here)
		add("/orgs", "building-community", "组织和岗位", "Organisations", here)
		add("/places", "map-pin", "地点", "Places", here)
		if v.ID.BooksSome() && v.Realm.Street != "" {
			add("/people", "users", "住户", "Residents", here)
		}
		add("/areas", "grid-dots", "网格和范围", "Grids and areas", here)
		add("/map", "map", "地图", "Map", here)
		if v.ID.KeepsSome(access.People) || v.ID.KeepsSome(access.Security) {
			add("/accounts", "user-check", "居民账号", "Accounts", here)
		}
		if n, err := a.Access.Waiting(ctx, a.DB, v.ID, v.Realm.ID); err == nil && n > 0 {
			add("/claims", "user-check", "核实住户", "Who lives where", here)
			items[len(items)-1].Count = n
		}
		add("/playbooks", "book", "工作法", "Playbooks", here)
		if _, audits := v.ID.Post([]string{org.AuditAdmin}, ""); audits {
			add("/journal", "history", "记录", "Journal", here)
		}
	} else {
		add("", "home", "首页", "Home", "")
		add("/raise", "message-plus", "提事", "Raise", "")
		add("/mine", "list-check", "我的事", "Mine", "")
		items = append(items, ui.NavItem{Href: ui.MePath, Icon: "user", Label: p.T("我的", "Me")})
	}
	path, _, _ := strings.Cut(p.Path, "?")
	for _, side := range []string{"/posts/", "/cross", "/coverage", "/org-kinds", "/about"} { // they stand with the organisations
		if strings.HasPrefix(path, base+side) {
			path = base + "/orgs"
		}
	}
	if strings.HasPrefix(path, base+"/signs") {
		path = base + "/places"
	}
	best := -1
	for i, n := range items {
		if path == n.Href || strings.HasPrefix(path, n.Href+"/") && n.Href != base {
			best = i
		}
	}
	if best >= 0 {
		items[best].Current = true
	}
	return items
}
