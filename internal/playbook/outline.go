package playbook

import (
	"fmt"
	"slices"
	"strings"

	"linli/internal/lang"
)

// Text is a kind in words, in the order in which one would read it aloud: who raises it, then each stage with whose
// turn it is, how long they have, and what may happen there. It says what [Draw] shows, for reading without a picture.
func Text(k *Kind, l lang.Lang) string {
	var b strings.Builder
	say := func(indent int, t lang.Text) { b.WriteString(strings.Repeat("  ", indent) + t.In(l) + "\n") }
	say(0, k.Title)
	if !k.About.Empty() {
		say(0, k.About)
	}
	if len(k.Raise.By) > 0 {
		say(0, lang.F("谁能提出：%s", "Raised by: %s", k.people(k.Raise.By)))
	}
	for i, st := range k.Stages {
		if st.End != "" {
			say(0, lang.F("%d. %s（结束：%s）", "%d. %s (end: %s)", i+1, st.Title, st.End.Title()))
			continue
		}
		say(0, lang.F("%d. %s（%s）", "%d. %s (%s)", i+1, st.Title, k.turn(st)))
		if len(st.OpenTo) > 0 {
			say(1, lang.F("可以认领：%s", "may be claimed by: %s", k.people(st.OpenTo)))
		}
		for _, m := range k.Moves {
			if slices.Contains(m.From, st.Name) {
				say(1, lang.F("%s（%s）→ %s%s", "%s (%s) → %s%s", m.Title, k.people(m.By), k.target(m), m.asksFor()))
			}
		}
		if to := k.Stage(st.Else); to != nil {
			say(1, lang.F("到期 → %s", "when the time is over → %s", to.Title))
		}
		if st.Refers != nil {
			for _, w := range k.waysOut(st, nil) {
				if w.class == "street" {
					say(1, lang.F("街道答复“%s” → %s", "the street's answer “%s” → %s", w.says, k.stageTitle(w.back)))
				}
			}
		}
		for _, r := range st.Raises {
			say(1, lang.F("到了这里会产生“%s”", "raises “%s” here", k.raisedTitle(r)))
		}
	}
	if r := k.Reopens; r != nil {
		say(0, lang.F("办结后 %s内可以重新办理，回到“%s”", "May be reopened within %s, at “%s”", r.Within.Text(), k.stageTitle(r.To)))
	}
	if k.has("return") {
		clock := lang.T("重新起算", "begins anew")
		if k.Returns.Stops {
			clock = lang.T("接着算", "goes on")
		}
		say(0, lang.F("交错了的，%s内可以退回上一个阶段，那里的时间%s", "May be returned within %s, when the time of the stage before %s", k.Returns.Within.Text(), clock))
	}
	if k.Escalates != nil {
		say(0, lang.T("办不了的可以上交街道", "May be escalated to the street"))
	}
	return b.String()
}

// raisedTitle is what a matter that another one raises is called, as far as the file tells.
func (k *Kind) raisedTitle(r Raised) lang.Text {
	if there := k.Playbook.Kind(r.Kind); r.Title.Empty() && there != nil {
		return there.Title
	}
	return r.Title
}

// turn is whose turn it is at a stage, and how long they have.
func (k *Kind) turn(st *Stage) lang.Text {
	who := k.people(st.Answers)
	if len(st.Answers) == 0 {
		who = lang.T("等街道", "waits for the street")
		if st.Refers == nil {
			who = none
		}
	}
	if st.Within == nil {
		return who
	}
	if f, ok := k.Field(st.DueOn); ok {
		return lang.F("%s · %s，填了“%s”的按那一天", "%s · %s, or by “%s”", who, st.Within.Text(), f.Title)
	}
	return lang.F("%s · %s", "%s · %s", who, st.Within.Text())
}

func (k *Kind) target(m *Move) lang.Text {
	if m.To == "" {
		return lang.T("留在这里", "stays here")
	}
	return k.stageTitle(m.To)
}

// asksFor says what a move needs, in brackets, or nothing.
func (m *Move) asksFor() lang.Text {
	words := map[string]lang.Text{"reason": lang.T("理由", "a reason"), "note": lang.T("说明", "a note"), "photo": lang.T("照片", "a photo"), "rating": lang.T("评价", "a rating")}
	var zh, en []string
	for _, n := range m.Needs {
		zh, en = append(zh, words[n].Zh), append(en, words[n].En)
	}
	for _, f := range m.Fields {
		zh, en = append(zh, f.Title.In(lang.Zh)), append(en, f.Title.In(lang.En))
	}
	if slices.Contains(m.Not, Handler) {
		zh, en = append(zh, "不能是办理人"), append(en, "never the handler")
	}
	if slices.Contains(m.Not, Raiser) {
		zh, en = append(zh, "不能是提出人"), append(en, "never the raiser")
	}
	if m.Once {
		zh, en = append(zh, "每人一次，不显示姓名"), append(en, "everybody once, no names")
	}
	if len(zh) == 0 {
		return lang.Text{}
	}
	return lang.T(fmt.Sprintf("［%s］", strings.Join(zh, "、")), fmt.Sprintf(" [%s]", strings.Join(en, ", ")))
}
