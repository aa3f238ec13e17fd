package org

import "strings"

// usccSymbols are the 31 symbols of GB 32100: no I, O, S, V, Z. A symbol's place is its value.
const usccSymbols = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ValidUSCC tells whether the check character of a unified social credit identifier agrees: GB 32100-2015, weights
// 3^i mod 31. Whom it belongs to is not asked.
func ValidUSCC(s string) bool {
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(usccSymbols, s[i])
		if v < 0 {
			return false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return s[17] == usccSymbols[(31-sum%31)%31]
}
