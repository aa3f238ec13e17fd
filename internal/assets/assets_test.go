package assets_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/fstest"

	"linli/internal/assets"
)

func TestUnbuilt(t *testing.T) {
	assets.Use(fstest.MapFS{".keep": {}})
	if assets.Built() {
		t.Error("a folder with only .keep passes for built")
	}
	if got := assets.URL("app.js"); got != "/assets/app.js" {
		t.Errorf("URL = %s, want the plain name", got)
	}
}

func TestIcons(t *testing.T) {
	assets.Use(fstest.MapFS{
		"manifest.json":  {Data: []byte(`{"icons.svg":"icons-1A2B.svg"}`)},
		"icons-1A2B.svg": {Data: []byte(`<svg><symbol id="gift" viewBox="0 0 24 24"/><symbol id="home"/></svg>`)},
	})
	if got := assets.Icons(); !slices.Equal(got, []string{"gift", "home"}) {
		t.Errorf("icons: %v", got)
	}
	assets.Use(fstest.MapFS{".keep": {}})
	if got := assets.Icons(); got != nil {
		t.Errorf("unbuilt, there are icons: %v", got)
	}
}

func TestServe(t *testing.T) {
	assets.Use(fstest.MapFS{
		"manifest.json":    {Data: []byte(`{"app.js":"app-1A2B.js"}`)},
		"app-1A2B.js":      {Data: []byte("plain")},
		"app-1A2B.js.gz":   {Data: []byte("squeezed")},
		"note-to-self.txt": {Data: []byte("x")},
		".keep":            {},
	})
	if got := assets.URL("app.js"); got != "/assets/app-1A2B.js" {
		t.Fatalf("URL = %s", got)
	}
	tests := []struct {
		path, accepts        string
		status               int
		body, cache, encoded string
	}{
		{"/assets/app-1A2B.js", "", 200, "plain", "public, max-age=31536000, immutable", ""},
		{"/assets/app-1A2B.js", "gzip, br", 200, "squeezed", "public, max-age=31536000, immutable", "gzip"},
		{"/assets/note-to-self.txt", "gzip", 200, "x", "no-cache", ""}, // a dash alone is no hash
		{"/assets/app.js", "", 404, "404 page not found\n", "", ""},
		{"/assets/.keep", "", 404, "404 page not found\n", "", ""},
		{"/assets/../assets.go", "", 404, "404 page not found\n", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.path+" "+tt.accepts, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "http://linli.test"+tt.path, nil)
			r.Header.Set("Accept-Encoding", tt.accepts)
			w := httptest.NewRecorder()
			assets.Serve(w, r)
			if w.Code != tt.status || w.Body.String() != tt.body {
				t.Errorf("got %d %q, want %d %q", w.Code, w.Body, tt.status, tt.body)
			}
			if got := w.Header().Get("Cache-Control"); got != tt.cache {
				t.Errorf("Cache-Control %q, want %q", got, tt.cache)
			}
			if got := w.Header().Get("Content-Encoding"); got != tt.encoded {
				t.Errorf("Content-Encoding %q, want %q", got, tt.encoded)
			}
		})
	}
}
