package demo

// care is a helping hand for an elder or a child, given to one named person.
func (t *town) care(s *script, until string) {
	p := t.neighbour(s)
	v := one(s, [][4]string{
		{"elder", "doctor", "下周要去复查，想有人陪", "陪着挂号、拿药，送回家。"}, {"elder", "meals", "一个人不想做饭，想订助餐", "从今天起每天送到家。"}, {"elder", "checkup", "想做一次免费体检", "约到周三，血压血糖都查了。"},
		{"elder", "home", "出院回家，想请人照看几天", "安排护理员上门五天。"}, {"elder", "company", "儿女在外，想有人说说话", "每周二、五上门聊天。"}, {"elder", "card", "想领暖心卡", "卡已送到，怎么用也说清楚了。"},
		{"child", "homework", "三年级数学跟不上", "晚上辅导两周，作业能自己做了。"}, {"child", "company", "爸妈外出，孩子话少", "社工每周陪两次，愿意开口了。"}, {"child", "card", "想给孩子办暖心卡", "卡已办好，可以用图书角和篮球馆。"},
	})
	guardian := "not_needed"
	if v[0] == "child" {
		guardian = "agreed"
	}
	f := fields{"who": v[0], "service": v[1], "guardian": guardian}
	if s.chance(40) {
		f["needs_care"] = one(s, []string{"听力不好，说话请大声些。", "怕生，请女志愿者去。", "糖尿病，不吃甜。"})
	}
	m := t.asks(s, p, "care", v[2], "", p.home.building.id, f)
	if until == "asked" {
		return
	}
	worker := t.desk(s)
	s.wait(hour, 5*hour)
	switch until {
	case "declined":
		s.move(worker, m, "decline", "需要专业医疗，已帮您转到卫生服务中心。", nil)
		return
	case "withdrawn":
		s.move(p, m, "withdraw", "家人回来了。", nil)
		return
	}
	helper := t.giver(s, p)
	s.move(worker, m, "dispatch", "", fields{"worker": helper.person.ID})
	switch until {
	case "helping":
		return
	case "given_up":
		s.wait(5*hour, day)
		s.move(helper, m, "give_up", "这周加班，去不了。", nil)
		return
	}
	s.wait(5*hour, 2*day)
	s.move(helper, m, "visit", "第一次上门，认了门，说好时间。", nil)
	s.wait(day, 3*day)
	s.move(helper, m, "finish", v[3], nil)
	if until == "done" {
		return
	}
	t.judged(s, p, m)
}

// business is help for a shop or a firm.
func (t *town) business(s *script, until string) {
	p := t.neighbour(s)
	v := one(s, [][3]string{
		{"licence", "小吃店换证要跑几个地方", "帮着在网上一次办好。"}, {"hiring", "理发店招学徒", "发到社区招聘栏，来了两位。"}, {"venue", "想找一间共享仓库", "对接到闲置车库，签了一年。"},
		{"finance", "进货周转，想了解贷款", "约银行上门讲了，已批下来。"}, {"policy", "个体户有什么减税", "税务专员来店里讲了一遍。"}, {"other", "店门口停车位不够", "和交警协调，划了两个临停位。"},
	})
	m := t.asks(s, p, "business_help", v[1], "", p.home.building.id, fields{"business": one(s, []string{"阿福小吃", "巧手理发", "晨光文具", "顺意五金", "小满花店", "海味干货行"}), "topic": v[0]})
	if until == "asked" {
		return
	}
	worker := t.desk(s)
	s.wait(2*hour, 6*hour)
	if until == "declined" {
		s.move(worker, m, "decline", "不在本辖区经营，已转告所在社区。", nil)
		return
	}
	handler := s.handler(t.another(s, worker))
	s.move(worker, m, "accept", "", fields{"worker": handler.person.ID})
	if until == "handling" {
		return
	}
	s.wait(day, 4*day)
	s.move(handler, m, "progress", "联系了对口的部门，约好见面。", nil)
	s.wait(day, 5*day)
	s.move(handler, m, "finish", v[2], nil)
	if until == "done" {
		return
	}
	if until == "unrated" {
		s.lapse(m)
		return
	}
	t.judged(s, p, m)
}

