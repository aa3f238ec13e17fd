package demo

import "time"

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
