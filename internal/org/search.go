package org

import (
	"context"
	"strings"

	"linli/internal/store"
)

// Search reads at most limit organisations of the realm whose names hold every word of q; none for an empty q.
func (s *Service) Search(ctx context.Context, r store.Reader, realm, q string, limit int) ([]Org, error) {
	words := strings.Fields(strings.ToLower(q))
	if len(words) == 0 {
		return nil, nil
	}
	b := store.Query(`select `+columns+` from org where realm = ?`, realm)
	for _, w := range words {
		b.Add(`and lower(title) like ? escape '\'`, "%"+escape.Replace(w)+"%")
	}
	return list(ctx, r, b.Add(`order by kind, title, id limit ?`, limit))
}

var escape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
