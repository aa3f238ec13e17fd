package place

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

// Flaw is a place of which every dwelling lies in no area of a kind, or every one in the same several areas.
type Flaw struct {
	Place     Place // the widest such place
	Dwellings int
	Areas     []Area // none for a gap, at least two for an overlap
}

// Flaws finds where at the moment on dwellings lie in no area of a kind, or in more than one: as [Service.Check], told
// by the widest places, in the order of their names.
func (s *Service) Flaws(ctx context.Context, r store.Reader, realm string, k AreaKind, on time.Time) ([]Flaw, error) {
	areas, err := s.Areas(ctx, r, realm, k, on)
	if err != nil {
		return nil, err
	}
	in, err := s.memberships(ctx, r, realm, k, on)
	if err != nil {
		return nil, err
	}
	paths, err := store.All(ctx, r, store.Value[string], `select path from place where realm = $1 and kind = 'dwelling'`, realm)
	if err != nil {
		return nil, fmt.Errorf("flaws of %s: %w", realm, err)
	}
	// What lies over each place and all in it: a key of areas, or mixed.
	const mixed = "mixed"
	all, dwellings := map[string]string{}, map[string]int{}
	keys := make([]string, len(paths))
	for i, path := range paths {
		keys[i] = strings.Join(over(in, path), " ")
		for _, id := range PathIDs(path) {
			dwellings[id]++
			if was, seen := all[id]; !seen {
				all[id] = keys[i]
			} else if was != keys[i] {
				all[id] = mixed
			}
		}
	}
	widest := map[string]string{} // by place, the key
	for i, path := range paths {
		if n := len(strings.Fields(keys[i])); n == 1 {
			continue
		}
		for _, id := range PathIDs(path) {
			if all[id] == keys[i] {
				widest[id] = keys[i]
				break
			}
		}
	}
	ids := make([]string, 0, len(widest))
	for id := range widest {
		ids = append(ids, id)
	}
	places, err := s.some(ctx, r, realm, ids)
	if err != nil {
		return nil, err
	}
	var flaws []Flaw
	for _, p := range places {
		f := Flaw{Place: p, Dwellings: dwellings[p.ID]}
		for _, a := range areas {
			if slices.Contains(strings.Fields(widest[p.ID]), a.ID) {
				f.Areas = append(f.Areas, a)
			}
		}
		flaws = append(flaws, f)
	}
	slices.SortFunc(flaws, func(a, b Flaw) int { return strings.Compare(natural(a.Place.Full), natural(b.Place.Full)) })
	return flaws, nil
}

// memberships are the ids of the areas of a kind that each place was put into, at the moment on.
func (s *Service) memberships(ctx context.Context, r store.Reader, realm string, k AreaKind, on time.Time) (map[string][]string, error) {
	type pair struct{ place, area string }
	at := clock.Millis(on)
	rows, err := store.All(ctx, r, func(r store.Row) (p pair, err error) { return p, r.Scan(&p.place, &p.area) }, `
		select ap.place, ap.area from area_place ap join area a on a.realm = ap.realm and a.id = ap.area
		where ap.realm = $1 and a.kind = $2 and ap.since <= $3 and (ap.until = 0 or ap.until > $3) order by ap.area`, realm, k, at)
	if err != nil {
		return nil, fmt.Errorf("areas of %s: %w", realm, err)
	}
	in := map[string][]string{}
	for _, p := range rows {
		in[p.place] = append(in[p.place], p.area)
	}
	return in, nil
}

// some reads places by their ids, a few hundred at a time: an engine takes only so many arguments.
func (s *Service) some(ctx context.Context, r store.Reader, realm string, ids []string) ([]Place, error) {
	var all []Place
	for part := range slices.Chunk(ids, 500) {
		more, err := list(ctx, r, store.In(store.Query(`select `+columns+` from place where realm = ? and`, realm), "id", part))
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// Sizes counts the dwellings in each area of a kind at the moment on, by the area's id.
func (s *Service) Sizes(ctx context.Context, r store.Reader, realm string, k AreaKind, on time.Time) (map[string]int, error) {
	in, err := s.memberships(ctx, r, realm, k, on)
	if err != nil {
		return nil, err
	}
	paths, err := store.All(ctx, r, store.Value[string], `select path from place where realm = $1 and kind = 'dwelling'`, realm)
	if err != nil {
		return nil, fmt.Errorf("sizes of areas of %s: %w", realm, err)
	}
	sizes := map[string]int{}
	for _, path := range paths {
		for _, area := range over(in, path) {
			sizes[area]++
		}
	}
	return sizes, nil
}

// over are the ids of the areas over the place with this path, in their order.
func over(in map[string][]string, path string) []string {
	var all []string
	for _, id := range PathIDs(path) {
		all = append(all, in[id]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
