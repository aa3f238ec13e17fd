package demo

import (
	"fmt"
	"slices"
	"time"
)

// quarrels are the ten disputes that were settled early, and those that were not, or not yet.
func (t *town) quarrels(p *plan) {
	for range 10 {
		p.over(t.land, func(s *script) { t.quarrel(s, "") })
	}
	p.over(t.land, func(s *script) { t.quarrel(s, "advised") })
	p.over(t.land, func(s *script) { t.quarrel(s, "declined") })
	for _, v := range []struct {
		until string
		ago   time.Duration
	}{{"reported", 3 * hour}, {"mediating", 4 * day}, {"session", 2 * day}, {"agreed", 5 * day}, {"broken", 2 * day}} {
		t.lately(p, v.ago, func(s *script) { t.quarrel(s, v.until) })
	}
}

// quarrel tells a dispute: reported, mediated in sessions, agreed, visited again by somebody else.
func (t *town) quarrel(s *script, until string) {
	a, b := t.neighbour(s), t.neighbour(s)
	for a.home == b.home || slices.Contains(t.mediators, a) || slices.Contains(t.mediators, b) {
		a, b = t.neighbour(s), t.neighbour(s)
	}
	v := one(s, [][3]string{
		{"楼上漏水，两家说不拢", "楼上做防水，楼下吊顶的修补费两家各半，月底前完工。", "防水做好了，试水两天不漏。"},
		{"晾衣服滴水到楼下", "楼上先拧干再晾，雨棚由两家合买。", "雨棚装好了，两家已经打招呼。"},
		{"楼道放鞋柜起争执", "鞋柜移进屋里，公共部位谁都不放东西。", "楼道已清空，没有反复。"},
		{"装修太吵，影响午休", "中午和晚上不施工，工期延长一周。", "按约定的时间施工，没有再吵。"},
		{"两家为停车位争吵", "轮流停，单双周交换，贴在车位旁。", "两家按表轮流，没有再争。"},
		{"狗叫扰民", "晚上把狗关进里屋，早晚遛狗拴绳。", "邻居说夜里安静了。"},
		{"宅基边界的水沟归谁清", "以中线为界，各清一半，每季度一次。", "沟已清过一遍，两家一起动手。"},
	})
	m := s.raise(a, "dispute", v[0], "", a.home.building.id, fields{"who": "住在" + t.where(b.home.building.id) + "的一户"})
	if until == "reported" {
		return
	}
	first, second := t.mediators[0], t.mediators[1]
	if s.chance(50) {
		first, second = second, first
	}
	s.wait(2*hour, 8*hour)
	if until == "declined" {
		s.move(first, m, "decline", "这件事法院已经受理，请等法院的结果。", nil)
		return
	}
	s.move(first, m, "accept", "", fields{"a": a.person.ID, "b": b.person.ID})
	if until == "mediating" {
		return
	}
	s.wait(day, 3*day)
	s.move(first, m, "session", "两边都把话说完了，约好再谈一次。", fields{"room": one(s, []string{"reason", "talk", "council", "home"})})
	if s.chance(50) {
		s.wait(3*hour, day)
		s.move(b, m, "speak", "我们也愿意各让一步。", nil)
	}
	if until == "session" {
		return
	}
	s.wait(day, 4*day)
	s.move(first, m, "session", "谈到了具体的办法。", fields{"room": "reason"})
	s.wait(10*time.Minute, hour)
	if until == "advised" {
		s.move(first, m, "fail", "两边不愿再谈，已告知可以申请仲裁或起诉。", nil)
		return
	}
	s.move(first, m, "agree", "", fields{"agreement": v[1]})
	if until == "agreed" {
		return
	}
	s.wait(4*day, 11*day)
	if until == "broken" {
		s.move(second, m, "broken", "回访时还没有动，请再谈一次。", nil)
		return
	}
	s.move(second, m, "keep", v[2], nil)
}

// troubles fill the register of hidden troubles.
func (t *town) troubles(p *plan) {
	for range 90 {
		p.over(t.land, func(s *script) { t.trouble(s, "") })
	}
	p.over(t.land, func(s *script) { t.trouble(s, "unfounded") })
	p.over(t.land, func(s *script) { t.trouble(s, "unfounded") })
	for _, v := range []struct {
		until string
		ago   time.Duration
	}{{"registered", 2 * hour}, {"registered", 5 * hour}, {"mending", 2 * day}, {"mending", 3 * day}, {"mending", 15 * day}, {"rechecking", 10 * hour}, {"rechecking", day}, {"redo", day}, {"escalated", 2 * day}} {
		t.lately(p, v.ago, func(s *script) { t.trouble(s, v.until) })
	}
}

func (t *town) trouble(s *script, until string) {
	v := one(s, [][3]string{
		{"fire", "%s楼道停着充电的电动车", "已移到充电棚，楼道贴了提示。"}, {"fire", "%s灭火器过期", "已更换灭火器四具。"},
		{"power", "%s楼道电线裸露", "电工重新穿管固定。"}, {"power", "%s有住户私拉飞线充电", "已劝其收回，改用充电桩。"},
		{"building", "%s外墙瓷砖松动", "松动的已敲除，下面拉了警戒带，修补完毕。"}, {"building", "%s阳台花盆没有固定", "花盆已移入室内。"},
		{"road", "%s井盖松动", "加装了防坠网，井盖换新。"}, {"road", "%s台阶破损，容易绊倒", "台阶修好，加了防滑条。"},
		{"theft", "%s单元门关不上", "闭门器已更换。"}, {"other", "%s有马蜂窝", "消防员来摘除了。"},
	})
	mine := s.asks != nil
	p := t.neighbour(s)
	if !mine && s.chance(60) {
		p = t.giver(s, nil)
	}
	b := t.spot(s)
	m := s.raise(p, "trouble", fmt.Sprintf(v[1], b.estate.title+b.title), "", b.id, fields{"sort": v[0]})
	if until == "registered" {
		return
	}
	worker := t.desk(s)
	s.wait(hour, 5*hour)
	switch until {
	case "unfounded":
		s.move(worker, m, "clear", "到现场看过，是正在施工，已有围挡。", nil)
		return
	case "escalated":
		t.handUp(s, m, worker, true)
		return
	}
	handler := s.handler(t.another(s, worker))
	s.move(worker, m, "dispatch", "", fields{"worker": handler.person.ID})
	if until == "mending" {
		return
	}
	s.wait(6*hour, 4*day)
	s.move(handler, m, "finish", v[2], nil)
	if until == "rechecking" {
		return
	}
	s.wait(3*hour, day)
	if until == "redo" || s.chance(6) {
		s.move(t.checker(s, m, worker), m, "redo", "复查时还没有彻底弄好。", nil)
		if until == "redo" {
			return
		}
		s.wait(5*hour, 2*day)
		s.move(handler, m, "finish", "又处理了一遍，"+v[2], nil)
		s.wait(3*hour, day)
	}
	s.move(t.checker(s, m, one(s, []*who{b.leader, worker})), m, "verify", "", nil)
}
