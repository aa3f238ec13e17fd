package matter_test

import (
	"testing"
	"time"

	"linli/internal/matter"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestStreetAnswersAgain has a matter at the street reopened after it was answered, and answered otherwise: the community is
// told again, once, and its own matter stays where it went.
func TestStreetAnswersAgain(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.installIn(street, "    lead: street_leader\n    stops_for: [weather, season, engineering, funds, court]\n    without: [merge, split]",
			"    lead: street_leader\n    reopens: {to: handling, within: 30 calendar days}\n    without: [merge, split]")
		w.raise("居", wish())
		w.move("甲", community, 1, matter.Act{Move: "escalate", Note: "要街道协调"})
		w.pass(time.Minute)
		w.move("官", street, 1, matter.Act{Move: "accept"})
		w.move("官", street, 1, matter.Act{Move: "answer", Note: "物业本周修"})
		w.pass(time.Minute)
		w.move("甲", community, 1, matter.Act{Move: "place"})
		w.move("长", street, 1, matter.Act{Move: "reopen", Note: "没有修好"})
		w.pass(time.Minute)
		w.move("官", street, 1, matter.Act{Move: "answer", Note: "换了一家，修好了"})
		w.move("长", street, 1, matter.Act{Move: "comment", Note: "知道了"})
		w.pass(time.Minute)
		w.pass(time.Minute)
		v := w.see("居", community, 1)
		var told []string
		for _, st := range v.Timeline {
			if st.What == "answered" {
				told = append(told, st.Note)
			}
		}
		if len(told) != 2 || told[0] != "物业本周修" || told[1] != "换了一家，修好了" {
			t.Errorf("the resident is told %q", told)
		}
		if v.State.Stage != "placed" {
			t.Errorf("the second answer moved it to %s", v.State.Stage)
		}
		w.verify()
	})
}
