package accessweb_test

import (
	"testing"

	"linli/internal/access/accessweb"
	"linli/internal/form/formweb"
	"linli/internal/job"
	"linli/internal/office"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// atOffice runs a test in a community with people, playbooks and these pages, on both databases.
func atOffice(t *testing.T, f func(t *testing.T, o *office.Office)) {
	t.Helper()
	atOfficeWith(t, accessweb.Provider{}, f)
}

// atOfficeWith is atOffice where people may sign in elsewhere too.
func atOfficeWith(t *testing.T, where accessweb.Provider, f func(t *testing.T, o *office.Office)) {
	t.Helper()
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := office.Open(t, db)
		ring, err := seal.New(make([]byte, 32))
		o.Must(err)
		accessweb.New(accessweb.Needs{DB: db, Access: o.Access, Realms: o.Realms, People: o.People, Orgs: o.Orgs, Books: o.Books, Jobs: job.New(db, o.Clock), Journal: o.Journal, Ring: ring, Provider: where, Clock: o.Clock,
			Ask: formweb.Needs{DB: db, Clock: o.Clock, Matters: o.Matters, Places: o.Places, Orgs: o.Orgs, People: o.People, Files: o.Files}}).Routes(o.Site)
		o.Handler = o.Site.Handler()
		f(t, o)
	})
}
