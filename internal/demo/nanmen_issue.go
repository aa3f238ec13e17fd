package demo

import (
	"fmt"
	"strings"
	"time"
)

// trade is a sort of hard issue: what is said of it, and the outcome that it counts.
type trade struct {
	counts   string // the field of the outcome; "" for none
	titles   []string
	bodies   []string
	causes   []string
	decides  []string
	finishes []string // %d is the outcome
	funds    int      // yuan for each unit of the outcome; 0: no money needed
}

var (
	lampTrade = trade{counts: "lamps", funds: 420,
		titles:   []string{"%s后面的路灯不亮了", "%s到大门口这段没有路灯", "%s巷口的路灯时亮时灭", "%s停车棚里没有灯", "%s楼下小路晚上太黑"},
		bodies:   []string{"晚上八点以后就看不清路，接孩子回来要打手电。", "上星期有位老人在这里绊了一下，幸好没事。", "已经黑了十来天，邻居们都盼着修好。"},
		causes:   []string{"灯头烧坏，线路老化。", "这一段当初没有装灯，附近有电源可以接。", "控制箱进水，跳闸。"},
		decides:  []string{"先把坏的换成LED灯，再补装缺的几盏，从惠民资金里列支。", "线路一并更换，灯距按十五米一盏。"},
		finishes: []string{"换装路灯%d盏，天黑后去看过，全亮了。", "新装和维修路灯%d盏，线路也换了。"}}
	pipeTrade = trade{counts: "pipe", funds: 95,
		titles:   []string{"%s门前污水井冒水", "%s雨水管堵塞，一下雨就积水", "%s一楼厨房下水倒灌", "%s化粪池返味，管道排不畅", "%s后墙排水沟塌了一段"},
		bodies:   []string{"一楼三户都受影响，味道很大。", "去年疏通过一次，管不了多久，想请人彻底看看。", "下雨天水漫到单元门口，进出要垫砖头。"},
		causes:   []string{"管道里积了泥沙和杂物，有一段已经塌陷。", "管径太小，坡度不够，需要换管。", "雨污混接，要分开改造。"},
		decides:  []string{"请施工队带管道镜查清后，清淤并更换破损的一段。", "列支专项经费，分两段施工，白天干活，晚上不停水。"},
		finishes: []string{"清淤并更换管道%d米，通水试过两次，不再倒灌。", "改造雨污管道%d米，路面已恢复。"}}
	roadTrade = trade{counts: "surface", funds: 68,
		titles:   []string{"%s门前路面坑坑洼洼", "%s到农贸市场的路塌了一块", "%s停车位地坪开裂", "%s消防通道路面沉降", "%s楼前空地一下雨就成泥地"},
		bodies:   []string{"推轮椅和婴儿车都走不稳。", "电动车经过常常打滑。", "雨天积水，晴天扬尘，盼着铺一铺。"},
		causes:   []string{"原来的混凝土太薄，重车压坏了。", "下面管沟回填不实，路面下沉。", "多年没有维修，面层脱落。"},
		decides:  []string{"铣掉旧面层，重新铺沥青，施工前三天通知各户挪车。", "和管道改造一起做，免得挖两次。"},
		finishes: []string{"铺设路面%d平方米，养护后已放行。", "改造路面%d平方米，标线也画好了。"}}
	siteTrade = trade{counts: "sites",
		titles:   []string{"%s后面空地成了堆场", "%s围墙外是卫生死角", "%s边上的水沟又脏又臭", "%s旁边有人乱倒垃圾"},
		bodies:   []string{"苍蝇蚊子多，夏天不敢开窗。", "清过几次，没人管又堆起来了。"},
		causes:   []string{"没有明确谁管，也没有投放点。", "装修和收废品的随手堆放。"},
		decides:  []string{"集中清一次，装栏杆，落实到楼栋轮流看管。", "清理后种上花草，请邻居认养。"},
		finishes: []string{"整治%d处，栏杆装好，认养牌也挂上了。"}}
	wasteTrade = trade{counts: "cleared",
		titles:   []string{"%s楼顶堆满旧家具", "%s绿化带杂草半人高", "%s装修垃圾没人运", "%s楼道堆着建筑垃圾", "%s后面堆了很多拆下来的砖块", "%s河边的白色垃圾该清了"},
		bodies:   []string{"又占地方又有火灾隐患。", "问了几户都说不是自家的。", "堆了有半年，风一吹到处是灰。"},
		causes:   []string{"住户搬走时留下的，无人认领。", "没有固定清运点，车进不来。"},
		decides:  []string{"张贴通知七天，无人认领的统一清运。", "租两辆车，党员和志愿者一起动手。"},
		finishes: []string{"清运%d吨，现场已冲洗。", "清理杂草和垃圾共%d吨，贴了提示牌。"}}
	otherTrade = trade{
		titles: []string{"%s单元门锁坏了关不上", "%s楼道窗户玻璃碎了", "%s水压低，高层用水困难", "%s楼下广场舞音量太大", "%s电动车堵了消防通道",
			"%s屋面漏雨，顶楼住户受影响", "%s健身器材松动", "%s树枝挨着电线", "%s充电桩不够用", "%s楼道扶手断了一截", "%s快递柜挡住盲道", "%s对讲门禁失灵"},
		bodies:   []string{"大家都觉得该解决了，请社区牵个头。", "已经和物业说过，没有下文。", "老人孩子进出不方便，也不安全。"},
		causes:   []string{"设施老化，责任没有分清。", "几方都有难处，需要坐下来谈。"},
		decides:  []string{"议定由物业和住户分担，社区盯着办。", "定了时间表，每周看一次进度。", "分楼栋商量，多数同意后执行。"},
		finishes: []string{"已修好，住户试过没有问题。", "按商量好的办法落实，一周没有反复。", "两边都同意了，公约贴在楼道里。"}}
)

