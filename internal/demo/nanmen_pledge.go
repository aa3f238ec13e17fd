package demo

import (
	"strings"
	"time"
)

// deeds are what members pledge: a short name, and the thing itself.
var deeds = [][2]string{
	{"清扫楼道", "每周清扫本单元楼道一次"}, {"义务理发", "每月为行动不便的老人理发一次"}, {"陪同看病", "陪独居老人到医院看病，一年不少于四次"}, {"看护楼道灯", "巡看楼道灯，坏了当天报修"},
	{"辅导作业", "周末为留守孩子辅导作业两小时"}, {"夜间巡逻", "每月参加夜间巡逻两次"}, {"宣讲政策", "在楼下小板凳宣讲惠民政策，每季度一次"}, {"教用手机", "教老人用手机挂号缴费，不少于六位"},
	{"调解纠纷", "楼里有矛盾，先上门听一听"}, {"维修水电", "免费为邻居修水管、换灯泡"}, {"护绿浇花", "认养单元门前绿化，常年浇水除草"}, {"捡拾垃圾", "晨练时沿河捡拾垃圾"},
	{"结对帮扶", "与一户困难家庭结对，节日上门看望"}, {"查消防", "每月检查本楼灭火器和安全通道"}, {"读报", "每周给眼睛不好的老人读报一次"}, {"送餐", "雨雪天给高龄老人送餐"},
	{"量血压", "每月在服务站义务量血压半天"}, {"写春联", "春节前为邻居写春联一百副"}, {"反诈提醒", "挨户提醒防诈骗，一户不漏"}, {"劝导停车", "早高峰劝导电动车有序停放"},
	{"收集意见", "每半月收集一次住户意见带到半月谈"}, {"整理书屋", "每月整理社区书屋半天"}, {"接送孩子", "放学路口护学，每周两次"}, {"修自行车", "每季度摆摊免费修车一次"},
}

// pledges are those of the 156 members, and the organisations'. Most are being delivered, the first are published.
func (t *town) pledges(p *plan) {
	for i, who := range t.members[1:] {
		until, ago := "delivering", time.Duration(170+i%50)*day
		switch {
		case i%13 == 0:
			until, ago = "published", 3*day
		case i%13 == 1:
			until, ago = "residents_next", time.Duration(2+i%9)*day
		case i%13 == 2:
			until, ago = "leader_next", time.Duration(1+i%7)*day
		case i%3 == 0:
			until, ago = "progress", time.Duration(5+i%40)*day
		}
		t.lately(p, ago, func(s *script) { t.pledge(s, who, "member", until) })
	}
	for i, branch := range t.branch {
		t.lately(p, time.Duration(20+i)*day, func(s *script) { t.pledge(s, branch, "organisation", "progress") })
	}
	for i, until := range []string{"pledged", "pledged", "declined"} {
		t.lately(p, time.Duration(i+1)*20*hour, func(s *script) { t.pledge(s, t.branch[i], "organisation", until) })
	}
}

// pledge tells one: pledged, made public, delivered, appraised by oneself, the branch and the residents, published.
func (t *town) pledge(s *script, p *who, as, until string) {
	pick := s.rng.Perm(len(deeds))[:3]
	var short []string
	for _, i := range pick {
		short = append(short, deeds[i][0])
	}
	lead := one(s, append(t.branch[:len(t.branch):len(t.branch)], t.secretary))
	if lead == p {
		lead = t.secretary
	}
	m := s.raise(p, "pledge", "我的三件实事："+strings.Join(short, "、"), "", "", fields{"who": as, "first": deeds[pick[0]][1], "second": deeds[pick[1]][1], "third": deeds[pick[2]][1]})
	if until == "pledged" {
		return
	}
	s.wait(3*hour, 3*day)
	if until == "declined" {
		s.move(lead, m, "decline", "三件事要具体、能看得见，请改一改再来。", nil)
		return
	}
	s.move(lead, m, "post", "", nil)
	if until == "delivering" {
		return
	}
	s.wait(30*day, 120*day)
	s.move(p, m, "progress", one(s, []string{"第一件已经做了三个月，没有断过。", "第二件完成，邻居都看得见。", "三件都在做，第三件要赶一赶。"}), nil)
	if until == "progress" {
		return
	}
	s.wait(20*day, 60*day)
	f := fields{"delivered": "三件实事都做了：" + strings.Join(short, "、") + "。"}
	if s.chance(30) {
		f["shortfall"] = "次数比承诺的少了两次，明年补上。"
	}
	s.move(p, m, "self_appraise", "", f)
	if until == "leader_next" {
		return
	}
	s.wait(day, 6*day)
	s.move(lead, m, "remark", "", fields{"remark": one(s, []string{"说到做到，带动了整个单元。", "坚持得好，希望再多带几位邻居。"})})
	for range 2 + s.rng.IntN(3) {
		s.wait(5*hour, day)
		by := t.neighbour(s)
		for by == p { // others judge it
			by = t.neighbour(s)
		}
		s.move(by, m, "opinion", "", fields{"opinion": one(s, []string{"good", "good", "good", "fair", "more"})})
	}
	if until == "residents_next" {
		return
	}
	s.wait(day, 3*day)
	s.move(lead, m, "publish", "", nil)
}
