package demo

import (
	"fmt"
	"time"

	"linli/internal/matter"
)

// sight is something that a patrol or a passer-by sees, and how it is mended.
type sight struct{ sort, title, done string }

var sights = []sight{
	{"facilities", "%s楼道灯不亮", "换了声控灯泡，试过正常。"}, {"facilities", "%s门口井盖松动", "加垫固定，踩上去不响了。"}, {"facilities", "%s扶手脱焊", "重新焊牢，磨平了毛刺。"},
	{"environment", "%s楼道堆放纸箱", "联系住户当场搬走，地面清扫干净。"}, {"environment", "%s垃圾桶满溢", "通知保洁加收一次，周边冲洗。"}, {"environment", "%s绿化带有建筑垃圾", "查到施工户，已清运。"},
	{"safety", "%s电动车停在门厅充电", "劝说后移到充电棚，贴了提示。"}, {"safety", "%s灭火器压力不足", "更换灭火器两具。"}, {"safety", "%s消防通道停了车", "联系车主挪车，补画了禁停线。"},
	{"order", "%s有人张贴小广告", "已清除，电话报给城管。"}, {"order", "%s陌生人敲门推销", "劝离并提醒住户，已在群里通报。"}, {"parking", "%s非机动车乱停", "整理归位，加了停车框。"},
	{"parking", "%s有车占了残疾人车位", "车主已挪走，重新喷了标识。"}, {"other", "%s流浪狗常来", "请专业人员带走安置。"}, {"other", "%s树枝遮住了路灯", "修剪完毕，晚上看过亮堂多了。"},
}

// spot is a building where something happens: now and then the one where those who sign in live.
func (t *town) spot(s *script) *building {
	if s.chance(20) || s.handles != nil && s.chance(60) {
		return t.first
	}
	return one(s, t.buildings())
}

// incidents: most small ones are settled on the spot by the grid worker who sees them, the others are dispatched,
// handled and verified by somebody else.
func (t *town) incidents(p *plan) {
	for range 260 {
		p.over(t.land, t.settled)
	}
	for range 150 {
		p.over(t.land, func(s *script) { t.incident(s, "") })
	}
	for _, until := range []string{"declined", "declined", "merged", "withdrawn", "reopened", "answered", "answered", "answered"} {
		p.over(t.land, func(s *script) { t.incident(s, until) })
	}
	for _, v := range []moment{{"reported", 40 * time.Minute}, {"reported", hour}, {"reported", 2 * day}, {"dispatched", 3 * hour}, {"dispatched", 5 * hour}, {"dispatched", 6 * day},
		{"handling", day}, {"handling", 2 * day}, {"handling", 14 * day}, {"verifying", 4 * hour}, {"verifying", day}, {"verifying", 7 * day}, {"redo", day}, {"suspended", 6 * day}, {"asked", 5 * hour}, {"returned", 2 * hour}, {"escalated", 2 * day}, {"escalated", 3 * day}} {
		t.lately(p, v.ago, func(s *script) { t.incident(s, v.until) })
	}
}

// moment is until where a story is told, and how long ago that was.
type moment struct {
	until string
	ago   time.Duration
}

// settled is an incident that a grid worker reports and closes in one go.
func (t *town) settled(s *script) {
	b, v := t.spot(s), one(s, sights)
	s.draft(t.grids[b.grid], "incident", matter.Draft{Title: fmt.Sprintf(v.title, b.estate.title+b.title), Place: b.id, Fields: fields{"sort": v.sort},
		Spot: &matter.Act{Move: "settle", Note: v.done, Fields: fields{"done_count": 1 + s.rng.IntN(2)}}})
}

func (t *town) incident(s *script, until string) {
	b, v := t.spot(s), one(s, sights)
	grid := t.grids[b.grid]
	var p *who
	switch n := s.rng.IntN(6); {
	case s.asks != nil || n > 2 || until == "withdrawn" || until == "merged":
		p = t.neighbour(s)
	case n == 0:
		p = b.leader
	case n == 1:
		p = stranger
	default:
		p = t.property
	}
	title := fmt.Sprintf(v.title, b.estate.title+b.title)
	if s.handles != nil && p != stranger {
		s.shoots = map[string]string{"facilities": "lamp", "environment": "road", "parking": "road"}[v.sort]
	}
	m := s.raise(p, "incident", title, one(s, []string{"", "", "今天早上看到的。", "已经好几天了。", "请来看看。"}), b.id, fields{"sort": v.sort})
	if until == "reported" {
		return
	}
	s.wait(20*time.Minute, 2*hour)
	switch until {
	case "withdrawn":
		s.move(p, m, "withdraw", "", nil)
		return
	case "declined":
		s.move(t.desk(s), m, "decline", "现场看过，属于住户自家设施，已告知物业电话。", nil)
		return
	case "merged":
		twin := s.raise(t.neighbour(s), "incident", title+"，又有人反映", "", b.id, fields{"sort": v.sort})
		s.wait(10*time.Minute, 40*time.Minute)
		s.merge(grid, m, twin)
		m = twin
	}
	handler := s.handler(one(s, []*who{t.property, t.property, t.property, t.desk(s)}))
	s.move(grid, m, "dispatch", "", fields{"worker": handler.person.ID})
	switch until {
	case "dispatched":
		return
	case "returned":
		s.wait(hour, 2*hour)
		s.move(handler, m, "return", "这一处归绿化公司管，请另派。", nil)
		return
	}
	s.wait(hour, 5*hour)
	s.move(handler, m, "begin", "", nil)
	switch until {
	case "handling":
		return
	case "suspended", "asked":
		s.wait(3*hour, day)
		s.move(handler, m, "suspend", "配件要定做，等到货。", fields{"why": "engineering", "review": s.date(20)})
		if until == "suspended" {
			s.wait(2*hour, 6*hour)
			s.move(t.secretary, m, "approve", "", nil)
		}
		return
	case "escalated", "answered":
		s.wait(3*hour, day)
		t.handUp(s, m, t.secretary, until == "escalated")
		if until == "escalated" {
			return
		}
		s.wait(hour, 2*hour)
		s.move(grid, m, "dispatch", "", fields{"worker": handler.person.ID})
	}
	s.wait(3*hour, 4*day)
	s.move(handler, m, "finish", v.done, fields{"done_count": 1})
	if until == "verifying" {
		return
	}
	s.wait(2*hour, day)
	if until == "redo" || s.chance(6) {
		s.move(t.checker(s, m, grid), m, "redo", "复看时还有一处没弄好。", nil)
		if until == "redo" {
			return
		}
		s.wait(4*hour, 2*day)
		s.move(handler, m, "finish", "补做完毕，"+v.done, fields{"done_count": 1})
		s.wait(2*hour, day)
	}
	s.move(t.checker(s, m, grid), m, "verify", "", nil)
	if until == "reopened" {
		s.wait(2*day, 6*day)
		s.move(t.secretary, m, "reopen", "又坏了，重新派一次。", nil)
		s.wait(20*time.Minute, hour)
		s.move(grid, m, "settle", "这回换了新的，当场试过。", nil)
	}
}

// stranger is somebody without an account.
var stranger = &who{}
