package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// symbol is how each icon stands in the sprite: an outline in the colour of the text around it.
const symbol = `<symbol id="%s" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">%s</symbol>`

// sprite joins the icons that web/icons.txt names into one file of symbols. A name is looked up among the project's
// own icons first, then in Tabler's; a line that begins with # is a remark.
func sprite(web string) ([]byte, error) {
	list, err := os.ReadFile(filepath.Join(web, "icons.txt"))
	if err != nil {
		return nil, err
	}
	var s strings.Builder
	s.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for line := range strings.Lines(string(list)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, name := range strings.Fields(line) {
			body, err := drawing(web, name)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&s, symbol, name, body)
		}
	}
	s.WriteString(`</svg>`)
	return []byte(s.String()), nil
}

// drawing is what stands between <svg …> and </svg> in an icon's file.
func drawing(web, name string) (string, error) {
	b, err := os.ReadFile(filepath.Join(web, "icons", name+".svg"))
	if os.IsNotExist(err) {
		b, err = os.ReadFile(filepath.Join(web, "node_modules/@tabler/icons/icons/outline", name+".svg"))
	}
	if err != nil {
		return "", fmt.Errorf("icon %s: %w", name, err)
	}
	_, rest, open := strings.Cut(string(b), "<svg")
	_, body, head := strings.Cut(rest, ">")
	body, _, shut := strings.Cut(body, "</svg>")
	if !open || !head || !shut {
		return "", fmt.Errorf("icon %s: not an svg file", name)
	}
	// Tabler begins each icon with an invisible square.
	body = strings.Replace(body, `<path stroke="none" d="M0 0h24v24H0z" fill="none" />`, "", 1)
	return strings.Join(strings.Fields(body), " "), nil
}
