package search

import (
	"slices"
	"strings"
	"unicode"
)

// Shared finds the word that a text has in common with most of some titles, and which of these have it. It is as long as
// they all have it. Single characters, numbers, and words that stand in without are not looked at; word is "" and in is nil
// when nothing is in common.
func Shared(text, without string, titles []string) (word string, in []int) {
	left := Terms(without)
	text = string(fold(text))
	for _, part := range strings.Fields(string(fold(without))) {
		text = strings.ReplaceAll(text, part, " ")
	}
	var typed []string
	for _, t := range Terms(text) {
		if tells(t) && !slices.Contains(left, t) && !slices.Contains(typed, t) {
			typed = append(typed, t)
		}
	}
	terms := make([][]string, len(titles))
	for i, t := range titles {
		terms[i] = Terms(t)
	}
	having := func(all []string) (rows []int) {
		for i, there := range terms {
			if !slices.ContainsFunc(all, func(t string) bool { return !slices.Contains(there, t) }) {
				rows = append(rows, i)
			}
		}
		return rows
	}
	first := -1
	for i := range typed {
		if rows := having(typed[i : i+1]); len(rows) > len(in) {
			first, in = i, rows
		}
	}
	if first < 0 {
		return "", nil
	}
	word = typed[first]
	for i := first + 1; i < len(typed); i++ {
		runes := []rune(typed[i])
		longer := word + string(runes[len(runes)-1:])
		if len(runes) != 2 || !strings.HasSuffix(word, string(runes[:1])) || !strings.Contains(text, longer) || !slices.Equal(having(typed[first:i+1]), in) {
			break
		}
		word = longer
	}
	return word, in
}

// tells tells whether a term says something by itself: more than one character, and not a number alone.
func tells(term string) bool {
	return len([]rune(term)) > 1 && strings.ContainsFunc(term, unicode.IsLetter)
}
