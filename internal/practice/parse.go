package practice

import (
	"linli/internal/assets"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/playbook"
)

// Parse reads a playbook that somebody wants to take up and checks all of it, also that the posts, memberships and icons
// that it names are there. name is the file's name, for the problems.
func Parse(name string, text []byte) (*playbook.Playbook, playbook.Problems) {
	known := playbook.Known{Members: []string{person.PartyMember, person.Volunteer, person.OwnerKind}, Icons: assets.Icons()}
	for _, k := range org.PostKinds {
		known.Posts = append(known.Posts, k.Key)
		if k.Street {
			known.Street = append(known.Street, k.Key)
		}
	}
	return known.Parse(name, text)
}
