package access

import (
	"slices"
	"time"

	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/place"
)

// Identity is one account in one realm at one moment: which person, holding which posts, belonging to what.
// It is shared between requests: read it only. The nil Identity is nobody.
type Identity struct {
	Realm   string
	Account string // "" for nobody
	Person  string // "" when the account is no person of this realm
	Name    string
	Posts   []Held          // held now; those for a place or an area first
	Members map[string]bool // party_member, volunteer, owner, skill:<key>

	version   int64     // of the realm's authority that it rests on
	at, until time.Time // when it holds: from at, until the next post or membership begins or ends; zero: no end
}

// Version is that of the realm's authority on which this rests: while it is the same, so are the realm's posts, areas and
// playbooks. It is 0 for nobody.
func (i *Identity) Version() int64 {
	if i == nil {
		return 0
	}
	return i.version
}

// Held is a post that is held now, and for what.
type Held struct {
	Post  org.Post
	Kind  string   // the post's kind
	Scope []string // place ids, each standing for all that lies in it; nil is the whole realm, empty is nothing
	Org   string   // the organisation's title
	Where string   // the place's full name or the area's title; "" for the whole realm
}

// Covers tells whether a scope covers the place with this path. The nil scope covers everything, also what lies at no
// place (path ""); any other scope covers only places.
func Covers(scope []string, path string) bool {
	if scope == nil {
		return true
	}
	return slices.ContainsFunc(scope, func(id string) bool { return place.Within(path, id) })
}

// Post finds a post of one of these kinds that answers for the place with this path; "" asks for no place. It prefers
// a post for a place or area to one for the whole realm.
func (i *Identity) Post(kinds []string, path string) (post string, ok bool) {
	if i == nil {
		return "", false
	}
	for _, h := range i.Posts {
		if slices.Contains(kinds, h.Kind) && (path == "" || Covers(h.Scope, path)) {
			return h.Post.ID, true
		}
	}
	return "", false
}

// Member tells whether the person belongs to at least one of these kinds.
func (i *Identity) Member(kinds ...string) bool {
	return i != nil && slices.ContainsFunc(kinds, func(k string) bool { return i.Members[k] })
}

// Staff tells whether the person holds a post that is not a resident's among residents: the workbench is for them.
func (i *Identity) Staff() bool {
	return i != nil && slices.ContainsFunc(i.Posts, func(h Held) bool {
		k, _ := org.PostKindOf(h.Kind)
		return k.Staff
	})
}

// Actor is how the journal names who acts, by the authority of a post that is held; of any other post nothing is said.
func (i *Identity) Actor(post string) journal.Actor {
	if i == nil {
		return journal.Actor{}
	}
	if !slices.ContainsFunc(i.Posts, func(h Held) bool { return h.Post.ID == post }) {
		post = ""
	}
	return journal.Actor{Account: i.Account, Person: i.Person, Post: post}
}

// Explain says, a sentence for each, on what this person's authority rests.
func (i *Identity) Explain(l lang.Lang) []string {
	if i == nil || i.Account == "" {
		return []string{lang.T("您没有登录，可以看公开的内容，也可以反映事情。", "You are not signed in. You can see what is public and raise a matter.").In(l)}
	}
	if i.Person == "" {
		return []string{lang.T("您的账号还没有和这里的居民资料关联，可以看公开的内容，也可以反映事情。", "Your account is not linked to a person here yet. You can see what is public and raise a matter.").In(l)}
	}
	var all []string
	for _, h := range i.Posts {
		where := lang.T("整个辖区", "the whole realm")
		if h.Where != "" {
			where = lang.Same(h.Where)
		}
		until := lang.Text{}
		if !h.Post.Until.IsZero() {
			until = lang.F("，到 %s 为止", ", until %s", h.Post.Until.Format("2006-01-02 15:04"))
		}
		says := lang.F("因为您是%s的%s，您负责：%s%s。", "Because in %s you hold the post %s, you answer for %s%s.", h.Org, h.Post.Says(), where, until)
		if h.Post.For != "" {
			says = lang.F("因为您在%s代理%s，您负责：%s%s。", "Because in %s you stand in for the post %s, you answer for %s%s.", h.Org, h.Post.Says(), where, until)
		}
		all = append(all, says.In(l))
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
			all = append(all, m.says.In(l))
		}
	}
	return append(all, lang.T("因为您是这里的居民，您可以反映事情，跟进和评价自己提出的事。", "Because you are a resident here, you may raise matters, and follow and rate your own.").In(l))
}
