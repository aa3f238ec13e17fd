package demo

var storiesAtTheDoor = []struct{ topic, title, told, reply string }{
	{"work", "儿子想找份工作", "大专毕业半年，还没着落。", "推荐到人社专场，已面试两家。"}, {"hardship", "退休金不够付药费", "每月药费八百多。", "帮着申请了救助，手续在走。"},
	{"health", "老伴卧床，想学护理", "一个人照顾吃力。", "卫生中心来教了两次，留了联系电话。"}, {"home", "厕所地面渗水", "楼下也来找过。", "请师傅看过，约好下周修。"},
	{"children", "孙女放学没人接", "父母上夜班。", "加入了护学小组，每天有人接到四点半课堂。"}, {"other", "看不清楼道门牌", "快递总送错。", "换了夜光门牌。"}, {"home", "窗户关不严", "冬天漏风。", "换了密封条和把手。"},
}

// answers are what households said at visits, and what they were told afterwards.
func (t *town) answers(p *plan) {
	t.tell(p, 80, t.atTheDoor, []string{"declined", "unconfirmed", "unconfirmed", "answered_street"},
		[]moment{{"noted", 3 * hour}, {"noted", 20 * hour}, {"doing", 2 * day}, {"doing", 5 * day}, {"doing", 22 * day}, {"answered", day}, {"answered", 3 * day}, {"redo", day}, {"escalated", day}})
}

func (t *town) atTheDoor(s *script, until string) {
	home := t.neighbour(s)
	v := one(s, storiesAtTheDoor)
	by := one(s, []*who{home.home.building.leader, t.grids[home.home.building.grid], t.desk(s)})
	for by == home {
		by = t.desk(s)
	}
	m := s.raise(by, "household_request", v.title, "", home.home.building.id, fields{"household": home.person.ID, "topic": v.topic, "story": v.told})
	if until == "noted" {
		return
	}
	worker := t.desk(s)
	s.wait(2*hour, day)
	if until == "declined" {
		s.move(worker, m, "decline", "上门说明了政策条件，目前不符合，条件变化随时可以再提。", nil)
		return
	}
	handler := s.handler(t.another(s, worker))
	s.move(worker, m, "take", "", fields{"worker": handler.person.ID})
	switch until {
	case "doing":
		return
	case "escalated", "answered_street":
		s.wait(5*hour, day)
		t.handUp(s, m, t.secretary, until == "escalated")
		if until == "escalated" {
			return
		}
	}
	s.wait(day, 4*day)
	if s.chance(50) {
		s.move(handler, m, "progress", "联系了有关单位，等回音。", nil)
		s.wait(day, 4*day)
	}
	s.move(handler, m, "reply", v.reply, nil)
	if until == "answered" {
		return
	}
	if until == "unconfirmed" {
		s.lapse(m)
		return
	}
	s.wait(5*hour, 4*day)
	if until == "redo" {
		s.move(t.checker(s, m, home), m, "redo", "还没有修，请再问问。", nil)
		return
	}
	s.move(t.checker(s, m, one(s, []*who{home, home, worker})), m, "confirm", "", nil)
}
