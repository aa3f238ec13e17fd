package matter

import (
	"context"
	"fmt"
	"slices"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/store"
)

// everywhere is the level of those who answer for a whole realm.
const everywhere = "realm"

// part is which actors have a part in what a move leads to, by the playbook: they answer at that stage, move on from it, or
// may claim it before.
type part struct{ actors []playbook.Actor }

func partIn(k *playbook.Kind, move *playbook.Move, actors []playbook.Actor) part {
	var names []string
	to := move.To
	if to == "" && len(move.From) > 0 {
		to = move.From[0]
	}
	if st := k.Stage(to); st != nil {
		names = append(names, st.Answers...)
	}
	for _, from := range move.From {
		names = append(names, k.Stage(from).OpenTo...)
	}
	for _, m := range k.Moves {
		if slices.Contains(m.From, to) || m.Claims {
			names = append(names, m.By...)
		}
	}
	var p part
	for _, a := range actors {
		if slices.Contains(names, a.Name) {
			p.actors = append(p.actors, a)
		}
	}
	return p
}

// of is the actor that holders of a kind of post are in it.
func (p part) of(post string) (playbook.Actor, bool) {
	for _, a := range p.actors {
		if slices.Contains(a.Posts, post) {
			return a, true
		}
	}
	return playbook.Actor{}, false
}

// members are the memberships by which somebody has a part.
func (p part) members() []string {
	var all []string
	for _, a := range p.actors {
		all = append(all, a.Members...)
	}
	return all
}

// nearest are those who answer for the place and have a part, the nearest first, each once, without those in not. Who
// answers for the whole realm is named only where there is nobody else to name and they are few: of many, none is likelier.
func (p part) nearest(at []org.Answerer, not map[string]bool, nobodyElse bool) []org.Answerer {
	var near, wide []org.Answerer
	for _, a := range at {
		if _, ok := p.of(a.Post.Kind); !ok || not[a.Person] || slices.ContainsFunc(append(near, wide...), func(b org.Answerer) bool { return b.Person == a.Person }) {
			continue
		}
		if a.Level == everywhere {
			wide = append(wide, a)
		} else {
			near = append(near, a)
		}
	}
	if nobodyElse && len(near) == 0 && len(wide) <= most {
		return wide
	}
	return near
}

// reasons are what the place and the playbook say for somebody: their nearest post here, and their part in the step.
func (p part) reasons(person string, at []org.Answerer) []lang.Text {
	for _, a := range at {
		if a.Person != person {
			continue
		}
		says := lang.F("是这里的%s（%s）", "%s here (%s)", a.Title, lang.Same(a.Where))
		if a.Level == everywhere {
			says = lang.F("是全辖区的%s", "%s for the whole community", a.Title)
		}
		all := []lang.Text{says}
		if actor, ok := p.of(a.Post.Kind); ok {
			all = append(all, lang.F("按工作法，“%s”可以办这一步", "by the playbook, “%s” may do this", actor.Title))
		}
		return all
	}
	return nil
}

// still tells of those who handled such matters, and of those who answer here, who can still handle one, and what each is
// called, as the caller may read it: holders of a post that covers the place, and members who have a part.
func (s *Service) still(ctx context.Context, r store.Reader, id *access.Identity, m *Matter, p part, before past, at []org.Answerer) (map[string]lang.Text, error) {
	names := map[string]lang.Text{}
	for _, a := range at {
		if names[a.Person].Empty() {
			names[a.Person] = called(id.Named(a.Post, a.Name), a.Title)
		}
	}
	var others []string
	for _, d := range before.doers {
		if names[d.person].Empty() {
			others = append(others, d.person)
		}
	}
	if len(others) == 0 {
		return names, nil
	}
	now, ids := clock.Millis(s.clock.Now()), place.PathIDs(m.Path)
	q := store.In(store.Query(`select `+org.PostColumns+` from post p where p.realm = ? and`, m.Realm), "p.person", others)
	q.Add(`and p.since <= ? and (p.until = 0 or p.until > ?) and (p.place = '' and p.area = '' or`, now, now)
	store.In(q, "p.place", ids)
	q.Add(`or p.area in (select ap.area from area_place ap where ap.realm = ? and ap.since <= ? and (ap.until = 0 or ap.until > ?) and`, m.Realm, now, now)
	store.In(q, "ap.place", ids).Add(`)) order by p.since, p.id`)
	posts, err := store.All(ctx, r, func(row store.Row) (org.Post, error) { return org.ScanPost(row) }, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("who still can handle %s: %w", m.ID, err)
	}
	var belong []string
	if kinds := p.members(); len(kinds) > 0 {
		q := store.In(store.Query(`select person from membership where realm = ? and since <= ? and (until = 0 or until > ?) and`, m.Realm, now, now), "person", others)
		store.In(q.Add("and"), "kind", kinds)
		if belong, err = store.All(ctx, r, store.Value[string], q.Text(), q.Args()...); err != nil {
			return nil, fmt.Errorf("who still can handle %s: %w", m.ID, err)
		}
	}
	people, err := s.people.ByIDs(ctx, r, m.Realm, others)
	if err != nil {
		return nil, err
	}
	knows, err := id.Knows(ctx, r, s.people, values(people))
	if err != nil {
		return nil, err
	}
	for _, held := range posts {
		if k, _ := org.PostKindOf(held.Kind); !k.Admin && names[held.Person].Empty() {
			names[held.Person] = called(id.Named(held, people[held.Person].Name), held.Says())
		}
	}
	for _, one := range belong {
		if names[one].Empty() {
			name := people[one].Name
			if !knows(people[one]) {
				name = person.Mask(name)
			}
			names[one] = lang.Same(name)
		}
	}
	return names, nil
}

// called is a person's name with what their post is called.
func called(name string, post lang.Text) lang.Text {
	return lang.T(name+" · "+post.In(lang.Zh), name+" · "+post.In(lang.En))
}

func values[K comparable, V any](m map[K]V) []V {
	all := make([]V, 0, len(m))
	for _, v := range m {
		all = append(all, v)
	}
	return all
}
