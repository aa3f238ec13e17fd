package person_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"linli/internal/person"
)

func TestMask(t *testing.T) {
	for name, want := range map[string]string{
		"":                   "",
		"王":                  "王*",
		"王伟":                 "王*",
		"王小明":                "王**",
		"欧阳":                 "欧*",
		"欧阳小明":               "欧阳**",
		"司徒明":                "司徒*",
		"马上官":                "马**", // 上官 is not at its beginning
		"阿依·古丽":              "阿*·古*",
		"阿依努尔·买买提":           "阿***·买**",
		"Anna Li":            "A*** L*",
		"𠮷田明":                "𠮷**",
		"王𠮷":                 "王*",
		"葛\U000E0100城":       "葛\U000E0100*",
		"王\U000E0100小\u0301": "王\U000E0100*",
		"\xff\xfe王伟":         "王*",
	} {
		if got := person.Mask(name); got != want {
			t.Errorf("mask %q: %q, want %q", name, got, want)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"王伟", "欧阳小明", "阿依·古丽", "𠮷田", "a\u0301", "··", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := person.Mask(name)
		if !utf8.ValidString(got) {
			t.Errorf("mask %q: %q", name, got)
		}
		if letters := strings.Trim(name, "·•‧・. \t\n\v\f\r\u0085\u00a0"); utf8.ValidString(name) && strings.IndexFunc(letters, unicode.IsLetter) >= 0 && !strings.Contains(got, "*") {
			t.Errorf("mask %q hides nothing: %q", name, got)
		}
	})
}

func TestPhone(t *testing.T) {
	for s, want := range map[string]string{
		"13900001234": "13900001234", " 139 0000 1234": "13900001234", "+86-139-0000-1234": "13900001234", "１３９００００１２３４": "13900001234",
		"021-55556666": "021-55556666", "0511-5555666": "0511-5555666", "02155556666-12": "02155556666-12",
		"12900001234": "", "1390000123": "", "139000012345": "", "55556666": "", "": "", "abc": "", "021-05556666": "",
	} {
		got := person.CleanPhone(s)
		if valid := person.ValidPhone(got); valid != (want != "") || valid && got != want {
			t.Errorf("%q: %q, valid %v", s, got, valid)
		}
	}
}

func TestIDNumber(t *testing.T) {
	if !person.ValidIDNumber(person.CleanIDNumber(" 110105 19491231 002x")) {
		t.Error("the sample of GB 11643 is refused")
	}
	// Any single wrong digit, and any two neighbours exchanged, is found.
	const good = "11010519491231002X"
	for i := range 17 {
		for d := byte('0'); d <= '9'; d++ {
			b := []byte(good)
			if b[i] == d {
				continue
			}
			b[i] = d
			if person.ValidIDNumber(string(b)) {
				t.Errorf("%s is taken", b)
			}
		}
		if b := []byte(good); i > 0 && b[i] != b[i-1] {
			b[i], b[i-1] = b[i-1], b[i]
			if person.ValidIDNumber(string(b)) {
				t.Errorf("%s is taken", b)
			}
		}
	}
	for _, s := range []string{"", "1101051949123100", "11010519491231002XX", "1101051949123100２X", "X1010519491231002X"} {
		if person.ValidIDNumber(s) {
			t.Errorf("%q is taken", s)
		}
	}
	if !person.ValidIDNumber("000000000000000001") { // no such issue place, and a right check: places are not asked
		t.Error("an unknown issue place is refused")
	}
}
