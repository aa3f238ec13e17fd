package formweb

import (
	"context"
	"unicode/utf8"

	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/ui"
)

// people suggests the visitor, and to those who hold a post whoever holds one, then those who sign in here. Residents
// among residents are suggested nobody else: they name people by typing.
func (a *Asker) people(ctx context.Context) ([]ui.Option, error) {
	if a.id == nil || a.id.Person == "" {
		return nil, nil
	}
	all := []ui.Option{{Value: a.id.Person, Label: a.id.Name}}
	if len(a.id.Posts) == 0 {
		return all, nil
	}
	have := map[string]bool{a.id.Person: true}
	add := func(id, label string) {
		if !have[id] && len(all) < offered {
			have[id] = true
			all = append(all, ui.Option{Value: id, Label: label})
		}
	}
	posts, err := a.holders(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(posts))
	for i, p := range posts {
		ids[i] = p.Person
	}
	names, err := a.People.ByIDs(ctx, a.DB, a.realm, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range posts {
		if k, _ := org.PostKindOf(p.Kind); !k.Admin && names[p.Person].Name != "" {
			add(p.Person, names[p.Person].Name+" · "+a.page.Say(p.Says()))
		}
	}
	if !a.id.Serves() {
		return all, nil
	}
	known, err := a.Matters.PeopleFor(ctx, a.DB, a.id, a.realm, "", offered)
	if err != nil {
		return nil, err
	}
	for _, p := range known {
		add(p.ID, p.Title)
	}
	return all, nil
}

// holders are the posts held in the realm now, those of the community's workers before those of residents.
func (a *Asker) holders(ctx context.Context) ([]org.Post, error) {
	if a.posts != nil {
		return a.posts, nil
	}
	var staff, others []string
	for _, k := range org.PostKinds {
		if k.Staff {
			staff = append(staff, k.Key)
		} else {
			others = append(others, k.Key)
		}
	}
	for _, kinds := range [][]string{staff, others} {
		more, err := a.Orgs.Holders(ctx, a.DB, a.realm, kinds, a.Clock.Now())
		if err != nil {
			return nil, err
		}
		a.posts = append(a.posts, more...)
	}
	return a.posts, nil
}

// searchPeople finds people by a part of their name or a whole phone number. Who holds a staff post is told where
// each lives, so that people of one name can be told apart; others must name somebody whom nobody else can be.
func (a *Asker) searchPeople(ctx context.Context, words string) ([]ui.Option, error) {
	if a.id == nil || a.id.Person == "" || utf8.RuneCountInString(words) < 2 {
		return nil, nil
	}
	near, err := a.Matters.PeopleFor(ctx, a.DB, a.id, a.realm, words, found)
	if err != nil {
		return nil, err
	}
	homes, err := a.homes(ctx, near)
	if err != nil {
		return nil, err
	}
	all := make([]ui.Option, len(near))
	for i, p := range near {
		all[i] = ui.Option{Value: p.ID, Label: p.Title}
		if homes[p.ID] != "" {
			all[i].Label += " · " + homes[p.ID]
		}
	}
	return all, nil
}

// homes are where people live, in words, as far as that is known, for those who serve people; none for others.
func (a *Asker) homes(ctx context.Context, people []matter.Somebody) (map[string]string, error) {
	if !a.id.Serves() || len(people) == 0 {
		return nil, nil
	}
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	doors, err := a.People.Tied(ctx, a.DB, a.realm, ids, a.Clock.Now())
	if err != nil {
		return nil, err
	}
	homes := map[string]string{}
	for _, d := range doors {
		if d.Here {
			homes[d.ID] = d.Where
		}
	}
	return homes, nil
}