// hardIssues are 125 that were settled this year, with the lamps, metres and tonnes of the document, and those that are
// under way.
func (t *town) hardIssues(p *plan) {
	for _, v := range []struct {
		trade
		total, n int
	}{{lampTrade, 50, 14}, {pipeTrade, 1162, 13}, {roadTrade, 15240, 15}, {siteTrade, 9, 9}, {wasteTrade, 1512, 20}, {otherTrade, 0, 54}} {
		amounts := make([]int, v.n)
		if v.total > 0 {
			amounts = split(t.rng, v.total, v.n)
		}
		for _, n := range amounts {
			p.over(t.land, func(s *script) { t.hardIssue(s, v.trade, n, "") })
		}
	}
	for _, v := range []struct {
		trade
		until string
		ago   time.Duration
	}{
		{otherTrade, "raised", 3 * hour}, {lampTrade, "raised", 5 * hour}, {roadTrade, "raised", 4 * day}, {wasteTrade, "looking", 20 * hour}, {otherTrade, "looking", 6 * hour},
		{pipeTrade, "meeting", 5 * day}, {otherTrade, "meeting", 4 * day}, {roadTrade, "meeting", 2 * day}, {siteTrade, "meeting", 22 * day},
		{pipeTrade, "funding", 2 * day}, {roadTrade, "works", 9 * day}, {lampTrade, "works", 3 * day}, {wasteTrade, "works", 40 * day}, {otherTrade, "reported", day}, {otherTrade, "reported", 3 * hour},
		{roadTrade, "no_funds", 3 * day}, {pipeTrade, "suspended", 12 * day}, {roadTrade, "asked", day}, {pipeTrade, "escalated", 3 * day}, {roadTrade, "extended", 6 * day},
		{otherTrade, "returned", 20 * hour}, {otherTrade, "supervised", 2 * day}, {pipeTrade, "split", 10 * hour}, {otherTrade, "redo", 4 * day},
	} {
		t.lately(p, v.ago, func(s *script) { t.hardIssue(s, v.trade, 0, v.until) })
	}
	for _, until := range []string{"declined", "declined", "declined", "withdrawn", "merged", "merged", "answered", "answered", "answered"} {
		p.over(t.land, func(s *script) { t.hardIssue(s, otherTrade, 0, until) })
	}
}

// hardIssue tells one: raised, looked at, deliberated, paid for, done, reported back, rated; or only until some point.
func (t *town) hardIssue(s *script, v trade, n int, until string) {
	mine := s.asks != nil
	p := t.neighbour(s)
	if !mine && s.chance(25) {
		p = p.home.building.leader
	}
	at := p.home.building
	title := fmt.Sprintf(one(s, v.titles), strings.TrimPrefix(t.where(at.id), at.estate.title+" "))
	if s.chance(60) {
		title = fmt.Sprintf(one(s, v.titles), at.estate.title+at.title)
	}
	if mine {
		s.shoots = map[string]string{"lamps": "lamp", "pipe": "pipe", "surface": "road", "sites": "road"}[v.counts]
	}
	m := t.asks(s, p, "hard_issue", title, one(s, v.bodies), at.id, nil)
	if until == "raised" {
		return
	}
	worker := t.desk(s)
	s.wait(hour, 6*hour)
	if until == "withdrawn" {
		s.move(p, m, "withdraw", "", nil)
		return
	}
	if until == "declined" {
		s.move(worker, m, "decline", one(s, []string{"这一处在小区红线以外，已转告市政部门，电话一并告知。", "同一件事上个月已经办结，现场复看没有问题。", "属于户内维修，已告知可以找的师傅。"}), nil)
		return
	}
	s.move(worker, m, "accept", "", nil)
	if until == "looking" {
		return
	}
	s.wait(3*hour, 20*hour)
	switch until {
	case "merged":
		other := t.neighbour(s)
		twin := t.asks(s, other, "hard_issue", title+"，请尽快处理", "我家也受影响。", at.id, nil)
		s.wait(hour, 3*hour)
		s.move(worker, twin, "accept", "", nil)
		s.merge(worker, m, twin)
		m, p = twin, other
	case "split":
		s.move(worker, m, "split", "现场看还有一件要分开办。", fields{"title": at.title + "楼道照明也要检修", "body": "察看时一并发现。"})
		return
	case "returned":
		s.move(worker, m, "return", "地点写错了一幢，退回重新核对。", nil)
		return
	}
	s.move(worker, m, "look", "", fields{"cause": one(s, v.causes)})
	if until == "meeting" {
		return
	}
	s.wait(2*day, 9*day)
	t.worksOn(s, v, n, until, m, p, worker)
}

