package demo

import "time"

// rectifications are rented homes that are put right in up to five steps.
func (t *town) rectifications(p *plan) {
	var let []*flat
	for _, b := range t.buildings() {
		for _, f := range b.flats() {
			if f.owner != nil {
				let = append(let, f)
			}
		}
	}
	n := 0
	home := func() *flat { n++; return let[n%len(let)] }
	for range 12 {
		f := home()
		p.over(t.land, func(s *script) { t.rectification(s, f, "") })
	}
	for _, until := range []string{"unfounded", "interview_mended", "restrained_mended", "enforced", "enforced", "not_enforced"} {
		f := home()
		p.over(t.land, func(s *script) { t.rectification(s, f, until) })
	}
	for _, v := range []moment{{"found", 5 * hour}, {"mending", 3 * day}, {"mending", 4 * day}, {"answered", 2 * day}, {"late", 2 * day}, {"interview", 2 * day}, {"restrained", 3 * day}, {"enforcing", day}, {"on_site", 2 * day}, {"rechecking", day}} {
		f := home()
		if v.until == "mending" && v.ago == 3*day || v.until == "answered" {
			f = t.rented
		}
		t.lately(p, v.ago, func(s *script) { t.rectification(s, f, v.until) })
	}
}

func (t *town) rectification(s *script, f *flat, until string) {
	grid := t.grids[f.building.grid]
	owner, tenant := f.owner, f.people[0]
	v := one(s, [][3]string{
		{"crowded", "客厅隔成两间出租", "拆除隔断，恢复客厅，人数不超过规定。"}, {"converted", "阳台改成厨房", "厨房移回原位，燃气接口封好。"},
		{"danger", "电线私拉，插座超负荷", "更换线路，一户一表，不在室内给电动车充电。"}, {"danger", "没有烟感和灭火器", "每间装烟感，配灭火器一具。"}, {"crowded", "一套房住了十个人", "减到规定人数以内，登记每一位。"},
	})
	m := s.raise(grid, "rectification", "出租房检查："+v[1], "专项检查时发现。", f.id, fields{"hazard": v[0], "finding": v[1]})
	if until == "found" {
		return
	}
	s.wait(3*hour, day)
	if until == "unfounded" {
		s.move(grid, m, "clear", "复看属于合租，人数和面积都合规定。", nil)
		return
	}
	s.move(grid, m, "notify", "", fields{"owner": owner.person.ID, "tenant": tenant.person.ID, "notice": "请在十五天内整改：" + v[2] + "依据出租房屋管理的有关规定；有不同意见，可以在这里说明或当面来谈。"})
	if until == "mending" {
		return
	}
	worker := t.desk(s)
	s.wait(day, 4*day)
	s.move(one(s, []*who{owner, tenant}), m, "answer", one(s, []string{"收到，这周找人来弄。", "租客还在，需要几天时间协调。", "请问隔断全拆还是留门？"}), nil)
	if until == "answered" {
		return
	}
	if until == "" {
		s.wait(3*day, 8*day)
		s.move(worker, m, "recheck", "现场复查合格："+v[2], nil)
		return
	}
	s.expire(m)
	if until == "late" {
		return
	}
	s.wait(hour, 10*hour)
	s.move(worker, m, "talk", "", fields{"notice": "请于三日内到社区参加约谈，说明没有整改的原因。"})
	if until == "interview" {
		return
	}
	s.wait(5*hour, 3*day)
	s.move(owner, m, "answer", "已经看过现场，愿意整改，请再给几天。", nil)
	s.wait(2*hour, day)
	s.move(tenant, m, "answer", "我们配合，请房东出材料。", nil)
	if until == "interview_mended" {
		s.wait(2*day, 4*day)
		s.move(t.secretary, m, "recheck", "约谈后已整改。", nil)
		return
	}
	s.wait(hour, 10*hour)
	s.move(worker, m, "restrain", "", fields{"rule": "居民公约第八条：出租不得改变房屋结构，不得影响邻居安全。", "notice": "整改前暂停办理新的租住登记，十个工作日内仍可说明。"})
	switch until {
	case "restrained":
		return
	case "restrained_mended":
		s.wait(3*day, 7*day)
		s.move(t.secretary, m, "recheck", "隔断已拆，复查合格。", nil)
		return
	}
	s.expire(m)
	s.wait(hour, 10*hour)
	s.move(worker, m, "enforce", "多次劝导没有结果，请街道依法处理。", nil)
	up, officer := s.above(m, "enforcement"), one(s, t.above.officers)
	if until == "enforcing" {
		return
	}
	s.wait(2*hour, day)
	s.move(officer, up, "accept", "", nil)
	s.wait(day, 4*day)
	s.move(officer, up, "visit", "会同消防、城管上门，当面说明。", nil)
	if until == "on_site" {
		return
	}
	s.wait(2*day, 5*day)
	if until == "not_enforced" {
		s.move(officer, up, "deny", "上门时已在拆除，不需要执法，请社区复查。", nil)
		s.now = s.now.Add(time.Minute)
		m.enter(m.kind.Stage("restrained"), s.now)
		s.wait(4*hour, 2*day)
		s.move(t.secretary, m, "recheck", "隔断已拆完，复查合格。", nil)
		return
	}
	s.move(officer, up, "close", "隔断已拆除，处罚决定书已送达。", nil)
	s.now = s.now.Add(time.Minute)
	m.enter(m.kind.Stage("rechecking"), s.now)
	if until == "rechecking" {
		return
	}
	s.wait(4*hour, 2*day)
	s.move(t.secretary, m, "recheck", "复查合格，恢复正常登记。", nil)
}
