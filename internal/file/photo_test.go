package file_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"testing"

	"linli/internal/file"
)

var (
	red, green, blue, white = color.RGBA{200, 0, 0, 255}, color.RGBA{0, 160, 0, 255}, color.RGBA{0, 0, 200, 255}, color.RGBA{255, 255, 255, 255}
	clear                   = color.RGBA{}
)

// quarters is a picture whose upper left, upper right, lower left and lower right have a colour each.
func quarters(w, h int, c ...color.Color) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, c := range c {
		x, y := i%2*w/2, i/2*h/2
		draw.Draw(m, image.Rect(x, y, x+w/2, y+h/2), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return m
}

// lying is m as a camera stores it under an EXIF orientation: the standard says which side of what is seen the first
// row and the first column of what is stored are.
func lying(m *image.RGBA, orientation int) *image.RGBA {
	sides := map[int][2]string{1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"}, 5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"}}[orientation]
	w, h := m.Rect.Dx(), m.Rect.Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for sy := range to.Rect.Dy() {
		for sx := range to.Rect.Dx() {
			var x, y int
			for i, n := range []int{sy, sx} {
				switch sides[i] {
				case "top":
					y = n
				case "bottom":
					y = h - 1 - n
				case "left":
					x = n
				case "right":
					x = w - 1 - n
				}
			}
			to.Set(sx, sy, m.At(x, y))
		}
	}
	return to
}

const street = "Binhu Road 7, stair 2"

// exif is a TIFF block with an orientation and where the photo was taken.
func exif(order binary.AppendByteOrder, mark string, orientation int) []byte {
	b := []byte(mark)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	entry := func(tag, kind uint16, n uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, n)
	}
	entry(0x0112, 3, 1)
	b = order.AppendUint16(b, uint16(orientation))
	b = order.AppendUint16(b, 0)
	entry(0x8825, 4, 1) // GPS directory
	b = order.AppendUint32(b, uint32(len(b)+8))
	b = order.AppendUint32(b, 0)
	b = order.AppendUint16(b, 1)
	entry(0x001c, 7, uint32(len(street))) // GPSAreaInformation
	b = order.AppendUint32(b, uint32(len(b)+8))
	b = order.AppendUint32(b, 0)
	return append(b, street...)
}

// photo is a JPEG with an EXIF segment, a comment, and bytes after its end.
func photo(t testing.TB, m image.Image, tiff []byte) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	b := []byte{0xff, 0xd8}
	segment := func(marker byte, data []byte) {
		b = append(b, 0xff, marker)
		b = binary.BigEndian.AppendUint16(b, uint16(len(data)+2))
		b = append(b, data...)
	}
	segment(0xe0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))
	segment(0xe1, append([]byte("Exif\x00\x00"), tiff...))
	segment(0xfe, []byte("comment: "+street))
	b = append(b, plain.Bytes()[2:]...)
	return append(b, "trailer: "+street...)
}

// sees checks the four quarters of a kept picture.
func sees(t *testing.T, what string, b []byte, want ...color.Color) image.Image {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for i, c := range want {
		w, h := m.Bounds().Dx(), m.Bounds().Dy()
		got := color.RGBAModel.Convert(m.At(w/4+i%2*w/2, h/4+i/2*h/2)).(color.RGBA)
		c := color.RGBAModel.Convert(c).(color.RGBA)
		far := func(a, b uint8) bool { return max(a, b)-min(a, b) > 12 }
		if far(got.R, c.R) || far(got.G, c.G) || far(got.B, c.B) || far(got.A, c.A) {
			t.Errorf("%s: quarter %d is %v, want %v", what, i, got, c)
		}
	}
	return m
}

func silent(t *testing.T, what string, b []byte) {
	t.Helper()
	for _, s := range []string{"Exif", "EXIF", "eXIf", "ICC", street, "comment", "trailer"} {
		if bytes.Contains(b, []byte(s)) {
			t.Errorf("%s still holds %q", what, s)
		}
	}
}

func TestPhotoIsUprightAndSilent(t *testing.T) {
	w := newWorld(t)
	seen := quarters(64, 32, red, green, blue, white)
	for o := 1; o <= 8; o++ {
		order, mark := binary.AppendByteOrder(binary.LittleEndian), "II*\x00"
		if o%2 == 0 {
			order, mark = binary.BigEndian, "MM\x00*"
		}
		sent := photo(t, lying(seen, o), exif(order, mark, o))
		if !bytes.Contains(sent, []byte(street)) {
			t.Fatal("the photo that is sent must tell its place")
		}
		f := w.put(t, sent)
		if f.Type != file.JPEG || f.Width != 64 || f.Height != 32 {
			t.Errorf("orientation %d: kept as %+v", o, f)
		}
		for _, thumb := range []bool{false, true} {
			what := fmt.Sprintf("orientation %d, thumbnail %v", o, thumb)
			kept := w.bytes(t, f, thumb)
			silent(t, what, kept)
			sees(t, what, kept, red, green, blue, white)
		}
	}
}

