// Command assets builds the browser's files with esbuild's Go API.
//
// It needs no Node process, only the packages that npm put into web/node_modules. It is run in the tools folder
// (go run -C tools ./assets) and leaves in internal/assets/dist: the scripts and style sheets under names that carry
// a hash of their content, the icon sprite, a .gz beside each, and manifest.json, which maps plain names to built ones.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

const (
	web  = "../web"
	dist = "../internal/assets/dist"
)

// entries are the files that a page asks for by name; what they import is bundled into them.
var entries = []string{"app.ts", "linli.css", "dark.css", "map.ts", "draw.ts", "map.css"}

func main() {
	if err := build(); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func build() error {
	if err := empty(dist); err != nil {
		return err
	}
	built, err := bundle(filepath.Join(web, "src"), dist, entries)
	if err != nil {
		return err
	}
	sprite, err := sprite(web)
	if err != nil {
		return err
	}
	if built["icons.svg"], err = keep("icons.svg", sprite); err != nil {
		return err
	}
	mark, err := os.ReadFile(filepath.Join(web, "icons", "favicon.svg"))
	if err != nil {
		return err
	}
	if built["favicon.svg"], err = keep("favicon.svg", mark); err != nil {
		return err
	}
	if err := squeeze(dist); err != nil {
		return err
	}
	manifest, err := json.MarshalIndent(built, "", "  ")
	if err != nil {
		return err
	}
	// Written last: make takes it for the sign that the build is whole.
	return os.WriteFile(filepath.Join(dist, "manifest.json"), manifest, 0o644)
}
