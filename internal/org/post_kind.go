package org

import "linli/internal/lang"

// PostKind is a sort of post.
type PostKind struct {
	Key   string
	Title lang.Text
	// Staff tells that whoever holds it works for the community, the street or a company, and is not acting as a
	// resident among residents.
	Staff bool
	// Head tells that it leads its organisation: one person with two of these is 一肩挑.
	Head bool
	// Answers tells that a resident may turn to it about a doorway. Administrators of the system answer for none.
	Answers bool
	// Street tells that it is held at the street, never in a community.
	Street bool
	// Admin marks the three administrators, of whom one person may be only one (GB/T 22239).
	Admin bool
}

// The three administrators.
const (
	SystemAdmin   = "system_admin"
	SecurityAdmin = "security_admin"
	AuditAdmin    = "audit_admin"
)

var (
	postKinds = byKey(PostKinds, func(k PostKind) string { return k.Key })
	postOrder = order(PostKinds)
)

// PostKindOf is the sort of post with this key.
func PostKindOf(key string) (PostKind, bool) {
	k, ok := postKinds[key]
	return k, ok
}

func order(list []PostKind) map[string]int {
	m := make(map[string]int, len(list))
	for i, k := range list {
		m[k.Key] = i
	}
	return m
}
