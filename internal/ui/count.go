package ui

import "strconv"

// shown is a count as a person reads it in passing.
func shown(n int) string {
	if n > 999 {
		return "999+"
	}
	return strconv.Itoa(n)
}

func itoa(n int) string { return strconv.Itoa(n) }
