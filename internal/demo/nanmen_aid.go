package demo

import "time"

// years is when the figures since 2022 begin to be counted.
var years = time.Date(2022, 1, 5, 0, 0, 0, 0, begins.Location())

// aid are the 48 applications that were received and handled this year, with those before it that the figures since
// 2022 count: 15 households that applied for subsistence allowance, 8 for low-rent housing, 4 patients with a serious
// illness. Some were granted, some not: the street decides.
func (t *town) aid(p *plan) {
	type story = func(s *script, until string)
	serious := func(s *script, until string) { t.medical(s, "serious", until) }
	ordinary := func(s *script, until string) { t.medical(s, "ordinary", until) }
	for _, v := range []struct {
		tell            story
		before, granted int // of the years before: how many, and how many of them were granted
		year            []string
		now             map[string]time.Duration
	}{
		{t.subsistence, 9, 7, []string{"", "", "", "", "refused"}, map[string]time.Duration{"received": 2 * hour, "checking": day, "visiting": 3 * day, "notice": 4 * day, "noticed": 5 * hour, "street": day}},
		{t.lowRent, 4, 3, []string{""}, map[string]time.Duration{"received": 4 * hour, "checking": 20 * hour, "visiting": 5 * day, "street": day, "deciding": 4 * day, "forwarded": 9 * day}},
		{serious, 2, 2, []string{"", ""}, nil},
		{ordinary, 3, 3, []string{"", "", "", "", "", "", "", "", "refused"}, map[string]time.Duration{"received": 3 * hour, "checking": 2 * day, "deciding": 3 * day, "telling": day}},
		{t.relief, 4, 4, []string{"", "", "", "", "", "", "", "", "", "", "", "", "refused", "refused", "withdrawn"}, map[string]time.Duration{"received": hour, "checking": 9 * day, "street": 5 * hour, "deciding": 2 * day}},
	} {
		for i := range v.before {
			until := ""
			if i >= v.granted {
				until = "refused"
			}
			p.past(t.land, years, p.year.Add(-2*day), func(s *script) { v.tell(s, until) })
		}
		for _, until := range v.year {
			p.over(t.land, func(s *script) { v.tell(s, until) })
		}
		for _, until := range []string{"received", "checking", "visiting", "notice", "noticed", "street", "deciding", "forwarded", "telling"} {
			if ago, ok := v.now[until]; ok {
				t.lately(p, ago, func(s *script) { v.tell(s, until) })
			}
		}
	}
}

// applies raises an application: by the applicant, or by a worker for somebody who came to the counter.
func (t *town) applies(s *script, kind, title string, f fields) (m *thing, p, worker *who) {
	p, worker = t.neighbour(s), t.desk(s)
	m = t.asks(s, p, kind, title, "", p.home.building.id, f)
	return m, p, worker
}

func (t *town) subsistence(s *script, until string) {
	m, p, worker := t.applies(s, "subsistence", one(s, []string{"申请低保", "想申请最低生活保障", "家里收入低，申请低保", "帮家里老人申请低保"}), fields{
		"people": 1 + s.rng.IntN(4), "family": one(s, []string{"一人残疾，一人打零工，孩子上学。", "独居，没有退休金，靠亲戚接济。", "失业一年，两个孩子读书。"})})
	if until == "received" {
		return
	}
	s.wait(hour, 4*hour)
	s.move(worker, m, "accept", "", nil)
	if until == "checking" {
		return
	}
	s.wait(2*hour, day)
	if s.chance(50) {
		s.move(worker, m, "missing", "还缺收入证明和户口簿复印件，其他都齐了，可以让社区代复印。", nil)
		s.wait(4*hour, day)
	}
	s.move(worker, m, "check", "", nil)
	if until == "visiting" {
		return
	}
	s.wait(2*day, 5*day)
	s.move(worker, m, "visit", "入户看过，情况与申请相符。", fields{"board": "小区公示栏和楼道口", "visitors": worker.person.Name + "、" + t.another(s, worker).person.Name})
	if until == "notice" {
		return
	}
	s.lapse(m)
	if until == "noticed" {
		return
	}
	s.wait(hour, 3*hour)
	s.move(worker, m, "forward", "", nil)
	t.decided(s, p, m, until, 300+50*s.rng.IntN(12), "monthly")
}

