package matterweb

import (
	"context"
	"strconv"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/ui"
)

// notices is what stands out about the matter now.
func (t *told) notices(ctx context.Context) ([]showNotice, error) {
	p, m, st := t.page, t.m, &t.m.State
	var all []showNotice
	say := func(tone ui.Tone, says lang.Text) { all = append(all, showNotice{Tone: tone, Says: p.Say(says)}) }
	if m.Merged > 0 {
		n := strconv.FormatInt(m.Merged, 10)
		href, see := "/"+t.v.Realm.ID+"/matters/"+n, p.T("看 #"+n, "See #"+n)
		if t.v.ID.Person == "" { // a code opens its own matter only
			href, see = "", ""
		}
		all = append(all, showNotice{ui.Info, p.T("这件事并入了 #"+n+"，那一件有结果时一并答复。", "This was merged into #"+n+" and is answered together with it."), href, see})
	}
	if st.Open() && (st.Away != nil || m.Kind.Stage(st.Stage).Refers != nil) {
		n := int64(0)
		for _, e := range m.Timeline {
			if e.What == "referred" {
				n = e.Number
			}
		}
		if n > 0 {
			say(ui.Info, lang.F("街道正在办，街道的编号是 #%d。", "The street is deciding; its number there is #%d.", n))
		} else {
			say(ui.Info, lang.T("街道正在办。", "The street is deciding."))
		}
	}
	if m.Origin != "" && !m.Shown {
		from, _, _ := strings.Cut(m.Origin, "/")
		rl, err := t.v.Site.Realms.Get(ctx, t.DB, from)
		if err == nil {
			say(ui.Info, lang.F("由%s上交。办结后自动答复社区。", "Referred by %s, which is answered when this is closed.", rl.Title))
		} else if !fault.Is(err, fault.NotFound) {
			return nil, err
		}
	}
	if st.Open() && st.Paused != nil {
		runs := lang.T("期限暂停计算。", "Its clock stands.")
		if st.Paused.Left == nil && !st.Due.IsZero() {
			runs = lang.F("期限照走，到 %s。", "Its clock runs on, to %s.", p.Moment(st.Due))
		}
		say(ui.Warn, lang.F("已挂起：%s。%s 再看。%s", "Suspended: %s. To be looked at again on %s. %s", reasonOf(st.Paused.Reason), p.Day(st.Paused.Review), runs))
	}
	if st.Asked != nil && !m.Shown {
		lead, by := lang.Same(actorsOf(p, m.Kind, m.Kind.Lead)), lang.Same(t.words.Name(st.Asked.By))
		if st.Asked.Move == "extend" {
			say(ui.Warn, lang.F("%s申请延期到 %s，等%s决定。", "%s asks for more time, until %s; %s decides.", by, p.Day(st.Asked.Until), lead))
		} else {
			say(ui.Warn, lang.F("%s申请挂起（%s）到 %s，等%s决定。", "%s asks for a suspension (%s) until %s; %s decides.", by, reasonOf(st.Asked.Reason), p.Day(st.Asked.Until), lead))
		}
	}
	if st.Supervised && st.Open() && !m.Shown {
		say(ui.Warn, lang.T("这件事正在督办。", "This is supervised."))
	}
	if st.Guessed && st.Open() {
		say(ui.Info, lang.T("时限跨到还没有公布放假安排的年份，按周末推算，公布后可能变动。", "The deadline reaches into a year whose rest days are not published; it counts weekends only and may change."))
	}
	return all, nil
}
