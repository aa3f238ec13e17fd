package matterweb

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/internal/file"
	"linli/internal/matter"
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
		name, err := p.fileName(r, f)
		if err != nil {
			return err
		}
		h.Set("Content-Disposition", "attachment; filename="+name)
	}
	h.Set("Cache-Control", "private, max-age=3600")
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

// fileName is what a file is called when it is saved: by the matter that it belongs to.
func (p *Pages) fileName(r *http.Request, f file.File) (string, error) {
	_, id, attached := strings.Cut(f.Subject, ":")
	if !attached {
		return f.Realm + f.Extension(), nil
	}
	m, err := p.Matters.Find(r.Context(), p.DB, matter.Ref{Realm: f.Realm, ID: id})
	if err != nil {
		return "", err
	}
	return f.Realm + "-" + strconv.FormatInt(m.Number, 10) + f.Extension(), nil
}
