package ui

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is how many modules stay white around a QR code (ISO/IEC 18004).
const quiet = 4

// QR draws a QR code as SVG: black on white on every page, a quarter of it may be damaged.
func QR(text string) (string, error) {
	code, err := qr.Encode(text, qr.Q, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("qr code: %w", err)
	}
	n := code.Bounds().Dx()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="qr" viewBox="0 0 %d %[1]d" aria-hidden="true"><rect width="100%%" height="100%%" fill="#fff"/><path fill="#000" d="`, n+2*quiet)
	for y := range n {
		for x := 0; x < n; {
			run := 0
			for x+run < n && dark(code.At(x+run, y)) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%[3]dz", x+quiet, y+quiet, run)
			}
			x += run + 1
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String(), nil
}

func dark(c color.Color) bool {
	r, _, _, _ := c.RGBA()
	return r < 0x8000
}
