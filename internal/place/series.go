package place

import (
	"fmt"

	"linli/internal/fault"
	"linli/internal/lang"
)

// Series is many places of one pattern: numbered buildings, each with the same units, floors and dwellings. Without
// units the dwellings lie in the building; without floors there are no dwellings.
type Series struct {
	First, Last int    // the buildings' numbers
	Style       string // what stands behind them: 幢, 号楼
	Units       int    // in each building
	Floors      int    // in each unit
	Doors       int    // on each floor
	Suffix      string // what stands behind a dwelling's number: 室, or nothing
}

// The most that a series may have of each.
const (
	maxUnits  = 20
	maxFloors = 99
	maxDoors  = 40
)

// Wanted lists the places: buildings, with 1单元 and so on, with 101, 102, 201 and so on. Faults name the fields first,
// last, style, units, floors and doors.
func (s Series) Wanted() ([]Wanted, error) {
	var c fault.Check
	if s.First < 1 || s.First > 9999 {
		c.Add("first", lang.T("请填写 1 到 9999 的号数", "Please give a number from 1 to 9999."))
	}
	if s.Last < s.First || s.Last > 9999 {
		c.Add("last", lang.T("不能小于第一个，也不能大于 9999", "It is not less than the first, and at most 9999."))
	}
	if cleanTitle(s.Style) == "" {
		c.Add("style", lang.T("请填写怎么叫，比如“幢”", "Please say what they are called, such as 幢."))
	}
	for _, x := range []struct {
		field  string
		n, max int
	}{{"units", s.Units, maxUnits}, {"floors", s.Floors, maxFloors}, {"doors", s.Doors, maxDoors}} {
		if x.n < 0 || x.n > x.max {
			c.Add(x.field, lang.F("请填写 0 到 %d", "Please give a number from 0 to %d.", x.max))
		}
	}
	if s.Floors > 0 && s.Doors == 0 {
		c.Add("doors", lang.T("请填写每层几户", "Please say how many dwellings a floor has."))
	}
	if n := (s.Last - s.First + 1) * (1 + max(1, s.Units)*(1+s.Floors*s.Doors)); c.Err() == nil && n > 4*MaxMany {
		c.Add("last", lang.F("这样约有 %d 处，一次最多 %d 处，请分几次", "That would be about %d places; at most %d are booked at once. Please book them in parts.", n, MaxMany))
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	var all []Wanted
	add := func(way ...Step) { all = append(all, Wanted{len(all) + 1, append([]Step(nil), way...)}) }
	for b := s.First; b <= s.Last; b++ {
		building := Step{Building, fmt.Sprint(b, cleanTitle(s.Style))}
		if s.Units == 0 && s.Floors == 0 {
			add(building)
		}
		for u := 1; u <= max(1, s.Units); u++ {
			way := []Step{building}
			if s.Units > 0 {
				way = append(way, Step{Unit, fmt.Sprint(u, "单元")})
				if s.Floors == 0 {
					add(way...)
				}
			}
			for f := 1; f <= s.Floors; f++ {
				for d := 1; d <= s.Doors; d++ {
					add(append(way, Step{Dwelling, fmt.Sprintf("%d%02d%s", f, d, s.Suffix)})...)
				}
			}
		}
	}
	return all, nil
}
