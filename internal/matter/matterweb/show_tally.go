package matterweb

import (
	"strconv"
	"strings"

	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/ui"
)

// tallied is what residents' voices came to, a line for each question. While they may change only their number is told.
func tallied(p ui.Page, k *playbook.Kind, all []playbook.Tally) []ui.Fact {
	var facts []ui.Fact
	for _, t := range all {
		if t.Open {
			facts = append(facts, ui.Fact{Label: p.Say(moveTitle(k, t.Move)), Value: p.Say(lang.F("%d 人已参加，结束以后公布合计", "%d so far; what they come to is shown afterwards", t.Voices))})
			continue
		}
		for _, c := range t.Counts {
			var parts []string
			for i, n := range c.Times {
				parts = append(parts, p.Say(chosen(c.Field, i))+" "+strconv.Itoa(n))
			}
			facts = append(facts, ui.Fact{Label: p.Say(c.Field.Title), Wide: true,
				Value: strings.Join(parts, " · ") + p.Say(lang.F("（共 %d 人）", " (%d in all)", t.Voices))})
		}
	}
	return facts
}

// chosen is one of the answers that a field counts.
func chosen(f form.Field, i int) lang.Text {
	if f.Type == form.Rating {
		return lang.F("%d 分", "%d of 5", i+1)
	}
	return f.Options[i].Title
}
