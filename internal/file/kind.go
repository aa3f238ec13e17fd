package file

import (
	"bytes"

	"linli/internal/fault"
	"linli/internal/lang"
)

// What is refused, and what would be taken instead.
var (
	ErrEmpty = fault.InField("file", lang.T("这个文件是空的，请重新选择", "This file is empty. Please choose it again."))
	ErrType  = fault.InField("file", lang.T("只能上传照片（JPEG、PNG、WebP、GIF）或 PDF 文件", "Only photos (JPEG, PNG, WebP, GIF) and PDF files are taken."))
	// ErrHEIC has a sentence of its own because a phone's owner does not know that a photo has a format.
	ErrHEIC = fault.InField("file", lang.T("这张照片是 HEIC 格式，暂时不能上传。请在手机相机设置里选择“兼容性最佳”后重拍，或截屏后上传", "This photo is in the HEIC format, which is not taken. Set the phone's camera to “Most Compatible”, or upload a screenshot of it."))
)

// kind is what sent bytes turn out to be. Names and declared types are not asked: they can say anything.
type kind uint8

const (
	jpegPhoto kind = iota + 1
	pngPhoto
	gifPhoto
	webpPhoto
	pdfPaper
)

// sniff tells the kind by the first bytes, or refuses.
func sniff(b []byte) (kind, error) {
	at := func(i int, s string) bool { return len(b) >= i && bytes.HasPrefix(b[i:], []byte(s)) }
	switch {
	case len(b) == 0:
		return 0, ErrEmpty
	case at(0, "\xff\xd8\xff"):
		return jpegPhoto, nil
	case at(0, "\x89PNG\r\n\x1a\n"):
		return pngPhoto, nil
	case at(0, "GIF87a"), at(0, "GIF89a"):
		return gifPhoto, nil
	case at(0, "RIFF") && at(8, "WEBP"):
		return webpPhoto, nil
	case at(0, "%PDF-"):
		return pdfPaper, nil
	case at(4, "ftyphei"), at(4, "ftyphev"), at(4, "ftypmif1"), at(4, "ftypmsf1"):
		return 0, ErrHEIC
	}
	return 0, ErrType
}
