package ui

import "time"

var zero time.Time

// sampleDesk is the guide's page on the workbench.
func (p Page) sampleDesk() Page {
	p = p.withSamples()
	p.Title = p.T("样式手册", "Style guide")
	p.Flash = p.T("已保存", "Saved")
	p.Demo, p.DemoNow = true, sampleNow
	if len(p.Nav) == 0 {
		work, people := p.T("办事", "Work"), p.T("人与地", "People and places")
		p.Nav = []NavItem{
			{Href: "#today", Icon: "layout-dashboard", Label: p.T("今天", "Today"), Group: work, Count: 7},
			{Href: "#queue", Icon: "clipboard-list", Label: p.T("事项", "Matters"), Group: work, Current: true},
			{Href: "#claim", Icon: "hand-stop", Label: p.T("待认领", "To claim"), Group: work, Count: 1204},
			{Href: "#map", Icon: "map", Label: p.T("网格", "Grids"), Group: people},
			{Href: "#people", Icon: "users", Label: p.T("居民", "Residents"), Group: people},
			{Href: "#books", Icon: "book", Label: p.T("工作法", "Playbooks")},
		}
	}
	return p
}

// samplePhone is the guide's page on the resident's site.
func (p Page) samplePhone() Page {
	p = p.withSamples()
	p.Title = p.T("样式手册", "Style guide")
	p.Phone = "0511-5550100"
	p.Crumbs = []Link{{Href: "#home", Label: p.T("首页", "Home")}}
	p.Flash = p.T("已提交，我们会在一个工作日内答复", "Sent. We answer within one working day.")
	p.Demo, p.DemoNow = true, sampleNow
	if len(p.Nav) == 0 {
		p.Nav = []NavItem{
			{Href: "#home", Icon: "home", Label: p.T("首页", "Home"), Current: true},
			{Href: "#raise", Icon: "message-plus", Label: p.T("反映", "Raise")},
			{Href: "#mine", Icon: "list-check", Label: p.T("我的事项", "My matters"), Count: 2},
			{Href: "#me", Icon: "user", Label: p.T("我的", "Me")},
		}
	}
	return p
}

// sampleDoor is the guide's page without a frame.
func (p Page) sampleDoor() Page {
	p = p.withSamples()
	p.Title = p.T("登录", "Sign in")
	return p
}
