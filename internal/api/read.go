package api

import (
	"encoding/json"
	"errors"
	"unicode/utf8"

	"linli/internal/lang"
	"linli/internal/store"
)

// unmarshal reads a body, and refuses text that cannot be kept: a zero, or what is not UTF-8.
func unmarshal(data []byte, v any) error {
	if !utf8.Valid(data) || zero(data) {
		return errText
	}
	return json.Unmarshal(data, v)
}

// errText is worded for programs, as what huma itself refuses is.
var errText = errors.New(store.ErrText.Says.In(lang.En))

// zero tells whether JSON writes the character U+0000 in one of its strings.
func zero(data []byte) bool {
	for i := 0; i+5 < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		if string(data[i+1:i+6]) == "u0000" {
			return true
		}
		i++ // whatever it escapes is no escape itself
	}
	return false
}
