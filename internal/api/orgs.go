package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/realm"
)

// Org is an organisation with those who hold its posts now.
type Org struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	Parent string `json:"parent,omitempty"`
	Area   string `json:"area,omitempty"`
	USCC   string `json:"uscc,omitempty" doc:"Its unified social credit identifier"`

	Until *time.Time `json:"until,omitempty" doc:"From when it is closed"`
	Posts []Post     `json:"posts" doc:"Those held now"`
}

// Post is a post and its holder.
type Post struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	Title     string     `json:"title"`
	Person    string     `json:"person"`
	Name      string     `json:"name"`
	Place     string     `json:"place,omitempty"`
	Area      string     `json:"area,omitempty"`
	Where     string     `json:"where,omitempty"`
	Duties    string     `json:"duties,omitempty"`
	StandsFor string     `json:"stands_for,omitempty" doc:"The post that it stands in for"`
	From      *time.Time `json:"from,omitempty"`
	Until     *time.Time `json:"until,omitempty"`
}

// Covered is an estate and the party branches that cover it.
type Covered struct {
	Realm    string   `json:"realm"`
	Estate   string   `json:"estate"`
	Title    string   `json:"title"`
	Branches []string `json:"branches"`
	Reason   string   `json:"reason,omitempty" doc:"Why there is none"`
}

func (s *server) orgs(a huma.API) {
	op(a, http.MethodGet, "/realms/{realm}/orgs/{id}", "show-org", "An organisation and its posts; for the people of the realm", 200, s.showOrg)
	op(a, http.MethodGet, "/realms/{realm}/coverage", "list-coverage", "The estates and the party branches that cover them; a street's are its communities'", 200, s.coverage)
}

// neighbour lets only people of the realm pass.
func neighbour(id *access.Identity) error {
	switch {
	case id.Account == "":
		return access.ErrSignedIn
	case id.Person == "":
		return fault.New(fault.Forbidden, lang.T("给本辖区的人看", "This is for the people of this community or street."))
	}
	return nil
}

func (s *server) showOrg(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id"`
}) (*body[Org], error) {
	rl, id, v, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	if err := neighbour(id); err != nil {
		return nil, err
	}
	return s.orgNow(ctx, rl.ID, in.ID, id, v.lang)
}

// orgNow answers with an organisation and its posts as they are now.
func (s *server) orgNow(ctx context.Context, realm, org string, id *access.Identity, l lang.Lang) (*body[Org], error) {
	o, err := s.Orgs.Get(ctx, s.DB, realm, org)
	if err != nil {
		return nil, err
	}
	held, _, err := s.Orgs.Roll(ctx, s.DB, realm, o.ID, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	out := Org{ID: o.ID, Kind: o.Kind, Title: o.Title, Parent: o.Parent, Area: o.Area, USCC: o.USCC, Until: when(o.Until), Posts: []Post{}}
	for _, h := range held {
		out.Posts = append(out.Posts, postOf(h, id, l))
	}
	return reply(out), nil
}

func postOf(h org.Holding, id *access.Identity, l lang.Lang) Post {
	p := h.Post
	return Post{p.ID, p.Kind, p.Says().In(l), p.Person, id.Named(p, h.Name), p.Place, p.Area, h.Where, p.Duties, p.For, when(p.From), when(p.Until)}
}

func (s *server) coverage(ctx context.Context, in *inRealm) (*body[Items[Covered]], error) {
	rl, id, _, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	if err := neighbour(id); err != nil {
		return nil, err
	}
	realms := []string{rl.ID}
	if rl.Kind == realm.Street {
		under, err := s.Realms.Under(ctx, s.DB, rl.ID)
		if err != nil {
			return nil, err
		}
		realms = nil
		for _, c := range under {
			realms = append(realms, c.ID)
		}
	}
	all, err := s.Orgs.Coverage(ctx, s.DB, realms, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	reasons, err := s.Orgs.Reasons(ctx, s.DB, realms)
	if err != nil {
		return nil, err
	}
	out := Items[Covered]{Items: []Covered{}}
	for _, c := range all {
		x := Covered{Realm: c.Realm, Estate: c.Estate, Title: c.Title, Branches: []string{}}
		for _, b := range c.Branches {
			x.Branches = append(x.Branches, b.Title)
		}
		if len(x.Branches) == 0 {
			x.Reason = reasons[c.Estate].Reason
		}
		out.Items = append(out.Items, x)
	}
	return reply(out), nil
}
