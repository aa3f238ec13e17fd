package demo

import (
	"fmt"
	"time"

	"linli/internal/person"
	"linli/internal/place"
)

// binhu is the community where the building leader has a say, and where more than half of the families are tenants who
// keep a schoolchild company.
func binhu() []set {
	above := newOffice("wanghu", "望湖街道", "Wanghu Street", "binhu", 51)
	l := community("binhu", above.ID, "滨湖明珠社区", "Binhu Mingzhu Community", "binhu", 52)
	for _, name := range []string{"明珠花园", "书香苑", "望湖居"} {
		e := l.estate(name, "幢", 8, 2, 5)
		l.place(e.id, place.Public, "健身广场")
		l.place(e.buildings[0].id, place.Venue, "一楼党群服务点")
	}
	l.place("", place.Venue, "滨湖明珠社区党群服务中心")
	l.place("", place.Venue, "治理学院教室")
	l.place("", place.Public, "滨湖路学校门口")
	grids := l.grids(8)
	t := newTown(l, above, "滨湖明珠社区", 4, 85, 62)
	t.gridWorkers(grids, l.org("grid_team", "滨湖明珠社区网格队", t.committee, ""))
	owners := l.org("owners_committee", "明珠花园业主委员会", "", l.area(place.Assembly, "明珠花园物业管理区域", l.estates[0].id))
	t.chair = l.someone()
	l.post(owners, "owners_chair", t.chair, "", "")
	for _, v := range []string{"湖畔实验学校", "城区供电所", "建设银行湖滨支行", "联通营业厅", "新苗社会工作服务中心"} {
		kind := "partner_unit"
		if v == "新苗社会工作服务中心" {
			kind = "social_organisation"
		}
		t.partners = append(t.partners, l.org(kind, v, "", ""))
	}
	for _, e := range l.estates {
		branch := l.org("estate_branch", e.title+"党支部", t.party, l.area(place.Branch, e.title+"党支部范围", e.id))
		head := l.someone()
		t.member(head, person.PartyMember)
		l.post(branch, "branch_secretary", head, e.id, "")
		for _, b := range e.buildings {
			group := l.org("building_party_group", e.title+b.title+"党小组", branch, "")
			t.member(b.leader, person.PartyMember)
			l.post(group, "building_party_group_leader", b.leader, b.id, "")
		}
	}
	t.members = append(t.members, t.join(60, person.PartyMember)...)
	t.helpers = append(t.helpers, t.join(50, person.Volunteer)...)
	return []set{{above.land, nil}, {l, t.binhuYear}}
}

// binhuYear tells the stories of Binhu Mingzhu.
func (t *town) binhuYear(p *plan) {
	t.tell(p, 150, t.issue, []string{"declined", "declined", "withdrawn", "merged", "answered_street", "answered_street", "answered_street", "reopened"},
		[]moment{{"raised", 2 * hour}, {"raised", 5 * hour}, {"raised", 8 * day}, {"tabled", 3 * day}, {"tabled", 9 * day}, {"tabled", 15 * day}, {"tabled", 40 * day}, {"doing", 3 * day}, {"doing", 6 * day}, {"doing", 21 * day}, {"done", 5 * hour}, {"done", 2 * day}, {"redo", day}, {"suspended", 6 * day}, {"extended", 3 * day}, {"escalated", 2 * day}, {"escalated", 4 * day}, {"returned", day}})
	t.projects(p)
	t.tell(p, 90, t.newcomer, []string{"gone", "gone", "withdrawn"}, []moment{{"told", 3 * hour}, {"told", day}, {"told", 2 * day}, {"told", 12 * day}})
}

var buildingTalk = []struct{ topic, title, body, reply, done string }{
	{"environment", "%s门口垃圾桶离得太近", "夏天味道大。", "移到北侧，早晚各清一次。", "已移位，冲洗过。"}, {"environment", "%s楼道有烟头", "总有人在楼道抽烟。", "设灭烟桶，楼长劝导。", "灭烟桶装好，提示贴在电梯口。"},
	{"facilities", "%s电梯按钮失灵", "三楼按不亮。", "物业当天报修。", "维保单位换了按钮。"}, {"facilities", "%s门禁卡不好刷", "要刷好几次。", "统一升级读卡器。", "读卡器更换完毕。"},
	{"safety", "%s楼道充电的电动车", "怕着火。", "集中清理，增设充电桩。", "清理六辆，充电桩装好两组。"}, {"safety", "%s消火栓箱门打不开", "锈住了。", "列入本月检修。", "检修完毕，贴了检查卡。"},
	{"parking", "%s门口被车堵住", "轮椅出不去。", "画禁停线，加隔离柱。", "隔离柱装好。"}, {"property", "%s电梯间广告太多", "看着乱，收入也不清楚。", "公布广告收入，减到两块。", "收入公示贴出，广告减了。"},
	{"property", "%s保洁次数少了", "一周没拖地。", "物业补足人手，每天一次。", "查了两周，都做到了。"}, {"neighbours", "%s楼上脚步声大", "孩子跑跳到十点。", "楼长上门，约定时间。", "铺了地垫，九点半后安静。"},
	{"neighbours", "%s陪读家庭想要自习的地方", "家里小，孩子没处写作业。", "开放服务点晚自习，家长轮流看护。", "每晚六点到九点开放，已有十二个孩子来。"}, {"other", "%s信箱常被塞满广告", "报纸都放不进。", "加装带锁信箱。", "信箱换好，钥匙发到户。"},
}

