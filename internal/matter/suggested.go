package matter

import (
	"context"
	"fmt"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/playbook"
	"linli/internal/store"
)

// About is what something is suggested about.
type About string

// What is suggested: who handles a matter, of which kind one is, where it is.
const (
	AboutHandler About = "handler"
	AboutKind    About = "kind"
	AboutPlace   About = "place"
)

// Suggested is what was suggested to whoever decided, in the order in which it was shown, and what they decided for.
type Suggested struct {
	About About    `json:"about"`
	Made  []string `json:"made"` // ids
	Taken string   `json:"taken,omitempty"`
}

// rank is which of the suggestions was decided for, from 1; 0 is none of them.
func (v Suggested) rank() int {
	for i, one := range v.Made {
		if one == v.Taken {
			return i + 1
		}
	}
	return 0
}

// suggested notes what was suggested and taken; nil when nothing was suggested.
func suggested(about About, made []Suggestion, taken string) []Suggested {
	if len(made) == 0 {
		return nil
	}
	v := Suggested{About: about, Taken: taken}
	for _, one := range made {
		v.Made = append(v.Made, one.Value)
	}
	return []Suggested{v}
}

// countSuggested keeps how often suggestions for a kind were right. It is called once their entry is written, and dated like it.
func countSuggested(ctx context.Context, tx *store.Tx, realm, kind string, all []Suggested, at time.Time) error {
	for _, v := range all {
		first, other := v.counts()
		if _, err := tx.Exec(ctx, `insert into suggested (realm, kind, about, made, took_first, took_other, since) values ($1, $2, $3, 1, $4, $5, $6)
			on conflict (realm, kind, about) do update set made = suggested.made + 1, took_first = suggested.took_first + excluded.took_first, took_other = suggested.took_other + excluded.took_other`,
			realm, kind, v.About, first, other, clock.Millis(at)); err != nil {
			return fmt.Errorf("count suggestions in %s: %w", realm, err)
		}
	}
	return nil
}

func (v Suggested) counts() (first, other int64) {
	switch v.rank() {
	case 0:
		return 0, 0
	case 1:
		return 1, 0
	}
	return 0, 1
}

// Hits is how often suggestions for a kind were right: of Made, First were decided for by the first suggestion and Other by
// another one; for the rest something else was decided.
type Hits struct {
	Kind               *playbook.Kind
	About              About
	Made, First, Other int64
	Since              time.Time // the first of them
}

// None is how often something was decided for that was not suggested.
func (h Hits) None() int64 { return h.Made - h.First - h.Other }

// Suggestions reads how often suggestions were right in a realm, by kind, as it is kept with each decision. Kinds that the
// realm does not play any more are left out, and for those who do not serve people the kinds that only parties see.
func (s *Service) Suggestions(ctx context.Context, r store.Reader, id *access.Identity, realm string) ([]Hits, error) {
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return nil, err
	}
	all := map[string][]Hits{}
	err = store.Each(ctx, r, func(row store.Row) error {
		var h Hits
		var kind string
		var since int64
		if err := row.Scan(&kind, &h.About, &h.Made, &h.First, &h.Other, &since); err != nil {
			return err
		}
		h.Since, h.Kind = clock.FromMillis(since), set.Kind(kind)
		if h.Kind != nil && (h.Kind.Seen.By != "parties" || here(id, realm).Serves()) {
			all[kind] = append(all[kind], h)
		}
		return nil
	}, `select kind, about, made, took_first, took_other, since from suggested where realm = $1 order by kind, about`, realm)
	if err != nil {
		return nil, fmt.Errorf("suggestions of %s: %w", realm, err)
	}
	var ordered []Hits
	for _, b := range set {
		for _, k := range b.Kinds {
			ordered = append(ordered, all[k.ID()]...)
		}
	}
	return ordered, nil
}

type hitKey struct {
	kind  string
	about About
}

// suggested compares what is kept of suggestions with the record. What was erased by law is still counted, and not compared.
func (c *Recount) suggested(ctx context.Context, r store.Reader) (string, error) {
	if len(c.erased) > 0 {
		return "", nil
	}
	why := ""
	seen := map[hitKey]bool{}
	err := store.Each(ctx, r, func(row store.Row) error {
		var k hitKey
		var h Hits
		var since int64
		if err := row.Scan(&k.kind, &k.about, &h.Made, &h.First, &h.Other, &since); err != nil {
			return err
		}
		seen[k] = true
		h.Since = clock.FromMillis(since)
		if says := c.hits[k]; (says == nil || says.Made != h.Made || says.First != h.First || says.Other != h.Other || !says.Since.Equal(h.Since)) && why == "" {
			why = fmt.Sprintf("suggestions of %s for %s are kept as %d, %d taken first, and the record says otherwise", k.about, k.kind, h.Made, h.First)
		}
		return nil
	}, `select kind, about, made, took_first, took_other, since from suggested where realm = $1 order by kind, about`, c.realm)
	if err != nil {
		return "", fmt.Errorf("recount suggestions: %w", err)
	}
	for k := range c.hits {
		if !seen[k] && why == "" {
			why = fmt.Sprintf("suggestions of %s for %s are in the record and not kept", k.about, k.kind)
		}
	}
	return why, nil
}

// suggest takes what an entry says of suggestions into account.
func (c *Recount) suggest(kind string, all []Suggested, at time.Time) {
	for _, v := range all {
		k := hitKey{kind, v.About}
		if c.hits[k] == nil {
			c.hits[k] = &Hits{Since: at}
		}
		first, other := v.counts()
		c.hits[k].Made++
		c.hits[k].First += first
		c.hits[k].Other += other
	}
}
