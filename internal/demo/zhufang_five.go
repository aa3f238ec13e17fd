package demo

import "time"

// topic is a matter of the estate: what is raised, what is resolved, what was done.
type topic struct{ title, body, resolution, done string }

var topics = []topic{
	{"停车费怎么收", "外来车多，住户没位子。", "住户每月三十元，外来车两小时内免费，收入进公共账。", "收费办法贴在门卫室，首月账已公布。"},
	{"大门夜里几点关", "有人觉得太早，有人觉得不安全。", "二十三点关，凭脸或门卫登记进出。", "新时间表已执行，门卫排好班。"},
	{"楼道要不要统一粉刷", "墙皮脱落，小广告多。", "统一刷白，费用每户二十元，困难户免。", "八幢刷完，小广告清零。"},
	{"公共晾衣架不够", "天一晴就抢位置。", "东侧空地加两排，各幢轮流管。", "两排晾衣架装好，牌子写明哪幢哪天。"},
	{"文体广场音乐太响", "跳舞和休息有冲突。", "早晚各一小时，音量调到说话能听清。", "约定贴在广场，舞队自己管。"},
	{"门卫值班补贴从哪里出", "值班的人辛苦。", "从停车收入里列支，每季度公布。", "第一季度账目上墙，没有疑问。"},
	{"建筑垃圾堆在哪里", "东一堆西一堆。", "设一个临时堆点，装修户交押金。", "堆点围好，押金按时退还。"},
	{"绿化带种什么", "有人想种花，有人想种菜。", "统一种花草，认养到户。", "十八户认养，牌子都插好了。"},
	{"给老人设休息座椅", "走到大门要歇两回。", "沿路放四张，旧家具改的不要。", "四张座椅装好，位置大家选的。"},
	{"养犬公约怎么定", "不拴绳的不少。", "拴绳、带便袋，三次提醒后通报到户。", "公约表决通过，便袋箱装了两个。"},
}

// fives are matters of the estate that go through the five steps.
func (t *town) fives(p *plan) {
	t.tell(p, 44, t.five, []string{"declined", "not_agreed", "not_agreed", "withdrawn", "merged", "answered", "answered", "answered"},
		[]moment{{"raised", 2 * hour}, {"raised", 3 * day}, {"sorting", 5 * hour}, {"sorting", day}, {"council", 4 * day}, {"council", 12 * day}, {"met", 3 * day}, {"doing", 5 * day}, {"doing", 20 * day}, {"appraising", day}, {"redo", day}, {"suspended", 5 * day}, {"escalated", 2 * day}, {"escalated", 4 * day}, {"returned", 4 * hour}})
}

func (t *town) five(s *script, until string) {
	mine := s.asks != nil
	p, v := t.neighbour(s), one(s, topics)
	if !mine && s.chance(25) {
		p = p.home.building.leader
	}
	steward, at := p.home.building.leader, p.home.building.id
	m := t.asks(s, p, "five", v.title, v.body, at, nil)
	if until == "raised" {
		return
	}
	worker := t.desk(s)
	s.wait(2*hour, 7*hour)
	switch until {
	case "declined":
		s.move(worker, m, "decline", "属于一家一户的事，已上门说明怎么办。", nil)
		return
	case "withdrawn":
		s.move(p, m, "withdraw", "", nil)
		return
	}
	sort := one(s, []string{"shared", "shared", "major", "single"})
	if until != "" {
		sort = "shared"
	}
	s.move(worker, m, "classify", "", fields{"sort": sort})
	if until == "sorting" {
		return
	}
	s.wait(5*hour, 2*day)
	switch until {
	case "returned":
		s.move(worker, m, "return", "提的人要补充说明，先退回。", nil)
		return
	case "merged":
		twin := t.asks(s, t.neighbour(s), "five", v.title+"，再议一次", v.body, at, nil)
		s.wait(hour, 3*hour)
		s.move(worker, twin, "classify", "", fields{"sort": "shared"})
		s.merge(worker, m, twin)
		m, p = twin, nil
	case "escalated", "answered":
		t.handUp(s, m, worker, until == "escalated")
		if until == "escalated" {
			return
		}
	}
	handler := s.handler(one(s, []*who{worker, t.another(s, worker), t.helpers[1+s.rng.IntN(12)]}))
	if sort == "single" {
		s.move(worker, m, "direct", "", fields{"worker": handler.person.ID})
	} else {
		s.move(worker, m, "table", "", fields{"meeting": map[string]string{"shared": one(s, []string{"talk", "council"}), "major": one(s, []string{"hearing", "council", "review"})}[sort]})
		if until == "council" {
			return
		}
		s.wait(3*day, 12*day)
		s.move(one(s, []*who{worker, steward, worker}), m, "meet", one(s, []string{"到会二十三户，意见比较集中。", "顾问也来了，讲了别处的做法。", "分歧还有，分楼再谈一次。"}), nil)
		if until == "met" {
			return
		}
		s.wait(hour, 4*day)
		if until == "not_agreed" {
			s.move(worker, m, "drop", "赞成不到一半，先放一放，半年后再议。", nil)
			return
		}
		s.move(worker, m, "resolve", "", fields{"resolution": v.resolution, "worker": handler.person.ID})
	}
	switch until {
	case "doing":
		return
	case "suspended":
		s.wait(day, 3*day)
		s.move(handler, m, "suspend", "等天气转暖再施工。", fields{"why": "season", "review": s.date(60)})
		s.wait(3*hour, day)
		s.move(t.secretary, m, "approve", "", nil)
		return
	}
	s.wait(day, 4*day)
	if s.chance(50) {
		s.move(handler, m, "progress", one(s, []string{"材料已经买好。", "分工落实到人，周末动手。", "做了一半，顺利。"}), nil)
	}
	s.wait(day, 7*day)
	s.move(handler, m, "finish", v.done, nil)
	if until == "appraising" {
		return
	}
	if p == nil { // the second petitioner's word is not waited for
		s.lapse(m)
		return
	}
	if until == "redo" {
		s.wait(5*hour, day)
		s.move(p, m, "redo", "牌子还没挂，请补上。", nil)
		return
	}
	t.judged(s, p, m)
}

