package demo

import (
	"time"

	"linli/internal/person"
	"linli/internal/place"
)

// zhufang is the old community that is governed together: an estate without a property company that manages itself, a
// dozen handy neighbours, five advisers.
func zhufang() []set {
	above := newOffice("qilidian", "七里甸街道", "Qilidian Street", "zhufang", 41)
	l := community("zhufang", above.ID, "朱方路社区", "Zhufang Road Community", "zhufang", 42)
	own := l.estate("朱方路225号", "幢", 8, 2, 4)
	l.estate("朱方新村", "幢", 7, 2, 4)
	l.managed = l.estate("润江苑", "幢", 6, 2, 4)
	for _, v := range []string{"文体广场", "门卫室", "东大门"} {
		l.place(own.id, place.Public, v)
	}
	for _, v := range []string{"朱方路社区党群服务中心", "党群议事厅", "红管家工作室"} {
		l.place("", place.Venue, v)
	}
	l.place("", place.Public, "朱方路")
	grids := l.grids(6)
	crafts := []string{"appliance", "pipes", "haircut", "footcare"}
	t := newTown(l, above, "朱方路社区", 4, 85, 15, crafts...)
	t.gridWorkers(grids, l.org("grid_team", "朱方路社区网格队", t.committee, ""))
	self := l.org("self_management_committee", "朱方路225号自治管理委员会", t.committee, l.area(place.Assembly, "朱方路225号自管范围", own.id))
	for i := range 5 {
		kind := "self_management_member"
		if i == 0 {
			kind = "self_management_chair"
		}
		l.post(self, kind, l.someone(), own.id, "")
	}
	advisers := l.org("advisory_group", "朱方路社区顾问团", t.committee, "")
	for range 5 {
		l.post(advisers, "adviser", l.someone(), "", "")
	}
	for _, v := range []string{"银杏社会工作服务社", "邻里调解工作室", "乐龄互助会"} {
		l.org("social_organisation", v, "", "")
	}
	for _, v := range []string{"供电公司抢修班", "第三中学团委", "社区卫生服务中心"} {
		l.org("partner_unit", v, "", "")
	}
	t.members = append(t.members, t.join(55, person.PartyMember)...)
	t.helpers = append(t.helpers, t.join(45, person.Volunteer)...)
	fixers := l.org("volunteer_team", "红管家能人队", t.committee, "")
	l.post(fixers, "team_leader", t.helpers[1], "", "")
	for i, p := range t.helpers[1:13] {
		craft := crafts[i%len(crafts)]
		t.member(p, "skill:"+craft)
		t.crafts[craft] = append(t.crafts[craft], p)
	}
	return []set{{above.land, nil}, {l, t.zhufangYear}}
}

// zhufangYear tells the stories of Zhufang Road.
func (t *town) zhufangYear(p *plan) {
	t.mediations(p)
	t.fives(p)
	t.facilities(p)
	t.services(p)
	t.answers(p)
}

// tell plays stories that were over within the year, one for each of ends, and those that stand where a moment says.
func (t *town) tell(p *plan, times int, tell func(s *script, until string), ends []string, now []moment) {
	for range times {
		p.over(t.land, func(s *script) { tell(s, "") })
	}
	for _, until := range ends {
		p.over(t.land, func(s *script) { tell(s, until) })
	}
	for _, v := range now {
		t.lately(p, v.ago, func(s *script) { tell(s, v.until) })
	}
}

func (t *town) mediations(p *plan) {
	t.tell(p, 30, t.mediation, []string{"declined", "advised", "withdrawn"},
		[]moment{{"reported", 2 * hour}, {"mediating", 2 * day}, {"session", 6 * day}, {"session", 40 * day}, {"agreed", 4 * day}, {"kept", day}, {"broken", day}, {"suspended", 8 * day}})
}

