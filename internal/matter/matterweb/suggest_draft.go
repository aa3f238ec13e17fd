package matterweb

import (
	"context"
	"net/http"

	"linli/internal/form"
	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// draftHints are of which kind a matter that is about to be raised may rather be, each leading to its form with what was
// typed, and where it may be.
func (p *Pages) draftHints(ctx context.Context, v *web.Visit, d matter.Draft) (kinds, places []ui.Suggestion, err error) {
	all, err := p.Matters.Placing(ctx, p.DB, v.ID, v.Realm.ID, string(v.Realm.Kind), d)
	if err != nil {
		return nil, nil, err
	}
	kinds = hints(v.Page, matter.AboutKind, all.Kinds, nil)
	for i, one := range all.Kinds {
		kinds[i].At = "/" + v.Realm.ID + "/raise/" + one.Value
	}
	return kinds, hints(v.Page, matter.AboutPlace, all.Places, d.Place), nil
}

// take fills in what was taken of the suggestions: the place. A kind that was taken is the one that is now asked for.
func (q questions) take(r *http.Request, s *sent) error {
	id, ok := takenOf(r, matter.AboutPlace)
	if !ok {
		return nil
	}
	for _, f := range q.about {
		if f.Type == form.Place {
			return q.asker.Take(r.Context(), f, id, s.about)
		}
	}
	return nil
}

// fromOther brings the photos of a form of another kind to where this one looks for them: a kind may ask for them among its
// own fields or leave it to every form.
func fromOther(r *http.Request) {
	if _, ok := takenOf(r, matter.AboutKind); !ok {
		return
	}
	for _, names := range [][2]string{{"photos", "fields.photos"}, {"photos.kept", "fields.photos.kept"}} {
		for _, way := range [][2]string{names, {names[1], names[0]}} {
			if from, to := way[0], way[1]; len(r.PostForm[from]) > 0 && len(r.PostForm[to]) == 0 {
				r.PostForm[to] = r.PostForm[from]
			}
			if m := r.MultipartForm; m != nil && len(m.File[way[0]]) > 0 && len(m.File[way[1]]) == 0 {
				m.File[way[1]] = m.File[way[0]]
			}
		}
	}
}
