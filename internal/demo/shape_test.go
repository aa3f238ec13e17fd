package demo

import (
	"testing"

	"linli/internal/place"
)

// TestSurvey sees that every estate, building and grid of every community has a sound shape, the same each time.
func TestSurvey(t *testing.T) {
	for _, s := range everything() {
		l := s.land
		shapes := map[string]int{}
		for _, v := range l.survey() {
			shapes[v.id]++
			if says := v.shape.Check(); !says.Empty() {
				t.Errorf("%s: %s: %s", l.ID, l.full[v.id], says.In("en"))
			}
			for _, p := range v.shape {
				if at := p[0][0]; at[0] < 115 || at[0] > 123 || at[1] < 22 || at[1] > 33 {
					t.Errorf("%s lies at %v", l.ID, at)
				}
			}
		}
		for _, p := range l.places {
			if (p.Kind == place.Estate || p.Kind == place.Building) && shapes[p.ID] != 1 {
				t.Errorf("%s: %s has %d shapes", l.ID, l.full[p.ID], shapes[p.ID])
			}
		}
		for _, a := range l.areas {
			if a.Kind == place.Grid && shapes[a.ID] != 1 {
				t.Errorf("%s: %s has %d shapes", l.ID, a.Title, shapes[a.ID])
			}
		}
	}
}
