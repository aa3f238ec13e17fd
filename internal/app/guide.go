package app

import (
	"net/http"

	"github.com/a-h/templ"

	"linli/internal/ui"
	"linli/internal/web"
)

// guide serves the style guide: every part of a page in every state, in each of the three layouts.
func guide(s *web.Site) {
	for path, page := range map[string]func(ui.Page) templ.Component{
		"/styleguide": ui.Styleguide, "/styleguide/resident": ui.StyleguideResident, "/styleguide/bare": ui.StyleguideBare,
	} {
		s.Handle("GET "+path, func(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
			return v.Render(w, r, http.StatusOK, page(v.Page))
		})
	}
}
