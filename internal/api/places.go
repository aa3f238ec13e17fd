package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/place"
	"linli/internal/store"
)

// Place is one place with what is known of it.
type Place struct {
	ID     string `json:"id"`
	Code   string `json:"code" doc:"On its sign"`
	Kind   string `json:"kind" doc:"estate, building, unit, dwelling, venue or public"`
	Title  string `json:"title"`
	Name   string `json:"name" doc:"With the places that it lies in"`
	Parent string `json:"parent,omitempty"`
	Areas  []Area `json:"areas,omitempty" doc:"Over it now"`
}

// Area is a set of places with a purpose.
type Area struct {
	ID          string     `json:"id"`
	Kind        string     `json:"kind" doc:"grid, micro_grid, assembly or branch"`
	Title       string     `json:"title"`
	From        *time.Time `json:"from,omitempty"`
	Until       *time.Time `json:"until,omitempty"`
	Predecessor string     `json:"predecessor,omitempty"`
	Dwellings   int        `json:"dwellings"`
}

// Flaw is a place whose dwellings lie in no area of a kind, or in several.
type Flaw struct {
	Place     Place  `json:"place"`
	Dwellings int    `json:"dwellings"`
	Areas     []Area `json:"areas" doc:"None for a gap, two or more for an overlap"`
}

// Answerer is somebody who answers for a place by a post.
type Answerer struct {
	Person string     `json:"person"`
	Name   string     `json:"name" doc:"Masked for those who are no people of the realm, unless the post is a staff post"`
	Post   string     `json:"post"`
	Kind   string     `json:"kind"`
	Title  string     `json:"title"`
	Org    string     `json:"org"`
	Level  string     `json:"level" doc:"A kind of place or of area, or realm"`
	Where  string     `json:"where,omitempty"`
	From   *time.Time `json:"from,omitempty"`
	Until  *time.Time `json:"until,omitempty"`
}

type onePlace struct {
	Realm string `path:"realm"`
	ID    string `path:"id" doc:"A place's id or its code"`
}

func (s *server) places(a huma.API) {
	op(a, http.MethodGet, "/realms/{realm}/places/{id}", "show-place", "A place, with the areas over it", 200, func(ctx context.Context, in *onePlace) (*body[Place], error) {
		rl, _, _, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		p, err := s.placeAt(ctx, rl.ID, in.ID)
		if err != nil {
			return nil, err
		}
		areas, err := s.Places.AreasAt(ctx, s.DB, rl.ID, p.Path, s.Clock.Now())
		if err != nil {
			return nil, err
		}
		out := placeOf(p)
		for _, x := range areas {
			out.Areas = append(out.Areas, areaOf(x, 0))
		}
		return reply(out), nil
	})
	op(a, http.MethodGet, "/realms/{realm}/places/{id}/answers", "list-answerers", "Who answers for a place, from the nearest to the whole realm, now or on a day", 200, s.answers)
	op(a, http.MethodPost, "/realms/{realm}/places", "book-place", "Book a place", 201, s.bookPlace)
	op(a, http.MethodGet, "/realms/{realm}/areas", "list-areas", "The areas of a kind that are there now", 200, s.areas)
	op(a, http.MethodGet, "/realms/{realm}/areas/flaws", "list-flaws", "Where dwellings lie in no area of a kind, or in several; for staff", 200, s.flaws)
}

// placeAt finds a place by its id or its code.
func (s *server) placeAt(ctx context.Context, realm, id string) (place.Place, error) {
	p, err := s.Places.Get(ctx, s.DB, realm, id)
	if fault.Is(err, fault.NotFound) {
		return s.Places.ByCode(ctx, s.DB, realm, id)
	}
	return p, err
}

func placeOf(p place.Place) Place {
	return Place{ID: p.ID, Code: p.Code, Kind: string(p.Kind), Title: p.Title, Name: p.Full, Parent: p.Parent}
}

func areaOf(a place.Area, dwellings int) Area {
	return Area{a.ID, string(a.Kind), a.Title, when(a.From), when(a.Until), a.Predecessor, dwellings}
}

