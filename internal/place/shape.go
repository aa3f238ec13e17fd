package place

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/journal"
	"linli/internal/store"
)

// Drawn is a place or an area with its shape.
type Drawn struct {
	Place Place // the zero Place for an area
	Area  Area  // the zero Area for a place
	Shape geo.Shape
	Made  bool // an area's, made of the shapes of the places in it
}

// Shaped says that a place or an area has a shape, or another one.
type Shaped struct {
	ID    string    `json:"id"`
	Sort  string    `json:"sort"` // place or area
	Shape geo.Shape `json:"shape"`
}

// Kind names the event.
func (Shaped) Kind() string { return "shape.set" }

// Subject is the place or the area.
func (e Shaped) Subject() string { return e.ID }

// SetShape says where a place or an area of the realm lies, in WGS 84.
func (s *Service) SetShape(ctx context.Context, tx *store.Tx, by journal.Actor, realm, id string, shape geo.Shape) error {
	if says := shape.Check(); !says.Empty() {
		return fault.InField("file", says)
	}
	sort := "place"
	if _, err := s.Get(ctx, tx, realm, id); errors.Is(err, ErrNone) {
		sort = "area"
		if _, err := s.Area(ctx, tx, realm, id); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	b, err := json.Marshal(shape)
	if err != nil {
		return fmt.Errorf("shape of %s: %w", id, err)
	}
	if _, err := tx.Exec(ctx, `insert into shape (realm, thing, sort, geometry) values ($1, $2, $3, $4)
		on conflict (realm, thing) do update set geometry = excluded.geometry`, realm, id, sort, string(b)); err != nil {
		return fmt.Errorf("shape of %s: %w", id, err)
	}
	_, err = s.journal.Append(ctx, tx, realm, by, Shaped{id, sort, shape})
	return err
}

// Shapes reads the shapes of a realm: of its places, widest first, and of the areas that are there at the moment on. An area
// without a shape of its own has those of the places in it.
func (s *Service) Shapes(ctx context.Context, r store.Reader, realm string, on time.Time) (places, areas []Drawn, err error) {
	type row struct {
		place Place
		geo   string
	}
	rows, err := store.All(ctx, r, func(r store.Row) (v row, err error) {
		p := &v.place
		return v, r.Scan(&p.Realm, &p.ID, &p.Parent, &p.Kind, &p.Title, &p.Code, &p.Path, &p.Full, &v.geo)
	}, `select p.realm, p.id, p.parent, p.kind, p.title, p.code, p.path, p.fullname, s.geometry from shape s
		join place p on p.realm = s.realm and p.id = s.thing where s.realm = $1 order by length(p.path), p.rank, p.id`, realm)
	if err != nil {
		return nil, nil, fmt.Errorf("shapes of %s: %w", realm, err)
	}
	of := map[string]geo.Shape{}
	for _, v := range rows {
		d := Drawn{Place: v.place}
		if d.Shape, err = stored(v.geo); err != nil {
			return nil, nil, fmt.Errorf("shape of %s: %w", v.place.ID, err)
		}
		of[v.place.ID] = d.Shape
		places = append(places, d)
	}
	own, err := s.areaShapes(ctx, r, realm)
	if err != nil {
		return nil, nil, err
	}
	for _, k := range AreaKinds {
		all, err := s.Areas(ctx, r, realm, k, on)
		if err != nil {
			return nil, nil, err
		}
		for _, a := range all {
			d := Drawn{Area: a, Shape: own[a.ID]}
			if d.Shape == nil {
				there, err := s.PlacesOf(ctx, r, realm, a.ID, on)
				if err != nil {
					return nil, nil, err
				}
				d.Shape, d.Made = joined(there, places, of), true
			}
			if d.Shape != nil {
				areas = append(areas, d)
			}
		}
	}
	return places, areas, nil
}

func (s *Service) areaShapes(ctx context.Context, r store.Reader, realm string) (map[string]geo.Shape, error) {
	type row struct{ id, geo string }
	rows, err := store.All(ctx, r, func(r store.Row) (v row, err error) { return v, r.Scan(&v.id, &v.geo) },
		`select thing, geometry from shape where realm = $1 and sort = 'area'`, realm)
	if err != nil {
		return nil, fmt.Errorf("shapes of %s: %w", realm, err)
	}
	of := map[string]geo.Shape{}
	for _, v := range rows {
		if of[v.id], err = stored(v.geo); err != nil {
			return nil, fmt.Errorf("shape of %s: %w", v.id, err)
		}
	}
	return of, nil
}

// joined is the shapes of these places side by side; of a place without a shape, those of the widest places in it.
func joined(there []Place, places []Drawn, of map[string]geo.Shape) (all geo.Shape) {
	for _, p := range there {
		if s := of[p.ID]; s != nil {
			all = append(all, s...)
			continue
		}
		var taken []string
		for _, d := range places {
			if Within(d.Place.Path, p.ID) && !slices.ContainsFunc(taken, func(id string) bool { return Within(d.Place.Path, id) }) {
				taken = append(taken, d.Place.ID)
				all = append(all, d.Shape...)
			}
		}
	}
	return all
}

func stored(text string) (s geo.Shape, err error) {
	err = json.Unmarshal([]byte(text), &s)
	return s, err
}
