package form_test

import (
	"testing"

	"linli/internal/form"
	"linli/internal/lang"
)

// The identity numbers are invented: a region that there is none, and a check character that agrees.
func TestPrivate(t *testing.T) {
	for text, private := range map[string]bool{
		"请打13900139000找我":         true,
		"１３９００１３９０００":             true,
		"139 0013 9000":           true,
		"139-0013-9000，晚上在家":      true,
		"+86 13900139000":         true,
		"8613900139000":           true,
		"139　0013　9000":           true,
		"身份证 990101198001010014。": true,
		"990101 19800101 0014":    true,
		"990101198001010018":      false, // its check character is wrong: it is no identity number
		"物业电话 0595-22345678":      false,
		"报警 110，热线 12345":         false,
		"水表 13900139000123":       false,
		"订单号2139001390001":        false,
		"2026-03-02 12:30，共139户":  false,
		"尾号9000":                  false,
		"":                        false,
	} {
		says := form.Private(text)
		if says.Empty() == private {
			t.Errorf("%q: %q", text, says.In(lang.En))
		}
		if private && !says.Whole() {
			t.Errorf("%q is not said in both languages", text)
		}
	}
}
