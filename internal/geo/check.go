package geo

import (
	"math"

	"linli/internal/lang"
)

// The largest shape that is taken: a community's border has a few hundred points.
const (
	MaxRing   = 2000 // points in a ring
	MaxPoints = 5000 // points in a shape
)

// Check says what is wrong with a shape; nothing is said of a sound one. It need not be wound yet.
func (s Shape) Check() lang.Text {
	if len(s) == 0 {
		return lang.T("没有坐标", "It has no coordinates.")
	}
	if n := s.Points(); n > MaxPoints {
		return lang.F("有 %d 个点，最多 %d 个，请先简化", "It has %d points, and at most %d are taken. Please simplify it first.", n, MaxPoints)
	}
	for _, p := range s {
		if len(p) == 0 {
			return lang.T("有一个多边形没有边界", "One of its polygons has no ring.")
		}
		for _, r := range p {
			if says := r.check(); !says.Empty() {
				return says
			}
		}
		for _, hole := range p[1:] {
			if !p[0].holds(hole[0]) && !p[0].holds(hole[1]) {
				return lang.T("有一个洞不在外边界里面", "One of its holes lies outside its outer ring.")
			}
		}
	}
	if at, crossed := s.crossing(); crossed {
		return lang.F("边界在 %.6f, %.6f 附近相交", "Its border crosses itself near %.6f, %.6f.", at[0], at[1])
	}
	return lang.Text{}
}

func (r Ring) check() lang.Text {
	switch {
	case len(r) < 4:
		return lang.F("边界只有 %d 个点，至少要 4 个，最后一个和第一个相同", "A ring has only %d points; it needs at least 4, the last the same as the first.", len(r))
	case len(r) > MaxRing:
		return lang.F("一条边界有 %d 个点，最多 %d 个，请先简化", "A ring has %d points, and at most %d are taken. Please simplify it first.", len(r), MaxRing)
	case r[0] != r[len(r)-1]:
		return lang.T("边界没有闭合：最后一个点要和第一个相同", "A ring is not closed: its last point must be its first.")
	}
	for _, p := range r {
		lon, lat := p[0], p[1]
		switch {
		case math.IsNaN(lon) || math.IsNaN(lat) || math.Abs(lon) > 180 && math.Abs(lat) > 90:
			return lang.F("坐标 %v, %v 不是经纬度；请用 WGS 84 或 CGCS2000 的经纬度", "The coordinates %v, %v are no longitude and latitude. Please use those of WGS 84 or CGCS2000.", lon, lat)
		case math.Abs(lat) > 90 || lat >= 73 && lon <= 54 && lon >= 3:
			return lang.F("坐标 %v, %v 像是纬度写在了前面；GeoJSON 先写经度", "The coordinates %v, %v seem to have the latitude first. GeoJSON has the longitude first.", lon, lat)
		case math.Abs(lon) > 180:
			return lang.F("经度 %v 超出范围", "The longitude %v is out of range.", lon)
		}
	}
	if math.Abs(r.area()) < 1e-12 { // a tenth of a square metre
		return lang.T("边界没有围出面积", "A ring encloses nothing.")
	}
	return lang.Text{}
}

type edge struct {
	a, b       Point
	ring, slot int
	last       bool // of its ring
}

// crossing finds where two edges of the shape cross, or a ring touches itself.
func (s Shape) crossing() (at Point, crossed bool) {
	var edges []edge
	rings := 0
	for _, p := range s {
		for _, r := range p {
			for i := 1; i < len(r); i++ {
				edges = append(edges, edge{r[i-1], r[i], rings, i - 1, i == len(r)-1})
			}
			rings++
		}
	}
	for i, e := range edges {
		for _, f := range edges[i+1:] {
			if math.Max(e.a[0], e.b[0]) < math.Min(f.a[0], f.b[0]) || math.Max(f.a[0], f.b[0]) < math.Min(e.a[0], e.b[0]) ||
				math.Max(e.a[1], e.b[1]) < math.Min(f.a[1], f.b[1]) || math.Max(f.a[1], f.b[1]) < math.Min(e.a[1], e.b[1]) {
				continue
			}
			if e.meets(f) {
				return f.a, true
			}
		}
	}
	return at, false
}

// meets tells whether two edges do what edges of a sound shape never do. Edges of different rings may touch.
func (e edge) meets(f edge) bool {
	d1, d2, d3, d4 := side(f.a, f.b, e.a), side(f.a, f.b, e.b), side(e.a, e.b, f.a), side(e.a, e.b, f.b)
	if d1*d2 < 0 && d3*d4 < 0 {
		return true
	}
	if e.ring != f.ring {
		return false
	}
	switch {
	case e.slot+1 == f.slot: // neighbours share a point, and must not go back over each other
		return d4 == 0 && between(e.a, e.b, f.b) || d1 == 0 && between(f.a, f.b, e.a)
	case e.slot == 0 && f.last:
		return d3 == 0 && between(e.a, e.b, f.a) || d2 == 0 && between(f.a, f.b, e.b)
	}
	return d1 == 0 && between(f.a, f.b, e.a) || d2 == 0 && between(f.a, f.b, e.b) || d3 == 0 && between(e.a, e.b, f.a) || d4 == 0 && between(e.a, e.b, f.b)
}

// side tells on which side of the line from a to b a point lies: the sign of the cross product.
func side(a, b, p Point) float64 {
	v := (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
	if math.Abs(v) < 1e-18 {
		return 0
	}
	return v
}

// between tells whether p, which lies on the line through a and b, lies on the edge between them.
func between(a, b, p Point) bool {
	return p[0] >= math.Min(a[0], b[0]) && p[0] <= math.Max(a[0], b[0]) && p[1] >= math.Min(a[1], b[1]) && p[1] <= math.Max(a[1], b[1])
}
