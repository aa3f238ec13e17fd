package place

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// AreaAdded says that an area was drawn over these places.
type AreaAdded struct {
	ID          string    `json:"id"`
	Type        AreaKind  `json:"kind"`
	Title       string    `json:"title"`
	Places      []string  `json:"places"`
	From        time.Time `json:"from"`
	Until       time.Time `json:"until"`
	Predecessor string    `json:"predecessor,omitempty"`
}

// Kind names the event.
func (AreaAdded) Kind() string { return "area.added" }

// Subject is the area.
func (e AreaAdded) Subject() string { return e.ID }

// AddArea draws an area over places. It ends the predecessor, if there is one, when this one begins.
func (s *Service) AddArea(ctx context.Context, tx *store.Tx, by journal.Actor, a Area, places []string) (Area, error) {
	a.Title = strings.TrimSpace(a.Title)
	if a.ID == "" {
		a.ID = store.NewID()
	}
	if err := realm.Bump(ctx, tx, a.Realm); err != nil {
		return a, err
	}
	if err := s.checkArea(ctx, tx, a, places); err != nil {
		return a, err
	}
	if _, err := tx.Exec(ctx, `insert into area (realm, id, kind, title, rank, since, until, predecessor) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		a.Realm, a.ID, a.Kind, a.Title, natural(a.Title), clock.Millis(a.From), clock.Millis(a.Until), a.Predecessor); err != nil {
		return a, fmt.Errorf("add area %s: %w", a.ID, err)
	}
	for _, p := range places {
		if err := include(ctx, tx, a, p, a.From); err != nil {
			return a, err
		}
	}
	if a.Predecessor != "" {
		if err := s.EndArea(ctx, tx, by, a.Realm, a.Predecessor, a.From); err != nil && !errors.Is(err, ErrEnded) {
			return a, err
		}
	}
	_, err := s.journal.Append(ctx, tx, a.Realm, by, AreaAdded{ID: a.ID, Type: a.Kind, Title: a.Title, Places: places,
		From: a.From, Until: a.Until, Predecessor: a.Predecessor})
	return a, err
}

func (s *Service) checkArea(ctx context.Context, r store.Reader, a Area, places []string) error {
	var c fault.Check
	if says := badTitle(a.Title); !says.Empty() {
		c.Add("title", says)
	}
	if a.Kind.Title() == lang.Same(string(a.Kind)) {
		c.Add("kind", lang.T("请选择类型", "Please choose its kind."))
	}
	if !a.Until.IsZero() && !a.Until.After(a.From) {
		c.Add("until", lang.T("结束要晚于开始", "The end must be later than the beginning."))
	}
	if a.Predecessor != "" {
		before, err := s.Area(ctx, r, a.Realm, a.Predecessor)
		switch {
		case errors.Is(err, ErrNoArea) || err == nil && before.Kind != a.Kind:
			c.Add("predecessor", lang.T("没有这个前身", "There is no such area to follow."))
		case err != nil:
			return err
		case !a.From.After(before.From):
			c.Add("from", lang.T("要晚于前身的开始", "It must begin later than the area that it follows."))
		}
	}
	if err := s.known(ctx, r, a.Realm, places); err != nil {
		if err := c.Take(err); err != nil {
			return err
		}
	}
	return c.Err()
}

// known refuses places that do not exist.
func (s *Service) known(ctx context.Context, r store.Reader, realm string, places []string) error {
	found, err := s.ByIDs(ctx, r, realm, places)
	if err != nil {
		return err
	}
	for _, p := range places {
		if _, ok := found[p]; !ok {
			return fault.InField("places", lang.T("有一个地点不存在", "One of the places does not exist."))
		}
	}
	return nil
}

func include(ctx context.Context, tx *store.Tx, a Area, place string, from time.Time) error {
	_, err := tx.Exec(ctx, `insert into area_place (realm, area, place, since, until) values ($1, $2, $3, $4, $5)
		on conflict (realm, area, place, since) do update set until = excluded.until`,
		a.Realm, a.ID, place, clock.Millis(from), clock.Millis(a.Until))
	if err != nil {
		return fmt.Errorf("area %s takes in place %s: %w", a.ID, place, err)
	}
	return nil
}
