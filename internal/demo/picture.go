package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// picture draws what stands in for a photo: a lane between two rows of houses, by day or by night, with a lamp, a puddle
// or broken ground. Nobody is in it.
func picture(of string, seed int) []byte {
	const w, h, horizon = 640, 480, 230
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	night := of == "lamp"
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, lane(x, y, w, horizon, night))
		}
	}
	middle := w/2 + seed%80 - 40
	switch of {
	case "lamp":
		fill(img, middle+70, 90, 6, 250, color.NRGBA{70, 72, 80, 255})
		fill(img, middle+30, 86, 46, 6, color.NRGBA{70, 72, 80, 255})
		disc(img, middle+32, 98, 13, 9, color.NRGBA{96, 98, 104, 255}) // it does not shine
	case "pipe":
		disc(img, middle, 390, 150, 34, color.NRGBA{104, 116, 128, 255})
		disc(img, middle+10, 386, 110, 22, color.NRGBA{134, 150, 164, 255})
		disc(img, middle-8, 380, 34, 10, color.NRGBA{58, 58, 60, 255})
	default:
		for i := range 5 {
			disc(img, middle-120+i*58, 340+(i*37+seed)%90, 34-i*3, 12, color.NRGBA{112, 106, 98, 255})
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // into memory it cannot fail
	return b.Bytes()
}

// lane is the colour at a point of the empty lane.
func lane(x, y, w, horizon int, night bool) color.NRGBA {
	light := func(r, g, b int) color.NRGBA {
		if night {
			r, g, b = r*2/9, g*2/9, b/3
		}
		return color.NRGBA{uint8(r), uint8(g), uint8(b), 255}
	}
	reach := max(0, y-horizon) * 5 / 4 // half of the lane's width at this height
	left, right := w/2-40-reach, w/2+40+reach
	inWall := x < w/2-40-max(0, horizon-y)*2/3 || x > w/2+40+max(0, horizon-y)*2/3
	switch {
	case y >= horizon && x > left && x < right:
		shade := 168 - (y-horizon)/6
		return light(shade, shade, shade-4)
	case y < horizon && !inWall:
		return light(176+y/8, 204+y/10, 232)
	case inWall && y%64 > 18 && y%64 < 46 && x%72 > 20 && x%72 < 50 && y < horizon+60:
		return light(120, 138, 150) // a window
	}
	return light(206-y/12, 196-y/12, 182-y/12)
}

func fill(img *image.NRGBA, x, y, w, h int, c color.NRGBA) {
	for dy := range h {
		for dx := range w {
			img.SetNRGBA(x+dx, y+dy, c)
		}
	}
}

func disc(img *image.NRGBA, x, y, rx, ry int, c color.NRGBA) {
	for dy := -ry; dy <= ry; dy++ {
		for dx := -rx; dx <= rx; dx++ {
			if dx*dx*ry*ry+dy*dy*rx*rx <= rx*rx*ry*ry {
				img.SetNRGBA(x+dx, y+dy, c)
			}
		}
	}
}
