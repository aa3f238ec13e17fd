package demo

import (
	"fmt"

	"linli/internal/person"
	"linli/internal/place"
)

// longtengCommunity is what the street's document tells of one of its five communities.
type longtengCommunity struct {
	id, zh, en  string
	estates     []string
	branches    []int // how many of the estates each party branch covers, from the first on
	grids       int
	gridBranch  int // grids with a branch of their own
	stations    int
	reportedIn  int // members who registered with the community
	special     string
	seed        uint64
	inhabitants int    // flats of a hundred that are lived in
	uncovered   string // why its last estate has no party branch
}

// The five together: 36 estates of which 6 branches cover 32, 12 grids of which 4 have a branch, 27 stations, and 1,161
// members who reported in.
var longtengCommunities = []longtengCommunity{
	{"tianxi", "天禧社区", "Tianxi Community", []string{"天禧花园", "锦绣园", "金碧湾", "春晖苑", "凤鸣阁", "和韵府", "嘉园", "天悦居"}, []int{4, 4}, 3, 1, 6, 233, "牙科诊所", 61, 75, ""},
	{"jinhai", "津海社区", "Jinhai Community", []string{"津海湾", "海逸居", "蓝岸花园", "听涛阁", "南洋里", "渔光苑", "港前新村"}, []int{6}, 3, 1, 6, 232, "老年食堂", 62, 75, "新交付不久，入住的党员还不足三名，先由邻近支部联系"},
	{"yuehu", "悦湖社区", "Yuehu Community", []string{"悦湖名邸", "湖心苑", "芳草园", "翠堤花园", "荷香居", "学府里", "西湖新村"}, []int{6}, 2, 1, 5, 232, "琴行", 63, 70, "正在回迁，党员组织关系还没有转来"},
	{"heming", "鹤鸣社区", "Heming Community", []string{"鹤鸣苑", "松风里", "云栖花园", "晨光小区", "幸福楼", "龙眼园", "建设新村"}, []int{6}, 2, 1, 5, 232, "书店", 64, 70, "单位宿舍，党员都在原单位支部，已请单位一起设联络点"},
	{"chunxi", "春溪社区", "Chunxi Community", []string{"春溪花园", "溪畔人家", "桃源居", "广厦新城", "东里苑", "邮电宿舍", "粮丰小区"}, []int{6}, 2, 0, 5, 232, "篮球馆", 65, 70, "入住率不到两成，等入住后再成立"},
}

// longteng is the street with its five communities.
func longteng() []set {
	above := newOffice("longteng", "龙腾街道", "Longteng Street", "longteng", 60)
	for _, team := range []string{"红帆志愿队", "蓝马甲志愿队", "银龄志愿队", "青春志愿队"} { // the alliance of four
		above.org("volunteer_team", team, "", "")
	}
	all := []set{{above.land, nil}}
	for _, c := range longtengCommunities {
		all = append(all, c.set(above))
	}
	first := all[1].stories
	all[1].stories = func(p *plan) { above.longtengStreet(p); first(p) }
	return all
}

func (c longtengCommunity) set(above *office) set {
	l := community(c.id, above.ID, c.zh, c.en, "longteng", c.seed)
	for _, name := range c.estates {
		l.estate(name, "幢", 2, 2, 4)
	}
	l.place("", place.Venue, c.zh+"党群服务中心")
	for i := range c.stations {
		e := l.estates[i%len(l.estates)]
		l.place(e.id, place.Venue, e.title+"党群服务站")
	}
	l.place("", place.Public, c.zh+"文化广场")
	grids := l.grids(c.grids)
	t := newTown(l, above, c.zh, 3, c.inhabitants, 15)
	t.gridWorkers(grids, l.org("grid_team", c.zh+"网格队", t.committee, ""))
	for i, g := range grids {
		l.post(t.committee, "grid_leader", t.workers[i%len(t.workers)], "", g)
	}
	for _, v := range l.places {
		if v.Kind == place.Venue {
			kind := "service_station"
			if v.Parent == "" {
				kind = "service_centre"
			}
			l.org(kind, v.Title, t.party, "")
		}
	}
	t.branches(c, grids)
	t.organisations(c)
	t.members = append(t.members, t.join(c.reportedIn, person.PartyMember)...)
	t.helpers = append(t.helpers, t.join(40, person.Volunteer)...)
	for i, b := range l.buildings()[1:5] { // some who reported in are deputy leaders
		l.post(t.committee, "deputy_building_leader", t.members[1+i*7], b.id, "")
	}
	return set{l, t.longtengYear}
}

// branches books the party branches of estates and of grids, and an owners' committee whose chair leads one of them.
func (t *town) branches(c longtengCommunity, grids []string) {
	from := 0
	for i, n := range c.branches {
		var over []string
		for _, e := range t.estates[from : from+n] {
			over = append(over, e.id)
		}
		from += n
		area := t.area(place.Branch, fmt.Sprintf("%s第%d小区党支部范围", c.zh, i+1), over...)
		branch := t.org("estate_branch", fmt.Sprintf("%s第%d小区党支部", c.zh, i+1), t.party, area)
		head := t.someone()
		t.member(head, person.PartyMember)
		t.post(branch, "branch_secretary", head, "", area)
		t.branch = append(t.branch, head)
	}
	for _, e := range t.estates[from:] {
		t.uncovered[e.id] = c.uncovered
	}
	for _, g := range grids[:c.gridBranch] {
		branch := t.org("estate_branch", c.zh+"第1网格党支部", t.party, g)
		head := t.someone()
		t.member(head, person.PartyMember)
		t.post(branch, "branch_secretary", head, "", g)
		t.branch = append(t.branch, head)
	}
	owners := t.org("owners_committee", t.estates[0].title+"业主委员会", "", t.area(place.Assembly, t.estates[0].title+"物业管理区域", t.estates[0].id))
	t.chair = t.branch[0] // one person in both chairs
	t.post(owners, "owners_chair", t.chair, "", "")
}

// organisations books nine of the street's 45 service organisations, by what they offer.
func (t *town) organisations(c longtengCommunity) {
	for _, v := range []string{c.special, "法律服务所", "心理咨询室", "舞蹈培训中心", "家政公司", "便民药房", "眼镜店", "少儿美术馆", "社工机构"} {
		t.partners = append(t.partners, t.org("social_organisation", c.zh[:len(c.zh)-len("社区")]+v, "", ""))
	}
}
