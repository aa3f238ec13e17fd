package place

import (
	"context"
	"errors"
	"time"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Import gives shapes to the places and areas that features name: by the feature's id or the properties id, code or name,
// which is a full name or an area's title. Shapes that Export made of others are left out. It takes all or none, and tells of every feature that it cannot take, in the
// field file. It returns how many it took.
func (s *Service) Import(ctx context.Context, tx *store.Tx, by journal.Actor, realm string, features []geo.Feature, on time.Time) (int, error) {
	var c fault.Check
	seen := map[string]int{}
	taken := 0
	for i, f := range features {
		if f.Properties[made] == true {
			continue
		}
		id, err := s.meant(ctx, tx, realm, f, on)
		if err != nil {
			return 0, err
		}
		switch {
		case id == "":
			c.Add("file", lang.F("第 %d 个要素：没有叫“%s”的地点或范围；请写 id、code 或 name", "Feature %d: no place or area is called “%s”. Please give an id, a code or a name.", i+1, called(f)))
		case seen[id] > 0:
			c.Add("file", lang.F("第 %d 个要素：和第 %d 个说的是同一处", "Feature %d: it is about the same as feature %d.", i+1, seen[id]))
		default:
			seen[id] = i + 1
			if err := s.SetShape(ctx, tx, by, realm, id, f.Shape); err != nil {
				return 0, err
			}
			taken++
		}
	}
	if taken == 0 && c.Err() == nil {
		c.Add("file", lang.T("没有可以导入的要素", "It has no feature to take."))
	}
	return taken, c.Err()
}

// made marks a feature whose shape is made of others: it is there to be looked at, and is not taken back.
const made = "made"

func called(f geo.Feature) string {
	for _, key := range []string{"name", "code", "id"} {
		if v, _ := f.Properties[key].(string); v != "" {
			return v
		}
	}
	return f.ID
}

// meant is the id of the place or area that a feature is about; "" when there is none.
func (s *Service) meant(ctx context.Context, r store.Reader, realm string, f geo.Feature, on time.Time) (string, error) {
	text := func(key string) string { v, _ := f.Properties[key].(string); return v }
	for _, id := range []string{f.ID, text("id")} {
		if id == "" {
			continue
		}
		if _, err := s.Get(ctx, r, realm, id); err == nil {
			return id, nil
		} else if !errors.Is(err, ErrNone) {
			return "", err
		}
		if _, err := s.Area(ctx, r, realm, id); err == nil {
			return id, nil
		} else if !errors.Is(err, ErrNoArea) {
			return "", err
		}
	}
	for _, name := range []string{text("code"), text("name")} {
		if name == "" {
			continue
		}
		if p, err := s.ByName(ctx, r, realm, name); err == nil {
			return p.ID, nil
		} else if !errors.Is(err, ErrNone) {
			return "", err
		}
		for _, k := range AreaKinds {
			all, err := s.Areas(ctx, r, realm, k, on)
			if err != nil {
				return "", err
			}
			for _, a := range all {
				if a.Title == name && (text("kind") == "" || text("kind") == string(k)) {
					return a.ID, nil
				}
			}
		}
	}
	return "", nil
}

// Export is every shape of a realm as features that Import takes again: id, sort, kind, name, and a place's code.
func (s *Service) Export(ctx context.Context, r store.Reader, realm string, on time.Time) ([]geo.Feature, error) {
	places, areas, err := s.Shapes(ctx, r, realm, on)
	if err != nil {
		return nil, err
	}
	var all []geo.Feature
	for _, d := range places {
		all = append(all, geo.Feature{ID: d.Place.ID, Shape: d.Shape, Properties: map[string]any{"sort": "place", "kind": string(d.Place.Kind), "name": d.Place.Full, "code": d.Place.Code}})
	}
	for _, d := range areas {
		f := geo.Feature{ID: d.Area.ID, Shape: d.Shape, Properties: map[string]any{"sort": "area", "kind": string(d.Area.Kind), "name": d.Area.Title}}
		if d.Made {
			f.Properties[made] = true
		}
		all = append(all, f)
	}
	return all, nil
}
