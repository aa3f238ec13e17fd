package form

import (
	"strings"
	"unicode"
)

// Plain is text as people see it: without characters that show nothing or turn others around (zero-width spaces, marks of
// direction, controls), which make two texts look alike or hide one. Line breaks and tabs stay, and so do the joiners that
// emoji and some scripts need. It has no space at either end.
func Plain(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return -1
		case r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d':
			return r
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), strings.ContainsRune("\u115f\u1160\u2800\u3164\uffa0", r): // fillers that are letters by name only
			return -1
		}
		return r
	}, s))
	if strings.Trim(s, "\u200c\u200d \n\t") == "" {
		return ""
	}
	return s
}

// Line is text of one line: [Plain], with every run of white space as one space.
func Line(s string) string { return strings.Join(strings.Fields(Plain(s)), " ") }
