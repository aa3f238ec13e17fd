package desk

import (
	"context"
	"time"

	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/web"
)

// handedDays is for how long somebody is told of a post that came to them or left them.
const handedDays = 14

// handed says which posts came to the visitor or left them lately, or will, and what became of the open work.
func (p *Pages) handed(ctx context.Context, v *web.Visit) ([]string, error) {
	if v.ID.Person == "" {
		return nil, nil
	}
	now := p.Clock.Now()
	all, err := p.Orgs.Handovers(ctx, p.DB, v.Realm.ID, v.ID.Person, now.AddDate(0, 0, -handedDays))
	if err != nil {
		return nil, err
	}
	var says []string
	for _, h := range all {
		says = append(says, v.Page.Say(handedWords(v, h, now)))
	}
	return says, nil
}

func handedWords(v *web.Visit, h org.Handover, now time.Time) lang.Text {
	day, post, whose := v.Page.Day(h.At), h.After.Says(), h.OrgTitle
	if h.Where != "" {
		whose += " · " + h.Where
	}
	took := h.After.Person == v.ID.Person
	switch {
	case took && h.At.After(now):
		return lang.F("从 %s 起，您接任%s（%s），前任是%s；那天在办的事会转给您。", "From %s you take over as %s (%s) from %s; that day the open work comes to you.", day, post, whose, h.LeaverName)
	case took:
		return lang.F("%s 起您接任%s（%s），前任是%s；转给您在办的事 %d 件。", "Since %s you are %s (%s), after %s; open matters that came to you: %d.", day, post, whose, h.LeaverName, max(0, h.Moved))
	case h.At.After(now):
		return lang.F("从 %s 起，您的岗位%s（%s）移交给%s；那天在办的事一起转过去。", "From %s your post %s (%s) goes to %s; that day the open work goes along.", day, post, whose, h.Name)
	}
	return lang.F("%s 起，您的岗位%s（%s）已移交给%s；转走在办的事 %d 件。", "On %s your post %s (%s) went to %s; open matters that went along: %d.", day, post, whose, h.Name, max(0, h.Moved))
}
