package demo

import "time"

// word is what a resident asks or says, and what comes of it.
type word struct{ sort, title, body, done string }

var words = []word{
	{"help", "想给老人申请居家照护", "老人八十二岁，白天一个人在家。", "已联系街镇养老顾问上门评估，服务下周开始。"},
	{"complaint", "楼上深夜拖动家具", "连着几天到半夜。", "上门沟通过，住户答应十点后不再挪动，并加了脚垫。"},
	{"help", "孩子入学需要开居住证明", "学校下周要。", "当天开好，已取走。"},
	{"advice", "建议快递柜移到东门", "现在的位置太晒，又挡路。", "与物业商量后已移位。"},
	{"complaint", "地下车库有异味", "进去就闻到，怀疑排水不好。", "清洗集水井，加了除味，复看两次没有味道。"},
	{"report", "有人在绿化带种菜", "占了半个花坛。", "说服后已恢复绿化。"},
	{"help", "残疾证到期怎么换", "腿脚不便，不想跑空。", "材料清单送到家，代办完成。"},
	{"advice", "希望周末开放活动室", "上班的人平时来不了。", "从本月起周六下午开放，志愿者值守。"},
	{"complaint", "装修垃圾放在过道一周", "出门要绕。", "物业督促当天清走，押金扣留至验收。"},
	{"report", "一户疑似群租", "进出的人很多，半夜还有声音。", "已转为出租房检查，结果另行告知。"},
	{"help", "家里独居，想装一键呼叫", "担心晚上有事没人知道。", "已申请安装，网格员演示了两遍。"},
	{"advice", "建议门口加一排座椅", "接孩子的老人站着等。", "添置座椅两排。"},
}

var questions = [][2]string{
	{"老年卡在哪里办", "带身份证到大厅一号窗口，当场可以办；行动不便的可以代办。"}, {"新生儿怎么报户口", "到派出所办理，社区可以帮您备材料清单。"}, {"灵活就业怎么交社保", "可以网上办，也可以到大厅用自助机，工作人员教您。"},
	{"装修要不要报备", "要到物业登记，工作日八点到十八点施工，午休停工。"}, {"居住证多久能办好", "受理后十五天左右，到时短信通知。"}, {"电动车充电桩怎么收费", "按充电量计费，价目贴在棚里，有疑问找物业。"},
	{"独生子女奖励怎么领", "退休时申请，带原件来大厅。"}, {"助餐点几点开门", "中午十点半到十二点半，可以提前一天预订。"}, {"社区有没有暑托班", "七月初报名，名额三十个，群里会通知。"},
}

func (t *town) requests(p *plan) {
	for range 110 {
		p.over(t.land, func(s *script) { t.request(s, "") })
	}
	for _, until := range []string{"declined", "declined", "withdrawn", "answered", "answered", "reopened"} {
		p.over(t.land, func(s *script) { t.request(s, until) })
	}
	for _, v := range []moment{{"received", hour}, {"received", 3 * hour}, {"received", 4 * day}, {"handling", day}, {"handling", 3 * day}, {"handling", 13 * day}, {"progress", 2 * day}, {"done", 8 * hour}, {"done", 2 * day}, {"redo", day}, {"suspended", 3 * day}, {"escalated", day}, {"supervised", 9 * day}} {
		t.lately(p, v.ago, func(s *script) { t.request(s, v.until) })
	}
	for range 60 {
		p.over(t.land, func(s *script) { t.question(s, "") })
	}
	p.over(t.land, func(s *script) { t.question(s, "direct") })
	p.over(t.land, func(s *script) { t.question(s, "direct") })
	t.lately(p, hour, func(s *script) { t.question(s, "asked") })
	t.lately(p, 4*hour, func(s *script) { t.question(s, "asked") })
}

func (t *town) request(s *script, until string) {
	p, v := t.neighbour(s), one(s, words)
	f := fields{"sort": v.sort}
	if s.chance(40) {
		f["phone"] = t.phone()
	}
	at := p.home.building.id
	anonymous := until == "" && s.chance(15)
	var m *thing
	if anonymous {
		p = stranger
		m = s.raise(p, "request", v.title, v.body, at, f)
	} else {
		m = t.asks(s, p, "request", v.title, v.body, at, f)
	}
	if until == "received" {
		return
	}
	s.wait(hour, 5*hour)
	worker := t.desk(s)
	switch until {
	case "declined":
		s.move(worker, m, "decline", "这件事正在法院审理，社区不便处理，已告知进展查询的办法。", nil)
		return
	case "withdrawn":
		s.move(p, m, "withdraw", "", nil)
		return
	}
	handler := s.handler(one(s, []*who{worker, t.another(s, worker), t.grids[one(s, t.gridIDs)]}))
	s.move(worker, m, "accept", "", fields{"worker": handler.person.ID})
	switch until {
	case "handling":
		return
	case "suspended":
		s.wait(5*hour, day)
		s.move(handler, m, "suspend", "当事人出门，下个月回来再谈。", fields{"why": "other", "review": s.date(28)})
		s.wait(2*hour, 5*hour)
		s.move(t.secretary, m, "approve", "", nil)
		return
	case "supervised":
		s.wait(9*day, 11*day)
		s.move(p, m, "remind", "", nil)
		s.wait(3*hour, 9*hour)
		s.move(t.secretary, m, "supervise", "已经超时，请今天联系住户说明情况。", nil)
		return
	case "escalated", "answered":
		s.wait(5*hour, day)
		t.handUp(s, m, worker, until == "escalated")
		if until == "escalated" {
			return
		}
	}
	if until == "progress" || s.chance(40) {
		s.wait(4*hour, 2*day)
		s.move(handler, m, "progress", one(s, []string{"已经上门了解，两边都听了。", "联系了有关单位，等回复。", "材料收齐，正在办。"}), nil)
		if until == "progress" {
			return
		}
	}
	s.wait(5*hour, 3*day)
	s.move(handler, m, "finish", v.done, nil)
	if until == "done" {
		return
	}
	if until == "redo" {
		s.wait(5*hour, day)
		s.move(p, m, "redo", "还没有彻底解决，请再想想办法。", nil)
		return
	}
	if anonymous {
		s.lapse(m)
		return
	}
	t.judged(s, p, m)
	if until == "reopened" {
		s.wait(2*day, 5*day)
		s.move(p, m, "reopen", "又出现了同样的问题。", nil)
		s.wait(hour, 4*hour)
		s.move(worker, m, "accept", "", fields{"worker": handler.person.ID})
		s.wait(day, 3*day)
		s.move(handler, m, "finish", "再次处理，"+v.done, nil)
		t.judged(s, p, m)
	}
}

func (t *town) question(s *script, until string) {
	p, v := t.neighbour(s), one(s, questions)
	if s.chance(25) {
		p = stranger
	}
	m := s.raise(p, "question", v[0], "", "", nil)
	if until == "asked" {
		return
	}
	s.wait(30*time.Minute, day)
	if until == "direct" {
		s.move(t.desk(s), m, "direct", "这件事由税务部门办理，电话和地址已发给您。", nil)
		return
	}
	s.move(t.desk(s), m, "answer", v[1], nil)
}
