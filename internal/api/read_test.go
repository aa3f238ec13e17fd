package api

import "testing"

func TestUnmarshal(t *testing.T) {
	for text, taken := range map[string]bool{
		`{"a": "b\n灯"}`:      true,
		`{"a": "\\u0000"}`:   true, // a backslash, then the letters
		`{"a": "\"\\u0000"}`: true,
		`{"a": "\u0001"}`:    true,
		`{"a": "b\u0000c"}`:  false,
		`{"a": "\\\u0000"}`:  false,
		`{"\u0000": 1}`:      false,
		"{\"a\": \"\xff\"}":  false,
		`{"a": `:             false,
	} {
		var v map[string]string
		if err := unmarshal([]byte(text), &v); (err == nil) != taken {
			t.Errorf("%s: %v", text, err)
		}
	}
}
