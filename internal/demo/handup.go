package demo

import "time"

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
