package file

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/blob/s3blob"
	"gocloud.dev/gcerrors"

	"linli/internal/fault"
	"linli/internal/lang"
)

// ErrUnavailable is what a person is told when the blob store does not answer or is full.
var ErrUnavailable = fault.New(fault.Unavailable, lang.T("照片和文件暂时存取不了，请稍后再试", "Photos and papers cannot be reached right now. Please try again shortly."))

// Store is where the bytes of files lie.
type Store struct {
	bucket *blob.Bucket
	folder string // empty for S3
}

// Open opens the blob store at address and makes sure that it answers. address is a folder, as a bare path or as
// file:///path, which is made when missing; or a bucket, as s3://bucket?region=…, with endpoint=… and
// use_path_style=true for a server that is not Amazon's. S3 keys come from the environment, as for every AWS tool.
func Open(ctx context.Context, address string) (*Store, error) {
	scheme, _, isURL := strings.Cut(address, "://")
	if !isURL {
		return openFolder(address)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("address of the file store: %w", err)
	}
	switch {
	case scheme == "file" && u.Host == "":
		return openFolder(u.Path)
	case scheme == "s3":
		b, err := new(s3blob.URLOpener).OpenBucketURL(ctx, u)
		if err != nil {
			return nil, fmt.Errorf("open file store %s: %w", u.Redacted(), err)
		}
		s := &Store{bucket: b}
		if err := s.Ready(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("open file store %s: %w", u.Redacted(), err), b.Close())
		}
		return s, nil
	}
	return nil, fmt.Errorf("file store %q: want a folder, file:///folder or s3://bucket?region=…", address)
}

func openFolder(path string) (*Store, error) {
	if path == "" {
		return nil, errors.New("file store: want a folder, not an empty path")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open file store: %w", err)
	}
	// The row knows the type, so no file of attributes lies beside each blob. A blob's temporary file lies in the same
	// folder: renaming it from another disk would fail.
	b, err := fileblob.OpenBucket(path, &fileblob.Options{CreateDir: true, DirFileMode: 0o700, NoTempDir: true, Metadata: fileblob.MetadataDontWrite})
	if err != nil {
		return nil, fmt.Errorf("open file store: %w", err)
	}
	return &Store{bucket: b, folder: path}, nil
}

// Ready tells whether the store answers.
func (s *Store) Ready(ctx context.Context) error {
	ok, err := s.bucket.IsAccessible(ctx)
	if err != nil {
		return reach(ctx, err)
	}
	if !ok {
		return ErrUnavailable.Because(errors.New("the bucket or folder is not there"))
	}
	return nil
}

// Close closes the store.
func (s *Store) Close() error { return s.bucket.Close() }

func key(realm, id string) string { return realm + "/" + id }

const thumbSuffix = ".thumb"

func (s *Store) put(ctx context.Context, key, contentType string, data []byte) error {
	if err := s.bucket.WriteAll(ctx, key, data, &blob.WriterOptions{ContentType: contentType}); err != nil {
		return reach(ctx, err)
	}
	if s.folder == "" {
		return nil
	}
	for _, path := range []string{key, filepath.Dir(key)} { // fileblob leaves it to us to wait for the disk
		if err := flush(filepath.Join(s.folder, filepath.FromSlash(path))); err != nil {
			return reach(ctx, err)
		}
	}
	return nil
}

func flush(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// remove takes away a file's blobs; it is no fault when they are gone already.
func (s *Store) remove(ctx context.Context, realm, id string) error {
	for _, k := range []string{key(realm, id), key(realm, id) + thumbSuffix} {
		if err := s.bucket.Delete(ctx, k); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return reach(ctx, err)
		}
	}
	return nil
}

// reach words an error of the blob store; a caller who left is told nothing.
func reach(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return ErrUnavailable.Because(err)
}
