package place

import (
	"slices"

	"linli/internal/lang"
)

// Kind is what sort of place it is.
type Kind string

// The kinds of place.
const (
	Estate   Kind = "estate"   // 小区, a housing compound
	Building Kind = "building" // 楼栋, a block
	Unit     Kind = "unit"     // 单元, a stairwell
	Dwelling Kind = "dwelling" // 房屋, one flat
	Venue    Kind = "venue"    // a room or ground where things are held
	Public   Kind = "public"   // a road, a square, a green
)

// Kinds are all kinds of place, the widest first.
var Kinds = []Kind{Estate, Building, Unit, Dwelling, Venue, Public}

// Title names the kind.
func (k Kind) Title() lang.Text {
	switch k {
	case Estate:
		return lang.T("小区", "estate")
	case Building:
		return lang.T("楼栋", "building")
	case Unit:
		return lang.T("单元", "unit")
	case Dwelling:
		return lang.T("房屋", "dwelling")
	case Venue:
		return lang.T("场所", "venue")
	case Public:
		return lang.T("公共区域", "public place")
	}
	return lang.Same(string(k))
}

// mayLieIn tells whether a place of kind k may lie in one of kind parent; "" is the top.
func (k Kind) mayLieIn(parent Kind) bool {
	switch k {
	case Estate:
		return parent == ""
	case Building:
		return parent == "" || parent == Estate
	case Unit:
		return parent == Building
	case Dwelling:
		return slices.Contains([]Kind{Estate, Building, Unit}, parent)
	case Venue, Public:
		return slices.Contains([]Kind{"", Estate, Building, Public}, parent)
	}
	return false
}

// Holds are the kinds of place that may lie in one of this kind.
func (k Kind) Holds() (all []Kind) {
	for _, c := range Kinds {
		if c.mayLieIn(k) {
			all = append(all, c)
		}
	}
	return all
}