// mediation is a dispute that is talked over, agreed, visited again and thanked for.
func (t *town) mediation(s *script, until string) {
	a, b := t.neighbour(s), t.neighbour(s)
	for a.home == b.home || a == t.mediators[0] || a == t.mediators[1] || b == t.mediators[0] || b == t.mediators[1] {
		a, b = t.neighbour(s), t.neighbour(s)
	}
	v := one(s, [][4]string{
		{"noise", "楼上跳绳，楼下睡不好", "每晚八点以后不跳绳，地上铺厚垫。", "铺了垫子，楼下说睡得踏实。"},
		{"noise", "练琴时间谈不拢", "周末上午练，平时不超过八点。", "琴声按约定的时间，邻居还来听了一回。"},
		{"leak", "卫生间渗水到楼下", "楼上重做防水，楼下补漆费各半。", "防水做好，观察半个月不渗。"},
		{"space", "楼道口堆煤球炉和旧木板", "一周内清走，公共走道不再放东西。", "走道清空，拍了照。"},
		{"parking", "谁先停车争吵多次", "车位按月轮换，写在墙上。", "轮换两个月，没有争吵。"},
		{"pets", "养鸽子影响晾晒", "鸽笼移到楼顶西侧，每天打扫。", "鸽笼移走，晾晒不受影响。"},
		{"family", "赡养老人轮流的事", "三个子女按月轮流，费用平摊。", "老人说儿女按时来。"},
		{"property", "分摊楼道照明电费有争议", "按户平摊，每季度贴出账单。", "账单贴了一期，都没意见。"},
	})
	m := s.raise(a, "dispute", v[1], "", a.home.building.id, fields{"sort": v[0], "who": "同一幢的邻居"})
	if until == "reported" {
		return
	}
	first, second := t.mediators[0], t.mediators[1]
	s.wait(hour, 8*hour)
	switch until {
	case "declined":
		s.move(first, m, "decline", "已经向法院起诉，请等判决，其间需要帮助可以再来。", nil)
		return
	case "withdrawn":
		s.move(a, m, "withdraw", "我们自己谈好了。", nil)
		return
	}
	s.move(first, m, "accept", "", fields{"a": a.person.ID, "b": b.person.ID})
	if until == "mediating" {
		return
	}
	for range 1 + s.rng.IntN(3) {
		s.wait(day, 5*day)
		s.move(first, m, "session", one(s, []string{"先分头听，再坐到一起。", "请了楼栋管家一起谈，气氛缓和些。", "在现场看了一遍，问题说清楚了。"}), fields{"held": s.date(0)})
		if s.chance(40) {
			s.wait(2*hour, day)
			s.move(one(s, []*who{a, b}), m, "speak", one(s, []string{"我不是不讲理，就是夜里睡不好。", "愿意让一步，也请体谅老人。"}), nil)
		}
	}
	switch until {
	case "session":
		return
	case "suspended":
		s.wait(3*hour, day)
		s.move(first, m, "suspend", "一方住院，出院后再谈。", fields{"why": "parties", "review": s.date(30)})
		s.wait(3*hour, day)
		s.move(t.secretary, m, "approve", "", nil)
		return
	case "advised":
		s.wait(day, 3*day)
		s.move(first, m, "fail", "双方不愿再谈，已告知仲裁和诉讼的途径。", nil)
		return
	}
	s.wait(hour, 4*day)
	s.move(first, m, "agree", "", fields{"agreement": v[2]})
	if until == "agreed" {
		return
	}
	s.wait(3*day, 9*day)
	if until == "broken" {
		s.move(second, m, "broken", "回访时还没有履行，约了再谈。", nil)
		return
	}
	s.move(second, m, "keep", v[3], nil)
	if until == "kept" {
		return
	}
	if s.chance(50) {
		s.wait(2*hour, day)
		s.move(one(s, []*who{a, b}), m, "thank", "", fields{"letter": "谢谢调解员一趟一趟地来，把话说开了，邻居还是好邻居。"})
	}
	t.judged(s, a, m)
}

// facilities are what the community asks the street to put in.
func (t *town) facilities(p *plan) {
	own := t.estates[0]
	tell := func(item, title string, amount, n int, until string) func(*script) {
		return func(s *script) { t.facility(s, own, item, title, amount, n, until) }
	}
	for _, v := range []struct {
		item, title string
		amount, n   int
	}{{"gate", "225号大门装进口道闸", 48000, 1}, {"guard", "225号建门卫室", 36000, 1}, {"cameras", "225号装监控", 52000, 16}, {"square", "225号建文体广场", 180000, 1}, {"other", "225号装楼道扶手", 9000, 24}} {
		p.over(t.land, tell(v.item, v.title, v.amount, v.n, ""))
	}
	p.over(t.land, tell("other", "225号装电梯", 900000, 0, "refused"))
	p.over(t.land, tell("other", "225号建游泳池", 500000, 0, "declined"))
	t.lately(p, 2*day, tell("other", "225号加装充电棚", 42000, 0, "proposed"))
	t.lately(p, day, tell("cameras", "225号监控补盲", 18000, 0, "street"))
	t.lately(p, 5*day, tell("other", "225号改造垃圾房", 66000, 0, "deciding"))
	t.lately(p, 8*day, tell("other", "225号更换晾衣架", 15000, 0, "installing"))
	t.lately(p, day, tell("other", "225号做无障碍坡道", 21000, 6, "checking"))
}

func (t *town) facility(s *script, at *estate, item, title string, amount, n int, until string) {
	b := one(s, at.buildings)
	p := one(s, []*who{b.leader, b.leader, t.desk(s)})
	place := at.id
	if p == b.leader { // a steward answers for one building only
		place = b.id
	}
	m := s.raise(p, "facility", title, one(s, []string{"住户议过，多数赞成，请街道支持。", "老小区底子薄，自己筹不齐。"}), place, fields{"item": item, "amount": amount})
	if until == "proposed" {
		return
	}
	worker := t.desk(s)
	s.wait(5*hour, 3*day)
	if until == "declined" {
		s.move(worker, m, "decline", "占地和管理都不允许，会上说明过。", nil)
		return
	}
	s.move(worker, m, "apply", "附居民议事会的纪要和三家报价。", nil)
	up, officer := s.above(m, "facility_decision"), one(s, t.above.officers)
	if until == "street" {
		return
	}
	s.wait(3*hour, day)
	s.move(officer, up, "accept", "", nil)
	s.wait(2*day, 6*day)
	s.move(officer, up, "look", "到现场量过，位置可行。", nil)
	if until == "deciding" {
		return
	}
	s.wait(2*day, 8*day)
	if until == "refused" {
		s.move(officer, up, "deny", "本年度资金已安排完，建议列入明年计划。", nil)
		return
	}
	s.move(officer, up, "grant", "纳入老旧小区改造资金。", fields{"granted_sum": amount * 9 / 10})
	s.now = s.now.Add(time.Minute)
	m.enter(m.kind.Stage("installing"), s.now)
	if until == "installing" {
		return
	}
	s.wait(8*day, 25*day)
	s.move(worker, m, "progress", "基础做好，等设备进场。", nil)
	s.wait(6*day, 20*day)
	s.move(worker, m, "finish", "安装完毕，试用正常。", fields{"installed": n})
	if until == "checking" {
		return
	}
	s.wait(5*hour, 3*day)
	s.move(t.another(s, worker), m, "verify", "", nil)
}
