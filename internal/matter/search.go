package matter

import (
	"context"
	"fmt"
	"slices"

	"linli/internal/access"
	"linli/internal/search"
	"linli/internal/store"
)

// Found is a matter in which words were found.
type Found struct {
	Item
	Title   []search.Part // with what was asked for marked
	Excerpt []search.Part // of its text, where the words stand there and the caller may read it
}

// excerpt is how many characters of a text are shown around a word.
const excerpt = 48

// Search reads a page of the matters that hold all of these words in their titles or texts, newest first, and where. The
// next page begins before next, which is 0 on the last one. Who may find a matter by which part of it is as in List.
func (s *Service) Search(ctx context.Context, r store.Reader, id *access.Identity, realm, words string, before int64, limit int) (found []Found, next int64, err error) {
	ask := search.Ask(words)
	if ask.Empty() {
		return nil, 0, nil
	}
	p, err := s.List(ctx, r, id, realm, Filter{Words: words, Before: before, Limit: limit})
	if err != nil {
		return nil, 0, err
	}
	var readable []string
	for _, it := range p.Items {
		if !it.Veiled || slices.Contains(it.Kind.Seen.Shows, "body") {
			readable = append(readable, it.ID)
		}
	}
	texts, err := s.texts(ctx, r, realm, readable)
	if err != nil {
		return nil, 0, err
	}
	for _, it := range p.Items {
		found = append(found, Found{it, ask.Mark(it.Title), ask.Excerpt(texts[it.ID], excerpt)})
	}
	return found, p.Next, nil
}

// texts reads what is not sealed of the texts of matters, by their ids.
func (s *Service) texts(ctx context.Context, r store.Reader, realm string, ids []string) (map[string]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	type text struct{ id, body string }
	q := store.In(store.Query(`select id, body from matter where realm = ? and`, realm), "id", ids)
	rows, err := store.All(ctx, r, func(row store.Row) (t text, err error) { return t, row.Scan(&t.id, &t.body) }, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("texts of matters in %s: %w", realm, err)
	}
	texts := make(map[string]string, len(rows))
	for _, t := range rows {
		texts[t.id] = t.body
	}
	return texts, nil
}
