package geo

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
)

// The largest file that is taken.
const (
	MaxFile     = 5 << 20
	MaxFeatures = 5000
)

// Feature is a shape and what it is.
type Feature struct {
	ID         string
	Properties map[string]any
	Shape      Shape
}

// MarshalJSON writes a shape as a GeoJSON geometry, wound as RFC 7946 asks. The nil shape is null.
func (s Shape) MarshalJSON() ([]byte, error) {
	type geometry struct {
		Type        string `json:"type"`
		Coordinates any    `json:"coordinates"`
	}
	switch w := s.Wind(); len(w) {
	case 0:
		return []byte("null"), nil
	case 1:
		return json.Marshal(geometry{"Polygon", w[0]})
	default:
		return json.Marshal(geometry{"MultiPolygon", []Polygon(w)})
	}
}

// UnmarshalJSON reads a GeoJSON geometry that is a polygon or several, rounded to seven decimals. Whether the shape is sound
// is for Check to say.
func (s *Shape) UnmarshalJSON(b []byte) error {
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(b, &g); err != nil {
		return bad("几何不是对象", "Its geometry is no object.")
	}
	var all [][][][]float64
	var one [][][]float64
	var err error
	switch g.Type {
	case "Polygon":
		err = json.Unmarshal(g.Coordinates, &one)
		all = [][][][]float64{one}
	case "MultiPolygon":
		err = json.Unmarshal(g.Coordinates, &all)
	case "":
		return bad("没有几何", "It has no geometry.")
	default:
		return bad("几何是 %s，只收 Polygon 和 MultiPolygon", "Its geometry is a %s; only Polygon and MultiPolygon are taken.", g.Type)
	}
	if err != nil {
		return bad("坐标的写法不对，应是 [经度, 纬度] 的嵌套数组", "Its coordinates are not nested arrays of [longitude, latitude].")
	}
	var out Shape
	for _, rings := range all {
		var p Polygon
		for _, line := range rings {
			var r Ring
			for _, at := range line {
				if len(at) < 2 {
					return bad("有一个点没有经度和纬度", "A point lacks a longitude or a latitude.")
				}
				r = append(r, Point{at[0], at[1]}) // a height is left out
			}
			p = append(p, r)
		}
		out = append(out, p)
	}
	*s = out.Map(round)
	return nil
}

func bad(zh, en string, args ...any) error {
	return fault.New(fault.Invalid, lang.F(zh, en, args...))
}

// Encode writes a feature collection.
func Encode(w io.Writer, features []Feature) error {
	type feature struct {
		Type       string         `json:"type"`
		ID         string         `json:"id,omitempty"`
		Properties map[string]any `json:"properties"`
		Geometry   Shape          `json:"geometry"`
	}
	out := struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}{"FeatureCollection", []feature{}}
	for _, f := range features {
		out.Features = append(out.Features, feature{"Feature", f.ID, f.Properties, f.Shape})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

// Decode reads a feature collection or a single feature. What is wrong is told for every feature at once, by its number
// from 1, in the field file.
func Decode(b []byte) ([]Feature, error) {
	in := func(zh, en string, args ...any) error { return fault.InField("file", lang.F(zh, en, args...)) }
	if len(b) > MaxFile {
		return nil, in("文件太大，最多 %d MB", "The file is too large: at most %d MB.", MaxFile>>20)
	}
	var doc struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
		CRS      *struct {
			Properties struct {
				Name string `json:"name"`
			} `json:"properties"`
		} `json:"crs"`
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if err := json.Unmarshal(b, &doc); err != nil {
		line := 1
		if s, ok := errors.AsType[*json.SyntaxError](err); ok {
			line += bytes.Count(b[:min(int(s.Offset), len(b))], []byte("\n"))
		}
		return nil, in("不是 GeoJSON：第 %d 行读不下去", "This is no GeoJSON: it cannot be read at line %d.", line)
	}
	if doc.Type == "Feature" {
		doc.Features = []json.RawMessage{b}
	} else if doc.Type != "FeatureCollection" {
		return nil, in("最外层的 type 是“%s”，应是 FeatureCollection", "The outermost type is “%s”; it should be FeatureCollection.", doc.Type)
	}
	if doc.CRS != nil && !known(doc.CRS.Properties.Name) {
		return nil, in("坐标系是 %s，只收 WGS 84（EPSG:4326）和 CGCS2000（EPSG:4490）的经纬度", "Its coordinates are %s; only WGS 84 (EPSG:4326) and CGCS2000 (EPSG:4490) are taken.", doc.CRS.Properties.Name)
	}
	if len(doc.Features) == 0 || len(doc.Features) > MaxFeatures {
		return nil, in("有 %d 个要素，应是 1 到 %d 个", "It has %d features; it should have 1 to %d.", len(doc.Features), MaxFeatures)
	}
	var c fault.Check
	var all []Feature
	for i, raw := range doc.Features {
		f, err := decode(raw)
		if err != nil {
			c.Add("file", lang.F("第 %d 个要素：%s", "Feature %d: %s", i+1, fault.As(err).Says))
			continue
		}
		all = append(all, f)
	}
	return all, c.Err()
}

func decode(raw json.RawMessage) (f Feature, err error) {
	var in struct {
		Type       string          `json:"type"`
		ID         any             `json:"id"`
		Properties map[string]any  `json:"properties"`
		Geometry   json.RawMessage `json:"geometry"`
	}
	if err := json.Unmarshal(raw, &in); err != nil || in.Type != "Feature" {
		return f, bad("不是 Feature", "It is no Feature.")
	}
	if len(in.Geometry) == 0 || string(in.Geometry) == "null" {
		return f, bad("没有几何", "It has no geometry.")
	}
	f.Properties = in.Properties
	f.ID, _ = in.ID.(string)
	if err := f.Shape.UnmarshalJSON(in.Geometry); err != nil {
		return f, err
	}
	if says := f.Shape.Check(); !says.Empty() {
		return f, fault.New(fault.Invalid, says)
	}
	f.Shape = f.Shape.Wind()
	return f, nil
}

// known tells whether a name of a coordinate system, in the older GeoJSON's crs, means what RFC 7946 has anyway.
func known(name string) bool {
	for _, end := range []string{"CRS84", "4326", "4490"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
