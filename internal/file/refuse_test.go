package file_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color/palette"
	"image/gif"
	"io"
	"strings"
	"testing"

	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/journal"
)

// chunk is one chunk of a PNG.
func chunk(name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pngHead is a PNG that says it has w by h pixels of one bit, and has none.
func pngHead(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32(nil, w)
	head = append(binary.BigEndian.AppendUint32(head, h), 1, 0, 0, 0, 0)
	return append(append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", head)...), chunk("IDAT", []byte("\x78\x9c"))...)
}

func gifOf(t *testing.T, screenW, screenH uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, 8, 8), palette.Plan9), nil); err != nil {
		t.Fatal(err)
	}
	binary.LittleEndian.PutUint16(b.Bytes()[6:], screenW)
	binary.LittleEndian.PutUint16(b.Bytes()[8:], screenH)
	return b.Bytes()
}

func TestRefused(t *testing.T) {
	jpegHead := "\xff\xd8\xff\xc0\x00\x11\x08\xff\x00\xff\x00\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xda\x00\x0c" // 65280 by 65280
	good := photo(t, quarters(64, 32, red, green, blue, white), exif(binary.LittleEndian, "II*\x00", 1))
	for name, c := range map[string]struct {
		sent []byte
		want error
		kind fault.Kind
	}{
		"nothing":                       {nil, file.ErrEmpty, fault.Invalid},
		"text":                          {[]byte("hello"), file.ErrType, fault.Invalid},
		"a page":                        {[]byte("<!doctype html><script>alert(1)</script>"), file.ErrType, fault.Invalid},
		"a drawing":                     {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), file.ErrType, fault.Invalid},
		"a program":                     {[]byte("MZ\x90\x00"), file.ErrType, fault.Invalid},
		"an archive":                    {[]byte("PK\x03\x04"), file.ErrType, fault.Invalid},
		"a sound in a RIFF":             {[]byte("RIFF\x10\x00\x00\x00WAVEfmt "), file.ErrType, fault.Invalid},
		"HEIC":                          {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), file.ErrHEIC, fault.Invalid},
		"a PNG bomb":                    {pngHead(20_000, 20_000), file.ErrPixels, fault.TooLarge},
		"a PNG just too large":          {pngHead(10_000, 5_001), file.ErrPixels, fault.TooLarge},
		"a PNG whose product overflows": {pngHead(1<<31-1, 1<<31-1), file.ErrUnreadable, fault.Invalid},
		"a PNG one pixel high":          {pngHead(60_000_000, 1), file.ErrPixels, fault.TooLarge},
		"a PNG that ends early":         {pngHead(10_000, 5_000), file.ErrUnreadable, fault.Invalid},
		"a JPEG bomb":                   {[]byte(jpegHead), file.ErrPixels, fault.TooLarge},
		"a JPEG that ends early":        {good[:len(good)/2], file.ErrUnreadable, fault.Invalid},
		"a GIF bomb":                    {gifOf(t, 65_535, 65_535), file.ErrPixels, fault.TooLarge},
		"a GIF beyond its screen":       {gifOf(t, 4, 4), file.ErrUnreadable, fault.Invalid},
		"a WebP bomb":                   {[]byte("RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xff\x3f\x00\xff\x3f\x00"), file.ErrPixels, fault.TooLarge},
		"too many bytes":                {append([]byte("%PDF-1.7"), make([]byte, file.MaxBytes)...), file.ErrBytes, fault.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, err := w.files.Put(t.Context(), w.db, "r", w.by, bytes.NewReader(c.sent))
			if !errors.Is(err, c.want) || !fault.Is(err, c.kind) || !fault.As(err).Says.Whole() {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if n := w.count(t); n != 0 {
				t.Errorf("%d rows after a refusal", n)
			}
			if keys := w.keys(t); len(keys) != 0 {
				t.Errorf("bytes kept after a refusal: %v", keys)
			}
		})
	}
	if says := file.ErrType.Says; !strings.Contains(says.Zh, "JPEG") || !strings.Contains(says.Zh, "PDF") || !strings.Contains(says.En, "PDF") {
		t.Errorf("the refusal must name what is taken: %+v", says)
	}
}

func TestPaperIsKeptAsItCame(t *testing.T) {
	w := newWorld(t)
	sent := append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("x"), file.MaxBytes-9)...) // as large as is taken
	f := w.put(t, sent)
	if f.Type != file.PDF || f.Width != 0 || f.Photo() || f.Size != file.MaxBytes {
		t.Errorf("kept as %+v", f)
	}
	if !bytes.Equal(w.bytes(t, f, false), sent) {
		t.Error("the paper changed")
	}
	if _, err := w.files.Reader(t.Context(), f, true); !errors.Is(err, file.ErrNone) {
		t.Errorf("a thumbnail of a paper: %v", err)
	}
}

func TestPutWithoutARealmOrACaller(t *testing.T) {
	w := newWorld(t)
	sent := photo(t, quarters(64, 32, red, green, blue, white), exif(binary.LittleEndian, "II*\x00", 1))
	if _, err := w.files.Put(t.Context(), w.db, "", w.by, bytes.NewReader(sent)); err == nil {
		t.Error("put into no realm")
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := w.files.Put(gone, w.db, "r", w.by, bytes.NewReader(sent)); !errors.Is(err, context.Canceled) {
		t.Errorf("the caller left: %v", err)
	}
	broken := errors.New("broken line")
	_, err := w.files.Put(t.Context(), w.db, "r", journal.Actor{}, io.MultiReader(bytes.NewReader(sent), failing{broken}))
	if !errors.Is(err, broken) {
		t.Errorf("a broken upload: %v", err)
	}
	if keys := w.keys(t); len(keys) != 0 || w.count(t) != 0 {
		t.Errorf("kept: %v", keys)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
