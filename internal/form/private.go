package form

import (
	"regexp"
	"strings"

	"linli/internal/lang"
)

// Personal numbers as people type them: in one go, or in the groups in which they are read out.
var (
	mobileTyped = regexp.MustCompile(`(?:^|[^0-9])(?:\+?86[ -]?)?(1[3-9][0-9](?:[0-9]{8}|[ -][0-9]{4}[ -][0-9]{4}|[ -][0-9]{8}))(?:$|[^0-9])`)
	numberTyped = regexp.MustCompile(`(?:^|[^0-9])([0-9]{6}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{3}[0-9Xx])(?:$|[^0-9])`)
	separators  = strings.NewReplacer(" ", "", "-", "")
)

// Private says which personal number stands in free text, and where it belongs instead; it is empty for text that may be
// kept as it is. Mobile numbers and resident identity numbers are looked for, in digits of either width. Landlines are not:
// they are mostly those of offices and companies, which people need to read.
func Private(text string) lang.Text {
	text = half(text)
	for _, m := range numberTyped.FindAllStringSubmatch(text, -1) {
		if IDCheck(strings.ToUpper(separators.Replace(m[1]))) {
			return lang.T("里有身份证号。请去掉它，不要写在这里：这里的文字别人可能看得到", "holds an identity number. Please take it out: others may read what is written here")
		}
	}
	if mobileTyped.MatchString(text) {
		return lang.T("里有手机号。请去掉它，写在“电话”一栏（只有办事的人能看），或者只写后四位", "holds a mobile number. Please take it out and give it as the phone number, which only those who deal with this can see, or write its last four digits only")
	}
	return lang.Text{}
}

// half makes digits and signs that were typed at full width (１３８) plain ones, and every sort of space and dash one sort.
func half(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '\u3000' || r == '\u00a0' || r == '\t':
			return ' '
		case r >= '\u2010' && r <= '\u2015' || r == '\u2212':
			return '-'
		}
		return r
	}, s)
}

// IDCheck tells whether the last of 18 characters agrees with the others: GB 11643-1999, ISO 7064 MOD 11-2.
func IDCheck(s string) bool {
	if len(s) != 18 {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return s[17] == "10X98765432"[sum%11]
}