// issue is what a resident brings to the building leader: settled at once, or answered at the monthly meeting and
// followed until it is done.
func (t *town) issue(s *script, until string) {
	b := t.spot(s)
	p := b.people[1+s.rng.IntN(len(b.people)-1)]
	if s.asks != nil {
		b, p = t.first, t.neighbour(s)
	}
	v := one(s, buildingTalk)
	title := fmt.Sprintf(v.title, b.estate.title+b.title)
	m := t.asks(s, p, "issue", title, v.body, b.id, fields{"topic": v.topic})
	if until == "raised" {
		return
	}
	worker := t.desk(s)
	s.wait(2*hour, 20*hour)
	switch until {
	case "declined":
		s.move(worker, m, "decline", "涉及户内产权，社区不便处理，已告知可以找的部门。", nil)
		return
	case "withdrawn":
		s.move(p, m, "withdraw", "", nil)
		return
	}
	if until == "" && s.chance(30) {
		s.move(b.leader, m, "settle", "当场办了："+v.done, nil)
		t.judged(s, p, m)
		return
	}
	s.move(b.leader, m, "table", "", nil)
	switch until {
	case "tabled":
		return
	case "returned":
		s.wait(5*hour, day)
		s.move(worker, m, "return", "请楼长先问清是哪一层。", nil)
		return
	case "merged":
		twin := t.asks(s, t.neighbour(s), "issue", title+"（又一户）", v.body, b.id, fields{"topic": v.topic})
		s.wait(3*hour, day)
		s.move(b.leader, twin, "table", "", nil)
		s.wait(hour, 5*hour)
		s.merge(worker, m, twin)
		s.wait(3*day, 9*day)
		s.move(worker, twin, "answer", "", fields{"reply": v.reply})
		s.lapse(twin)
		return
	case "escalated", "answered_street":
		s.wait(day, 3*day)
		t.handUp(s, m, worker, until == "escalated")
		if until == "escalated" {
			return
		}
	}
	s.wait(3*day, 20*day)
	if until == "" && s.chance(30) {
		s.move(worker, m, "answer", "", fields{"reply": v.reply})
		t.judged(s, p, m)
		return
	}
	handler := s.handler(one(s, []*who{t.property, worker, t.another(s, worker)}))
	s.move(worker, m, "assign", "", fields{"reply": v.reply, "worker": handler.person.ID})
	switch until {
	case "doing":
		return
	case "suspended":
		s.wait(day, 2*day)
		s.move(handler, m, "suspend", "雨季不能做，等晴几天。", fields{"why": "weather", "review": s.date(20)})
		s.wait(2*hour, 5*hour)
		s.move(t.secretary, m, "approve", "", nil)
		return
	case "extended":
		s.wait(8*day, 10*day)
		s.move(handler, m, "extend", "配件缺货，供应商答应下周到。", fields{"until": s.date(30)})
		s.wait(2*hour, 5*hour)
		s.move(t.secretary, m, "approve", "", nil)
		return
	}
	s.wait(day, 4*day)
	if s.chance(40) {
		s.move(one(s, []*who{handler, b.leader}), m, "progress", one(s, []string{"已经约了师傅。", "做了一半，住户看过没意见。"}), nil)
	}
	s.wait(day, 5*day)
	s.move(handler, m, "finish", v.done, nil)
	switch until {
	case "done":
		return
	case "redo":
		s.wait(5*hour, day)
		s.move(p, m, "redo", "只管了一天，请下次会上再说说。", nil)
		return
	}
	t.judged(s, p, m)
	if until == "reopened" {
		s.wait(2*day, 5*day)
		s.move(p, m, "reopen", "又是老样子。", nil)
		s.wait(5*hour, day)
		s.move(b.leader, m, "settle", "物业重新做了一遍，盯着验的。", nil)
		t.judged(s, p, m)
	}
}

func (t *town) newcomer(s *script, until string) {
	p := t.neighbour(s)
	b := p.home.building
	m := s.raise(p, "newcomer", one(s, []string{"刚搬来，来报个到", "新租户入住", "带孩子来陪读，想认认门", "新房交付，准备入住"}), "", b.id, fields{
		"stay": one(s, []string{"school", "school", "tenant", "owner"}), "phone": t.phone(), "wishes": one(s, []string{"垃圾怎么分，几点收。", "孩子上学怎么走近。", "想认识本楼的楼长。", "哪里能办居住证。"})})
	if until == "told" {
		return
	}
	s.wait(3*hour, 3*day)
	switch until {
	case "withdrawn":
		s.move(p, m, "withdraw", "", nil)
	case "gone":
		s.move(b.leader, m, "gone", "", nil)
	default:
		s.move(one(s, []*who{b.leader, b.leader, t.desk(s)}), m, "greet", one(s, []string{"上门打过招呼，送了便民手册。", "带着认了垃圾房和充电桩，加了楼栋群。", "孩子上学的路线说清楚了。"}), nil)
	}
}

