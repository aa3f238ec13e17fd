package access

import (
	"context"

	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/store"
)

// Knows tells whose names somebody reads whole: their own, and of whom they answer by a post that serves people, for the
// whole realm or for where the person lives. Whoever else's name is shown masked (person.Mask). It is one query for all.
//
// Where a matter shows its people to those who answer for it, the matter decides (package matter).
func (i *Identity) Knows(ctx context.Context, r store.Reader, people *person.Service, of []person.Person) (func(person.Person) bool, error) {
	if i == nil {
		return func(person.Person) bool { return false }, nil
	}
	var scope []string
	for _, h := range i.Posts {
		switch {
		case !serves(h.Kind):
		case h.Scope == nil:
			return func(person.Person) bool { return true }, nil
		default:
			scope = append(scope, h.Scope...)
		}
	}
	paths := map[string]string{}
	if len(scope) > 0 {
		households := make([]string, 0, len(of))
		for _, p := range of {
			households = append(households, p.Household)
		}
		var err error
		if paths, err = people.Paths(ctx, r, i.Realm, households); err != nil {
			return nil, err
		}
	}
	return func(p person.Person) bool {
		return p.ID == i.Person && p.ID != "" || paths[p.Household] != "" && Covers(scope, paths[p.Household])
	}, nil
}

// Serves tells whether the person holds a post that serves people: a staff post that is none of the three administrators',
// who keep the program and see nobody's affairs.
func (i *Identity) Serves() bool {
	if i == nil {
		return false
	}
	for _, h := range i.Posts {
		if serves(h.Kind) {
			return true
		}
	}
	return false
}

func serves(post string) bool {
	k, _ := org.PostKindOf(post)
	return k.Staff && !k.Admin
}