var errands = map[string][][2]string{
	"appliance": {{"洗衣机不脱水", "清了排水泵，能脱水了。"}, {"电饭煲不通电", "换了电源线。"}, {"冰箱结霜严重", "化霜后换了密封条。"}, {"风扇转不动", "上油清灰，转得好。"}},
	"pipes":     {{"厨房下水堵了", "疏通好，装了滤网。"}, {"马桶一直漏水", "换了进水阀。"}, {"客厅插座冒火花", "换了插座，查了线路。"}, {"水表后面渗水", "换了垫片。"}},
	"haircut":   {{"老人出不了门，想理发", "理好了，还修了指甲。"}, {"卧床，请上门理发", "带了围布和吸尘器，收拾干净。"}},
	"footcare":  {{"灰指甲走路疼，想修脚", "修好了，走路不疼。"}, {"脚茧厚，请上门修脚", "分两次修，教了泡脚的办法。"}},
}

// services are orders that handy neighbours take.
func (t *town) services(p *plan) {
	t.tell(p, 120, t.service, []string{"declined", "withdrawn", "assigned", "assigned"},
		[]moment{{"ordered", hour}, {"ordered", 3 * hour}, {"placed", 4 * hour}, {"placed", 20 * hour}, {"placed", day}, {"placed", 2 * day}, {"accepted", 20 * hour}, {"accepted", day}, {"accepted", 8 * day}, {"given_up", 5 * hour}, {"done", 6 * hour}, {"done", 2 * day}, {"redo", day}})
}

func (t *town) service(s *script, until string) {
	p := t.neighbour(s)
	craft := one(s, []string{"appliance", "pipes", "pipes", "haircut", "footcare"})
	v := one(s, errands[craft])
	f := fields{"craft": craft, "day": s.date(3 + s.rng.IntN(3))}
	if s.chance(30) {
		f["needs_care"] = one(s, []string{"听力不好，敲门请重一点。", "腿脚不便，开门要等一会儿。"})
	}
	m := t.asks(s, p, "service", v[0], "", p.home.building.id, f)
	if until == "ordered" {
		return
	}
	worker := t.desk(s)
	s.wait(30*time.Minute, 4*hour)
	switch until {
	case "declined":
		s.move(worker, m, "decline", "属于燃气公司的维修范围，已帮您打了电话。", nil)
		return
	case "withdrawn":
		s.move(p, m, "withdraw", "自己修好了。", nil)
		return
	}
	fixer := one(s, t.crafts[craft])
	for fixer == p {
		fixer = one(s, t.crafts[craft])
	}
	if s.takes != nil && p != t.helpers[0] { // who holds every skill
		fixer = t.helpers[0]
	}
	if until == "assigned" {
		s.move(worker, m, "assign", "", fields{"worker": fixer.person.ID})
	} else {
		s.move(worker, m, "place", "", nil)
		if until == "placed" {
			return
		}
		s.wait(hour, 30*hour)
		s.move(fixer, m, "accept", "", nil)
	}
	switch until {
	case "accepted":
		return
	case "given_up":
		s.wait(5*hour, day)
		s.move(fixer, m, "give_up", "缺一个配件，这周买不到，请别的师傅看看。", nil)
		return
	}
	s.wait(5*hour, 3*day)
	s.move(fixer, m, "finish", v[1], fields{"price": one(s, []int{0, 0, 2, 5, 8, 10, 20})})
	if until == "done" {
		return
	}
	if until == "redo" || s.chance(5) {
		s.wait(5*hour, day)
		s.move(p, m, "redo", "用了一天又不行了。", nil)
		if until == "redo" {
			return
		}
		s.wait(5*hour, 2*day)
		s.move(fixer, m, "finish", "换了零件，"+v[1], fields{"price": 0})
	}
	t.judged(s, p, m)
}

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
		t.handUp(s, m, handler, until == "escalated")
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
