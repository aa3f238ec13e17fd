package demo

import "time"

// want is a small wish or need, as it is told and as it is met.
type want struct{ sort, title, wish, done string }

var wants = []want{
	{"wish", "想要一副老花镜", "一副老花镜，度数大约三百，看报纸用。", "配好送到家，试戴合适。"},
	{"wish", "想要一个新书包", "孙子上小学，想要一个轻一点的书包。", "买了护脊书包，孩子很喜欢。"},
	{"need", "家里灯不亮，不会换", "客厅灯坏了，一个人住不敢爬高。", "换了灯管，顺手把开关也紧了。"},
	{"need", "想请人教用手机看病挂号", "医院要手机挂号，我不会用。", "手把手教了两回，已经自己挂上号。"},
	{"wish", "想听一回收音机里的戏", "老收音机坏了，想要一台能听戏的。", "送去一台，频道都调好了。"},
	{"need", "水龙头一直滴水", "厨房水龙头关不紧，夜里滴答响。", "换了阀芯，不滴了。"},
	{"wish", "想要一床厚一点的被子", "天冷了，被子薄。", "送去一床棉被。"},
	{"need", "想请人陪着去医院复查", "儿女在外地，下周要去复查。", "陪着去了一上午，药也取回来了。"},
	{"wish", "想给奶奶拍一张照片", "奶奶八十岁，想有一张像样的照片。", "请会拍照的党员上门拍好，装了相框。"},
	{"need", "孩子作业没人辅导", "晚上上夜班，四年级数学跟不上。", "每周二、四来服务站，已经辅导了一个月。"},
	{"wish", "想要一盏台灯", "孩子写作业光线暗。", "送去护眼台灯一盏。"},
	{"need", "旧衣柜搬不下楼", "要换家具，四楼没有电梯。", "三个人一起搬到了投放点。"},
	{"wish", "想要一根防滑拐杖", "下雨天走路怕滑。", "送去四脚拐杖，高度调好了。"},
	{"need", "想请人看看燃气灶", "打火打不着，怕不安全。", "换了电池，检查了软管，没有漏气。"},
	{"wish", "想要几盆好养的花", "家里冷清，想添点绿。", "送去绿萝和吊兰各两盆。"},
	{"need", "家里门锁不好用", "钥匙要拧好几次。", "上了油，换了锁芯。"},
	{"wish", "想要一辆学步车", "刚有了小孙子，借用也行。", "邻居闲置的消毒后送来了。"},
	{"need", "想办老年卡，不知道要什么材料", "腿脚不便，跑不了几趟。", "材料备齐后代办，卡送到家。"},
}

// wishes are the 36 that were met this year, and those on their way.
func (t *town) wishes(p *plan) {
	for i := range 36 {
		p.over(t.land, func(s *script) { t.wish(s, wants[i%len(wants)], "") })
	}
	for i, v := range []struct {
		until string
		ago   time.Duration
	}{
		{"ordered", 2 * hour}, {"ordered", 3 * day}, {"placed", 3 * hour}, {"placed", 20 * hour}, {"placed", 22 * hour}, {"placed", 30 * hour}, {"placed", 6 * day},
		{"accepted", day}, {"accepted", 2 * day}, {"accepted", 12 * day}, {"given_up", 10 * hour}, {"done", day}, {"done", 2 * day}, {"redo", day}, {"suspended", 4 * day},
	} {
		t.lately(p, v.ago, func(s *script) { t.wish(s, wants[(i*5+3)%len(wants)], v.until) })
	}
	for i, until := range []string{"declined", "declined", "withdrawn"} {
		p.over(t.land, func(s *script) { t.wish(s, wants[i*4], until) })
	}
}

// wish tells one: ordered, placed, claimed, done, appraised; or only until some point.
func (t *town) wish(s *script, v want, until string) {
	p, worker := t.neighbour(s), t.desk(s)
	f := fields{"sort": v.sort, "wish": v.wish, "whose": one(s, []string{"self", "self", "family", "neighbour"})}
	if s.chance(40) {
		f["until"] = s.date(10 + s.rng.IntN(10))
	}
	m := t.asks(s, p, "wish", v.title, "", p.home.building.id, f)
	s.wait(hour, 5*hour)
	switch until {
	case "ordered":
		s.now = m.since
		return
	case "withdrawn":
		s.move(p, m, "withdraw", "", nil)
		return
	case "declined":
		s.move(worker, m, "decline", one(s, []string{"这一项有免费的政府服务，已带您去办。", "同样的心愿已经有人在办，一并解决。"}), nil)
		return
	}
	s.move(worker, m, "place", "", nil)
	if until == "placed" {
		return
	}
	giver := t.giver(s, p)
	s.wait(hour, 30*hour)
	if until == "" && s.chance(12) {
		s.move(worker, m, "assign", "", fields{"worker": giver.person.ID})
	} else {
		s.move(giver, m, "accept", "", nil)
	}
	switch until {
	case "accepted":
		return
	case "given_up":
		s.wait(day, 2*day)
		s.move(giver, m, "give_up", "临时出差，来不及办，请别的同志接。", nil)
		return
	case "suspended":
		s.wait(day, 2*day)
		s.move(giver, m, "suspend", "老人去女儿家住一阵，回来再办。", fields{"why": "parties", "review": s.date(25)})
		s.wait(2*hour, 5*hour)
		s.move(t.secretary, m, "approve", "", nil)
		return
	}
	s.wait(8*hour, 4*day)
	s.move(giver, m, "finish", v.done, nil)
	if until == "done" {
		return
	}
	if until == "redo" || s.chance(6) {
		s.wait(5*hour, day)
		s.move(p, m, "redo", "还差一点，麻烦再来一趟。", nil)
		if until == "redo" {
			return
		}
		s.wait(day, 2*day)
		s.move(giver, m, "finish", "又去了一次，"+v.done, nil)
	}
	t.judged(s, p, m)
}
