package place

import (
	"context"
	"fmt"
	"strings"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/store"
)

// Renamed says that a place is called otherwise now.
type Renamed struct {
	ID   string `json:"id"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Kind names the event.
func (Renamed) Kind() string { return "place.renamed" }

// Subject is the place.
func (e Renamed) Subject() string { return e.ID }

// Rename calls a place otherwise, and with it what lies in it. Its code stays, so signs stay good; what was raised
// there before keeps the name that it had.
func (s *Service) Rename(ctx context.Context, tx *store.Tx, by journal.Actor, realm, id, title string) (Place, error) {
	p, err := s.Get(ctx, tx, realm, id)
	if err != nil {
		return p, err
	}
	from, full := p.Title, p.Full
	p.Title = cleanTitle(title)
	if p.Title == from {
		return p, nil
	}
	var c fault.Check
	if err := checkTitle(ctx, tx, &c, p); err != nil {
		return p, err
	}
	if err := c.Err(); err != nil {
		return p, err
	}
	p.Full = strings.TrimSuffix(full, from) + p.Title
	if _, err := tx.Exec(ctx, `update place set title = $3, rank = $4 where realm = $1 and id = $2`, realm, id, p.Title, natural(p.Title)); err != nil {
		return p, fmt.Errorf("rename place %s: %w", id, err)
	}
	if _, err := tx.Exec(ctx, `update place set fullname = $3 || substr(fullname, $4) where realm = $1 and path like $2`,
		realm, p.Path+"%", p.Full, len([]rune(full))+1); err != nil {
		return p, fmt.Errorf("rename place %s: %w", id, err)
	}
	called, err := list(ctx, tx, store.Query(`select `+columns+` from place where realm = ? and path like ?`, realm, p.Path+"%"))
	if err != nil {
		return p, err
	}
	for _, in := range called {
		if err := names.Put(ctx, tx, realm, in.ID, in.Full); err != nil {
			return p, err
		}
	}
	_, err = s.journal.Append(ctx, tx, realm, by, Renamed{ID: id, From: from, To: p.Title})
	return p, err
}
