package matter

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
)

// mostPlaces is how many places' names are looked for in a text. A community has fewer estates and buildings than that.
const mostPlaces = 2000

// placesNamed finds the places that a text names, the narrowest first, and where the caller lives.
func (s *Service) placesNamed(ctx context.Context, r store.Reader, id *access.Identity, realm, text string) ([]Suggestion, error) {
	home := place.Place{}
	if id != nil && !id.Serves() {
		lives, err := s.home(ctx, r, realm, id.Person)
		if err != nil {
			return nil, err
		}
		if lives.ID != "" {
			above, err := s.places.Ancestors(ctx, r, lives)
			if err != nil {
				return nil, err
			}
			for _, p := range above {
				if p.Kind == place.Building {
					home = p
				}
			}
		}
	}
	var named []place.Place
	left := mostPlaces
	for _, kind := range []place.Kind{place.Estate, place.Public, place.Venue, place.Building} {
		all, err := s.places.OfKind(ctx, r, realm, kind)
		if err != nil {
			return nil, err
		}
		for _, p := range all[:min(left, len(all))] {
			if names(text, p.Title) {
				named = append(named, p)
			}
		}
		left -= min(left, len(all))
	}
	ranks := rankNamed(named, home)
	slices.SortStableFunc(named, func(a, b place.Place) int { return ranks[b.ID] - ranks[a.ID] })
	var all []Suggestion
	for i, p := range named {
		if len(all) == most || i > 0 && ranks[p.ID] < ranks[named[0].ID] {
			break // what is less likely than the first only distracts
		}
		all = alsoFor(all, p, lang.F("写到了“%s”", "“%s” is written there", lang.Same(p.Title)))
	}
	if home.ID != "" && len(all) < most {
		all = alsoFor(all, home, lang.T("您住在这里", "you live here"))
	}
	return all, nil
}

// rankNamed tells, by their ids, how likely each of the places is meant that a text names: a building in an estate that it names
// too or in which the caller lives before one of another, and those before what is wide.
func rankNamed(named []place.Place, home place.Place) map[string]int {
	ranks := make(map[string]int, len(named))
	for _, p := range named {
		ranks[p.ID] = len(p.IDs())
		if home.ID != "" && place.PathIDs(home.Path)[0] == p.IDs()[0] {
			ranks[p.ID] += 5
		}
	}
	for _, p := range named {
		for _, id := range p.IDs() {
			if _, too := ranks[id]; too && id != p.ID {
				ranks[p.ID] += 10
			}
		}
	}
	return ranks
}

// names tells whether a text names a place by its title: a number in it is whole.
func names(text, title string) bool {
	runes := []rune(title)
	if len(runes) < 2 {
		return false
	}
	for rest := text; ; {
		at := strings.Index(rest, title)
		if at < 0 {
			return false
		}
		before := []rune(rest[:at])
		if len(before) == 0 || !unicode.IsDigit(before[len(before)-1]) || !unicode.IsDigit(runes[0]) {
			return true
		}
		rest = rest[at+len(title):]
	}
}

// alsoFor adds a place with a reason, or the reason where it stands there already.
func alsoFor(all []Suggestion, p place.Place, why lang.Text) []Suggestion {
	for i := range all {
		if all[i].Value == p.ID {
			all[i].Why = append(all[i].Why, why)
			return all
		}
	}
	return append(all, Suggestion{p.ID, lang.Same(p.Full), []lang.Text{why}})
}
