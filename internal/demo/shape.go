package demo

import (
	"math"

	"linli/internal/geo"
	"linli/internal/place"
)

// shaped is where a place or an area lies.
type shaped struct {
	id    string
	shape geo.Shape
}

// spots are where the invented ground of each community begins: about as far north as the real district, on no real
// estate.
var spots = map[string]geo.Point{
	"haiyue": {121.3312, 30.7418}, "zhufang": {119.4127, 32.1886}, "nanmen": {116.0938, 25.0871}, "binhu": {117.2754, 31.7312},
	"tianxi": {116.7031, 23.3782}, "jinhai": {116.7162, 23.3781}, "yuehu": {116.7034, 23.3703}, "heming": {116.7165, 23.3704}, "chunxi": {116.7098, 23.3627},
}

// The ground, in metres: each building stands in a cell of its estate's two rows; estates stand two in a line, with
// roads between.
const (
	cellWide, cellDeep = 46.0, 58.0
	wallWide, wallDeep = 38.0, 14.0
	road               = 36.0
	inLine             = 2
)

// cell is a building's place in its estate: column and row.
type cell struct{ col, row int }

// cells are an estate's, in the order of its buildings: up and down by columns, so that neighbours in number are
// neighbours on the ground, and so are the buildings of a grid.
func cells(n int) []cell {
	all := make([]cell, n)
	for i := range all {
		all[i] = cell{i / 2, i % 2}
		if all[i].col%2 == 1 {
			all[i].row = 1 - all[i].row
		}
	}
	return all
}

// survey gives every estate, building and grid a shape.
func (l *land) survey() []shaped {
	spot, ok := spots[l.ID]
	if !ok {
		return nil
	}
	var all []shaped
	grids := map[string]geo.Shape{}
	x, y := 0.0, 0.0
	for i, e := range l.estates {
		if i > 0 && i%inLine == 0 {
			x, y = 0, y-2*cellDeep-road
		}
		at := ground{spot, x, y}
		all = append(all, shaped{e.id, geo.Shape{{at.outline(cells(len(e.buildings)))}}})
		parts := map[string][]cell{}
		for b, c := range cells(len(e.buildings)) {
			one := e.buildings[b]
			all = append(all, shaped{one.id, geo.Shape{{at.walls(c)}}})
			parts[one.grid] = append(parts[one.grid], c)
		}
		for _, a := range l.areas {
			if part := parts[a.ID]; a.Kind == place.Grid && len(part) > 0 {
				grids[a.ID] = append(grids[a.ID], geo.Polygon{at.outline(part)})
			}
		}
		x += math.Ceil(float64(len(e.buildings))/2)*cellWide + road
	}
	for _, a := range l.areas {
		if s := grids[a.ID]; s != nil {
			all = append(all, shaped{a.ID, s.Wind()})
		}
	}
	return all
}

// ground is an estate's corner, in metres east and north of the community's spot.
type ground struct {
	spot        geo.Point
	east, north float64
}

// point is so many metres from the estate's corner.
func (g ground) point(east, north float64) geo.Point {
	const degree = 111320 // metres of latitude
	lat := g.spot[1] + (g.north+north)/degree
	return geo.Point{g.spot[0] + (g.east+east)/(degree*math.Cos(g.spot[1]*math.Pi/180)), lat}
}

// walls is a building in the middle of its cell.
func (g ground) walls(c cell) geo.Ring {
	w, s := float64(c.col)*cellWide+(cellWide-wallWide)/2, float64(c.row)*cellDeep+(cellDeep-wallDeep)/2
	return geo.Ring{g.point(w, s), g.point(w+wallWide, s), g.point(w+wallWide, s+wallDeep), g.point(w, s+wallDeep), g.point(w, s)}
}

// outline is the border of cells that lie side by side: every cell's sides, but those that two of them share.
func (g ground) outline(part []cell) geo.Ring {
	type side struct{ from, to cell } // corners
	sides := map[side]bool{}
	for _, c := range part {
		corners := []cell{c, {c.col + 1, c.row}, {c.col + 1, c.row + 1}, {c.col, c.row + 1}}
		for i, from := range corners {
			to := corners[(i+1)%4]
			if sides[side{to, from}] {
				delete(sides, side{to, from})
			} else {
				sides[side{from, to}] = true
			}
		}
	}
	next := map[cell]cell{}
	first := cell{math.MaxInt, 0}
	for s := range sides {
		next[s.from] = s.to
		if s.from.col < first.col || s.from.col == first.col && s.from.row < first.row {
			first = s.from
		}
	}
	var r geo.Ring
	for at, came := first, (cell{}); ; at = next[at] {
		goes := cell{next[at].col - at.col, next[at].row - at.row}
		if goes != came { // a corner, not a point on the way
			r = append(r, g.point(float64(at.col)*cellWide, float64(at.row)*cellDeep))
		}
		came = goes
		if next[at] == first {
			return append(r, r[0])
		}
	}
}