func (t *town) medical(s *script, illness, until string) {
	title := one(s, []string{"申请医疗救助", "住院费太高，申请医疗救助", "自付的药费想申请救助"})
	if illness == "serious" {
		title = one(s, []string{"大病申请医疗救助", "长期透析，申请医疗救助", "手术后负担重，申请大病救助"})
	}
	m, p, worker := t.applies(s, "medical", title, fields{"illness": illness, "people": 1 + s.rng.IntN(4), "cost": 2000 + 500*s.rng.IntN(60),
		"health": one(s, []string{"出院一个月，还在吃药。", "每周要去医院两次。", "慢病多年，最近加重。"})})
	if until == "received" {
		return
	}
	s.wait(hour, 4*hour)
	s.move(worker, m, "accept", "", nil)
	if until == "checking" {
		return
	}
	s.wait(4*hour, 3*day)
	s.move(worker, m, "forward", "", nil)
	t.decided(s, p, m, until, 1000+500*s.rng.IntN(20), "once")
}

func (t *town) relief(s *script, until string) {
	urgent := one(s, []string{"urgent", "ordinary", "ordinary"})
	if until == "received" || until == "checking" {
		urgent = "ordinary"
	}
	m, p, worker := t.applies(s, "relief", one(s, []string{"家里着火，申请临时救助", "突然停工，孩子学费没着落", "老人骨折住院，一时周转不开", "租房漏水，东西都坏了", "丧事花费大，生活困难"}), fields{
		"urgent": urgent, "people": 1 + s.rng.IntN(5), "trouble": "具体情况当面说过，有单据。"})
	if until == "received" {
		return
	}
	s.wait(30*time.Minute, 3*hour)
	if until == "withdrawn" {
		s.move(worker, m, "accept", "", nil)
		s.wait(3*hour, day)
		s.move(p, m, "withdraw", "亲友帮忙，难关过去了。", nil)
		return
	}
	if urgent == "urgent" {
		s.move(worker, m, "rush", "", nil)
	} else {
		s.move(worker, m, "accept", "", nil)
		if until == "checking" {
			return
		}
		s.wait(3*hour, 3*day)
		s.move(worker, m, "forward", "入户了解过，确有困难。", nil)
	}
	t.decided(s, p, m, until, 500+500*s.rng.IntN(9), "once")
}

// decided has the street decide on an application.
func (t *town) decided(s *script, p *who, m *thing, until string, sum int, paid string) {
	up := s.above(m, "aid_decision")
	if until == "street" {
		return
	}
	officer := one(s, t.above.officers)
	s.wait(hour, 5*hour)
	s.move(officer, up, "accept", "", nil)
	if until == "deciding" {
		return
	}
	s.wait(day, 4*day)
	if s.chance(50) {
		s.move(officer, up, "check", "与民政系统比对过，信息一致。", nil)
		s.wait(hour, day)
	}
	if until == "refused" || until == "telling" {
		s.move(officer, up, "deny", "人均收入高于当地标准，不符合条件；收入变化后可以再次申请。", nil)
		if until == "telling" {
			return
		}
		s.wait(3*hour, day)
		s.move(officer, up, "tell", "书面通知已送达，说明了复核的办法。", fields{"told_on": s.date(0)})
		return
	}
	s.move(officer, up, "grant", "符合条件，予以确认。", fields{"granted_sum": sum, "paid": paid})
	if s.chance(60) {
		s.wait(5*hour, 3*day)
		s.move(p, m, "rate", "", fields{"rating": 4 + s.rng.IntN(2), "solved": "yes"})
	}
}

func (t *town) lowRent(s *script, until string) {
	m, p, worker := t.applies(s, "low_rent_housing", one(s, []string{"申请廉租房", "住房太挤，申请公租房", "租房多年，想申请公租房"}), fields{
		"people": 2 + s.rng.IntN(4), "area": 12 + s.rng.IntN(30), "family": "两代人住一间，收入不高。"})
	if until == "received" {
		return
	}
	s.wait(hour, 4*hour)
	s.move(worker, m, "accept", "", nil)
	if until == "checking" {
		return
	}
	s.wait(5*hour, 3*day)
	s.move(worker, m, "check", "", nil)
	if until == "visiting" {
		return
	}
	s.wait(2*day, 6*day)
	s.move(worker, m, "forward", "入户看过房，面积和人口属实。", nil)
	up, officer := s.above(m, "housing_review"), one(s, t.above.officers)
	if until == "street" {
		return
	}
	s.wait(2*hour, day)
	s.move(officer, up, "accept", "", nil)
	if until == "deciding" {
		return
	}
	s.wait(4*day, 12*day)
	if until == "refused" {
		s.move(officer, up, "deny", "名下另有住房，不符合条件。", nil)
		return
	}
	s.move(officer, up, "forward", "", nil)
	if until == "forwarded" {
		return
	}
	s.wait(12*day, 25*day)
	s.move(officer, up, "pass", "住房部门已批准，进入轮候配租。", nil)
	s.wait(5*hour, 2*day)
	s.move(p, m, "rate", "", fields{"rating": 5, "solved": "yes"})
}
