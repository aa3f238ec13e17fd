package matter

import (
	"context"
	"fmt"

	"linli/internal/store"
)

// Running is how many open matters of a kind stand at a stage by one version of their playbook.
type Running struct {
	Kind  string // its name in the playbook
	Stage string
	Book  string // the version's hash
	N     int
}

// Running counts the open matters of a realm's playbook, to tell what a new version would mean for them.
func (s *Service) Running(ctx context.Context, r store.Reader, realm, book string) ([]Running, error) {
	all, err := store.All(ctx, r, func(row store.Row) (v Running, err error) { return v, row.Scan(&v.Kind, &v.Stage, &v.Book, &v.N) },
		`select substr(kind, length($2) + 2), stage, book, count(*) from matter
		where realm = $1 and ending = '' and kind like $3 escape '\' group by kind, stage, book order by kind, stage, book`, realm, book, escapeLike(book)+"/%")
	if err != nil {
		return nil, fmt.Errorf("running matters of %s in %s: %w", book, realm, err)
	}
	return all, nil
}
