package file

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"linli/internal/fault"
	"linli/internal/lang"
)

// ErrBusy is what somebody is told whose file waited too long for its turn.
var ErrBusy = fault.New(fault.Unavailable, lang.T("现在上传的人很多，请过一会儿再试", "Many people are uploading right now. Please try again shortly."))

const (
	// places is how many files are in memory at once, each with up to MaxBytes and, for two of them, its pixels.
	places = 4
	// patience is how long a file waits for a place.
	patience = 10 * time.Second
)

// enter takes a place, or gives ErrBusy.
func (s *Service) enter(ctx context.Context) error {
	enough := time.NewTimer(patience)
	defer enough.Stop()
	select {
	case s.taking <- struct{}{}:
		return nil
	case <-enough.C:
		return ErrBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Service) leave() { <-s.taking }

// arrived is r once all of it is here: what still comes over the line is laid on disk first, so that a slow line holds no
// place. What can seek is here already.
func arrived(r io.Reader) (here io.Reader, done func(), err error) {
	if _, is := r.(io.Seeker); is {
		return r, func() {}, nil
	}
	f, err := os.CreateTemp("", "linli-upload-")
	if err != nil {
		return nil, nil, ErrUnavailable.Because(err)
	}
	done = func() { f.Close(); os.Remove(f.Name()) }
	_, err = io.Copy(f, io.LimitReader(r, MaxBytes+1))
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if _, disk := errors.AsType[*os.PathError](err); disk {
		err = ErrUnavailable.Because(err)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return f, done, nil
}
