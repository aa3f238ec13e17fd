// Package geo is shapes on the ground: polygons, whether they are sound, how GeoJSON writes them (RFC 7946), and where a
// map's tiles would have them.
//
// Coordinates are WGS 84, longitude before latitude, in degrees. CGCS2000, which Chinese surveys use, is the same within
// centimetres. A shape is never kept in GCJ-02, the shifted coordinates of Chinese map services: see [Datum].
package geo

import "math"

// Point is a longitude and a latitude, in degrees.
type Point [2]float64

// Ring is a closed line: its last point is its first.
type Ring []Point

// Polygon is an outer ring, counter-clockwise, and the holes in it, clockwise.
type Polygon []Ring

// Shape is one polygon or several that do not overlap. The nil Shape is none.
type Shape []Polygon

// Points counts the shape's points.
func (s Shape) Points() (n int) {
	for _, p := range s {
		for _, r := range p {
			n += len(r)
		}
	}
	return n
}

// Map gives the shape with every point moved by f.
func (s Shape) Map(f func(Point) Point) Shape {
	out := make(Shape, len(s))
	for i, p := range s {
		out[i] = make(Polygon, len(p))
		for j, r := range p {
			out[i][j] = make(Ring, len(r))
			for k, at := range r {
				out[i][j][k] = f(at)
			}
		}
	}
	return out
}

// Wind turns every ring the way that RFC 7946 asks for, and rounds to seven decimals, which is a centimetre.
func (s Shape) Wind() Shape {
	out := s.Map(round)
	for _, p := range out {
		for i, r := range p {
			if (r.area() > 0) != (i == 0) {
				for a, b := 0, len(r)-1; a < b; a, b = a+1, b-1 {
					r[a], r[b] = r[b], r[a]
				}
			}
		}
	}
	return out
}

func round(p Point) Point {
	return Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

// area is twice the ring's area in square degrees, positive when it goes counter-clockwise.
func (r Ring) area() float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		a, b := Point{r[i-1][0] - r[0][0], r[i-1][1] - r[0][1]}, Point{r[i][0] - r[0][0], r[i][1] - r[0][1]} // near the origin, for precision
		sum += a[0]*b[1] - b[0]*a[1]
	}
	return sum
}

// holds tells whether a point lies inside the ring; of a point on the ring it may say either.
func (r Ring) holds(p Point) bool {
	in := false
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}
