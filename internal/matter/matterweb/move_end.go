package matterweb

import (
	"slices"
	"strconv"

	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/ui"
)

// endOf is how a matter ends by a move; "" when it goes on.
func endOf(o playbook.Offer) playbook.Ending {
	switch {
	case o.Common && o.Move == "withdraw":
		return playbook.EndWithdrawn
	case o.Common && o.Move == "merge":
		return playbook.EndMerged
	case o.To != nil:
		return o.To.End
	}
	return ""
}

// weighs tells whether a move is confirmed: it ends the matter, or its playbook calls it dangerous. A rating is a
// question already, and nothing is lost by answering it.
func weighs(o playbook.Offer) bool {
	if slices.ContainsFunc(o.Fields, func(f form.Field) bool { return f.Type == form.Rating }) {
		return o.Danger
	}
	return o.Danger || endOf(o) != ""
}

// confirmation is what somebody should know before such a move: what happens, who learns of it, and whether it can be
// taken back.
func confirmation(p ui.Page, m *matter.View, o playbook.Offer) ui.Confirmation {
	end, verb := endOf(o), p.Say(o.Title)
	c := ui.Confirmation{Title: p.T("确定“"+verb+"”吗？", "Really “"+verb+"”?"), Yes: verb, Icon: moveIcon(m.Kind, o.Move), Danger: o.Danger || end != playbook.EndDone}
	c.Facts = []ui.Fact{
		{Label: p.T("会怎样", "What happens"), Value: p.Say(becomes(o, end)), Wide: true},
		{Label: p.T("谁会知道", "Who learns of it"), Value: p.Say(learns(m)), Wide: true},
		{Label: p.T("能改回来吗", "Can it be undone?"), Value: p.Say(undone(p, m.Kind, end)), Wide: true},
	}
	return c
}

func becomes(o playbook.Offer, end playbook.Ending) lang.Text {
	switch {
	case end == playbook.EndWithdrawn:
		return lang.T("这件事就此结束，不再办理。", "It is closed, and nobody works on it any more.")
	case end == playbook.EndMerged:
		return lang.T("这件事就此结束，和您填的那一件一起办、一起答复。", "It is closed, and is handled and answered together with the other one.")
	case end == playbook.EndDone:
		return lang.F("这件事到“%s”，就此办结。", "It goes to “%s” and is done.", o.To.Title)
	case end != "":
		return lang.F("这件事到“%s”，就此结束，不再办理。", "It goes to “%s” and is closed; nobody works on it any more.", o.To.Title)
	case o.To != nil:
		return lang.F("这件事到“%s”。", "It goes to “%s”.", o.To.Title)
	}
	return lang.T("这件事还在原来的阶段。", "It stays where it stands.")
}

func learns(m *matter.View) lang.Text {
	if m.Mine {
		return lang.T("办这件事的人会看到，也会看到您写的说明。", "Those who handle it see this, and what you write.")
	}
	if n := len(m.State.Petitioners); n > 0 {
		return lang.F("提出人、另外 %d 位并进来的提出人和当事人会看到，也会看到您写的说明。", "Whoever raised it, %d more whose matters were merged into it, and its parties see this, and what you write.", strconv.Itoa(n))
	}
	if m.Origin != "" {
		return lang.T("把这件事转来的社区会收到结果和您写的说明。", "The community that referred it is told the result and what you write.")
	}
	return lang.T("提出人和当事人会看到，也会看到您写的说明。", "Whoever raised it and its parties see this, and what you write.")
}

func undone(p ui.Page, k *playbook.Kind, end playbook.Ending) lang.Text {
	switch {
	case end == "":
		return lang.T("不能自己改回来。", "You cannot take it back yourself.")
	case end == playbook.EndWithdrawn, end == playbook.EndMerged, k.Reopens == nil:
		return lang.T("不能。还需要办的话，要重新提出。", "No. If it is still wanted, it has to be raised anew.")
	}
	who := actorsOf(p, k, append([]string{playbook.Raiser}, k.Lead...))
	return lang.F("不能直接改回来；%s以内，%s可以要求“重新办理”。", "Not by itself; within %s it can be reopened by %s.", k.Reopens.Within.Text(), lang.Same(who))
}
