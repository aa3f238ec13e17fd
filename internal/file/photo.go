package file

import (
	"bytes"
	"context"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"time"

	"golang.org/x/image/webp"

	"linli/internal/fault"
	"linli/internal/lang"
)

// What is taken at most, and what is kept.
const (
	// MaxBytes is how large a file may be when it is sent.
	MaxBytes = 15 << 20
	// MaxPixels is how many pixels a photo may say it has, whatever its size in bytes.
	MaxPixels = 50_000_000

	photoEdge, photoQuality = 2560, 85
	thumbEdge, thumbQuality = 400, 80

	// longestDecode ends what a crafted photo of many tiny scans would spend. An honest one of MaxPixels takes seconds.
	longestDecode = time.Minute
)

// What a photo is refused for.
var (
	ErrPixels     = fault.New(fault.TooLarge, lang.T("这张照片的像素太多，最多 5000 万像素，请缩小后再上传", "This photo has too many pixels: at most 50 million. Please make it smaller and upload it again."))
	ErrUnreadable = fault.InField("file", lang.T("这张照片打不开，可能已损坏或是动图，请换一张", "This photo cannot be read; it may be damaged or animated. Please choose another."))
)

// cleaned is a photo as it is kept.
type cleaned struct {
	kind          string
	data, thumb   []byte
	width, height int
}

// clean makes of a sent photo what may be kept: upright, no larger than needed, without anything but its pixels.
// A photo that can be seen through stays PNG, unless it is a GIF; all others become JPEG.
func (s *Service) clean(ctx context.Context, k kind, b []byte) (cleaned, error) {
	size, err := dimensions(k, b)
	if err != nil {
		return cleaned{}, ErrUnreadable.Because(err)
	}
	pixels := int64(size.Width) * int64(size.Height)
	if size.Width <= 0 || size.Height <= 0 {
		return cleaned{}, ErrUnreadable
	}
	if size.Width > MaxPixels || size.Height > MaxPixels || pixels > MaxPixels {
		return cleaned{}, ErrPixels
	}
	// Never more than two at a time, and a very large one alone: memory goes by pixels.
	weight := max(pixels, MaxPixels/2)
	if err := s.decoding.Acquire(ctx, weight); err != nil {
		return cleaned{}, err
	}
	defer s.decoding.Release(weight)

	limited, stop := context.WithTimeout(ctx, longestDecode)
	defer stop()
	img, err := decode(k, patient{limited, bytes.NewReader(b)})
	if err != nil {
		if ctx.Err() != nil {
			return cleaned{}, ctx.Err()
		}
		return cleaned{}, ErrUnreadable.Because(err)
	}
	return redraw(img, k, turns[orientation(k, b)])
}

func redraw(img image.Image, k kind, t turn) (cleaned, error) {
	clear := (k == pngPhoto || k == webpPhoto) && !opaque(img)
	photo := upright(shrink(img, photoEdge), t)
	thumb := onWhite(shrink(photo, thumbEdge))
	c := cleaned{width: photo.Rect.Dx(), height: photo.Rect.Dy()}
	var data, small bytes.Buffer
	var err error
	if clear {
		c.kind, err = PNG, png.Encode(&data, photo)
	} else {
		c.kind, err = JPEG, jpeg.Encode(&data, onWhite(photo), &jpeg.Options{Quality: photoQuality})
	}
	if err != nil {
		return cleaned{}, err
	}
	if err := jpeg.Encode(&small, thumb, &jpeg.Options{Quality: thumbQuality}); err != nil {
		return cleaned{}, err
	}
	c.data, c.thumb = data.Bytes(), small.Bytes()
	return c, nil
}

func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// dimensions reads no more than the header. The decoders refuse pixels that contradict it.
func dimensions(k kind, b []byte) (image.Config, error) {
	r := bytes.NewReader(b)
	switch k {
	case pngPhoto:
		return png.DecodeConfig(r)
	case gifPhoto:
		return gif.DecodeConfig(r)
	case webpPhoto:
		return webp.DecodeConfig(r)
	}
	return jpeg.DecodeConfig(r)
}

func decode(k kind, r io.Reader) (image.Image, error) {
	switch k {
	case pngPhoto:
		return png.Decode(r)
	case gifPhoto:
		return gif.Decode(r) // the first frame
	case webpPhoto:
		img, err := webp.Decode(r)
		if err == nil {
			fullRange(img)
		}
		return img, err
	}
	return jpeg.Decode(r)
}

// fullRange stretches a lossy WebP's colours. VP8 keeps luma in 16 to 235 and chroma in 16 to 240, while the decoder
// hands them on as if they were JPEG's 0 to 255: unmended, white is grey.
func fullRange(img image.Image) {
	var p *image.YCbCr
	switch m := img.(type) {
	case *image.YCbCr:
		p = m
	case *image.NYCbCrA:
		p = &m.YCbCr
	default: // lossless WebP is RGB
		return
	}
	var luma, chroma [256]byte
	for i := range 256 {
		luma[i] = byte(min(255, (max(0, i-16)*255+109)/219))
		chroma[i] = byte(min(255, (max(0, i-16)*255+112)/224))
	}
	for i, v := range p.Y {
		p.Y[i] = luma[v]
	}
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = chroma[p.Cb[i]], chroma[p.Cr[i]]
	}
}

// patient is a reader that stops when its context does; a decoder asks for more every few kilobytes.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}
