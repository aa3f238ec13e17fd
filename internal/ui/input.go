package ui

import (
	"strings"

	"github.com/a-h/templ"
)

func (f Field) length() templ.Attributes {
	if f.MaxLen == 0 {
		return nil
	}
	return templ.Attributes{"maxlength": itoa(f.MaxLen)}
}

func (f Field) step() string {
	if f.Step == "" {
		return "1"
	}
	return f.Step
}

// keys is which keyboard a telephone shows for a number.
func (f Field) keys() string {
	if f.step() == "1" {
		return "numeric"
	}
	return "decimal"
}

func fileIcon(accept string) string {
	if strings.HasPrefix(accept, "image/") {
		return "camera"
	}
	return "paperclip"
}
