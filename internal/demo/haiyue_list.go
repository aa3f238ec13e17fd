package demo

import "time"

var lacks = map[string][][2]string{
	"management": {{"地下车库划线模糊", "重新划线，加了反光标。"}, {"楼道杂物清理没有台账", "每周一查，照片存档。"}, {"访客登记流于形式", "改成扫码加人工核对。"}, {"垃圾房冲洗不及时", "排了班，一天两次。"}, {"充电棚缺少遮雨", "加装雨棚完毕。"}, {"绿化修剪没有计划", "排出全年计划贴在公告栏。"}, {"电梯困人响应慢", "物业约定二十分钟到场，演练一次。"}},
	"service":    {{"大厅中午没人值班", "排了午间值班表。"}, {"老人不会用预约机", "安排志愿者站岗引导。"}, {"回话不够及时", "定了当日回话的规矩，抽查合格。"}, {"活动通知只发在群里", "同时贴到每个单元门口。"}, {"没有无障碍坡道", "坡道做好，轮椅试过。"}, {"便民理发次数太少", "从每月一次改为两次。"}, {"代办事项没有清单", "清单贴上墙，也印了小册子。"}},
}

// shortfalls are the items of the two refinement lists.
func (t *town) shortfalls(p *plan) {
	for _, list := range []string{"management", "service"} {
		for i := range lacks[list] {
			until := []string{"", "", "", "", "improving", "checking", "listed"}[i]
			tell := func(s *script) { t.shortfall(s, list, i, until) }
			if until == "" {
				p.over(t.land, tell)
			} else {
				t.lately(p, map[string]time.Duration{"improving": 8 * day, "checking": day, "listed": 2 * day}[until], tell)
			}
		}
		p.over(t.land, func(s *script) { t.shortfall(s, list, 0, "dropped") })
		t.lately(p, 36*day, func(s *script) { t.shortfall(s, list, 3, "improving") })
	}
}

func (t *town) shortfall(s *script, list string, i int, until string) {
	v, worker := lacks[list][i], t.desk(s)
	p := one(s, []*who{t.neighbour(s), t.property, t.chair, t.first.leader, t.another(s, worker)})

	m := s.raise(p, "shortfall", v[0], "", one(s, t.estates).id, fields{"list": list})
	if until == "listed" {
		return
	}
	s.wait(5*hour, 3*day)
	if until == "dropped" {
		s.move(worker, m, "drop", "与另一条重复，并到那一条去办。", nil)
		return
	}
	owner := s.handler(one(s, []*who{t.property, t.another(s, worker)}))
	s.move(worker, m, "assign", "", fields{"owner": owner.person.ID, "until": s.date(28)})
	if until == "improving" {
		return
	}
	s.wait(4*day, 18*day)
	s.move(owner, m, "finish", v[1], nil)
	if until == "checking" {
		return
	}
	s.wait(4*hour, 2*day)
	if s.chance(15) {
		s.move(t.checker(s, m, worker), m, "redo", "看过现场，还差一点。", nil)
		s.wait(day, 5*day)
		s.move(owner, m, "finish", "补齐了，"+v[1], nil)
		s.wait(4*hour, day)
	}
	s.move(t.checker(s, m, worker), m, "verify", "", nil)
}

// campaign is the 366 campaign: fifteen measures under three heads, each done and proved, and the cases of its year
// against those of the year before. Another is planned.
func (t *town) campaign(p *plan) {
	p.past(t.land, p.year.Add(day), p.today.Add(-day), func(s *script) {
		lead := t.workers[0]
		m := s.raise(lead, "anti_fraud", "366反诈行动", "队伍、阵地、宣传三个方面，十五项举措。", "", fields{"baseline": 15})
		s.wait(2*day, 4*day)
		s.move(lead, m, "start", "", nil)
		last := s.now
		for _, measure := range s.below(lead, m, "measure", 15) {
			if end := s.fork(func(s *script) { t.measure(s, measure) }); end.After(last) {
				last = end
			}
		}
		s.now = last.Add(100 * day)
		s.move(lead, m, "conclude", "一年来发案明显下降，做法固定下来。", fields{"cases": 2})
	})
	t.lately(p, 3*day, func(s *script) {
		s.raise(t.workers[1], "anti_fraud", "新一轮366反诈行动", "先排计划，再启动。", "", fields{"baseline": 2})
	})
	p.past(t.land, p.year.Add(day), p.year.Add(60*day), func(s *script) {
		m := s.raise(t.workers[2], "anti_fraud", "反诈快闪周", "", "", fields{"baseline": 15})
		s.wait(day, 3*day)
		s.move(t.secretary, m, "halt", "并入366反诈行动一起做。", nil)
	})
}

func (t *town) measure(s *script, m *thing) {
	worker := t.desk(s)
	s.wait(5*day, 70*day)
	s.move(worker, m, "finish", one(s, []string{"已落实，签到表和照片存档。", "做完了，名单和记录在大厅可查。", "已覆盖到每个小区。"}), nil)
	s.wait(4*hour, 3*day)
	if s.chance(15) {
		s.move(t.another(s, worker), m, "redo", "还有两幢没有覆盖到。", nil)
		s.wait(3*day, 8*day)
		s.move(worker, m, "finish", "两幢也做完了。", nil)
		s.wait(4*hour, 2*day)
	}
	s.move(t.another(s, worker), m, "verify", "", nil)
}
