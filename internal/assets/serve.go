package assets

import (
	"bytes"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// types names what mime may not know on a bare machine.
var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".json": "application/json",
}

// Serve answers GET /assets/{name}. A name with a hash in it never changes its content and is kept by browsers for a
// year. The .gz that the build left is sent to those who take it.
func Serve(w http.ResponseWriter, r *http.Request) {
	name := path.Base(r.URL.Path)
	s := current.Load()
	content, err := fs.ReadFile(s.files, name)
	if err != nil || strings.HasPrefix(name, ".") {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	if s.hashed(name) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	kind, known := types[path.Ext(name)]
	if !known {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	if kind != "" {
		h.Set("Content-Type", kind)
	}
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if z, err := fs.ReadFile(s.files, name+".gz"); err == nil {
			h.Set("Content-Encoding", "gzip")
			content = z
		}
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

func (s *set) hashed(name string) bool {
	for plain, built := range s.names {
		if built == name {
			return plain != built
		}
	}
	return false
}
