package file

import (
	"bytes"
	"encoding/binary"
)

// orientation is the EXIF orientation of a photo: how the camera was held, 1 (upright) to 8. It is 1 when the photo
// says nothing that can be understood.
func orientation(k kind, b []byte) int {
	switch k {
	case jpegPhoto:
		return tiffOrientation(jpegExif(b))
	case pngPhoto:
		return tiffOrientation(pngExif(b))
	case webpPhoto:
		return tiffOrientation(webpExif(b))
	}
	return 1
}

var exifMark = []byte("Exif\x00\x00")

// jpegExif finds the APP1 segment that holds EXIF, before the first scan.
func jpegExif(b []byte) []byte {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		marker := b[i+1]
		if marker == 0xff { // a fill byte
			i++
			continue
		}
		size := int(binary.BigEndian.Uint16(b[i+2:]))
		if marker == 0xda || size < 2 || i+2+size > len(b) {
			break
		}
		if rest, ok := bytes.CutPrefix(b[i+4:i+2+size], exifMark); ok && marker == 0xe1 {
			return rest
		}
		i += 2 + size
	}
	return nil
}

// pngExif finds the eXIf chunk, which may also follow the pixels.
func pngExif(b []byte) []byte {
	for i := 8; i+12 <= len(b); {
		size := int64(binary.BigEndian.Uint32(b[i:]))
		if int64(i)+12+size > int64(len(b)) {
			break
		}
		if string(b[i+4:i+8]) == "eXIf" {
			return b[i+8 : i+8+int(size)]
		}
		i += 12 + int(size)
	}
	return nil
}

// webpExif finds the EXIF chunk, which some writers begin as JPEG's.
func webpExif(b []byte) []byte {
	for i := 12; i+8 <= len(b); {
		size := int64(binary.LittleEndian.Uint32(b[i+4:]))
		if int64(i)+8+size > int64(len(b)) {
			break
		}
		if string(b[i:i+4]) == "EXIF" {
			return bytes.TrimPrefix(b[i+8:i+8+int(size)], exifMark)
		}
		i += 8 + int(size+size&1)
	}
	return nil
}

// tiffOrientation reads tag 0x0112, one SHORT, from the first directory of an EXIF block.
func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(b[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	start := int64(order.Uint32(b[4:]))
	if start+2 > int64(len(b)) {
		return 1
	}
	b = b[start:]
	entries := int(order.Uint16(b))
	for b = b[2:]; entries > 0 && len(b) >= 12; entries, b = entries-1, b[12:] {
		if order.Uint16(b) != 0x0112 {
			continue
		}
		if o := int(order.Uint16(b[8:])); order.Uint16(b[2:]) == 3 && o >= 1 && o <= 8 {
			return o
		}
		return 1
	}
	return 1
}
