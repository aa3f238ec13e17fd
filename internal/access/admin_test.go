package access_test

import (
	"testing"

	"linli/internal/access"
	"linli/internal/org"
)

// TestAdministratorsApart holds that what one of the three administrators keeps no other post keeps, and that none of them
// serves people.
func TestAdministratorsApart(t *testing.T) {
	own := map[access.Register]string{access.System: org.SystemAdmin, access.Security: org.SecurityAdmin, access.Audit: org.AuditAdmin}
	for _, r := range access.Registers {
		for _, k := range org.PostKinds {
			i := &access.Identity{Account: "a", Person: "p", Posts: []access.Held{{Kind: k.Key, Post: org.Post{ID: k.Key}}}}
			_, err := i.Keeps(r, "")
			if admin := own[r]; admin != "" && (err == nil) != (k.Key == admin) {
				t.Errorf("%s, which is the %s's, is kept by %s: %v", r, admin, k.Key, err == nil)
			}
			if err == nil && k.Admin && own[r] != k.Key && !(r == access.Posts && k.Key == org.SecurityAdmin) {
				t.Errorf("%s keeps %s", k.Key, r)
			}
			if k.Admin && i.Serves() {
				t.Errorf("%s serves people", k.Key)
			}
			if r.Allows().Empty() || !r.Allows().Whole() {
				t.Errorf("nothing says what keeping %s means", r)
			}
		}
	}
}
