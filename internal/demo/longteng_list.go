package demo

import "fmt"

// longtengYear tells the stories of one of Longteng's communities.
func (t *town) longtengYear(p *plan) {
	about := func(n int) int { return n + t.rng.IntN(n) } // no two communities are alike
	t.tell(p, about(20), t.problem, []string{"declined", "withdrawn", "merged", "answered", "answered"},
		[]moment{{"listed", 2 * hour}, {"listed", 3 * day}, {"open", day}, {"open", 4 * day}, {"open", 20 * day}, {"doing", 3 * day}, {"doing", 6 * day}, {"doing", 19 * day}, {"solved", day}, {"redo", 2 * day}, {"suspended", 6 * day}, {"escalated", 2 * day}, {"returned", 3 * hour}})
	t.tell(p, about(4), t.matched, []string{"dropped"}, []moment{{"matched", 3 * day}, {"running", 8 * day}, {"checking", day}, {"up", 5 * day}})
	for i := range about(6) {
		p.past(t.land, p.year.Add(10*day), p.today.Add(-5*day), func(s *script) { t.resource(s, i, "") })
	}
	for i, until := range []string{"used_up", "retired", "declined"} {
		p.over(t.land, func(s *script) { t.resource(s, i+3, until) })
	}
	t.lately(p, 5*hour, func(s *script) { t.resource(s, 6, "offered") })
	t.tell(p, about(20), t.care, []string{"declined", "withdrawn"}, []moment{{"asked", 2 * hour}, {"asked", 5 * hour}, {"helping", day}, {"helping", 2 * day}, {"helping", 12 * day}, {"done", day}, {"given_up", 4 * hour}})
	t.tell(p, about(6), t.business, []string{"declined", "unrated"}, []moment{{"asked", 3 * hour}, {"handling", 2 * day}, {"handling", 18 * day}, {"done", 2 * day}})
	t.tell(p, about(5), t.veteran, []string{"declined", "unrated"}, []moment{{"asked", 4 * hour}, {"handling", 3 * day}, {"done", day}, {"escalated", day}})
}

var complaints = []struct{ topic, title, body, done string }{
	{"environment", "%s门口常有人乱丢垃圾", "早上最明显。", "加了桶，排了巡看的人。"}, {"environment", "%s水池长满青苔", "夏天有蚊子。", "清洗换水，放了观赏鱼。"}, {"facilities", "%s长椅断了两根木条", "坐着扎人。", "换了木条，刷了漆。"},
	{"facilities", "%s信号差，电话打不通", "电梯里完全没有。", "运营商加装了小基站。"}, {"safety", "%s路口车太快", "孩子过马路危险。", "装了减速带和凸面镜。"}, {"safety", "%s楼道应急灯不亮", "停电那天一片黑。", "更换应急灯六盏。"},
	{"care", "%s有位老人常忘记关火", "邻居担心。", "装了燃气报警器，邻居轮流看望。"}, {"culture", "%s想要一个打乒乓球的地方", "年轻人和老人都想打。", "腾出架空层，放了两张桌子。"}, {"culture", "%s孩子暑假没处去", "上班族多。", "办了三期托管班。"},
	{"property", "%s物业费涨价没有说明", "单子上多了一项。", "物业公开了明细，退回多收的部分。"}, {"property", "%s电梯保养停太久", "停了三天。", "约定提前公告，不超过半天。"}, {"other", "%s想办一个旧物交换日", "东西还好，扔了可惜。", "每季度一次，首场有六十户来。"},
}

