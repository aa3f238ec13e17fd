package matter

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/practice"
	"linli/internal/search"
	"linli/internal/store"
)

// Placing is what is suggested for a matter that is about to be raised.
type Placing struct {
	Kinds  []Suggestion // another kind that it may rather be
	Places []Suggestion // where it may be, while it says nothing of that
}

// Empty tells whether nothing is suggested.
func (p Placing) Empty() bool { return len(p.Kinds)+len(p.Places) == 0 }

// How much of the past speaks for a kind or a place: of the last draftRead matters that were done, at least draftFew about
// the same, and more than half of these.
const (
	draftRead = 400
	draftFew  = 3
)

// Placing computes of which kind a draft may rather be, and where, from what it says: from the last matters that were done,
// as far as the caller may read their titles, from places that it names, and from where the caller lives. It suggests no
// kind that the caller may not raise, and none where the draft's own kind is the likeliest or is for its parties only: whoever
// chose that is not led to one that neighbours read.
func (s *Service) Placing(ctx context.Context, r store.Reader, id *access.Identity, realm, at string, d Draft) (Placing, error) {
	p, err := s.placing(ctx, r, id, realm, at, d)
	if len(p.Kinds) > 0 && p.Kinds[0].Value == d.Kind {
		p.Kinds = nil
	}
	if d.Place != "" {
		p.Places = nil
	}
	return p, err
}

// placing is Placing with the draft's own kind among the kinds, and places whatever it says.
func (s *Service) placing(ctx context.Context, r store.Reader, id *access.Identity, realm, at string, d Draft) (p Placing, err error) {
	id = here(id, realm)
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return p, err
	}
	k := set.Kind(d.Kind)
	if k == nil || k.At != at {
		return p, ErrKind
	}
	text := d.Title + "\n" + d.Body
	like, word, err := s.doneLike(ctx, r, id, set, realm, at, text)
	if err != nil {
		return p, err
	}
	kinds := tallyOfRows(like, func(v itemRow) string { return v.KindID })
	if kind, n := kinds.most(); n > 0 && k.Seen.By != "parties" {
		p.Kinds = []Suggestion{{kind, set.Kind(kind).Title, []lang.Text{lang.F("最近 %d 件说到“%s”的，有 %d 件是按这一类办好的", "%[3]d of the last %[1]d about “%[2]s” were settled as this kind", len(like), lang.Same(word), n)}}}
	}
	if k.Raise.Place == "none" {
		return p, nil
	}
	if p.Places, err = s.placesNamed(ctx, r, id, realm, text); err != nil {
		return p, err
	}
	paths := tallyOfRows(like, func(v itemRow) string { return v.path })
	if path, n := paths.most(); n > 0 && path != "" && len(p.Places) < most {
		ids := place.PathIDs(path)
		if one, err := s.places.Get(ctx, r, realm, ids[len(ids)-1]); err == nil {
			p.Places = alsoFor(p.Places, one, lang.F("最近 %d 件说到“%s”的，有 %d 件在这里", "%[3]d of the last %[1]d about “%[2]s” were here", len(like), lang.Same(word), n))
		}
	}
	return p, nil
}

// doneLike reads the last matters done that are about what a text is about, and in which word: of kinds that the caller may raise and of
// whose every matter they may read the title, newest first.
func (s *Service) doneLike(ctx context.Context, r store.Reader, id *access.Identity, set practice.Set, realm, at, text string) (like []itemRow, word string, err error) {
	var kinds []string
	for _, b := range set {
		everywhere, c := anywhere(id, b.Actors), caller(id, b.Actors, "", nil)
		for _, k := range b.Kinds {
			if !raisable(k, everywhere) || k.At != at {
				continue
			}
			if openTo(k, c, []string{"title"}) || answersEverywhere(k, c, id) {
				kinds = append(kinds, k.ID())
			}
		}
	}
	if len(kinds) == 0 || len(search.Terms(text)) < 2 {
		return nil, "", nil
	}
	q := doneQuery(realm, kinds, draftRead)
	rows, err := store.All(ctx, r, scanItem, q.Text(), q.Args()...)
	if err != nil {
		return nil, "", fmt.Errorf("matters of %s like a draft: %w", realm, err)
	}
	items, rows, err := s.items(ctx, r, realm, rows, id, set)
	if err != nil {
		return nil, "", err
	}
	titles := make([]string, len(items))
	for i, it := range items {
		if !it.Veiled || slices.Contains(it.Kind.Seen.Shows, "title") {
			titles[i] = subjectOf(it.Title, rows[i].AtPlace)
		}
		if it.Veiled && !slices.Contains(it.Kind.Seen.Shows, "place") {
			rows[i].path = ""
		}
	}
	word, in := search.Shared(text, "", titles)
	return pick(rows, in), word, nil
}

// subjectOf is what a title says without the names of the place that it is about: where something is does not say what it is.
func subjectOf(title, place string) string {
	for _, part := range strings.Fields(place) {
		title = strings.ReplaceAll(title, part, " ")
	}
	return title
}

// rowTally is how many of some rows are of each sort.
type rowTally struct {
	n  map[string]int
	of int
}

func tallyOfRows(rows []itemRow, sort func(itemRow) string) rowTally {
	t := rowTally{map[string]int{}, len(rows)}
	for _, v := range rows {
		t.n[sort(v)]++
	}
	return t
}

// most is the sort of more than half of them, and how many those are; none where they are too few or of many sorts.
func (t rowTally) most() (string, int) {
	for sort, n := range t.n {
		if n >= draftFew && 2*n > t.of {
			return sort, n
		}
	}
	return "", 0
}
