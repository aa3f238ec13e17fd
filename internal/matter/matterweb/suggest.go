package matterweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// takenOf is what a suggestion's button sent: the id of what is taken, if it was about this.
func takenOf(r *http.Request, about matter.About) (id string, ok bool) {
	return strings.CutPrefix(r.PostForm.Get("take"), string(about)+":")
}

// hints words suggestions; which of them stands in the form already is chosen.
func hints(p ui.Page, about matter.About, all []matter.Suggestion, chosen any) []ui.Suggestion {
	rows := make([]ui.Suggestion, len(all))
	for i, one := range all {
		rows[i] = ui.Suggestion{Title: p.Say(one.Title), Value: string(about) + ":" + one.Value, Taken: one.Value == chosen}
		for _, why := range one.Why {
			rows[i].Why = append(rows[i].Why, p.Say(why))
		}
	}
	return rows
}

// gives is the field of a move that names who handles the matter; false where there is none.
func (g moving) gives() (form.Field, int, bool) {
	m := g.view.Kind.Move(g.offer.Move)
	if m == nil || m.Gives == "" {
		return form.Field{}, 0, false
	}
	at := slices.IndexFunc(g.fields, func(f form.Field) bool { return f.Name == m.Gives })
	if at < 0 {
		return form.Field{}, 0, false
	}
	return g.fields[at], at, true
}

// take answers who handles the matter.
func (g moving) take(ctx context.Context, ans *formweb.Answers, person string) error {
	f, _, ok := g.gives()
	if !ok {
		return nil
	}
	return g.asker.Take(ctx, f, person, ans)
}

// handlerHints are who may handle a matter, and under how many of the inputs they stand.
func (p *Pages) handlerHints(r *http.Request, v *web.Visit, g moving, ans *formweb.Answers) ([]ui.Suggestion, int, error) {
	f, at, ok := g.gives()
	if !ok {
		return nil, 0, nil
	}
	all, err := p.Matters.Suggest(r.Context(), p.DB, v.ID, g.ref, g.offer.Move)
	return hints(v.Page, matter.AboutHandler, all, ans.Raw[f.Name]), at + 1, err
}
