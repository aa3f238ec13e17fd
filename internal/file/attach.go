package file

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// MaxAttached is how many files can be attached at once.
const MaxAttached = 50

// What an attachment is refused for.
var (
	// ErrGone is returned for a file that was never there, was swept, or is somebody else's: strangers are not told which.
	ErrGone     = fault.InField("files", lang.T("有照片或文件已经找不到了，请重新上传", "One of the photos or papers is no longer here. Please upload it again."))
	ErrAttached = fault.New(fault.Conflict, lang.T("有照片或文件已经用在别处了，请重新上传一份", "One of the photos or papers already belongs to something else. Please upload it again."))
	ErrTooMany  = fault.InField("files", lang.F("一次最多附 %d 个文件", "At most %d files can be attached at once.", MaxAttached))
)

// Attach gives the files ids to subject, once and for good, within the transaction that tells of the subject; that
// transaction records it. A file can be attached by whoever handed it in, by account or person, and one that was handed
// in without signing in by whoever knows its identity. Attaching a file again to its own subject changes nothing.
func (s *Service) Attach(ctx context.Context, tx *store.Tx, realm string, by journal.Actor, ids []string, subject string) error {
	if subject == "" {
		return errors.New("attach files: to what?")
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return nil
	}
	if len(ids) > MaxAttached {
		return ErrTooMany
	}
	if err := s.journal.Hold(ctx, tx, realm); err != nil {
		return fmt.Errorf("attach files to %s: %w", subject, err)
	}
	q := store.Query(`select `+columns+` from file where realm = ? and`, realm)
	files, err := store.All(ctx, tx, scan, store.In(q, "id", ids).Text(), q.Args()...)
	if err != nil {
		return fmt.Errorf("attach files to %s: %w", subject, err)
	}
	if len(files) < len(ids) {
		return ErrGone
	}
	var loose []string
	for _, f := range files {
		switch {
		case !f.of(by):
			return ErrGone
		case f.Subject == "":
			loose = append(loose, f.ID)
		case f.Subject != subject:
			return ErrAttached
		}
	}
	if len(loose) == 0 {
		return nil
	}
	q = store.Query(`update file set subject = ? where realm = ? and subject = '' and`, subject, realm)
	n, err := tx.Exec(ctx, store.In(q, "id", loose).Text(), q.Args()...)
	if err != nil {
		return fmt.Errorf("attach files to %s: %w", subject, err)
	}
	if n < int64(len(loose)) { // another transaction, or the sweep, was first
		return ErrAttached
	}
	return nil
}

func (f File) of(by journal.Actor) bool {
	if f.Account == "" && f.Person == "" {
		return true
	}
	return f.Account != "" && f.Account == by.Account || f.Person != "" && f.Person == by.Person
}
