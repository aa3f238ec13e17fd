package place

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// GridOf is the grid in which a place lies at the moment on, through itself or the nearest place that it lies in.
// It is the zero Area when there is none.
func (s *Service) GridOf(ctx context.Context, r store.Reader, realm, place string, on time.Time) (Area, error) {
	p, err := s.Get(ctx, r, realm, place)
	if err != nil {
		return Area{}, err
	}
	return s.AreaAt(ctx, r, realm, Grid, p.Path, on)
}

// AreaAt is the area of a kind in which the place with this path lies at the moment on, by the nearest place that is
// in one. It is the zero Area when there is none.
func (s *Service) AreaAt(ctx context.Context, r store.Reader, realm string, k AreaKind, path string, on time.Time) (Area, error) {
	type hit struct {
		Area
		place string
	}
	at := clock.Millis(on)
	q := store.Query(`select `+areaColumns+`, ap.place from area_place ap cross join area a
		where ap.realm = ? and a.realm = ap.realm and a.id = ap.area and a.kind = ? and ap.since <= ? and (ap.until = 0 or ap.until > ?) and`, realm, k, at, at)
	store.In(q, "ap.place", PathIDs(path)).Add("order by a.rank, a.id")
	hits, err := store.All(ctx, r, func(r store.Row) (h hit, err error) {
		var since, until int64
		err = r.Scan(&h.Realm, &h.ID, &h.Kind, &h.Title, &since, &until, &h.Predecessor, &h.place)
		h.From, h.Until = clock.FromMillis(since), clock.FromMillis(until)
		return h, err
	}, q.Text(), q.Args()...)
	if err != nil {
		return Area{}, fmt.Errorf("area at %s: %w", path, err)
	}
	var nearest Area
	deepest := -1
	for _, h := range hits {
		if i := strings.Index(path, "/"+h.place+"/"); i > deepest {
			nearest, deepest = h.Area, i
		}
	}
	return nearest, nil
}

// Lying is a dwelling and how many areas of one kind it lies in: none, or more than one.
type Lying struct {
	Place Place
	Areas int
}

// Check finds the dwellings that at the moment on lie in no area of a kind, or in more than one. For grids both are
// wrong: every dwelling lies in exactly one.
func (s *Service) Check(ctx context.Context, r store.Reader, realm string, k AreaKind, on time.Time) (uncovered []Place, overlapping []Lying, err error) {
	all, err := store.All(ctx, r, func(r store.Row) (l Lying, err error) {
		p := &l.Place
		return l, r.Scan(&p.Realm, &p.ID, &p.Parent, &p.Kind, &p.Title, &p.Code, &p.Path, &p.Full, &l.Areas)
	}, `with recursive lying(place, area) as (
			select ap.place, ap.area from area_place ap join area a on a.realm = ap.realm and a.id = ap.area
			where ap.realm = $1 and a.kind = $2 and ap.since <= $3 and (ap.until = 0 or ap.until > $3)
		union
			select p.id, l.area from lying l join place p on p.realm = $1 and p.parent = l.place
		), counted as (select place, count(*) as areas from lying group by place)
		select `+columns+`, coalesce(c.areas, 0) from place left join counted c on c.place = id
		where realm = $1 and kind = 'dwelling' and coalesce(c.areas, 0) <> 1 order by fullname`, realm, k, clock.Millis(on))
	if err != nil {
		return nil, nil, fmt.Errorf("check areas of %s: %w", realm, err)
	}
	for _, l := range all {
		if l.Areas == 0 {
			uncovered = append(uncovered, l.Place)
		} else {
			overlapping = append(overlapping, l)
		}
	}
	return uncovered, overlapping, nil
}
