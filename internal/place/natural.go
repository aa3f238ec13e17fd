package place

import "strings"

// natural is a key by which titles sort as people count: 2幢 before 10幢. Each run of digits is padded to eight.
func natural(title string) string {
	var b strings.Builder
	digits := ""
	flush := func() {
		if digits == "" {
			return
		}
		digits = strings.TrimLeft(digits, "0")
		b.WriteString(strings.Repeat("0", max(0, 8-len(digits))) + digits)
		digits = ""
	}
	for _, r := range title {
		switch {
		case r >= '0' && r <= '9':
			digits += string(r)
		case r >= '０' && r <= '９':
			digits += string('0' + r - '０')
		default:
			flush()
			b.WriteRune(r)
		}
	}
	flush()
	return b.String()
}
