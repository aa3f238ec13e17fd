package search_test

import (
	"slices"
	"testing"

	"linli/internal/search"
)

func TestShared(t *testing.T) {
	titles := []string{"三单元路灯不亮", "门口路灯不亮了", "电梯困人", "3幢路灯歪了"}
	for _, c := range []struct {
		text, without, word string
		in                  []int
	}{
		{"楼下路灯坏了", "", "路灯", []int{0, 1, 3}},
		{"灯不亮", "", "灯不亮", []int{0, 1}},
		{"电梯里困人，门口也有", "", "电梯", []int{2}},
		{"汽运小区路灯", "路灯", "", nil},
		{"3幢路灯", "汽运小区 3幢", "路灯", []int{0, 1, 3}},
		{"灯", "", "", nil},
		{"2026 年", "", "", nil},
		{"", "", "", nil},
	} {
		word, in := search.Shared(c.text, c.without, titles)
		if word != c.word || !slices.Equal(in, c.in) {
			t.Errorf("%q has %q in common with %v, want %q and %v", c.text, word, in, c.word, c.in)
		}
	}
	if word, in := search.Shared("12 LED Lamps", "", []string{"12", "the led is dark"}); word != "led" || !slices.Equal(in, []int{1}) {
		t.Errorf("%q in %v", word, in)
	}
}
