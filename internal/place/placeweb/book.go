package placeweb

import (
	"context"
	"net/http"
	"strconv"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// bookPage asks for one new place.
type bookPage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	In       string // the code of the place that it lies in
	Kind     ui.Field
	Kinds    []ui.Option
	Name     ui.Field
}

func (p *Pages) newPlace(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	at, err := p.within(r.Context(), v, r.URL.Query().Get("in"))
	if err != nil {
		return err
	}
	return p.bookForm(w, r, v, at, place.Place{}, nil)
}

func (p *Pages) bookForm(w http.ResponseWriter, r *http.Request, v *web.Visit, at, typed place.Place, wrong error) error {
	if _, err := v.ID.Keeps(access.Places, at.Path); err != nil {
		return err
	}
	m := bookPage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: "/" + v.Realm.ID + "/places", In: at.Code}
	m.Page.Title = v.Page.T("登记地点", "Book a place")
	if err := p.bookCrumbs(r.Context(), v, at, &m.Page); err != nil {
		return err
	}
	for _, k := range at.Kind.Holds() {
		m.Kinds = append(m.Kinds, ui.Option{Value: string(k), Label: heading(v.Page, k.Title()), Icon: kindIcon(k)})
	}
	m.Kind = ui.Field{Name: "kind", Label: v.Page.T("类型", "Kind"), Value: string(typed.Kind), Required: true, Error: m.Problems.Of("kind") + m.Problems.Of("parent")}
	if len(m.Kinds) > 0 && typed.Kind == "" {
		m.Kind.Value = m.Kinds[0].Value
	}
	m.Name = ui.Field{Name: "title", Label: v.Page.T("名称", "Name"), Value: typed.Title, Required: true, MaxLen: 60, Error: m.Problems.Of("title"),
		Hint: v.Page.T("大家怎么叫就怎么写：3幢、2单元、301室。", "As people say it here: 3幢, 2单元, 301室.")}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, bookView(m))
}

// bookCrumbs lead to the place that something is booked in.
func (p *Pages) bookCrumbs(ctx context.Context, v *web.Visit, at place.Place, page *ui.Page) (err error) {
	if page.Crumbs, err = p.crumbs(ctx, v, at); err == nil && at.ID != "" {
		page.Crumbs = append(page.Crumbs, ui.Link{Href: pathOf(at), Label: at.Title})
	}
	return err
}

// posted finds the place that a form books something in, for those who may.
func (p *Pages) posted(r *http.Request, v *web.Visit) (at place.Place, post string, err error) {
	if at, err = p.within(r.Context(), v, r.PostFormValue("in")); err != nil {
		return at, "", err
	}
	post, err = v.ID.Keeps(access.Places, at.Path)
	return at, post, err
}

func (p *Pages) book(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	at, post, err := p.posted(r, v)
	if err != nil {
		return err
	}
	one := place.Place{Realm: v.Realm.ID, Parent: at.ID, Kind: place.Kind(r.PostFormValue("kind")), Title: r.PostFormValue("title")}
	err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		made, err := p.Places.Add(r.Context(), tx, v.ID.Actor(post), one)
		if err == nil {
			one = made
		}
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return p.bookForm(w, r, v, at, one, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, pathOf(one), lang.F("已登记“%s”，地点码 %s", "“%s” is booked, with the code %s.", one.Full, one.Code))
}

// rename calls a place otherwise.
func (p *Pages) rename(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	at, err := p.Places.ByCode(r.Context(), p.DB, v.Realm.ID, r.PathValue("code"))
	if err != nil {
		return err
	}
	post, err := v.ID.Keeps(access.Places, at.Path)
	if err != nil {
		return err
	}
	title := r.PostFormValue("title")
	err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
		_, err := p.Places.Rename(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, at.ID, title)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return p.showing(w, r, v, title, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, pathOf(at), lang.T("名称已改", "It has its new name."))
}

// number reads a number that somebody typed; nothing is 0, and what is no number is -1, which no field takes.
func number(s string) int {
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