// problem goes on the list, is dispatched, solved and rated.
func (t *town) problem(s *script, until string) {
	b, v := t.spot(s), one(s, complaints)
	mine := s.asks != nil
	p := t.neighbour(s)
	if !mine && s.chance(30) {
		p = one(s, []*who{b.leader, t.grids[b.grid], t.property})
	}
	m := s.raise(p, "problem", fmt.Sprintf(v.title, b.estate.title+b.title), v.body, b.id, fields{"topic": v.topic})
	if until == "listed" {
		return
	}
	worker := t.desk(s)
	s.wait(3*hour, day)
	switch until {
	case "declined":
		s.move(worker, m, "decline", "上月已列入同一件，进展已告知。", nil)
		return
	case "withdrawn":
		s.move(p, m, "withdraw", "", nil)
		return
	}
	s.move(one(s, []*who{worker, t.grids[b.grid]}), m, "accept", "", nil)
	if until == "open" {
		return
	}
	s.wait(5*hour, 3*day)
	switch until {
	case "escalated", "answered":
		t.handUp(s, m, worker, until == "escalated")
		if until == "escalated" {
			return
		}
	case "merged":
		twin := t.asks(s, t.neighbour(s), "problem", fmt.Sprintf(v.title, b.estate.title+b.title)+"，请一起解决", v.body, b.id, fields{"topic": v.topic})
		s.wait(2*hour, 6*hour)
		s.move(worker, twin, "accept", "", nil)
		s.merge(worker, m, twin)
		s.wait(hour, day)
		s.move(worker, twin, "dispatch", "", fields{"worker": t.property.person.ID})
		s.wait(day, 5*day)
		s.move(t.property, twin, "finish", v.done, nil)
		s.lapse(twin)
		return
	}
	if until == "returned" {
		s.move(worker, m, "return", "地点和描述对不上，请网格员再核一下。", nil)
		return
	}
	handler := s.handler(one(s, []*who{t.property, worker, t.another(s, worker), t.grids[b.grid]}))
	s.move(worker, m, "dispatch", "", fields{"worker": handler.person.ID})
	switch until {
	case "doing":
		return
	case "suspended":
		s.wait(5*hour, day)
		s.move(handler, m, "suspend", "台风季过后再施工。", fields{"why": "weather", "review": s.date(30)})
		s.wait(2*hour, 8*hour)
		s.move(t.secretary, m, "approve", "", nil)
		return
	}
	s.wait(day, 3*day)
	if s.chance(40) {
		s.move(handler, m, "progress", "已和几家商量好，这周动手。", nil)
	}
	s.wait(day, 6*day)
	s.move(handler, m, "finish", v.done, nil)
	switch until {
	case "solved":
		return
	case "redo":
		s.wait(5*hour, day)
		s.move(p, m, "redo", "效果不明显，再想想别的办法。", nil)
		return
	}
	t.judged(s, p, m)
}

// offers are resources: what, of which sort, and what was made with it for which problem.
var offers = []struct{ sort, title, topic, problem, result string }{
	{"venue", "周末可用的会议室一间", "culture", "读书会没有场地", "读书会固定在周六下午，已办八场。"}, {"craft", "牙医义诊每月半天", "care", "老人看牙不方便", "为四十多位老人检查口腔。"},
	{"hours", "八位舞蹈老师的周末时间", "culture", "广场舞队没人教", "教了两套操，队伍从十二人到三十人。"}, {"goods", "旧电脑十台", "culture", "孩子没有地方上网课", "建了小机房，放学后开放。"},
	{"money", "便民座椅赞助五千元", "facilities", "等车的地方没有座位", "添置座椅六张。"}, {"craft", "律师每月一次咨询", "property", "合同纠纷没人问", "接待二十一人次，调解三件。"},
	{"venue", "地下架空层一处", "facilities", "没有晾晒和活动的地方", "改成活动角，铺了地胶。"}, {"hours", "大学生暑期一个月", "care", "小学生暑假没人看", "办了托管班，二十四个孩子。"}, {"goods", "血压计二十台", "care", "楼里老人想常量血压", "每幢一台，楼长保管。"},
}

