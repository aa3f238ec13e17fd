package form_test

import (
	"testing"

	"linli/internal/form"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"  楼道灯不亮 ":     "楼道灯不亮",
		"\u200b\ufeff": "",
		"灯\u202e不亮":    "灯不亮",
		"第一行\r\n第二行":   "第一行\n第二行",
		"坏\x00了\x07":   "坏了",
		"👩\u200d👧 来了":  "👩\u200d👧 来了",
	} {
		if got := form.Plain(in); got != want {
			t.Errorf("Plain(%q) is %q", in, got)
		}
	}
	if got := form.Line(" 灯\n不\t亮 "); got != "灯 不 亮" {
		t.Errorf("Line gives %q", got)
	}
}
