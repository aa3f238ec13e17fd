package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/lang"
	"linli/internal/playbook"
)

// Realm is a community or a street office.
type Realm struct {
	Realm  string `json:"realm"`
	Title  string `json:"title"`
	Kind   string `json:"kind" doc:"community or street"`
	Street string `json:"street,omitempty" doc:"The realm of the street above"`

	Phone   string `json:"phone,omitempty" doc:"Where one can call instead"`
	Hours   string `json:"hours,omitempty" doc:"When somebody answers there"`
	Address string `json:"address,omitempty"`
}

// Kind is a kind of matter that a realm plays.
type Kind struct {
	Kind   string   `json:"kind" doc:"<playbook>/<kind>"`
	Title  string   `json:"title"`
	About  string   `json:"about,omitempty"`
	Serves string   `json:"serves,omitempty" doc:"The task-list item that it serves"`
	Place  string   `json:"place" doc:"required, optional or none"`
	Spot   *Move    `json:"spot,omitempty" doc:"The move by which raising may close it in the same go, where the kind has one"`
	May    bool     `json:"may" doc:"Whether this caller may raise one"`
	Fields []Field  `json:"fields"`
	Stages []Stage  `json:"stages"`
	Ends   []string `json:"ends" doc:"Names of the stages where it ends"`
}

// Stage is where a matter may stand.
type Stage struct {
	Stage string `json:"stage"`
	Title string `json:"title"`
	Shows string `json:"shows"`
	End   string `json:"end,omitempty"`
}

type inRealm struct {
	Realm string `path:"realm"`
}

func (s *server) realms(a huma.API) {
	op(a, http.MethodGet, "/realms", "list-realms", "The communities and streets", 200, func(ctx context.Context, _ *struct{}) (*body[Items[Realm]], error) {
		all, err := s.Realms.All(ctx, s.DB)
		if err != nil {
			return nil, err
		}
		l := of(ctx).lang
		out := Items[Realm]{Items: []Realm{}}
		for _, r := range all {
			out.Items = append(out.Items, Realm{r.ID, r.Title.In(l), string(r.Kind), r.Street, r.Phone, r.Hours, r.Address})
		}
		return reply(out), nil
	})
	op(a, http.MethodGet, "/realms/{realm}/kinds", "list-kinds", "The kinds of matter that can be raised in a realm", 200, func(ctx context.Context, in *inRealm) (*body[Items[Kind]], error) {
		rl, id, v, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		kinds, err := s.Matters.Kinds(ctx, s.DB, id, rl.ID, string(rl.Kind))
		if err != nil {
			return nil, err
		}
		out := Items[Kind]{Items: []Kind{}}
		for _, o := range kinds {
			out.Items = append(out.Items, kindOf(o.Kind, o.May, rl.ID, v.lang))
		}
		return reply(out), nil
	})
}

func kindOf(k *playbook.Kind, may bool, realm string, l lang.Lang) Kind {
	out := Kind{Kind: k.ID(), Title: k.Title.In(l), About: k.About.In(l), Serves: k.Serves, Place: k.Raise.Place, May: may,
		Fields: fieldsOf(k.Raise.Fields, realm, l), Ends: []string{}}
	if o := k.Spot(); o != nil {
		spot := moveOf(*o, realm, l)
		out.Spot = &spot
	}
	for _, st := range k.Stages {
		out.Stages = append(out.Stages, Stage{st.Name, st.Title.In(l), string(st.Shows), string(st.End)})
		if st.End != "" {
			out.Ends = append(out.Ends, st.Name)
		}
	}
	return out
}
