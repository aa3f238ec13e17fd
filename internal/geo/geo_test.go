package geo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"linli/internal/fault"
	"linli/internal/geo"
)

func ring(at ...float64) geo.Ring {
	var r geo.Ring
	for i := 0; i < len(at); i += 2 {
		r = append(r, geo.Point{at[i], at[i+1]})
	}
	return r
}

var (
	square = ring(120, 30, 120.01, 30, 120.01, 30.01, 120, 30.01, 120, 30)
	hole   = ring(120.002, 30.002, 120.002, 30.004, 120.004, 30.004, 120.004, 30.002, 120.002, 30.002)
	beside = ring(120.02, 30, 120.02, 30.01, 120.03, 30.01, 120.03, 30, 120.02, 30) // clockwise
)

func TestCheck(t *testing.T) {
	big := ring(120, 30)
	for i := range geo.MaxRing {
		a := float64(i) / geo.MaxRing * 2 * math.Pi
		big = append(big, geo.Point{120 + math.Cos(a), 30 + math.Sin(a)})
	}
	for name, c := range map[string]struct {
		s    geo.Shape
		want string
	}{
		"a square":                    {geo.Shape{{square}}, ""},
		"with a hole":                 {geo.Shape{{square, hole}}, ""},
		"two apart":                   {geo.Shape{{square}, {beside}}, ""},
		"two that touch":              {geo.Shape{{square}, {ring(120.01, 30, 120.02, 30, 120.02, 30.01, 120.01, 30.01, 120.01, 30)}}, ""},
		"nothing":                     {nil, "no coordinates"},
		"no ring":                     {geo.Shape{{}}, "no ring"},
		"three points":                {geo.Shape{{ring(120, 30, 120.01, 30, 120, 30)}}, "only 3 points"},
		"open":                        {geo.Shape{{ring(120, 30, 120.01, 30, 120.01, 30.01, 120, 30.01)}}, "not closed"},
		"too many points":             {geo.Shape{{append(big, big[0])}}, "at most"},
		"a bow":                       {geo.Shape{{ring(120, 30, 120.01, 30.01, 120.01, 30, 120, 30.02, 120, 30)}}, "crosses itself"},
		"back over itself":            {geo.Shape{{ring(120, 30, 120.01, 30, 120.005, 30, 120.005, 30.01, 120, 30)}}, "crosses itself"},
		"touching itself":             {geo.Shape{{ring(120, 30, 120.01, 30, 120.01, 30.01, 120.005, 30, 120, 30.01, 120, 30)}}, "crosses itself"},
		"a line":                      {geo.Shape{{ring(120, 30, 120.01, 30.01, 120.02, 30.02, 120, 30)}}, "encloses nothing"},
		"latitude first":              {geo.Shape{{ring(30, 120, 30, 120.01, 30.01, 120.01, 30.01, 120, 30, 120)}}, "latitude first"},
		"latitude first, in the west": {geo.Shape{{ring(39, 76, 39, 76.1, 39.1, 76.1, 39.1, 76, 39, 76)}}, "latitude first"},
		"metres":                      {geo.Shape{{ring(500000, 3300000, 500010, 3300000, 500010, 3300010, 500000, 3300000)}}, "no longitude"},
		"a hole outside":              {geo.Shape{{square, beside}}, "outside its outer ring"},
		"two that overlap":            {geo.Shape{{square}, {ring(120.005, 30.005, 120.02, 30.005, 120.02, 30.02, 120.005, 30.02, 120.005, 30.005)}}, "crosses"},
	} {
		if got := c.s.Check().In("en"); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestReadBack writes features and reads them again with the strict reader below and with Decode.
func TestReadBack(t *testing.T) {
	shapes := []geo.Shape{{{square}}, {{square, hole}}, {{beside}}, {{square, hole}, {beside}}}
	var in []geo.Feature
	for i, s := range shapes {
		in = append(in, geo.Feature{ID: fmt.Sprint(i), Properties: map[string]any{"name": "<小区> " + fmt.Sprint(i)}, Shape: s.Wind()})
	}
	var b bytes.Buffer
	if err := geo.Encode(&b, in); err != nil {
		t.Fatal(err)
	}
	if err := strict(b.Bytes()); err != nil {
		t.Errorf("%v in %s", err, b.String())
	}
	out, err := geo.Decode(b.Bytes())
	if err != nil || !reflect.DeepEqual(in, out) {
		t.Errorf("read back %+v, want %+v, %v", out, in, err)
	}
	var empty bytes.Buffer
	if err := geo.Encode(&empty, nil); err != nil || strict(empty.Bytes()) != nil {
		t.Errorf("an empty collection: %v %s", err, empty.String())
	}
}

// strict reads a document as RFC 7946 has it and takes nothing else: no member that it does not know, every ring closed
// and wound by the right-hand rule (3.1.6), no crs (4).
func strict(doc []byte) error {
	type geometry struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	var c struct {
		Type     string `json:"type"`
		Features []struct {
			Type       string         `json:"type"`
			ID         string         `json:"id"`
			Properties map[string]any `json:"properties"`
			Geometry   *geometry      `json:"geometry"`
		} `json:"features"`
	}
	d := json.NewDecoder(bytes.NewReader(doc))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return err
	}
	if c.Type != "FeatureCollection" || c.Features == nil {
		return fmt.Errorf("type %q", c.Type)
	}
	for i, f := range c.Features {
		if f.Type != "Feature" || f.Geometry == nil {
			return fmt.Errorf("feature %d is a %q", i, f.Type)
		}
		polygons := make([][][][2]float64, 1)
		var err error
		switch f.Geometry.Type {
		case "Polygon":
			err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
		case "MultiPolygon":
			err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
		default:
			err = fmt.Errorf("geometry %q", f.Geometry.Type)
		}
		if err != nil {
			return fmt.Errorf("feature %d: %w", i, err)
		}
		for _, p := range polygons {
			for n, r := range p {
				sum := 0.0
				for k := 1; k < len(r); k++ {
					sum += (r[k][0] - r[k-1][0]) * (r[k][1] + r[k-1][1] - 2*r[0][1])
				}
				if len(r) < 4 || r[0] != r[len(r)-1] || (sum < 0) != (n == 0) {
					return fmt.Errorf("feature %d: ring %d is not closed or goes the wrong way", i, n)
				}
			}
		}
	}
	return nil
}

func TestDecodeRefuses(t *testing.T) {
	feature := func(geometry string) string {
		return `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[120,30],[120.01,30],[120.01,30.01],[120,30]]]}},` +
			`{"type":"Feature","properties":null,"geometry":` + geometry + `}]}`
	}
	for doc, want := range map[string]string{
		"":                             "at line 1",
		"{\n\"type\": oops":            "at line 2",
		`{"type":"Topology"}`:          "Topology",
		`{"type":"FeatureCollection"}`: "0 features",
		feature(`null`):                "Feature 2: It has no geometry",
		feature(`{"type":"Point","coordinates":[120,30]}`):                                                       "Feature 2: Its geometry is a Point",
		feature(`{"type":"Polygon","coordinates":[120,30]}`):                                                     "Feature 2: Its coordinates are not nested",
		feature(`{"type":"Polygon","coordinates":[[[120],[120.01,30],[120.01,30.01],[120]]]}`):                   "Feature 2: A point lacks",
		feature(`{"type":"Polygon","coordinates":[[[120,30],[120.01,30.01],[120.01,30],[120,30.02],[120,30]]]}`): "Feature 2: Its border crosses itself",
		feature(`{"type":"Polygon","coordinates":[[["a",30],[120.01,30.01],[120.01,30],[120,30.01],[120,30]]]}`): "Feature 2",
		`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features":[{}]}`:   "EPSG:3857",
		`{"type":"FeatureCollection","features":[` + strings.Repeat(`{},`, geo.MaxFeatures) + `{}]}`:             "5001 features",
		strings.Repeat(" ", geo.MaxFile+1):                                                                       "too large",
	} {
		_, err := geo.Decode([]byte(doc))
		if !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != "file" || !strings.Contains(fault.As(err).Error(), want) {
			t.Errorf("%.80s: %v, want %q", doc, err, want)
		}
	}
	for _, doc := range []string{
		"\ufeff" + `{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[120,30,5],[120,30.01,5],[120.01,30.01,5],[120,30,5]]]}}`,
		`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},"features":[{"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[[[[120,30],[120.01,30],[120.01,30.01],[120,30]]]]}}]}`,
	} {
		if all, err := geo.Decode([]byte(doc)); err != nil || len(all) != 1 {
			t.Errorf("%s: %v, %v", doc, all, err)
		}
	}
}

func TestDatum(t *testing.T) {
	// The example that the published transformation is commonly checked with.
	if got := geo.GCJ02.Show(geo.Point{116.404, 39.915}); math.Abs(got[0]-116.41024449916938) > 1e-12 || math.Abs(got[1]-39.91640428150164) > 1e-12 {
		t.Errorf("%v", got)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	worst, least := 0.0, 1.0
	for range 20000 {
		p := geo.Point{73.5 + rng.Float64()*61, 18 + rng.Float64()*35}
		shown := geo.GCJ02.Show(p)
		back := geo.GCJ02.Read(shown)
		worst = max(worst, math.Abs(back[0]-p[0]), math.Abs(back[1]-p[1]))
		least = min(least, math.Hypot(shown[0]-p[0], shown[1]-p[1]))
	}
	if worst > 1e-9 { // a tenth of a millimetre
		t.Errorf("there and back is %g degrees off", worst)
	}
	if least == 0 {
		t.Error("a point within was not moved")
	}
	for _, d := range []geo.Datum{geo.WGS84, geo.CGCS2000, ""} {
		if p := (geo.Point{120, 30}); d.Show(p) != p || d.Read(p) != p {
			t.Errorf("%s moves points", d)
		}
	}
	if p := (geo.Point{2.35, 48.85}); geo.GCJ02.Show(p) != p || geo.GCJ02.Read(p) != p {
		t.Error("a point abroad is moved")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[120,30],[120,30.01],[120.01,30.01],[120,30]]]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := geo.Decode(b)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := geo.Encode(&out, all); err != nil {
			t.Fatal(err)
		}
		again, err := geo.Decode(out.Bytes())
		if err != nil || len(again) != len(all) {
			t.Errorf("%v: %s", err, out.String())
		}
	})
}