func TestPhotoIsMadeSmaller(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ w, h, wantW, wantH, thumbW, thumbH int }{
		{3000, 2000, 2560, 1707, 400, 267},
		{1000, 6000, 427, 2560, 67, 400},
		{2560, 100, 2560, 100, 400, 16},
		{6000, 2, 2560, 1, 400, 1},
	} {
		f := w.put(t, photo(t, quarters(c.w, c.h, red, green, blue, white), exif(binary.LittleEndian, "II*\x00", 1)))
		if f.Width != c.wantW || f.Height != c.wantH {
			t.Errorf("%d by %d became %d by %d, want %d by %d", c.w, c.h, f.Width, f.Height, c.wantW, c.wantH)
		}
		m, _, err := image.Decode(bytes.NewReader(w.bytes(t, f, true)))
		if err != nil {
			t.Fatal(err)
		}
		if m.Bounds().Dx() != c.thumbW || m.Bounds().Dy() != c.thumbH {
			t.Errorf("%d by %d: thumbnail is %v, want %d by %d", c.w, c.h, m.Bounds(), c.thumbW, c.thumbH)
		}
	}
}

// TestSmallerKeepsFineDetailEven shrinks stripes, two pixels black and two white, which must become an even grey;
// looking only at some pixels of each four would make them white.
func TestSmallerKeepsFineDetailEven(t *testing.T) {
	w := newWorld(t)
	stripes := image.NewGray(image.Rect(0, 0, 10240, 640))
	for i := range stripes.Pix {
		if i%4 == 1 || i%4 == 2 {
			stripes.Pix[i] = 255
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, stripes); err != nil {
		t.Fatal(err)
	}
	grey := color.RGBA{128, 128, 128, 255}
	f := w.put(t, b.Bytes())
	sees(t, "photo", w.bytes(t, f, false), grey, grey, grey, grey)
	sees(t, "thumbnail", w.bytes(t, f, true), grey, grey, grey, grey)
}

func TestOtherPhotos(t *testing.T) {
	w := newWorld(t)
	encode := func(m image.Image, as string) []byte {
		var b bytes.Buffer
		var err error
		if as == "gif" {
			p := image.NewPaletted(m.Bounds(), append(color.Palette{color.RGBA{}}, palette.WebSafe...))
			draw.Draw(p, p.Rect, m, image.Point{}, draw.Src)
			other := image.NewPaletted(p.Rect, palette.WebSafe)
			err = gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{p, other}, Delay: []int{10, 10}})
		} else {
			err = png.Encode(&b, m)
		}
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	webp := func(name string) []byte {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	opaque, see := quarters(48, 32, red, green, blue, white), quarters(48, 32, red, clear, clear, clear)
	flipped := exif(binary.BigEndian, "MM\x00*", 3) // upside down
	for name, c := range map[string]struct {
		sent []byte
		kind string
		want []color.Color
	}{
		"opaque.png":      {encode(opaque, "png"), file.JPEG, []color.Color{red, green, blue, white}},
		"clear.png":       {encode(see, "png"), file.PNG, []color.Color{red, clear, clear, clear}},
		"turned.png":      {withPNGExif(encode(see, "png"), flipped), file.PNG, []color.Color{clear, clear, clear, red}},
		"moving.gif":      {encode(see, "gif"), file.JPEG, []color.Color{red, white, white, white}},
		"opaque.webp":     {webp("opaque.webp"), file.JPEG, []color.Color{red, white, white, white}},
		"clear.webp":      {webp("clear.webp"), file.PNG, []color.Color{red, clear, clear, clear}},
		"turned.webp":     {withWebPExif(webp("opaque.webp"), flipped), file.JPEG, []color.Color{white, white, white, red}},
		"called-jpeg.jpg": {encode(see, "png"), file.PNG, []color.Color{red, clear, clear, clear}},
	} {
		f := w.put(t, c.sent)
		if f.Type != c.kind || f.Width != 48 || f.Height != 32 {
			t.Errorf("%s: kept as %s, %d by %d, want %s", name, f.Type, f.Width, f.Height, c.kind)
		}
		kept := w.bytes(t, f, false)
		silent(t, name, kept)
		sees(t, name, kept, c.want...)
		onWhite := make([]color.Color, 4)
		for i, q := range c.want {
			onWhite[i] = q
			if q == clear {
				onWhite[i] = white
			}
		}
		sees(t, name+"'s thumbnail", w.bytes(t, f, true), onWhite...)
	}
}

// withPNGExif puts an eXIf chunk before the end of a PNG.
func withPNGExif(b, tiff []byte) []byte {
	end := len(b) - 12
	return append(append(append([]byte{}, b[:end]...), chunk("eXIf", tiff)...), b[end:]...)
}

// withWebPExif puts an EXIF chunk at the end of a WebP.
func withWebPExif(b, tiff []byte) []byte {
	b = append([]byte{}, b...)
	b = append(b, "EXIF"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(tiff)))
	b = append(b, tiff...)
	if len(tiff)%2 == 1 {
		b = append(b, 0)
	}
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}
