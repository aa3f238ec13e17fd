package demo

import (
	"slices"

	"linli/internal/org"
	"linli/internal/store"
)

// succession hands the post of the last building's leader to a neighbour, some weeks ago: who answers for that building is
// another one before and after.
func (t *town) succession(p *plan) {
	all := t.buildings()
	b := all[len(all)-1]
	heir := b.people[len(b.people)-1]
	i := slices.IndexFunc(t.posts, func(v org.Post) bool { return v.Kind == "building_leader" && v.Place == b.id })
	if heir == b.leader || i < 0 {
		return
	}
	at := p.today.AddDate(0, 0, -40)
	p.acts = append(p.acts, act{at, p.told, t.ID + ": a building gets another leader", func(r *player) error {
		return r.DB.Tx(r.ctx, func(tx *store.Tx) error {
			_, _, err := r.Matters.HandOver(r.ctx, tx, t.secretary.id.Actor(t.secretary.id.Posts[0].Post.ID), t.ID, t.posts[i].ID, heir.person.ID, at)
			return err
		})
	}})
}
