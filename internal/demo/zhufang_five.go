package demo

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