// veteran is a service for somebody who joins, serves, leaves or has left the forces.
func (t *town) veteran(s *script, until string) {
	p := t.neighbour(s)
	v := one(s, [][3]string{
		{"joining", "儿子应征，家里要办什么", "材料清单列好，陪着办完。"}, {"serving", "军属想办优待证", "采集照片，证已送到家。"}, {"leaving", "退役报到后档案放哪里", "档案已转到服务站，回执交给本人。"},
		{"work", "退役后想学一门技术", "报了电工培训，下月开课。"}, {"care", "优待证丢了怎么补", "补办完成，三天后领取。"}, {"care", "老兵想请人上门体检", "卫生中心上门查过。"},
	})
	m := t.asks(s, p, "veteran_service", v[1], "", p.home.building.id, fields{"phase": v[0], "story": "详细情况当面说。"})
	if until == "asked" {
		return
	}
	worker := t.desk(s)
	s.wait(2*hour, 6*hour)
	if until == "declined" {
		s.move(worker, m, "decline", "户籍在外地，已联系当地服务站接手。", nil)
		return
	}
	s.move(worker, m, "accept", "", nil)
	switch until {
	case "handling":
		return
	case "escalated":
		s.wait(5*hour, day)
		t.handUp(s, m, worker, true)
		return
	}
	s.wait(day, 5*day)
	if s.chance(50) {
		s.move(worker, m, "progress", "材料已收，系统里提交了。", nil)
	}
	s.wait(day, 5*day)
	s.move(worker, m, "finish", v[2], nil)
	if until == "done" {
		return
	}
	if until == "unrated" {
		s.lapse(m)
		return
	}
	t.judged(s, p, m)
}

// longtengStreet are the resources and projects of the street itself.
func (o *office) longtengStreet(p *plan) {
	for i, v := range [][2]string{{"venue", "街道党群服务中心报告厅"}, {"craft", "书法老师驻点"}, {"hours", "机关干部志愿服务日"}, {"goods", "活动帐篷二十顶"}, {"money", "公益创投资金"}, {"venue", "街道篮球场"}} {
		p.over(o.land, func(s *script) {
			m := s.raise(one(s, o.officers), "street_resource", v[1], "五个社区都可以用，提前三天预约。", "", fields{"sort": v[0]})
			s.wait(5*hour, 2*day)
			s.move(one(s, o.officers), m, "accept", "", nil)
			s.wait(10*day, 40*day)
			s.move(one(s, o.officers), m, "use", "借给社区用了一次。", nil)
			if i == 3 {
				s.wait(10*day, 30*day)
				s.move(one(s, o.officers), m, "use_up", "帐篷旧了，已报废。", nil)
			}
		})
	}
	for _, until := range []string{"retired", "declined"} {
		p.over(o.land, func(s *script) {
			m := s.raise(o.officers[2], "street_resource", "旧会议桌椅一批", "可以搬走使用。", "", fields{"sort": "goods"})
			s.wait(5*hour, 2*day)
			if until == "declined" {
				s.move(o.officers[1], m, "decline", "损坏较多，不再提供。", nil)
				return
			}
			s.move(o.officers[1], m, "accept", "", nil)
			s.wait(20*day, 60*day)
			s.move(o.officers[2], m, "retire", "办公用房调整，收回自用。", nil)
		})
	}
	p.lately(o.land, 5*hour, func(s *script) {
		s.raise(o.officers[1], "street_resource", "流动图书车", "一周可到两个社区。", "", fields{"sort": "goods"})
	})
	for _, v := range []moment{{"", 0}, {"", 0}, {"received", day}, {"running", 20 * day}, {"checking", 2 * day}, {"declined", 0}} {
		tell := func(s *script) { o.project(s, v.until) }
		if v.ago == 0 {
			p.over(o.land, tell)
		} else {
			p.lately(o.land, v.ago, tell)
		}
	}
}

func (o *office) project(s *script, until string) {
	v := one(s, [][2]string{{"一老一小服务地图", "地图上线，印了五千份。"}, {"共享停车试点", "三个小区夜间共享车位一百二十个。"}, {"老旧小区晾晒改造", "改造晾晒区九处。"}, {"社区工作者心理支持", "开了六场，个别约谈二十次。"}})
	m := s.raise(o.officers[0], "street_project", v[0], "五个社区都提到，街道统一来做。", "", nil)
	if until == "received" {
		return
	}
	s.wait(5*hour, 3*day)
	if until == "declined" {
		s.move(o.officers[1], m, "decline", "与区里的项目重复，改为配合。", nil)
		return
	}
	s.move(o.officers[0], m, "start", "", nil)
	if until == "running" {
		return
	}
	s.wait(10*day, 30*day)
	s.move(o.officers[0], m, "milestone", "各社区的点位已确定。", nil)
	s.wait(10*day, 30*day)
	s.move(o.officers[0], m, "finish", "", fields{"result": v[1]})
	if until == "checking" {
		return
	}
	s.wait(5*hour, 4*day)
	s.move(o.officers[1], m, "verify", "", nil)
}
