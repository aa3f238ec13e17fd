// Package personweb is the pages by which staff keep who lives where: finding people by door, name or phone, booking one or
// many, names put right, who moved out, who owns no more.
//
// Whoever answers for a door by a staff post books the people behind it. Names are whole to those who answer for the person
// and masked to other staff; a phone number is opened by pressing for it, and that is noted where the person sees it.
//
// Sources: Personal Information Protection Law articles 6 (the least that the purpose needs), 17 (the purpose is told), 44 and
// 45 (who it is about learns who looked).
package personweb

import (
	"context"
	"net/http"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// Needs are what the pages are built from.
type Needs struct {
	DB      *store.DB
	Clock   clock.Clock
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Matters *matter.Service
}

// Pages are the pages of people.
type Pages struct{ Needs }

// New makes the pages.
func New(n Needs) *Pages { return &Pages{n} }

// Routes tells the site their addresses.
func (p *Pages) Routes(s *web.Site) {
	s.Handle("GET /{realm}/people", p.list)
	s.Handle("GET /{realm}/people/new", p.newPerson)
	s.Handle("POST /{realm}/people", p.book)
	s.Handle("GET /{realm}/people/file", p.newFile)
	s.Handle("POST /{realm}/people/file", p.bookFile)
	s.Handle("GET /{realm}/people/{id}", p.show)
	s.Handle("POST /{realm}/people/{id}/phone", p.phone)
	s.Handle("GET /{realm}/people/{id}/change", p.changing)
	s.Handle("POST /{realm}/people/{id}/change", p.change)
	s.Handle("GET /{realm}/people/{id}/out", p.movingOut)
	s.Handle("POST /{realm}/people/{id}/out", p.moveOut)
	s.Handle("GET /{realm}/people/{id}/disown", p.disowning)
	s.Handle("POST /{realm}/people/{id}/disown", p.disown)
}

// errNotYours refuses to book people behind a door for which somebody does not answer by a staff post.
var errNotYours = fault.New(fault.Forbidden, lang.T("住户由社区工作者、居委会、书记登记，网格长、网格员登记自己网格里的", "Who lives where is booked by community workers, the committee and the secretary; grid leaders and workers book those of their own grid."))

// books gives the staff post by which somebody books who lives behind the door with this path; "" is the whole realm.
func books(v *web.Visit, path string) (post string, err error) {
	if err := v.Need(); err != nil {
		return "", err
	}
	if post, ok := v.ID.Books(path); ok {
		return post, nil
	}
	return "", errNotYours
}

// somewhere lets only those pass who book who lives behind some door.
func somewhere(v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	if !v.ID.BooksSome() {
		return errNotYours
	}
	return nil
}

// known finds the person of a request, with the post by which the visitor keeps them: for the whole realm, or for a door behind
// which they live or which they own. Whoever may not is told that there is nobody.
func (p *Pages) known(ctx context.Context, v *web.Visit, id string) (who person.Person, post string, err error) {
	if err := somewhere(v); err != nil {
		return who, "", err
	}
	if who, err = p.People.Get(ctx, p.DB, v.Realm.ID, id); err != nil {
		return who, "", err
	}
	if post, err = books(v, ""); err == nil {
		return who, post, nil
	}
	doors, err := p.doors(ctx, v, who)
	if err != nil {
		return who, "", err
	}
	for _, d := range doors {
		if post, err = books(v, d.Path); err == nil {
			return who, post, nil
		}
	}
	return person.Person{}, "", person.ErrNone
}

// doors are the dwellings that somebody lives in, which comes first, and owns.
func (p *Pages) doors(ctx context.Context, v *web.Visit, who person.Person) ([]place.Place, error) {
	var ids []string
	if who.Household != "" {
		h, err := p.People.Household(ctx, p.DB, v.Realm.ID, who.Household)
		if err != nil {
			return nil, err
		}
		if h.Until.IsZero() {
			ids = append(ids, h.Dwelling)
		}
	}
	owned, err := p.People.OwnedBy(ctx, p.DB, v.Realm.ID, who.ID, p.Clock.Now())
	if err != nil {
		return nil, err
	}
	var all []place.Place
	for _, id := range owned {
		if !slices.Contains(ids, id) { // who lives in what they own has one door
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		d, err := p.Places.Get(ctx, p.DB, v.Realm.ID, id)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

func (p *Pages) asker(v *web.Visit) *formweb.Asker {
	return formweb.Needs{DB: p.DB, Clock: p.Clock, Matters: p.Matters, Places: p.Places, Orgs: p.Orgs, People: p.People}.For(v)
}

func peoplePath(v *web.Visit) string            { return "/" + v.Realm.ID + "/people" }
func personPath(v *web.Visit, id string) string { return peoplePath(v) + "/" + id }

func crumbs(v *web.Visit, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Href: peoplePath(v), Label: v.Page.T("住户", "Residents")}}, more...)
}

func (p *Pages) today() string { return p.Clock.Now().In(clock.Zone).Format(time.DateOnly) }

func statusOf(wrong error) int {
	if wrong != nil {
		return web.Status(fault.As(wrong).Kind)
	}
	return http.StatusOK
}
