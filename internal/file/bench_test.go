package file

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
)

// BenchmarkClean cleans a photo of 12 megapixels that lies on its side.
func BenchmarkClean(b *testing.B) {
	m := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for i := range m.Y {
		m.Y[i] = byte(i ^ i>>7)
	}
	var sent bytes.Buffer
	if err := jpeg.Encode(&sent, m, nil); err != nil {
		b.Fatal(err)
	}
	s := New(nil, nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.clean(b.Context(), jpegPhoto, sent.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
