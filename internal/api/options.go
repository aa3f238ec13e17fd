package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/fault"
	"linli/internal/lang"
)

// Choice is something that a person, place or org field may be answered with.
type Choice struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Code  string `json:"code,omitempty" doc:"A place's short code"`
	Kind  string `json:"kind,omitempty"`
}

type looking struct {
	Realm string `path:"realm"`
	Q     string `query:"q" maxLength:"60"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

func (s *server) options(a huma.API) {
	op(a, http.MethodGet, "/realms/{realm}/places", "list-places", "Places that match; without words, those nearest to this caller", 200, func(ctx context.Context, in *looking) (*body[Items[Choice]], error) {
		rl, id, v, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		near, err := s.Matters.PlacesFor(ctx, s.DB, id, rl.ID, in.Q, in.Limit)
		if err != nil {
			return nil, err
		}
		out := Items[Choice]{Items: []Choice{}}
		for _, p := range near {
			out.Items = append(out.Items, Choice{p.ID, p.Full, p.Code, p.Kind.Title().In(v.lang)})
		}
		return reply(out), nil
	})
	op(a, http.MethodGet, "/realms/{realm}/people", "list-people", "People who match; names are masked unless your post answers for them", 200, func(ctx context.Context, in *looking) (*body[Items[Choice]], error) {
		rl, id, _, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		if id.Person == "" {
			return nil, fault.New(fault.Unauthenticated, lang.T("请先登录", "Please sign in first."))
		}
		found, err := s.Matters.PeopleFor(ctx, s.DB, id, rl.ID, in.Q, in.Limit)
		if err != nil {
			return nil, err
		}
		out := Items[Choice]{Items: []Choice{}}
		for _, p := range found {
			out.Items = append(out.Items, Choice{ID: p.ID, Title: p.Title})
		}
		return reply(out), nil
	})
	op(a, http.MethodGet, "/realms/{realm}/orgs", "list-orgs", "Organisations that match", 200, func(ctx context.Context, in *looking) (*body[Items[Choice]], error) {
		rl, _, v, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		all, err := s.Orgs.Open(ctx, s.DB, rl.ID, s.Clock.Now())
		if err != nil {
			return nil, err
		}
		out := Items[Choice]{Items: []Choice{}}
		for _, o := range all {
			if strings.Contains(o.Title, in.Q) && len(out.Items) < in.Limit {
				out.Items = append(out.Items, Choice{ID: o.ID, Title: o.Title, Kind: o.KindTitle().In(v.lang)})
			}
		}
		return reply(out), nil
	})
}
