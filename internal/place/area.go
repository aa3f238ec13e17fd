package place

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

// AreaKind is what an area is for.
type AreaKind string

// The kinds of area. No dwelling may be without a grid, nor in two; the others have no such rule.
const (
	Grid      AreaKind = "grid"       // 网格
	MicroGrid AreaKind = "micro_grid" // 微网格
	Assembly  AreaKind = "assembly"   // 物业管理区域, the area of one owners' assembly
	Branch    AreaKind = "branch"     // the area of one party branch
)

// AreaKinds are all kinds of area.
var AreaKinds = []AreaKind{Grid, MicroGrid, Assembly, Branch}

// Title names the kind.
func (k AreaKind) Title() lang.Text {
	switch k {
	case Grid:
		return lang.T("网格", "grid")
	case MicroGrid:
		return lang.T("微网格", "micro-grid")
	case Assembly:
		return lang.T("物业管理区域", "owners' assembly area")
	case Branch:
		return lang.T("支部范围", "branch area")
	}
	return lang.Same(string(k))
}

// Area is a set of places with a purpose, from a moment to a moment.
type Area struct {
	Realm       string
	ID          string // made by AddArea when empty
	Kind        AreaKind
	Title       string
	From, Until time.Time // half open; a zero Until has no end
	Predecessor string    // the area that this one follows, ended by AddArea when this one begins; "" for none
}

// ErrNoArea is returned when there is no such area.
var ErrNoArea = fault.New(fault.NotFound, lang.T("没有这个网格或范围", "There is no such grid or area."))

const areaColumns = `a.realm, a.id, a.kind, a.title, a.since, a.until, a.predecessor`

func scanArea(r store.Row) (a Area, err error) {
	var since, until int64
	err = r.Scan(&a.Realm, &a.ID, &a.Kind, &a.Title, &since, &until, &a.Predecessor)
	a.From, a.Until = clock.FromMillis(since), clock.FromMillis(until)
	return a, err
}

// Area reads one area, or gives ErrNoArea.
func (s *Service) Area(ctx context.Context, r store.Reader, realm, id string) (Area, error) {
	a, err := store.One(ctx, r, scanArea, `select `+areaColumns+` from area a where a.realm = $1 and a.id = $2`, realm, id)
	if errors.Is(err, store.ErrNone) {
		return a, ErrNoArea
	}
	if err != nil {
		return a, fmt.Errorf("area %s: %w", id, err)
	}
	return a, nil
}

// Areas reads the areas of a kind that are there at the moment on, in the order people count them.
func (s *Service) Areas(ctx context.Context, r store.Reader, realm string, k AreaKind, on time.Time) ([]Area, error) {
	all, err := store.All(ctx, r, scanArea, `select `+areaColumns+` from area a
		where a.realm = $1 and a.kind = $2 and a.since <= $3 and (a.until = 0 or a.until > $3) order by a.rank, a.id`, realm, k, clock.Millis(on))
	if err != nil {
		return nil, fmt.Errorf("areas of %s: %w", realm, err)
	}
	return all, nil
}

// PlacesOf reads the places that were put into an area and are in it at the moment on: an estate stands for all that
// lies in it.
func (s *Service) PlacesOf(ctx context.Context, r store.Reader, realm, area string, on time.Time) ([]Place, error) {
	return list(ctx, r, store.Query(`select `+columns+` from place where realm = ? and id in (
		select place from area_place where realm = ? and area = ? and since <= ? and (until = 0 or until > ?)) order by rank, id`,
		realm, realm, area, clock.Millis(on), clock.Millis(on)))
}

// AreasAt reads the areas of every kind over the place with this path at the moment on, the kinds in their order.
func (s *Service) AreasAt(ctx context.Context, r store.Reader, realm, path string, on time.Time) ([]Area, error) {
	at := clock.Millis(on)
	q := store.Query(`select distinct `+areaColumns+`, a.rank from area_place ap join area a on a.realm = ap.realm and a.id = ap.area
		where ap.realm = ? and ap.since <= ? and (ap.until = 0 or ap.until > ?) and`, realm, at, at)
	store.In(q, "ap.place", PathIDs(path)).Add("order by a.rank, a.id")
	all, err := store.All(ctx, r, func(r store.Row) (a Area, err error) {
		var since, until int64
		var rank string
		err = r.Scan(&a.Realm, &a.ID, &a.Kind, &a.Title, &since, &until, &a.Predecessor, &rank)
		a.From, a.Until = clock.FromMillis(since), clock.FromMillis(until)
		return a, err
	}, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("areas at %s: %w", path, err)
	}
	slices.SortStableFunc(all, func(a, b Area) int {
		return cmp.Compare(slices.Index(AreaKinds, a.Kind), slices.Index(AreaKinds, b.Kind))
	})
	return all, nil
}

// NotNow reads the areas of a kind that are over at the moment on or have not begun, the latest first.
func (s *Service) NotNow(ctx context.Context, r store.Reader, realm string, k AreaKind, on time.Time) ([]Area, error) {
	all, err := store.All(ctx, r, scanArea, `select `+areaColumns+` from area a
		where a.realm = $1 and a.kind = $2 and (a.since > $3 or a.until <> 0 and a.until <= $3) order by a.since desc, a.id`, realm, k, clock.Millis(on))
	if err != nil {
		return nil, fmt.Errorf("areas of %s: %w", realm, err)
	}
	return all, nil
}

// Successor is the area that follows this one; the zero Area when none does.
func (s *Service) Successor(ctx context.Context, r store.Reader, realm, id string) (Area, error) {
	a, err := store.One(ctx, r, scanArea, `select `+areaColumns+` from area a where a.realm = $1 and a.predecessor = $2 order by a.since limit 1`, realm, id)
	if errors.Is(err, store.ErrNone) {
		return a, nil
	}
	return a, err
}

// AreaTitles reads what the areas of a realm are called, also those that are over, by their ids.
func (s *Service) AreaTitles(ctx context.Context, r store.Reader, realm string) (map[string]string, error) {
	type row struct{ id, title string }
	rows, err := store.All(ctx, r, func(r store.Row) (v row, err error) { return v, r.Scan(&v.id, &v.title) }, `select id, title from area where realm = $1`, realm)
	if err != nil {
		return nil, fmt.Errorf("areas of %s: %w", realm, err)
	}
	titles := map[string]string{}
	for _, v := range rows {
		titles[v.id] = v.title
	}
	return titles, nil
}
