package matterweb

import (
	"maps"
	"net/http"
	"slices"

	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/web"
)

// names are those of the handlers: whole where the visitor's post answers for the person, and of those who hold a staff post,
// whose work is public; masked of any other, who is a neighbour that helps.
func (d *desk) names(r *http.Request, v *web.Visit, items []matter.Item) (map[string]string, error) {
	var ids []string
	for _, it := range items {
		if it.Handler != "" && !slices.Contains(ids, it.Handler) {
			ids = append(ids, it.Handler)
		}
	}
	names := map[string]string{}
	if len(ids) == 0 {
		return names, nil
	}
	people, err := d.People.ByIDs(r.Context(), d.DB, v.Realm.ID, ids)
	if err != nil {
		return nil, err
	}
	knows, err := v.ID.Knows(r.Context(), d.DB, d.People, slices.Collect(maps.Values(people)))
	if err != nil {
		return nil, err
	}
	var staff map[string]bool // read for the first whom the visitor does not know
	for id, p := range people {
		if names[id] = p.Name; knows(p) {
			continue
		}
		if staff == nil {
			if staff, err = d.staff(r, v); err != nil {
				return nil, err
			}
		}
		if !staff[id] {
			names[id] = person.Mask(p.Name)
		}
	}
	return names, nil
}

// staff are the people who hold a staff post in the realm now.
func (d *desk) staff(r *http.Request, v *web.Visit) (map[string]bool, error) {
	var kinds []string
	for _, k := range org.PostKinds {
		if k.Staff {
			kinds = append(kinds, k.Key)
		}
	}
	posts, err := d.Orgs.Holders(r.Context(), d.DB, v.Realm.ID, kinds, d.Clock.Now())
	if err != nil {
		return nil, err
	}
	all := map[string]bool{}
	for _, p := range posts {
		all[p.Person] = true
	}
	return all, nil
}
