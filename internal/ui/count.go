package ui

import "strconv"

// shown is a count as a person reads it in passing.
func shown(n int) string {
	if n > 999 {
		return "999+"
	}
	return strconv.Itoa(n)
}

// count is how many there are, as a person reads it in passing.
func (n NavItem) count() string {
	if n.More && n.Count <= 999 {
		return strconv.Itoa(n.Count) + "+"
	}
	return shown(n.Count)
}

func itoa(n int) string { return strconv.Itoa(n) }
