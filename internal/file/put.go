package file

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// ErrBytes is returned for a file of more than MaxBytes.
var ErrBytes = fault.New(fault.TooLarge, lang.F("文件太大，最多 %d MB，请压缩后再上传", "This file is too large: at most %d MB. Please make it smaller and upload it again.", MaxBytes>>20))

// Added tells that somebody handed in a file.
type Added struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	SHA256 string `json:"sha256"`
}

// Kind is file.added.
func (Added) Kind() string { return "file.added" }

// Subject is the file.
func (a Added) Subject() string { return a.ID }

// Put takes what was sent, cleans it, and keeps it unattached. What the device called it is not asked: it often names a
// person, and serves nothing. It refuses with ErrEmpty, ErrType, ErrHEIC, ErrBytes, ErrPixels, ErrUnreadable or ErrBusy.
//
// The bytes are kept before the row is written: a failure in between leaves bytes without a row, which Sweep removes.
// The identity cannot be guessed: for somebody who is not signed in, knowing it is the right to attach the file.
func (s *Service) Put(ctx context.Context, db *store.DB, realm string, by journal.Actor, r io.Reader) (File, error) {
	if realm == "" {
		return File{}, errors.New("put file: in which realm?")
	}
	r, done, err := arrived(r)
	if err != nil {
		return File{}, fmt.Errorf("take what was sent: %w", err)
	}
	defer done()
	if err := s.enter(ctx); err != nil {
		return File{}, err
	}
	defer s.leave()
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return File{}, fmt.Errorf("read what was sent: %w", err)
	}
	if len(b) > MaxBytes {
		return File{}, ErrBytes
	}
	k, err := sniff(b)
	if err != nil {
		return File{}, err
	}
	c := cleaned{kind: PDF, data: b}
	if k != pdfPaper {
		if c, err = s.clean(ctx, k, b); err != nil {
			return File{}, fmt.Errorf("clean a photo: %w", err)
		}
	}
	sum := sha256.Sum256(c.data)
	f := File{
		Realm: realm, ID: strings.ToLower(rand.Text()), Type: c.kind, Size: int64(len(c.data)),
		Width: c.width, Height: c.height, SHA256: hex.EncodeToString(sum[:]), Account: by.Account, Person: by.Person,
		At: s.clock.Now().In(clock.Zone).Truncate(time.Millisecond),
	}
	if err := s.keep(ctx, f, c); err != nil {
		return File{}, fmt.Errorf("keep file %s: %w", f.ID, err)
	}
	err = db.Tx(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `insert into file (`+columns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			f.Realm, f.ID, f.Type, f.Size, f.Width, f.Height, f.SHA256, f.Account, f.Person, clock.Millis(f.At), f.Subject); err != nil {
			return err
		}
		_, err := s.journal.Append(ctx, tx, realm, by, Added{f.ID, f.Type, f.Size, f.Width, f.Height, f.SHA256})
		return err
	})
	if err != nil {
		return File{}, fmt.Errorf("add file %s: %w", f.ID, err)
	}
	return f, nil
}

func (s *Service) keep(ctx context.Context, f File, c cleaned) error {
	if f.Photo() {
		if err := s.blobs.put(ctx, key(f.Realm, f.ID)+thumbSuffix, JPEG, c.thumb); err != nil {
			return err
		}
	}
	return s.blobs.put(ctx, key(f.Realm, f.ID), f.Type, c.data)
}
