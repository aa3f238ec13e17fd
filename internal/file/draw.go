package file

import (
	"image"

	"golang.org/x/image/draw"
)

// shrink draws img so that its longer edge is at most edge, as pixels of our own.
//
// It halves until less than a half is left to do: a bilinear half is the exact mean of four pixels, so nothing
// flickers, and it needs none of the working memory (hundreds of megabytes for a large photo) of the library's kernels.
func shrink(img image.Image, edge int) *image.RGBA {
	w, h := fit(img.Bounds().Dx(), img.Bounds().Dy(), edge)
	for img.Bounds().Dx() >= 2*w && img.Bounds().Dy() >= 2*h {
		half := image.NewRGBA(image.Rect(0, 0, max(w, img.Bounds().Dx()/2), max(h, img.Bounds().Dy()/2)))
		draw.ApproxBiLinear.Scale(half, half.Rect, img, img.Bounds(), draw.Src, nil)
		img = half
	}
	if own, ok := img.(*image.RGBA); ok && own.Rect == image.Rect(0, 0, w, h) {
		return own
	}
	own := image.NewRGBA(image.Rect(0, 0, w, h))
	if img.Bounds().Size() == own.Rect.Size() {
		draw.Draw(own, own.Rect, img, img.Bounds().Min, draw.Src)
	} else {
		draw.ApproxBiLinear.Scale(own, own.Rect, img, img.Bounds(), draw.Src, nil)
	}
	return own
}

// fit is the size of a w by h photo whose longer edge is at most edge; neither edge falls below one pixel.
func fit(w, h, edge int) (int, int) {
	if w <= edge && h <= edge {
		return w, h
	}
	if w >= h {
		return edge, max(1, (h*edge+w/2)/w)
	}
	return max(1, (w*edge+h/2)/h), edge
}

// turn says where an upright pixel comes from: swap its coordinates, then mirror them within the photo as it lies.
type turn struct{ swap, mirrorX, mirrorY bool }

// turns has one turn for each EXIF orientation, 1 to 8.
var turns = [9]turn{
	2: {mirrorX: true},
	3: {mirrorX: true, mirrorY: true},
	4: {mirrorY: true},
	5: {swap: true},
	6: {swap: true, mirrorY: true},
	7: {swap: true, mirrorX: true, mirrorY: true},
	8: {swap: true, mirrorX: true},
}

// upright turns a photo as its camera was held.
func upright(img *image.RGBA, t turn) *image.RGBA {
	if t == (turn{}) {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if t.swap {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for i := 0; i < len(to.Pix); i += 4 {
		x, y := i%to.Stride/4, i/to.Stride
		if t.swap {
			x, y = y, x
		}
		if t.mirrorX {
			x = w - 1 - x
		}
		if t.mirrorY {
			y = h - 1 - y
		}
		copy(to.Pix[i:i+4], img.Pix[y*img.Stride+x*4:])
	}
	return to
}

// onWhite lays a photo on white paper: JPEG cannot be seen through.
func onWhite(img *image.RGBA) *image.RGBA {
	if img.Opaque() {
		return img
	}
	paper := image.NewRGBA(img.Rect)
	draw.Draw(paper, paper.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(paper, paper.Rect, img, img.Rect.Min, draw.Over)
	return paper
}
