package accessweb

import (
	"net/http"

	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

// prefs keeps a choice in the browser and goes back to where it was made.
func (p *Pages) prefs(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	q := r.URL.Query()
	switch l := q.Get("lang"); lang.Lang(l) {
	case lang.Zh, lang.En:
		keep(w, v.Site, lang.Cookie, l)
	}
	switch size := q.Get("size"); size {
	case "large":
		keep(w, v.Site, ui.SizeCookie, size)
	case "normal":
		keep(w, v.Site, ui.SizeCookie, "")
	}
	switch theme := q.Get("theme"); theme {
	case ui.ThemeLight, ui.ThemeDark:
		keep(w, v.Site, ui.ThemeCookie, theme)
	case "auto":
		keep(w, v.Site, ui.ThemeCookie, "")
	}
	http.Redirect(w, r, web.Back(q.Get("back"), "/"), http.StatusSeeOther)
	return nil
}
