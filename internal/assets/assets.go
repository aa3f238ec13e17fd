// Package assets holds the files that the asset build (make assets) made for the browser, and serves them.
//
// The built files are not committed. A program compiled without them still works in tests: [URL] then gives plain
// names and [Built] is false, by which a server can refuse to start.
package assets

import (
	"embed"
	"encoding/json"
	"io/fs"
	"regexp"
	"sync/atomic"
)

// all: takes .keep in, without which an unbuilt folder would not compile.
//
//go:embed all:dist
var dist embed.FS

// set is the files and the names they were built under.
type set struct {
	files fs.FS
	names map[string]string
}

var current = func() *atomic.Pointer[set] {
	var p atomic.Pointer[set]
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path, so this cannot be
	}
	p.Store(read(files))
	return &p
}()

func read(files fs.FS) *set {
	s := &set{files: files, names: map[string]string{}}
	if b, err := fs.ReadFile(files, "manifest.json"); err == nil {
		if json.Unmarshal(b, &s.names) != nil {
			s.names = map[string]string{}
		}
	}
	return s
}

// Use takes the files from f instead of the embedded ones: in development os.DirFS("internal/assets/dist"), so that
// a new style sheet needs no new server. It reads the manifest once.
func Use(f fs.FS) { current.Store(read(f)) }

// Built tells whether the asset build has run.
func Built() bool { return len(current.Load().names) > 0 }

var symbol = regexp.MustCompile(`<symbol id="([^"]+)"`)

// Icons are the names of the pictures in the sprite. Unbuilt, there are none.
func Icons() []string {
	s := current.Load()
	sprite, err := fs.ReadFile(s.files, s.names["icons.svg"])
	if err != nil {
		return nil
	}
	var names []string
	for _, m := range symbol.FindAllSubmatch(sprite, -1) {
		names = append(names, string(m[1]))
	}
	return names
}

// URL is the address of the file that was made from name, such as app.js, linli.css or icons.svg.
// Unbuilt, it is an address with the plain name.
func URL(name string) string {
	if built, ok := current.Load().names[name]; ok {
		return "/assets/" + built
	}
	return "/assets/" + name
}
