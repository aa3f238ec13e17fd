package demo

import (
	"linli/internal/person"
	"linli/internal/place"
)

// haiyue is the community of three teams: fifteen grids with a full-time worker each, a team of twelve that sorts waste,
// and more than three hundred volunteers.
func haiyue() []set {
	above := newOffice("shanyang", "山阳镇", "Shanyang Town", "haiyue", 31)
	l := community("haiyue", above.ID, "海悦居民区", "Haiyue Residential Area", "haiyue", 32)
	for _, name := range []string{"海悦苑", "听潮苑", "望海苑", "海棠苑", "金沙苑"} {
		e := l.estate(name, "幢", 9, 2, 4)
		l.place(e.id, place.Public, "中心绿地")
		l.place(e.id, place.Public, "东门")
	}
	l.place("", place.Venue, "海悦党群服务中心")
	l.place("", place.Public, "海悦路")
	grids := l.grids(15)
	t := newTown(l, above, "海悦居民区", 5, 80, 22)
	t.gridWorkers(grids, l.org("grid_team", "海悦专职网格员队", t.committee, ""))
	for i, g := range grids {
		l.post(t.committee, "grid_leader", t.workers[i%len(t.workers)], "", g)
	}
	for _, e := range l.estates[1:] {
		l.post(t.company, "property_worker", l.staff(1)[0], e.id, "")
	}
	owners := l.org("owners_committee", "海悦苑业主委员会", "", l.area(place.Assembly, "海悦苑物业管理区域", l.estates[0].id))
	t.chair = l.someone()
	l.post(owners, "owners_chair", t.chair, "", "")
	t.members = append(t.members, t.join(60, person.PartyMember)...)
	t.helpers = append(t.helpers, t.join(306, person.Volunteer)...)
	for i, p := range t.helpers[1:] {
		t.member(p, []string{"skill:testing", "skill:delivery", "skill:gate_duty"}[i%3])
	}
	waste := l.org("volunteer_team", "垃圾分类自管队", t.committee, "")
	for _, p := range t.helpers[1:13] {
		t.member(p, "skill:waste_sorting")
	}
	l.post(waste, "team_leader", t.helpers[1], "", "")
	return []set{{above.land, nil}, {l, t.haiyueYear}}
}

// haiyueYear tells the stories of Haiyue.
func (t *town) haiyueYear(p *plan) {
	t.succession(p)
	t.incidents(p)
	t.requests(p)
	t.shortfalls(p)
	t.campaign(p)
	t.rectifications(p)
}
