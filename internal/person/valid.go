package person

import (
	"regexp"
	"strings"

	"linli/internal/form"
)

var (
	mobile   = regexp.MustCompile(`^1[3-9][0-9]{9}$`)
	landline = regexp.MustCompile(`^0[1-9][0-9]{1,2}-?[2-9][0-9]{6,7}(-[0-9]{1,6})?$`)
	digits17 = regexp.MustCompile(`^[0-9]{17}[0-9X]$`)
)

// half makes digits and letters that were typed at full width (１３８) plain ones.
func half(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// CleanPhone takes a number as people type it: spaces, hyphens in a mobile number, +86.
func CleanPhone(s string) string {
	s = strings.Join(strings.Fields(half(s)), "")
	s = strings.TrimPrefix(strings.TrimPrefix(s, "+86"), "-")
	if plain := strings.ReplaceAll(s, "-", ""); mobile.MatchString(plain) {
		return plain
	}
	return s
}

// ValidPhone tells whether a cleaned number is a mobile number, or a landline with its area code.
func ValidPhone(s string) bool { return mobile.MatchString(s) || landline.MatchString(s) }

// CleanIDNumber takes an identity number as people type it: spaces, a small x.
func CleanIDNumber(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(half(s)), ""))
}

// ValidIDNumber tells whether the check character of a cleaned resident identity number agrees: GB 11643-1999, ISO
// 7064 MOD 11-2. Nothing else is asked of it: its first six digits name where it was issued, which may be abolished,
// and say nothing about where anybody lives.
func ValidIDNumber(s string) bool {
	if !digits17.MatchString(s) {
		return false
	}
	return form.IDCheck(s)
}
