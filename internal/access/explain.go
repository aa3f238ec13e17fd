package access

import (
	"linli/internal/clock"
	"linli/internal/lang"
	"linli/internal/org"
)

// Reason is one sentence of what somebody may do, with what it rests on.
type Reason struct {
	Says lang.Text
	Post string // the post that it rests on; "" where it rests on none
	Kind string // that post's kind
}

// Explain says, a sentence for each, on what this person's authority rests, and what the registers and the three
// administrators' tasks are that follow from it.
func (i *Identity) Explain() []Reason {
	if i == nil || i.Account == "" {
		return []Reason{{Says: lang.T("您没有登录，可以看公开的内容，也可以反映事情。", "You are not signed in. You can see what is public and raise a matter.")}}
	}
	if i.Person == "" {
		return []Reason{{Says: lang.T("您的账号还没有和这里的居民资料关联，可以看公开的内容，也可以反映事情。", "Your account is not linked to a person here yet. You can see what is public and raise a matter.")}}
	}
	var all []Reason
	for _, h := range i.Posts {
		all = append(all, h.explain()...)
	}
	for _, m := range []struct {
		kind string
		says lang.Text
	}{
		{"party_member", lang.T("因为您是报到党员，您可以认领开放给党员的事情。", "Because you are a registered party member, you may claim what is open to members.")},
		{"volunteer", lang.T("因为您是志愿者，您可以认领开放给志愿者的事情。", "Because you are a volunteer, you may claim what is open to volunteers.")},
		{"owner", lang.T("因为您是业主，您可以参加业主的事务。", "Because you own a dwelling here, you may take part in the owners' affairs.")},
	} {
		if i.Members[m.kind] {
			all = append(all, Reason{Says: m.says})
		}
	}
	return append(all, Reason{Says: lang.T("因为您是这里的居民，您可以反映事情，跟进和评价自己提出的事。", "Because you are a resident here, you may raise matters, and follow and rate your own.")})
}

// explain says what a post answers for, then which registers it keeps.
func (h Held) explain() []Reason {
	where := lang.T("整个辖区", "the whole community or street")
	if h.Where != "" {
		where = lang.Same(h.Where)
	}
	until := lang.Text{}
	if !h.Post.Until.IsZero() {
		until = lang.F("，到 %s 为止", ", until %s", h.Post.Until.In(clock.Zone).Format("2006-01-02 15:04"))
	}
	zh, en := "因为您是%s的%s，您负责：%s%s。", "Because in %s you hold the post %s, you answer for %s%s."
	if h.Post.For != "" {
		zh, en = "因为您在%s代理%s，您负责：%s%s。", "Because in %s you stand in for the post %s, you answer for %s%s."
	}
	if k, _ := org.PostKindOf(h.Kind); k.Admin {
		zh, en = "因为您是%s的%s，范围是：%s%s。这个岗位看不到事项的内容。", "Because in %s you hold the post %s, it is for %s%s. By it you see no matter's content."
	}
	all := []Reason{{lang.F(zh, en, h.Org, h.Post.Says(), where, until), h.Post.ID, h.Kind}}
	for _, r := range Registers {
		if r.kept(h.Kind) {
			all = append(all, Reason{lang.F("因为您是%s，您可以%s。", "Because you hold the post %s, you may %s.", h.Post.Says(), r.Allows()), h.Post.ID, h.Kind})
		}
	}
	return all
}
