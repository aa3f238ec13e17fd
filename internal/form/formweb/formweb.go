// Package formweb asks typed questions on pages: it draws the fields of package form as inputs, reads a posted form back
// into answers, and says answers in words.
//
// Everything works without script. A place or a person is typed, with suggestions; what the words may mean is found when
// the form is sent, and where they mean several things the form comes back with these to choose from. Files are taken at
// once and stay with a form that comes back.
package formweb

import (
	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/file"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// Needs are where answers are looked up and files are kept.
type Needs struct {
	DB      *store.DB
	Clock   clock.Clock
	Matters *matter.Service
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Files   *file.Service
}

// Asker asks one visitor in one realm, for the length of a request.
type Asker struct {
	Needs
	page  ui.Page
	realm string
	id    *access.Identity
	posts []org.Post // held in the realm, once they were read
}

// For makes the asker of a visit.
func (n Needs) For(v *web.Visit) *Asker {
	return &Asker{Needs: n, page: v.Page, realm: v.Realm.ID, id: v.ID}
}
