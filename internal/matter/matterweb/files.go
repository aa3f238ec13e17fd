package matterweb

import (
	"mime"
	"net/http"
	"time"

	"linli/internal/file"
	"linli/internal/web"
)

// file serves a file of a matter to whoever may see the matter; thumb=1 a small picture, code= by a tracking code.
func (p *Pages) file(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	q := r.URL.Query()
	f, err := p.Matters.File(r.Context(), p.DB, v.ID, v.Realm.ID, r.PathValue("id"), cleanCode(q.Get("code")))
	if err != nil {
		return err
	}
	thumb := f.Photo() && q.Get("thumb") != ""
	content, err := p.Files.Reader(r.Context(), f, thumb)
	if err != nil {
		return err
	}
	defer content.Close()
	h, kind := w.Header(), f.Type
	if thumb {
		kind = file.JPEG
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if !f.Photo() { // a paper may hold anything: it is saved, not shown within this site
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	h.Set("Cache-Control", "private, max-age=3600")
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}
