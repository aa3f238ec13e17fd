package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/store"
)

// postWrites are the operations that give, end, call off and hand over posts, for those who may on the pages.
func (s *server) postWrites(a huma.API) {
	op(a, http.MethodPost, "/realms/{realm}/orgs/{id}/posts", "give-post", "Give a person a post in an organisation", 201, s.givePost)
	op(a, http.MethodPost, "/realms/{realm}/posts/{id}/end", "end-post", "End a post on a day; open work stays with its holder", 200, s.endPost)
	op(a, http.MethodPost, "/realms/{realm}/posts/{id}/calloff", "call-off-post", "Call a post off that is to begin", 200, s.callOffPost)
	op(a, http.MethodPost, "/realms/{realm}/posts/{id}/handover", "hand-over-post", "Hand a post over on a day, with its open work; answers with the successor's post", 200, s.handOverPost)
}

// postAct does something to a post, for those who give posts, and answers with the post that it comes to.
func (s *server) postAct(ctx context.Context, realm, post, to string, do func(tx *store.Tx, by journal.Actor, held org.Post) (id string, err error)) (*body[Post], error) {
	rl, who, v, err := s.in(ctx, realm)
	if err != nil {
		return nil, err
	}
	by, err := who.Keeps(access.Posts, "")
	if err != nil {
		return nil, err
	}
	held, err := s.Orgs.Post(ctx, s.DB, rl.ID, post)
	if err != nil {
		return nil, err
	}
	if err := who.MayGive(held.Kind, to); err != nil {
		return nil, err
	}
	var id string
	if err := s.DB.Tx(ctx, func(tx *store.Tx) (err error) {
		id, err = do(tx, who.Actor(by), held)
		return err
	}); err != nil {
		return nil, err
	}
	return s.postNow(ctx, rl.ID, id, who, v.lang)
}

func (s *server) postNow(ctx context.Context, realm, id string, who *access.Identity, l lang.Lang) (*body[Post], error) {
	h, err := s.Orgs.HoldingOf(ctx, s.DB, realm, id)
	if err != nil {
		return nil, err
	}
	return reply(postOf(h, who, l)), nil
}

func (s *server) givePost(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id" doc:"The organisation"`
	Body  struct {
		Kind   string `json:"kind"`
		Person string `json:"person"`
		Title  string `json:"title,omitempty" doc:"What people call it, where that differs from its kind"`
		Duties string `json:"duties,omitempty"`
		Place  string `json:"place,omitempty" doc:"The id or code of the place that it is for"`
		Area   string `json:"area,omitempty" doc:"The area that it is for; with neither it is for the whole realm"`
		From   string `json:"from" doc:"The first day"`
		Until  string `json:"until,omitempty" doc:"The last day, it included; without it there is no end"`
	}
}) (*body[Post], error) {
	rl, who, v, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	by, err := who.Keeps(access.Posts, "")
	if err != nil {
		return nil, err
	}
	b := in.Body
	if err := who.MayGive(b.Kind, b.Person); err != nil {
		return nil, err
	}
	made := org.Post{Realm: rl.ID, Org: in.ID, Kind: b.Kind, Person: b.Person, Title: b.Title, Duties: b.Duties, Area: b.Area}
	var c fault.Check
	if made.From, err = clock.Begin(b.From, "from", s.Clock.Now()); c.Take(err) != nil {
		return nil, err
	}
	if b.Until != "" {
		last, err := time.ParseInLocation(time.DateOnly, b.Until, clock.Zone)
		if err != nil {
			c.Add("until", lang.T("请填写一个日子，例如 2026-05-01", "Please give a day, such as 2026-05-01."))
		}
		made.Until = last.AddDate(0, 0, 1)
	}
	if b.Place != "" {
		ids, err := s.placeIDs(ctx, rl.ID, "place", []string{b.Place})
		if err := c.Take(err); err != nil {
			return nil, err
		}
		if len(ids) > 0 {
			made.Place = ids[0]
		}
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	if err := s.DB.Tx(ctx, func(tx *store.Tx) error {
		x, err := s.Orgs.AddPost(ctx, tx, who.Actor(by), made)
		if err == nil {
			made = x
		}
		return err
	}); err != nil {
		return nil, err
	}
	return s.postNow(ctx, rl.ID, made.ID, who, v.lang)
}

type onePost struct {
	Realm string `path:"realm"`
	ID    string `path:"id"`
}

func (s *server) endPost(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id"`
	Body  struct {
		At string `json:"at" doc:"The first day on which it is no longer held"`
	}
}) (*body[Post], error) {
	at, err := clock.Begin(in.Body.At, "at", s.Clock.Now())
	if err != nil {
		return nil, err
	}
	return s.postAct(ctx, in.Realm, in.ID, "", func(tx *store.Tx, by journal.Actor, held org.Post) (string, error) {
		return held.ID, s.Orgs.EndPost(ctx, tx, by, held.Realm, held.ID, at)
	})
}

func (s *server) callOffPost(ctx context.Context, in *onePost) (*body[Post], error) {
	return s.postAct(ctx, in.Realm, in.ID, "", func(tx *store.Tx, by journal.Actor, held org.Post) (string, error) {
		return held.ID, s.Orgs.CallOff(ctx, tx, by, held.Realm, held.ID, s.Clock.Now())
	})
}

func (s *server) handOverPost(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id"`
	Body  struct {
		Person string `json:"person" doc:"Who takes over"`
		At     string `json:"at" doc:"The first day on which they hold it"`
	}
}) (*body[Post], error) {
	at, err := clock.Begin(in.Body.At, "at", s.Clock.Now())
	if err != nil {
		return nil, err
	}
	return s.postAct(ctx, in.Realm, in.ID, in.Body.Person, func(tx *store.Tx, by journal.Actor, held org.Post) (string, error) {
		next, _, err := s.Matters.HandOver(ctx, tx, by, held.Realm, held.ID, in.Body.Person, at)
		return next.ID, err
	})
}
