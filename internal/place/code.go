package place

import (
	"crypto/rand"
	"math/big"
	"strings"
)

// codeLetters leave out what looks alike on a sign or sounds alike on the telephone: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
const (
	codeLetters = "34679ACDEFGHJKMNPQRTUWXY"
	codeLen     = 6
)

// newCode draws one of 24⁶, about 190 million, codes.
func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(24*24*24*24*24*24))
	if err != nil {
		panic(err) // the system has no randomness: nothing that needs it may go on
	}
	v := n.Int64()
	var b [codeLen]byte
	for i := range b {
		b[i] = codeLetters[v%24]
		v /= 24
	}
	return string(b[:])
}

// cleanCode takes a code as people type it: small letters, spaces, hyphens.
func cleanCode(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "　", "").Replace(strings.ToUpper(strings.TrimSpace(s)))
}

func validCode(s string) bool { return len(s) == codeLen && strings.Trim(s, codeLetters) == "" }
