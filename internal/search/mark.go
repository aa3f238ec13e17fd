package search

import (
	"slices"
	"unicode"
)

// Part is a piece of a text; Hit tells whether it is what was asked for.
type Part struct {
	Text string
	Hit  bool
}

// Mark takes a text apart into what was asked for and what stands between.
func (q Query) Mark(text string) []Part {
	shown, folded := []rune(text), fold(text)
	hit := make([]bool, len(shown))
	for _, w := range q.words {
		for i := 0; i+len(w.runes) <= len(folded); i++ {
			if slices.Equal(folded[i:i+len(w.runes)], w.runes) && w.standsAt(folded, i) {
				for j := range w.runes {
					hit[i+j] = true
				}
			}
		}
	}
	var parts []Part
	from := 0
	for i := 1; i <= len(shown); i++ {
		if i == len(shown) || hit[i] != hit[from] {
			parts = append(parts, Part{string(shown[from:i]), hit[from]})
			from = i
		}
	}
	return parts
}

// standsAt tells whether a word that reads the same is found there: within a run of Han characters anywhere, otherwise
// only where a word begins, and a number only whole.
func (w word) standsAt(text []rune, at int) bool {
	if w.han {
		return true
	}
	part := func(i int) bool {
		return i >= 0 && i < len(text) && !together(text[i]) && (unicode.IsLetter(text[i]) || unicode.IsNumber(text[i]))
	}
	return !part(at-1) && (w.begins() || !part(at+len(w.runes)))
}

// Excerpt is a part of a text around the first thing that was asked for, marked, about so many characters long; "" when
// nothing of it stands there.
func (q Query) Excerpt(text string, length int) []Part {
	parts := q.Mark(text)
	before := 0
	for _, p := range parts {
		if p.Hit {
			return q.cut([]rune(text), max(0, before-length/3), length)
		}
		before += len([]rune(p.Text))
	}
	return nil
}

func (q Query) cut(text []rune, from, length int) []Part {
	to := min(len(text), from+length)
	parts := q.Mark(string(text[from:to]))
	if from > 0 {
		parts = append([]Part{{Text: "…"}}, parts...)
	}
	if to < len(text) {
		parts = append(parts, Part{Text: "…"})
	}
	return parts
}