// projects are the twelve of the year, of which six are done; the gym's renewal brought six facilities.
func (t *town) projects(p *plan) {
	all := []struct {
		topic, title string
		funds, n     int
		until        string
		ago          time.Duration
	}{
		{"fitness", "健身广场器材改造升级", 86000, 6, "", 0}, {"facilities", "单元门口加装便民座椅", 12000, 12, "", 0}, {"children", "陪读家庭晚自习室", 30000, 1, "", 0},
		{"elders", "楼道休息椅和扶手", 18000, 20, "", 0}, {"safety", "电动车集中充电棚", 64000, 3, "", 0}, {"culture", "楼栋书法长廊", 15000, 1, "", 0},
		{"environment", "垃圾分类亭改造", 40000, 0, "checking", day}, {"facilities", "便民晾晒区", 22000, 0, "building", 12 * day}, {"children", "儿童活动角", 26000, 0, "suspended", 10 * day},
		{"safety", "消防通道划线和监控", 35000, 0, "agreeing", 4 * day}, {"elders", "老年助餐点", 50000, 0, "planning", 9 * day}, {"culture", "邻里节舞台", 16000, 0, "proposed", 3 * day},
	}
	p.past(t.land, p.year.AddDate(-1, 0, 0), p.year.Add(-2*day), func(s *script) { // the year before's
		t.project(s, "culture", "屋顶花园", 120000, 0, "dropped")
	})
	for _, v := range all {
		tell := func(s *script) { t.project(s, v.topic, v.title, v.funds, v.n, v.until) }
		if v.until == "" {
			p.over(t.land, tell)
		} else {
			t.lately(p, v.ago, tell)
		}
	}
}

func (t *town) project(s *script, topic, title string, funds, n int, until string) {
	leader := one(s, t.buildings()).leader
	p := one(s, []*who{leader, t.desk(s), t.chair, t.property})
	m := s.raise(p, "project", title, one(s, []string{"楼长见面会上多次提到，大家都盼着。", "问卷里呼声最高的一项。"}), t.estates[0].id, fields{"topic": topic})
	if until == "proposed" {
		return
	}
	worker := t.desk(s)
	s.wait(day, 6*day)
	if until == "dropped" {
		s.move(worker, m, "drop", "承重和防水都过不了，会上说明了原因。", nil)
		return
	}
	s.move(worker, m, "adopt", "", fields{"worker": worker.person.ID})
	s.wait(4*day, 9*day)
	first := funds * 2 / 300 * 100
	s.move(worker, m, "fund", "", fields{"funds": first, "source": one(s, t.partners)})
	if until == "planning" {
		return
	}
	s.wait(3*day, 12*day)
	s.move(worker, m, "fund", "", fields{"funds": funds - first, "source": one(s, t.partners)})
	s.wait(2*day, 6*day)
	s.move(worker, m, "propose_plan", "", fields{"plan": "分两步做：先拆旧，再安装；施工期间留出通道，完工后由楼栋轮流看管。"})
	s.wait(day, 3*day)
	s.move(t.chair, m, "owners_agree", "业委会讨论通过。", nil)
	if until == "agreeing" {
		return
	}
	s.wait(5*hour, 2*day)
	s.move(t.property, m, "property_agrees", "物业配合水电和围挡。", nil)
	s.wait(5*hour, 2*day)
	s.move(leader, m, "residents_agree", "征求了各楼意见，多数赞成，少数要求白天施工，已写进方案。", nil)
	s.wait(day, 2*day)
	s.move(worker, m, "start", "", nil)
	for _, note := range []string{"旧设施拆除完毕。", "基础浇好，等养护。", "设备进场安装。"} {
		s.wait(4*day, 9*day)
		s.move(worker, m, "milestone", note, fields{"reached_on": s.date(0)})
		if until == "building" {
			return
		}
		if until == "suspended" {
			s.wait(day, 2*day)
			s.move(worker, m, "suspend", "最后一笔资金下月到。", fields{"why": "funds", "review": s.date(40)})
			s.wait(3*hour, 9*hour)
			s.move(t.secretary, m, "approve", "", nil)
			return
		}
	}
	s.wait(3*day, 8*day)
	f := fields{}
	if n > 0 {
		f["facilities"] = n
	}
	s.move(worker, m, "finish", "全部完工，请各方来看。", f)
	if until == "checking" {
		return
	}
	s.wait(day, 4*day)
	s.move(one(s, []*who{leader, t.chair}), m, "verify", "逐件试过，符合方案。", nil)
}
