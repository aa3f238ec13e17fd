// Package search cuts text into the terms by which it is found, for Chinese and for scripts that set words apart.
//
// Of a run of Han characters every pair is a term, and so is the last character alone: a word of two characters is then a
// term, a longer one a phrase of terms, and one of a single character the beginning of terms. No dictionary decides what a
// word is, so that nothing which stands in a text is missed. Other words are terms as they stand, in small letters. Where
// terms are kept and who may find by them is decided by whoever keeps the text.
package search

import (
	"strconv"
	"strings"
	"unicode"
)

// longest is how many characters a term may have; what is longer is cut, and found by its beginning.
const longest = 40

// Terms are a text's terms in the order in which they stand.
func Terms(text string) []string {
	var terms []string
	for _, w := range split(fold(text)) {
		terms = append(terms, w.pairs()...)
		if w.han {
			terms = append(terms, string(w.runes[len(w.runes)-1:]))
		}
	}
	return terms
}

// Closed are the terms of a text that must not be read off an index: each as close makes it, with every single character
// too, since nothing is found any more by how it begins.
func Closed(text string, close func(term string) string) []string {
	var terms, singles []string
	for _, w := range split(fold(text)) {
		for _, t := range w.pairs() {
			terms = append(terms, close(t))
		}
		if w.han {
			for _, r := range w.runes {
				singles = append(singles, close(string(r)))
			}
		}
	}
	return append(terms, singles...)
}

// word is a run of Han characters, or a word of another script.
type word struct {
	runes []rune
	han   bool
	at    int // where it begins in the text, in characters
}

// pairs are the terms of a word that is asked for whole.
func (w word) pairs() []string {
	if !w.han {
		return []string{string(w.runes[:min(len(w.runes), longest)])}
	}
	var terms []string
	for i := range len(w.runes) - 1 {
		terms = append(terms, string(w.runes[i:i+2]))
	}
	return terms
}

// fold brings characters that people type for each other to one form: full-width ones to half-width, capitals to small
// letters. There are as many as before.
func fold(text string) []rune {
	runes := []rune(text)
	for i, r := range runes {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		runes[i] = unicode.ToLower(r)
	}
	return runes
}

func split(runes []rune) []word {
	var words []word
	for i, r := range runes {
		han := together(r)
		if !han && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			continue
		}
		if n := len(words) - 1; n >= 0 && words[n].han == han && words[n].at+len(words[n].runes) == i {
			words[n].runes = append(words[n].runes, r)
		} else {
			words = append(words, word{[]rune{r}, han, i})
		}
	}
	return words
}

// together tells whether a script sets no room between words.
func together(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// Query is what somebody wants found: texts in which all its words stand.
type Query struct{ words []word }

// Ask reads a query as it was typed. A # before a number says what it is and is left out.
func Ask(typed string) Query { return Query{split(fold(typed))} }

// Empty tells whether nothing can be found by the query: it has no letter and no digit.
func (q Query) Empty() bool { return len(q.words) == 0 }

// First asks for the first pair of each word alone: whatever the query finds, this finds too. PostgreSQL can tell how many texts
// hold a term, and takes a row of terms behind each other for far rarer than it is.
func (q Query) First() Query {
	first := Query{make([]word, len(q.words))}
	for i, w := range q.words {
		if w.han && len(w.runes) > 2 {
			w.runes = w.runes[:2]
		}
		if first.words[i] = w; i > 0 { // nothing stands right behind a word that was cut
			first.words[i].at = w.at + i
		}
	}
	return first
}

// begins tells whether a word also asks for what begins with it: a single Han character, or letters; a number does not.
func (w word) begins() bool {
	if w.han {
		return len(w.runes) == 1
	}
	return !strings.ContainsFunc(string(w.runes), func(r rune) bool { return !unicode.IsLetter(r) })
}

// asked are the terms that stand behind each other where the word does.
func (w word) asked() []string {
	if w.han && len(w.runes) == 1 {
		return []string{string(w.runes)}
	}
	return w.pairs()
}

// runs are the words that are asked for together: a number stands right before the Han characters that were typed behind
// it, as in 3幢; every other word may stand anywhere.
func (q Query) runs() [][]word {
	var runs [][]word
	for i, w := range q.words {
		if i > 0 {
			if before := q.words[i-1]; w.han && !before.han && !before.begins() && before.at+len(before.runes) == w.at {
				runs[len(runs)-1] = append(runs[len(runs)-1], w)
				continue
			}
		}
		runs = append(runs, []word{w})
	}
	return runs
}

// FTS5 is the query in the words of SQLite's full-text index; closed ones are looked for as close makes them, unless it is nil.
func (q Query) FTS5(close func(term string) string) string {
	var open, shut []string
	for _, run := range q.runs() {
		var asked []string
		for _, w := range run {
			asked = append(asked, w.asked()...)
		}
		phrase := `"` + strings.Join(asked, " ") + `"`
		if run[len(run)-1].begins() {
			phrase += " *"
		}
		open = append(open, phrase)
	}
	if close == nil {
		return strings.Join(open, " AND ")
	}
	for _, w := range q.words {
		shut = append(shut, `"`+strings.Join(closedAll(w.asked(), close), " ")+`"`)
	}
	return "(" + strings.Join(open, " AND ") + ") OR (" + strings.Join(shut, " AND ") + ")"
}

// TSQuery is the query in the words of PostgreSQL's, closed as in FTS5; weight narrows it to terms of that weight, "" to none.
func (q Query) TSQuery(weight string, close func(term string) string) string {
	var open, shut []string
	one := func(term, mark string) string {
		if mark += weight; mark != "" {
			mark = ":" + mark
		}
		return "'" + term + "'" + mark
	}
	for _, run := range q.runs() {
		var a []string
		for i, w := range run {
			mark := ""
			if w.begins() && i == len(run)-1 {
				mark = "*"
			}
			for _, t := range w.asked() {
				a = append(a, one(t, mark))
			}
		}
		open = append(open, strings.Join(a, " <-> "))
	}
	if close == nil {
		return "(" + strings.Join(open, " & ") + ")"
	}
	for _, w := range q.words {
		var b []string
		for _, t := range w.asked() {
			b = append(b, one(close(t), ""))
		}
		shut = append(shut, strings.Join(b, " <-> "))
	}
	return "((" + strings.Join(open, " & ") + ") | (" + strings.Join(shut, " & ") + "))"
}

func closedAll(terms []string, close func(string) string) []string {
	all := make([]string, len(terms))
	for i, t := range terms {
		all[i] = close(t)
	}
	return all
}

// TSVector is the terms of two parts of a text in the words of PostgreSQL's full-text index: those of the first with
// weight A, and tag, which stands for what the text belongs to.
func TSVector(tag string, first, second []string) string {
	var b strings.Builder
	b.WriteString("'=" + tag + "'")
	at := 1
	for i, terms := range [][]string{first, second} {
		for _, t := range terms {
			b.WriteString(" '" + t + "':" + strconv.Itoa(min(at, lastPlace)))
			if i == 0 {
				b.WriteByte('A')
			}
			at++
		}
		at++ // no phrase goes from one part to the other
	}
	return b.String()
}

// lastPlace is the last place in a text that PostgreSQL tells apart.
const lastPlace = 16383