// worksOn is the second half: from the meeting to the rating.
func (t *town) worksOn(s *script, v trade, n int, until string, m *thing, p, worker *who) {
	handler := s.handler(one(s, []*who{worker, worker, t.desk(s), t.property}))
	decision := one(s, v.decides)
	if v.funds > 0 || until == "funding" || until == "no_funds" {
		s.move(worker, m, "ask_funds", "", fields{"decision": decision})
		if until == "funding" {
			return
		}
		s.wait(5*hour, 5*day)
		if until == "no_funds" {
			s.move(t.secretary, m, "no_funds", "今年的预算不够，请再议一议能不能分两期。", nil)
			return
		}
		s.move(t.secretary, m, "grant", "", fields{"funds": max(800, v.funds*max(n, 4)), "worker": handler.person.ID})
	} else {
		s.move(worker, m, "decide", "", fields{"decision": decision, "worker": handler.person.ID})
	}
	switch until {
	case "works":
		return
	case "suspended", "asked":
		s.wait(day, 3*day)
		s.move(handler, m, "suspend", "地下管线图还没有查清，开挖要等勘测。", fields{"why": "engineering", "review": s.date(45)})
		if until == "suspended" {
			s.wait(3*hour, 20*hour)
			s.move(t.secretary, m, "approve", "", nil)
		}
		return
	case "extended":
		s.wait(3*day, 5*day)
		s.move(handler, m, "extend", "连续下雨，沥青铺不了。", fields{"until": s.date(50)})
		s.wait(2*hour, 8*hour)
		s.move(t.secretary, m, "approve", "", nil)
		return
	case "supervised":
		s.wait(4*day, 8*day)
		s.move(p, m, "remind", "", nil)
		s.wait(5*hour, 20*hour)
		s.move(t.secretary, m, "supervise", "住户催了，这周内给个准信。", nil)
		return
	case "escalated", "answered":
		s.wait(day, 3*day)
		t.handUp(s, m, handler, until == "escalated")
		if until == "escalated" {
			return
		}
		s.move(worker, m, "decide", "", fields{"decision": "按街道答复的办法办。", "worker": handler.person.ID})
	}
	s.wait(2*day, 6*day)
	if s.chance(45) {
		s.move(handler, m, "progress", one(s, []string{"材料到了，明天进场。", "施工过半，现场已拉围挡。", "昨天下雨停了一天，今天接着干。"}), nil)
	}
	s.wait(day, 9*day)
	note, f := one(s, v.finishes), fields{}
	if v.counts != "" {
		n = max(n, 1)
		note, f[v.counts] = fmt.Sprintf(note, n), n
		if until != "" {
			delete(f, v.counts) // what is still to be judged is not counted yet
		}
	}
	s.move(handler, m, "finish", note, f)
	if until == "reported" {
		return
	}
	if until == "redo" || until == "" && s.chance(4) {
		s.wait(5*hour, 2*day)
		s.move(p, m, "redo", "过了两天又出现了，麻烦再看看。", nil)
		if until == "redo" {
			return
		}
		s.wait(day, 3*day)
		s.move(handler, m, "finish", "重新处理过，"+note, f)
	}
	t.judged(s, p, m)
}

// handUp takes a matter to the street, which answers it unless it is still at it.
func (t *town) handUp(s *script, m *thing, by *who, still bool) {
	s.move(by, m, "escalate", "涉及街道的市政管网，社区办不了，请街道协调。", nil)
	up := s.above(m, "referred")
	officer := one(s, t.above.officers)
	if still && s.told%2 == 0 {
		return
	}
	s.wait(2*hour, 8*hour)
	s.move(officer, up, "accept", "", nil)
	if still {
		return
	}
	s.wait(2*day, 5*day)
	s.move(officer, up, "consult", "请城建、水务一起到现场看过。", nil)
	s.wait(day, 3*day)
	if s.told%2 == 1 {
		s.move(officer, up, "decline", "属于社区可以协调的范围，请先议一议，办法附后。", nil)
	} else {
		s.move(officer, up, "answer", "已协调管网权属单位，社区按答复继续办理。", nil)
	}
	s.now = s.now.Add(time.Minute)
	m.enter(m.kind.Stage(m.kind.Escalates.Back["answered"]), s.now)
}
