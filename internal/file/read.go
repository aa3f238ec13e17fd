package file

import (
	"context"
	"errors"
	"fmt"
	"io"

	"gocloud.dev/gcerrors"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

// ErrNone is returned when there is no such file, or no thumbnail of it.
var ErrNone = fault.New(fault.NotFound, lang.T("没有这个文件", "There is no such file."))

// Of lists the files attached to subject, in the order in which they were handed in.
func (s *Service) Of(ctx context.Context, r store.Reader, realm, subject string) ([]File, error) {
	if subject == "" { // that would be everybody's unattached files
		return nil, nil
	}
	// With the bare parameter SQLite would plan the query again at every run, to see whether file_loose could serve it.
	files, err := store.All(ctx, r, scan, `select `+columns+` from file where realm = $1 and subject = cast($2 as text) order by at, id`, realm, subject)
	if err != nil {
		return nil, fmt.Errorf("files of %s: %w", subject, err)
	}
	return files, nil
}

// Get reads one file's row, attached or not, or gives ErrNone.
func (s *Service) Get(ctx context.Context, r store.Reader, realm, id string) (File, error) {
	f, err := store.One(ctx, r, scan, `select `+columns+` from file where realm = $1 and id = $2`, realm, id)
	if errors.Is(err, store.ErrNone) {
		return File{}, ErrNone
	}
	if err != nil {
		return File{}, fmt.Errorf("file %s: %w", id, err)
	}
	return f, nil
}

// Reader opens a file's bytes, or with thumb those of its thumbnail, which is always JPEG. It can seek, so that parts
// can be served; ctx must live as long as it is read. A PDF has no thumbnail: ErrNone.
func (s *Service) Reader(ctx context.Context, f File, thumb bool) (io.ReadSeekCloser, error) {
	k := key(f.Realm, f.ID)
	if thumb {
		if !f.Photo() {
			return nil, ErrNone
		}
		k += thumbSuffix
	}
	r, err := s.blobs.bucket.NewReader(ctx, k, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, ErrNone.Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("read file %s: %w", f.ID, reach(ctx, err))
	}
	return r, nil
}
