package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/lang"
	"linli/internal/matter"
)

// Suggestion is an answer that the record, the place or the playbook speaks for; a person decides.
type Suggestion struct {
	Value string   `json:"value" doc:"An id: of a person, a kind or a place"`
	Title string   `json:"title"`
	Why   []string `json:"why" doc:"The reasons, the weightiest first"`
}

// Placing is what is suggested for a matter that is about to be raised.
type Placing struct {
	Kinds  []Suggestion `json:"kinds" doc:"Of which kind it may rather be"`
	Places []Suggestion `json:"places" doc:"Where it may be, while no place is named"`
}

// Hits is how often suggestions for a kind were right.
type Hits struct {
	Kind  string    `json:"kind" doc:"<playbook>/<kind>"`
	Title string    `json:"title"`
	About string    `json:"about" enum:"handler,kind,place"`
	Made  int64     `json:"made" doc:"Decisions before which something was suggested"`
	First int64     `json:"first" doc:"Of these, decided for the first suggestion"`
	Other int64     `json:"other" doc:"Decided for another one; for the rest, something else was decided"`
	Since time.Time `json:"since"`
}

type drafting struct {
	Realm string `path:"realm"`
	Body  struct {
		Kind  string `json:"kind"`
		Title string `json:"title,omitempty" maxLength:"60"`
		Body  string `json:"body,omitempty" maxLength:"5000"`
		Place string `json:"place,omitempty" doc:"A place's id"`
	}
}

func (s *server) suggestions(a huma.API) {
	op(a, http.MethodGet, "/realms/{realm}/matters/{id}/moves/{move}/suggestions", "suggest-handlers", "Who may handle a matter by a move that gives it to somebody, for those who may make it", 200, s.handlers)
	op(a, http.MethodPost, "/realms/{realm}/suggestions", "suggest-placing", "Of which kind a matter may be that is about to be raised, and where; nothing is raised", 200, s.placing)
	op(a, http.MethodGet, "/realms/{realm}/suggestions", "count-suggestions", "How often suggestions were right, by kind, counted from the record", 200, s.hits)
}

func (s *server) handlers(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id" doc:"A matter's id or number"`
	Move  string `path:"move"`
}) (*body[Items[Suggestion]], error) {
	rl, id, v, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	all, err := s.Matters.Suggest(ctx, s.DB, id, ref(rl.ID, in.ID, ""), in.Move)
	if err != nil {
		return nil, err
	}
	return reply(Items[Suggestion]{Items: suggestionsOf(all, v.lang)}), nil
}

func (s *server) placing(ctx context.Context, in *drafting) (*body[Placing], error) {
	rl, id, v, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	b := &in.Body
	p, err := s.Matters.Placing(ctx, s.DB, id, rl.ID, string(rl.Kind), matter.Draft{Kind: b.Kind, Title: b.Title, Body: b.Body, Place: b.Place})
	if err != nil {
		return nil, err
	}
	return reply(Placing{suggestionsOf(p.Kinds, v.lang), suggestionsOf(p.Places, v.lang)}), nil
}

func (s *server) hits(ctx context.Context, in *inRealm) (*body[Items[Hits]], error) {
	rl, id, v, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	all, err := s.Matters.Suggestions(ctx, s.DB, id, rl.ID)
	if err != nil {
		return nil, err
	}
	out := Items[Hits]{Items: make([]Hits, len(all))}
	for i, h := range all {
		out.Items[i] = Hits{h.Kind.ID(), h.Kind.Title.In(v.lang), string(h.About), h.Made, h.First, h.Other, h.Since}
	}
	return reply(out), nil
}

func suggestionsOf(all []matter.Suggestion, l lang.Lang) []Suggestion {
	out := make([]Suggestion, len(all))
	for i, one := range all {
		out[i] = Suggestion{Value: one.Value, Title: one.Title.In(l), Why: make([]string, len(one.Why))}
		for j, why := range one.Why {
			out[i].Why[j] = why.In(l)
		}
	}
	return out
}
