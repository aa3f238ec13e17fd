package matterweb

import (
	"strings"

	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/ui"
)

// actorOf is what an actor of a kind is called.
func actorOf(k *playbook.Kind, name string) lang.Text {
	switch name {
	case playbook.Anyone:
		return lang.T("任何人", "anyone")
	case playbook.Resident:
		return lang.T("居民", "a resident")
	case playbook.Raiser:
		return lang.T("提出人", "whoever raised it")
	case playbook.Handler:
		return lang.T("办理人", "whoever handles it")
	case playbook.Time:
		return lang.T("时间", "time")
	}
	if a := k.Playbook.Actor(name); a != nil {
		return a.Title
	}
	if f, ok := k.Field(name); ok {
		return f.Title
	}
	return lang.Same(name)
}

// actorsOf lists actors of a kind in words.
func actorsOf(p ui.Page, k *playbook.Kind, names []string) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = p.Say(actorOf(k, n))
	}
	return strings.Join(words, p.T("、", ", "))
}

// endingOf is how a closed matter ended, in words.
func endingOf(e playbook.Ending) lang.Text {
	switch e {
	case playbook.EndDone:
		return lang.T("办结", "done")
	case playbook.EndDeclined:
		return lang.T("不予受理或未同意", "declined")
	case playbook.EndWithdrawn:
		return lang.T("撤回", "withdrawn")
	case playbook.EndMerged:
		return lang.T("并入另一件", "merged into another")
	case playbook.EndLapsed:
		return lang.T("失效", "lapsed")
	}
	return lang.T("办理中", "in progress")
}

// moveTitle is what a move is called: the kind's own, as the version it began with words it, or a common one.
func moveTitle(k *playbook.Kind, name string) lang.Text {
	if m := k.Move(name); m != nil {
		return m.Title
	}
	if playbook.Common(name) {
		return playbook.CommonTitle(name)
	}
	return lang.Same(name)
}

// moveIcon goes with a move's button.
func moveIcon(k *playbook.Kind, name string) string {
	if m := k.Move(name); m != nil {
		for _, n := range m.Needs {
			if n == "rating" {
				return "star"
			}
		}
		for _, from := range m.From {
			if m.Claims && len(k.Stage(from).OpenTo) > 0 {
				return "hand-stop"
			}
		}
		return ""
	}
	return map[string]string{"comment": "messages", "remind": "bell-ringing", "join": "thumb-up", "rate": "star", "return": "arrow-back-up", "extend": "calendar-time", "suspend": "player-pause",
		"approve": "check", "refuse": "x", "resume": "player-play", "supervise": "eye", "escalate": "arrow-up-right", "merge": "git-merge", "split": "arrows-split-2",
		"withdraw": "logout", "reopen": "refresh"}[name]
}

// reasonOf is why a matter is suspended, in words.
func reasonOf(key string) lang.Text {
	if t, ok := map[string]lang.Text{"weather": lang.T("天气", "weather"), "season": lang.T("季节", "season"), "engineering": lang.T("工程条件", "engineering"), "funds": lang.T("资金未到位", "no funds yet"),
		"court": lang.T("诉讼或仲裁中", "before a court"), "parties": lang.T("等当事人", "waiting for a party"), "other": lang.T("其他", "another cause")}[key]; ok {
		return t
	}
	return lang.Same(key)
}
