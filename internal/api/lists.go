package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/matter"
)

var (
	errorType    = reflect.TypeFor[Error]()
	uploadedType = reflect.TypeFor[Uploaded]()
)

var errStanding = fault.New(fault.Forbidden, lang.T("这个统计给有岗位的人用", "These numbers are for those who hold a post here."))

func answer(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err = w.Write(b)
	return err
}

// List is a saved view of matters.
type List struct {
	List  string `json:"list" doc:"<playbook>/<list>"`
	Title string `json:"title"`
}

// Figure is a number counted from matters.
type Figure struct {
	Figure    string     `json:"figure" doc:"<playbook>/<figure>"`
	Title     string     `json:"title"`
	Value     float64    `json:"value"`
	Unit      string     `json:"unit,omitempty"`
	From      *time.Time `json:"from,omitempty"`
	To        *time.Time `json:"to,omitempty"`
	Published string     `json:"published,omitempty" doc:"What the community's document says"`
}

// Standing is how many matters of a kind are open in a grid.
type Standing struct {
	Kind  string `json:"kind" doc:"<playbook>/<kind>"`
	Title string `json:"title"`
	Grid  string `json:"grid,omitempty" doc:"Its id; absent for matters that lie in none"`
	Open  int64  `json:"open"`
}

func (s *server) lists(a huma.API) {
	op(a, http.MethodGet, "/realms/{realm}/standing", "count-open", "How many matters are open, by kind and grid, for those who hold a post", 200, func(ctx context.Context, in *inRealm) (*body[Items[Standing]], error) {
		rl, id, v, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		if id.Account == "" {
			return nil, access.ErrSignedIn
		}
		if !id.Staff() {
			return nil, errStanding
		}
		all, err := s.Matters.Standing(ctx, s.DB, id, rl.ID)
		if err != nil {
			return nil, err
		}
		out := Items[Standing]{Items: make([]Standing, 0, len(all))}
		for _, x := range all {
			out.Items = append(out.Items, Standing{x.Kind.Playbook.Name + "/" + x.Kind.Name, x.Kind.Title.In(v.lang), x.Grid, x.Open})
		}
		return reply(out), nil
	})
	op(a, http.MethodGet, "/realms/{realm}/lists", "list-lists", "The saved views of a realm's playbooks", 200, func(ctx context.Context, in *inRealm) (*body[Items[List]], error) {
		rl, _, v, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		set, err := s.Books.Current(ctx, s.DB, rl.ID)
		if err != nil {
			return nil, err
		}
		out := Items[List]{Items: []List{}}
		for _, b := range set {
			for _, l := range b.Lists {
				out.Items = append(out.Items, List{b.Name + "/" + l.Name, l.Title.In(v.lang)})
			}
		}
		return reply(out), nil
	})
	op(a, http.MethodGet, "/realms/{realm}/lists/{playbook}/{list}", "show-list", "The matters of a saved view", 200, func(ctx context.Context, in *struct {
		Realm    string `path:"realm"`
		Playbook string `path:"playbook"`
		List     string `path:"list"`
		Cursor   string `query:"cursor"`
		Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}) (*body[Items[Row]], error) {
		rl, id, v, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		before, err := matter.Cursor(in.Cursor)
		if err != nil {
			return nil, err
		}
		p, _, err := s.Matters.Listed(ctx, s.DB, id, rl.ID, in.Playbook, in.List, before, in.Limit)
		if err != nil {
			return nil, err
		}
		return reply(rows(p, v.lang)), nil
	})
	op(a, http.MethodGet, "/realms/{realm}/figures", "list-figures", "The figures of a realm, counted from its matters", 200, func(ctx context.Context, in *inRealm) (*body[Items[Figure]], error) {
		rl, _, v, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		all, err := s.Matters.Figures(ctx, s.DB, rl.ID, string(rl.Kind))
		if err != nil {
			return nil, err
		}
		out := Items[Figure]{Items: []Figure{}}
		for _, f := range all {
			out.Items = append(out.Items, Figure{f.Book.Name + "/" + f.Name, f.Title.In(v.lang), f.Value, f.Unit.In(v.lang), when(f.Period.From), when(f.Period.To), f.Published})
		}
		return reply(out), nil
	})
}

func (s *server) demo(a huma.API) {
	op(a, http.MethodPost, "/demo/clock", "advance-clock", "Move the demonstration's clock forward; what falls due meanwhile happens", 200, func(ctx context.Context, in *struct {
		Body struct {
			Advance string `json:"advance" doc:"Such as 3 working days, 7 calendar days or 24 hours"`
		}
	}) (*body[struct {
		Now time.Time `json:"now"`
	}], error) {
		now, err := s.Demo.Advance(ctx, in.Body.Advance)
		if err != nil {
			return nil, err
		}
		return reply(struct {
			Now time.Time `json:"now"`
		}{now}), nil
	})
}
