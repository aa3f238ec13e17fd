package geo

import "math"

// Datum is the coordinates that a map's tiles are drawn in.
type Datum string

// The datums of tiles. WGS84 and CGCS2000 show shapes where they are; GCJ02 is what Chinese map services must use, a few
// hundred metres off.
const (
	WGS84    Datum = "wgs84"
	CGCS2000 Datum = "cgcs2000"
	GCJ02    Datum = "gcj02"
)

// Datums are all of them.
var Datums = []Datum{WGS84, CGCS2000, GCJ02}

// The ellipsoid that the published transformation rests on (Krasovsky 1940).
const (
	semiMajor    = 6378245.0
	eccentricity = 0.00669342162296594323 // squared
)

// Show moves a point to where tiles of this datum have it.
func (d Datum) Show(p Point) Point {
	if d != GCJ02 || abroad(p) {
		return p
	}
	east, north := shift(p)
	return Point{p[0] + east, p[1] + north}
}

// Read moves a point that was read off tiles of this datum to where it is. For GCJ-02 there is no published inverse: it is
// found by trying, to within a millimetre of what Show would undo.
func (d Datum) Read(p Point) Point {
	if d != GCJ02 || abroad(p) {
		return p
	}
	at := p
	for range 10 {
		shown := d.Show(at)
		at = Point{at[0] + p[0] - shown[0], at[1] + p[1] - shown[1]}
	}
	return at
}

// abroad tells whether a point lies outside the rectangle in which coordinates are shifted.
func abroad(p Point) bool {
	return p[0] < 72.004 || p[0] > 137.8347 || p[1] < 0.8293 || p[1] > 55.8271
}

// shift is by how many degrees GCJ-02 moves a point: the transformation as it is published.
func shift(p Point) (east, north float64) {
	x, y := p[0]-105, p[1]-35
	wave := func(v, by float64) float64 { return math.Sin(v * math.Pi / by) }
	root := math.Sqrt(math.Abs(x))
	common := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	north = -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + common
	north += (20*wave(y, 1) + 40*wave(y, 3)) * 2 / 3
	north += (160*wave(y, 12) + 320*wave(y, 30)) * 2 / 3
	east = 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + common
	east += (20*wave(x, 1) + 40*wave(x, 3)) * 2 / 3
	east += (150*wave(x, 12) + 300*wave(x, 30)) * 2 / 3
	lat := p[1] / 180 * math.Pi
	m := 1 - eccentricity*math.Sin(lat)*math.Sin(lat)
	north = north * 180 / (semiMajor * (1 - eccentricity) / (m * math.Sqrt(m)) * math.Pi)
	east = east * 180 / (semiMajor / math.Sqrt(m) * math.Cos(lat) * math.Pi)
	return east, north
}