// resource is offered, listed, and used.
func (t *town) resource(s *script, i int, until string) {
	v := offers[i%len(offers)]
	p := one(s, []*who{t.branch[0], t.desk(s), t.property, t.neighbour(s)})
	m := s.raise(p, "resource", v.title, "愿意长期提供，时间可以商量。", "", fields{"sort": v.sort, "from_org": one(s, t.partners)})
	if until == "offered" {
		return
	}
	worker := t.desk(s)
	s.wait(3*hour, 2*day)
	if until == "declined" {
		s.move(worker, m, "decline", "目前没有合适的用处，先登记着。", nil)
		return
	}
	s.move(worker, m, "accept", "", nil)
	s.wait(5*day, 40*day)
	s.move(worker, m, "use", one(s, []string{"用了一次，大家反映好。", "配合活动用了半天。"}), nil)
	s.wait(3*day, 20*day)
	switch until {
	case "used_up":
		s.move(worker, m, "use_up", "已全部用完，谢谢支持。", nil)
	case "retired":
		s.move(worker, m, "retire", "提供的一方搬走了。", nil)
	}
}

// matched is a problem and a resource that fit and become a project.
func (t *town) matched(s *script, until string) {
	v := one(s, offers)
	worker := t.desk(s)
	res := s.raise(t.branch[0], "resource", v.title, "单位支持，可以长期用。", "", fields{"sort": v.sort, "from_org": one(s, t.partners)})
	s.wait(3*hour, day)
	s.move(worker, res, "accept", "", nil)
	s.wait(day, 6*day)
	b := t.spot(s)
	p := t.neighbour(s)
	m := t.asks(s, p, "problem", v.problem, "大家说过好几回。", b.id, fields{"topic": v.topic})
	s.wait(3*hour, day)
	s.move(worker, m, "accept", "", nil)
	s.wait(day, 4*day)
	s.match(worker, m, res, "一边缺，一边有，时间也合适。")
	project := s.below(worker, m, "project", 1)[0]
	if until == "matched" {
		return
	}
	s.wait(5*hour, 2*day)
	lead := t.another(s, worker)
	if until == "dropped" {
		s.move(worker, project, "drop", "提供的一方时间变了，先不做。", nil)
		s.wait(hour, 3*hour)
		s.move(worker, m, "unmatch", "原来的资源用不上了，再找。", nil)
		s.wait(2*hour, day)
		s.move(worker, m, "dispatch", "", fields{"worker": t.property.person.ID})
		s.wait(day, 5*day)
		s.move(t.property, m, "finish", "改由物业解决了。", nil)
		t.judged(s, p, m)
		return
	}
	s.move(worker, project, "start", "", fields{"worker": lead.person.ID, "until": s.date(40)})
	if until == "running" {
		return
	}
	s.wait(4*day, 9*day)
	s.move(lead, project, "milestone", "场地和人手落实，第一次试办。", nil)
	if until == "up" {
		s.wait(day, 3*day)
		t.streetProject(s, project, worker)
		return
	}
	s.wait(5*day, 16*day)
	s.move(lead, project, "finish", "", fields{"result": v.result, "people": 20 + s.rng.IntN(90)})
	if until == "checking" {
		return
	}
	s.wait(5*hour, 2*day)
	s.move(worker, project, "verify", "", nil)
	s.wait(hour, 4*hour)
	s.move(worker, res, "use", "用于项目："+v.problem+"。", nil)
	s.move(worker, m, "finish", v.result, nil)
	t.judged(s, p, m)
}

// streetProject hands a project up that the street then runs.
func (t *town) streetProject(s *script, m *thing, by *who) {
	s.move(by, m, "escalate", "几个社区都需要，请街道统一来做。", nil)
	up := s.above(m, "street_project")
	s.wait(3*hour, day)
	s.move(t.above.officers[0], up, "start", "", nil)
	s.wait(hour, 20*hour)
	s.move(t.above.officers[0], up, "milestone", "五个社区的需求已收齐。", nil)
}
