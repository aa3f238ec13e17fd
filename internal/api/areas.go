package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
)

// areaWrites are the operations that draw, change and end areas, for those who may on the pages.
func (s *server) areaWrites(a huma.API) {
	op(a, http.MethodPost, "/realms/{realm}/areas", "draw-area", "Draw an area over places", 201, s.drawArea)
	op(a, http.MethodPost, "/realms/{realm}/areas/{id}/places", "change-area", "Move places into an area and out of it, from a day", 200, s.changeArea)
	op(a, http.MethodPost, "/realms/{realm}/areas/{id}/end", "end-area", "End an area on a day", 200, s.endArea)
}

// placeIDs finds places by their ids or codes.
func (s *server) placeIDs(ctx context.Context, realm, field string, named []string) ([]string, error) {
	var ids []string
	var c fault.Check
	for _, x := range named {
		p, err := s.placeAt(ctx, realm, x)
		if fault.Is(err, fault.NotFound) {
			c.Add(field, lang.F("没有地点“%s”", "There is no place “%s”.", x))
			continue
		}
		if err != nil {
			return nil, err
		}
		ids = append(ids, p.ID)
	}
	return ids, c.Err()
}

func (s *server) drawArea(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	Body  struct {
		Kind        string   `json:"kind" enum:"grid,micro_grid,assembly,branch"`
		Title       string   `json:"title"`
		From        string   `json:"from" doc:"A day, today or later"`
		Places      []string `json:"places" doc:"Their ids or codes; an estate stands for all that lies in it"`
		Predecessor string   `json:"predecessor,omitempty" doc:"The area that it follows, which ends when this one begins"`
	}
}) (*body[Area], error) {
	rl, id, _, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	post, err := id.Keeps(access.Areas, "")
	if err != nil {
		return nil, err
	}
	var c fault.Check
	over, err := s.placeIDs(ctx, rl.ID, "places", in.Body.Places)
	if err := c.Take(err); err != nil {
		return nil, err
	}
	from, err := clock.Coming(in.Body.From, "from", s.Clock.Now())
	if err := c.Take(err); err != nil {
		return nil, err
	}
	if len(in.Body.Places) == 0 {
		c.Add("places", lang.T("请给出地点", "Please give the places."))
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	made := place.Area{Realm: rl.ID, Kind: place.AreaKind(in.Body.Kind), Title: in.Body.Title, From: from, Predecessor: in.Body.Predecessor}
	if err := s.DB.Tx(ctx, func(tx *store.Tx) error {
		x, err := s.Places.AddArea(ctx, tx, id.Actor(post), made, over)
		if err == nil {
			made = x
		}
		return err
	}); err != nil {
		return nil, err
	}
	return s.areaNow(ctx, made)
}

// areaNow answers with an area as it is now.
func (s *server) areaNow(ctx context.Context, a place.Area) (*body[Area], error) {
	sizes, err := s.Places.Sizes(ctx, s.DB, a.Realm, a.Kind, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	return reply(areaOf(a, sizes[a.ID])), nil
}

func (s *server) changeArea(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id"`
	Body  struct {
		In   []string `json:"in,omitempty" doc:"Ids or codes of places that it takes in"`
		Out  []string `json:"out,omitempty" doc:"Ids or codes of places that it gives up"`
		From string   `json:"from" doc:"A day, today or later"`
	}
}) (*body[Area], error) {
	rl, id, _, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	post, err := id.Keeps(access.Areas, "")
	if err != nil {
		return nil, err
	}
	var c fault.Check
	into, err := s.placeIDs(ctx, rl.ID, "in", in.Body.In)
	if err := c.Take(err); err != nil {
		return nil, err
	}
	out, err := s.placeIDs(ctx, rl.ID, "out", in.Body.Out)
	if err := c.Take(err); err != nil {
		return nil, err
	}
	at, err := clock.Coming(in.Body.From, "from", s.Clock.Now())
	if err := c.Take(err); err != nil {
		return nil, err
	}
	if len(in.Body.In)+len(in.Body.Out) == 0 {
		c.Add("in", lang.T("没有要加进来的，也没有要移出去的", "Nothing is to be taken in or given up."))
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return s.areaAct(ctx, rl.ID, in.ID, func(tx *store.Tx) error {
		return s.Places.ChangeArea(ctx, tx, id.Actor(post), rl.ID, in.ID, into, out, at)
	})
}

func (s *server) endArea(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id"`
	Body  struct {
		At string `json:"at" doc:"The first day on which it is no more, today or later"`
	}
}) (*body[Area], error) {
	rl, id, _, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	post, err := id.Keeps(access.Areas, "")
	if err != nil {
		return nil, err
	}
	at, err := clock.Coming(in.Body.At, "at", s.Clock.Now())
	if err != nil {
		return nil, err
	}
	return s.areaAct(ctx, rl.ID, in.ID, func(tx *store.Tx) error { return s.Places.EndArea(ctx, tx, id.Actor(post), rl.ID, in.ID, at) })
}

func (s *server) areaAct(ctx context.Context, realm, area string, do func(*store.Tx) error) (*body[Area], error) {
	if err := s.DB.Tx(ctx, do); err != nil {
		return nil, err
	}
	a, err := s.Places.Area(ctx, s.DB, realm, area)
	if err != nil {
		return nil, err
	}
	return s.areaNow(ctx, a)
}
