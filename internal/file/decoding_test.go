package file

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"testing"
	"testing/synctest"
)

func small(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestTwoAtATime holds one of two places: a photo, however small, goes beside it, and waits when the other place is not
// whole.
func TestTwoAtATime(t *testing.T) {
	sent := small(t)
	synctest.Test(t, func(t *testing.T) {
		s := New(nil, nil, nil)
		if err := s.decoding.Acquire(t.Context(), MaxPixels/2); err != nil {
			t.Fatal(err)
		}
		if _, err := s.clean(t.Context(), jpegPhoto, sent); err != nil {
			t.Errorf("beside another: %v", err)
		}
		if err := s.decoding.Acquire(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		leaving, leave := context.WithCancel(t.Context())
		patient, impatient := make(chan error, 1), make(chan error, 1)
		go func() { _, err := s.clean(t.Context(), jpegPhoto, sent); patient <- err }()
		go func() { _, err := s.clean(leaving, jpegPhoto, sent); impatient <- err }()
		synctest.Wait()
		if len(patient) != 0 || len(impatient) != 0 {
			t.Error("a third photo did not wait")
		}
		leave()
		if err := <-impatient; !errors.Is(err, context.Canceled) {
			t.Errorf("left while waiting: %v", err)
		}
		s.decoding.Release(1)
		if err := <-patient; err != nil {
			t.Errorf("after one was done: %v", err)
		}
	})
}

// TestDecodingStops decodes for somebody who has left.
func TestDecodingStops(t *testing.T) {
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := decode(jpegPhoto, patient{gone, bytes.NewReader(small(t))}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestOrientation(t *testing.T) {
	entry := "\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"
	for name, c := range map[string]struct {
		tiff string
		want int
	}{
		"upright by silence":     {"", 1},
		"one entry":              {"II*\x00\x08\x00\x00\x00\x01\x00" + entry, 6},
		"cut within the entry":   {"II*\x00\x08\x00\x00\x00\x01\x00" + entry[:10], 1},
		"no entries said":        {"II*\x00\x08\x00\x00\x00\x00\x00" + entry, 1},
		"a directory far away":   {"II*\x00\xff\xff\xff\xff\x01\x00" + entry, 1},
		"neither byte order":     {"IM*\x00\x08\x00\x00\x00\x01\x00" + entry, 1},
		"of a wrong type":        {"II*\x00\x08\x00\x00\x00\x01\x00" + "\x12\x01\x04\x00\x01\x00\x00\x00\x06\x00\x00\x00", 1},
		"an orientation of nine": {"II*\x00\x08\x00\x00\x00\x01\x00" + "\x12\x01\x03\x00\x01\x00\x00\x00\x09\x00\x00\x00", 1},
	} {
		if got := tiffOrientation([]byte(c.tiff)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func FuzzOrientation(f *testing.F) {
	tiff := "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"
	f.Add(byte(jpegPhoto), []byte("\xff\xd8\xff\xe1\x00\x1eExif\x00\x00"+tiff))
	f.Add(byte(pngPhoto), []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x16eXIf"+tiff+"\x00\x00\x00\x00"))
	f.Add(byte(webpPhoto), []byte("RIFF\x2a\x00\x00\x00WEBPEXIF\x16\x00\x00\x00"+tiff))
	f.Fuzz(func(t *testing.T, k byte, b []byte) {
		if o := orientation(kind(k), b); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}
