package matter

import (
	"slices"

	"linli/internal/access"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/store"
)

// reach is which kinds of matter somebody may see in a list: everywhere, or only where their post answers.
type reach struct {
	all    bool // every kind that the realm plays, everywhere
	kinds  []string
	scoped []scopedKinds
}

type scopedKinds struct {
	kinds []string
	scope []string // place ids
}

// reachOf computes the reach of an identity from the current playbooks: what may be found by parts of a matter.
func reachOf(id *access.Identity, set practice.Set, parts ...string) reach {
	rc := reach{all: true}
	scoped := map[string]*scopedKinds{}
	for _, b := range set {
		c := caller(id, b.Actors, "", nil)
		for _, k := range b.Kinds {
			if answersEverywhere(k, c, id) || openTo(k, c, parts) {
				rc.kinds = append(rc.kinds, k.ID())
				continue
			}
			rc.all = false
			if id == nil {
				continue
			}
			for _, name := range k.Posts() {
				a := b.Actor(name)
				for _, h := range id.Posts {
					if !a.OfPlace || !slices.Contains(a.Posts, h.Kind) || h.Scope == nil {
						continue
					}
					sk := scoped[h.Post.ID]
					if sk == nil {
						sk = &scopedKinds{scope: h.Scope}
						scoped[h.Post.ID] = sk
					}
					if !slices.Contains(sk.kinds, k.ID()) {
						sk.kinds = append(sk.kinds, k.ID())
					}
				}
			}
		}
	}
	if id != nil {
		for _, h := range id.Posts { // in the order of the posts, so that the same person's query is the same text
			if sk := scoped[h.Post.ID]; sk != nil {
				rc.scoped = append(rc.scoped, *sk)
			}
		}
	}
	return rc
}

// openTo tells whether a kind shows its matters to this caller, who need not answer for them, with these parts.
func openTo(k *playbook.Kind, c playbook.Caller, parts []string) bool {
	if k.Seen.By == "parties" || k.Seen.By == "neighbours" && c.Person == "" {
		return false
	}
	return !slices.ContainsFunc(parts, func(part string) bool { return !slices.Contains(k.Seen.Shows, part) })
}

// answersEverywhere tells whether a caller answers for a kind by a post, in the whole realm.
func answersEverywhere(k *playbook.Kind, c playbook.Caller, id *access.Identity) bool {
	for _, name := range k.Posts() {
		if _, ok := c.Is[name]; ok {
			return true
		}
		if a := k.Playbook.Actor(name); a.OfPlace && id != nil {
			for _, h := range id.Posts {
				if slices.Contains(a.Posts, h.Kind) && h.Scope == nil {
					return true
				}
			}
		}
	}
	return false
}

// narrow keeps a query to what may be seen, by its kind and place; [Service.items] looks at each row again. Claimable
// matters are on the claiming board, a query of its own.
func (rc reach) narrow(q *store.Q, id *access.Identity) {
	if rc.all {
		return
	}
	q.Add("and (")
	if len(rc.kinds) > 0 { // first, since it is true of most rows
		store.In(q, "m.kind", rc.kinds).Add("or")
	}
	q.Add("m.raiser = ? or m.handler = ? or m.id in (select matter from party where realm = ? and person = ? and role <> ?)", who(id), who(id), ownRealm(id), who(id), joined)
	for _, sk := range rc.scoped {
		store.In(q.Add("or ("), "m.kind", sk.kinds).Add("and (1 = 0")
		for _, p := range sk.scope {
			q.Add("or m.path like ?", "%/"+p+"/%")
		}
		q.Add("))")
	}
	q.Add(")")
}