func (s *server) answers(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id" doc:"A place's id or its code"`
	On    string `query:"on" doc:"A day, such as 2026-05-01; today without it"`
}) (*body[Items[Answerer]], error) {
	rl, id, v, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	on, err := clock.AsOf(in.On, "on", s.Clock.Now())
	if err != nil {
		return nil, err
	}
	p, err := s.placeAt(ctx, rl.ID, in.ID)
	if err != nil {
		return nil, err
	}
	all, err := s.Orgs.AnswerersAt(ctx, s.DB, rl.ID, p.Path, on)
	if err != nil {
		return nil, err
	}
	out := Items[Answerer]{Items: []Answerer{}}
	for _, x := range all {
		out.Items = append(out.Items, answererOf(x, id, v.lang))
	}
	return reply(out), nil
}

func answererOf(a org.Answerer, id *access.Identity, l lang.Lang) Answerer {
	return Answerer{a.Person, id.Named(a.Post, a.Name), a.Post.ID, a.Post.Kind, a.Title.In(l), a.OrgTitle, a.Level, a.Where, when(a.Post.From), when(a.Post.Until)}
}

func (s *server) bookPlace(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	Body  struct {
		Kind   string `json:"kind"`
		Title  string `json:"title"`
		Parent string `json:"parent,omitempty" doc:"The id or code of the place that it lies in"`
	}
}) (*body[Place], error) {
	rl, id, _, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	at := place.Place{}
	if in.Body.Parent != "" {
		at, err = s.placeAt(ctx, rl.ID, in.Body.Parent)
		if fault.Is(err, fault.NotFound) {
			return nil, fault.InField("parent", lang.T("没有这个上级地点", "There is no such place to lie in."))
		} else if err != nil {
			return nil, err
		}
	}
	post, err := id.Keeps(access.Places, at.Path)
	if err != nil {
		return nil, err
	}
	made := place.Place{Realm: rl.ID, Parent: at.ID, Kind: place.Kind(in.Body.Kind), Title: in.Body.Title}
	err = s.DB.Tx(ctx, func(tx *store.Tx) error {
		p, err := s.Places.Add(ctx, tx, id.Actor(post), made)
		if err == nil {
			made = p
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return reply(placeOf(made)), nil
}

type areaKind struct {
	Realm string `path:"realm"`
	Kind  string `query:"kind" default:"grid" enum:"grid,micro_grid,assembly,branch"`
}

func (s *server) areas(ctx context.Context, in *areaKind) (*body[Items[Area]], error) {
	rl, _, _, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	now, k := s.Clock.Now(), place.AreaKind(in.Kind)
	all, err := s.Places.Areas(ctx, s.DB, rl.ID, k, now)
	if err != nil {
		return nil, err
	}
	sizes, err := s.Places.Sizes(ctx, s.DB, rl.ID, k, now)
	if err != nil {
		return nil, err
	}
	out := Items[Area]{Items: []Area{}}
	for _, x := range all {
		out.Items = append(out.Items, areaOf(x, sizes[x.ID]))
	}
	return reply(out), nil
}

func (s *server) flaws(ctx context.Context, in *areaKind) (*body[Items[Flaw]], error) {
	rl, id, _, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	if id.Account == "" {
		return nil, access.ErrSignedIn
	}
	if !id.Staff() {
		return nil, fault.New(fault.Forbidden, lang.T("给有岗位的人用", "This is for those who hold a post here."))
	}
	all, err := s.Places.Flaws(ctx, s.DB, rl.ID, place.AreaKind(in.Kind), s.Clock.Now())
	if err != nil {
		return nil, err
	}
	out := Items[Flaw]{Items: []Flaw{}}
	for _, f := range all {
		x := Flaw{Place: placeOf(f.Place), Dwellings: f.Dwellings, Areas: []Area{}}
		for _, a := range f.Areas {
			x.Areas = append(x.Areas, areaOf(a, 0))
		}
		out.Items = append(out.Items, x)
	}
	return reply(out), nil
}
