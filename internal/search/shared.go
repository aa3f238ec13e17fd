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
	having := map[string][]int{} // a text may be long and titles many: each is gone through once
	for i, title := range titles {
		for _, t := range Terms(title) {
			if rows := having[t]; len(rows) == 0 || rows[len(rows)-1] != i {
				having[t] = append(rows, i)
			}
		}
	}
	var typed []string
	met := map[string]bool{}
	first := -1
	for _, t := range Terms(text) {
		if met[t] || !tells(t) || slices.Contains(left, t) {
			continue
		}
		met[t] = true
		typed = append(typed, t)
		if rows := having[t]; len(rows) > len(in) {
			first, in = len(typed)-1, rows
		}
	}
	if first < 0 {
		return "", nil
	}
	word = typed[first]
	for i := first + 1; i < len(typed); i++ {
		runes := []rune(typed[i])
		longer := word + string(runes[len(runes)-1:])
		if len(runes) != 2 || !strings.HasSuffix(word, string(runes[:1])) || !strings.Contains(text, longer) || !all(having[typed[i]], in) {
			break
		}
		word = longer
	}
	return word, in
}

// all tells whether all of some rows are among others; both are in order.
func all(others, some []int) bool {
	return !slices.ContainsFunc(some, func(i int) bool { _, ok := slices.BinarySearch(others, i); return !ok })
}

// tells tells whether a term says something by itself: more than one character, and not a number alone.
func tells(term string) bool {
	return len([]rune(term)) > 1 && strings.ContainsFunc(term, unicode.IsLetter)
}
