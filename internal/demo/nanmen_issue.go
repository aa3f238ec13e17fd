package demo

import (
	"fmt"
	"strings"
	"time"
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
		t.handUp(s, m, t.secretary, until == "escalated")
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
