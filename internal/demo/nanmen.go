package demo

import (
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
)

// nanmen is the community of the five hearts: 29 buildings with 52 stairwells, each with the leader of its party group,
// who is its unit leader too.
func nanmen() []set {
	above := newOffice("pingchuan", "平川街道", "Pingchuan Street", "nanmen", 21)
	l := community("nanmen", above.ID, "南门社区", "Nanmen Community", "nanmen", 22)
	zhongkai, qiyun := l.estate("中凯小区", "幢", 9, 2, 4), l.estate("汽运小区", "幢", 6, 2, 5)
	guiyuan, east := l.estate("桂苑小区", "幢", 8, 2, 4), l.estate("南门段E区", "排", 6, 1, 5)
	for _, v := range []string{"南门社区党群服务中心", "议事厅", "近邻评理室"} {
		l.place("", place.Venue, v)
	}
	for _, e := range []*estate{zhongkai, qiyun, guiyuan} {
		l.place(e.id, place.Venue, e.title+"党群服务站")
	}
	for _, v := range []string{"南门路", "环城小巷", "南门农贸市场周边"} {
		l.place("", place.Public, v)
	}
	for _, e := range l.estates {
		e.grid = l.area(place.Grid, e.title+"网格", e.id)
		for _, b := range e.buildings {
			b.grid = e.grid
		}
	}
	t := newTown(l, above, "南门社区", 4, 80, 12)
	t.gridWorkers([]string{zhongkai.grid, qiyun.grid, guiyuan.grid, east.grid}, l.org("grid_team", "南门社区网格服务队", "", ""))
	wide := l.org("extended_party_committee", "南门社区大党委", t.party, "")
	for _, unit := range []string{"平川农商行支部", "县第二实验小学支部", "平川卫生院支部"} {
		l.org("partner_unit", unit, wide, "")
	}
	for _, team := range []string{"童伴志愿服务队", "敬老志愿服务队", "日夜巡逻队", "老党员义务巡逻队"} {
		l.org("volunteer_team", team, t.committee, "")
	}
	for _, e := range l.estates {
		t.estateBranch(e, wide)
	}
	owners := l.org("owners_committee", "中凯小区业主委员会", "", l.area(place.Assembly, "中凯小区物业管理区域", zhongkai.id))
	t.chair = l.someone()
	l.post(owners, "owners_chair", t.chair, "", "")
	t.members = append(t.members, t.join(156, person.PartyMember)...)
	t.helpers = append(t.helpers, t.join(40, person.Volunteer)...)
	t.administrators()
	return []set{{above.land, nil}, {l, t.nanmenYear}}
}

// administrators books the three administrators, who exclude each other: three people, each of whom signs in.
func (t *town) administrators() {
	operations := t.org("operations", t.Title.Zh+"系统管理组", "", "")
	for i, role := range administratorRoles {
		t.post(operations, []string{org.SystemAdmin, org.SecurityAdmin, org.AuditAdmin}[i], t.staff(1)[0].signIn(role.name, 1), "", "")
	}
}

// estateBranch books the party branch of an estate, the party group of each of its stairwells, and their leaders.
func (t *town) estateBranch(e *estate, above string) {
	area := t.area(place.Branch, e.title+"党支部范围", e.id)
	branch := t.org("estate_branch", e.title+"党支部", above, area)
	head := e.buildings[len(e.buildings)-1].units[0].flats[0].people[0]
	t.member(head, person.PartyMember)
	t.post(branch, "branch_secretary", head, "", area)
	t.branch = append(t.branch, head)
	for _, b := range e.buildings {
		for _, u := range b.units {
			u.leader = u.flats[0].people[0]
			u.leader.busy = true
			group := t.org("building_party_group", e.title+b.title+u.title+"党小组", branch, "")
			t.member(u.leader, person.PartyMember)
			t.post(group, "building_party_group_leader", u.leader, u.id, "")
			t.post(t.committee, "unit_leader", u.leader, u.id, "")
			t.memberHousehold(group, u)
		}
	}
}

// memberHousehold gives a party group the fourth level of the chain: a member's home, where the neighbours meet.
func (t *town) memberHousehold(group string, u *unit) {
	for _, f := range u.flats[1:] {
		if len(f.people) > 0 && f.people[0].login == "" {
			t.member(f.people[0], person.PartyMember)
			t.post(group, "member_household", f.people[0], f.id, "")
			return
		}
	}
}

// nanmenYear tells the stories of Nanmen.
func (t *town) nanmenYear(p *plan) {
	t.succession(p)
	t.hardIssues(p)
	t.wishes(p)
	t.aid(p)
	t.pledges(p)
	t.quarrels(p)
	t.troubles(p)
}
