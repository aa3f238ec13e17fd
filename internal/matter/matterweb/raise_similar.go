package matterweb

import (
	"context"
	"net/http"
	"strconv"

	"linli/internal/matter"
	"linli/internal/search"
	"linli/internal/ui"
	"linli/internal/web"
)

// similarRow is an open matter that may be the one that is being raised.
type similarRow struct {
	Href, Icon, Under string
	Title             []search.Part
	Status            ui.Status
	Join              string // where to say that it is one's own too; "" where one may not
	Mine              bool
}

// mostSimilar is how many are shown: more are not read.
const mostSimilar = 3

// similar answers, while somebody types, with what is open already and resembles it, and of which kind and where it may be.
func (p *Pages) similar(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	q, err := p.questions(r, v)
	if err != nil {
		return err
	}
	sent := r.URL.Query()
	d := matter.Draft{Kind: q.kind.ID(), Title: sent.Get("title"), Body: sent.Get("body")}
	for _, f := range q.about {
		if f.Name == "place" {
			at, err := q.asker.Find(r.Context(), about, f, sent.Get("place"))
			if err != nil {
				return err
			}
			d.Place, _ = at.Raw["place"].(string)
		}
	}
	rows, err := p.like(r.Context(), v, d)
	if err != nil {
		return err
	}
	kinds, places, err := p.draftHints(r.Context(), v, d)
	if err != nil {
		return err
	}
	if sent.Get("place") != "" {
		places = nil
	}
	return v.Render(w, r, http.StatusOK, besideDraft(v.Page, rows, kinds, places))
}

func (p *Pages) like(ctx context.Context, v *web.Visit, d matter.Draft) ([]similarRow, error) {
	found, err := p.Matters.Similar(ctx, p.DB, v.ID, v.Realm.ID, d, mostSimilar)
	if err != nil {
		return nil, err
	}
	rows := make([]similarRow, len(found))
	for i, f := range found {
		n := strconv.FormatInt(f.Number, 10)
		rows[i] = similarRow{Href: "/" + v.Realm.ID + "/matters/" + n, Icon: f.Kind.Icon, Title: []search.Part{{Text: f.Title}}, Status: ui.Status(f.Shows), Mine: f.Mine,
			Under: "#" + n + " · " + v.Page.Day(f.Created)}
		if f.AtPlace != "" {
			rows[i].Under += " · " + f.AtPlace
		}
		if f.Join {
			rows[i].Join = rows[i].Href + "/moves/join"
		}
	}
	return rows, nil
}
