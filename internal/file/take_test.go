package file

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
)

// TestPlaces sends a file while every place is taken: it is not read before its turn, and does not wait for ever.
func TestPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(nil, nil, nil)
		for range places {
			if err := s.enter(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		sent := strings.NewReader("%PDF-1.7")
		begun := time.Now()
		_, err := s.Put(t.Context(), nil, "r", journal.Actor{}, sent)
		if !errors.Is(err, ErrBusy) || !fault.Is(err, fault.Unavailable) || time.Since(begun) != patience {
			t.Errorf("after %v: %v", time.Since(begun), err)
		}
		if sent.Len() != int(sent.Size()) {
			t.Error("it was read before it had a place")
		}
		waiting := make(chan error)
		go func() {
			_, err := s.Put(t.Context(), nil, "r", journal.Actor{}, strings.NewReader("not a photo"))
			waiting <- err
		}()
		synctest.Wait()
		s.leave()
		if err := <-waiting; !errors.Is(err, ErrType) {
			t.Errorf("with a place: %v", err)
		}
		if len(s.taking) != places-1 {
			t.Errorf("%d places are taken, the refused file kept its own", len(s.taking))
		}
	})
}

// TestSlowLine sends a file slowly while places are free: it takes one only when all of it is here.
func TestSlowLine(t *testing.T) {
	s := New(nil, nil, nil)
	r, w := io.Pipe()
	done := make(chan error)
	go func() {
		_, err := s.Put(t.Context(), nil, "r", journal.Actor{}, iotest.OneByteReader(r))
		done <- err
	}()
	if _, err := w.Write([]byte("not a ")); err != nil { // returns when it was read
		t.Fatal(err)
	}
	if len(s.taking) != 0 {
		t.Error("it holds a place while it comes")
	}
	w.Write([]byte("photo"))
	w.Close()
	if err := <-done; !errors.Is(err, ErrType) {
		t.Errorf("got %v", err)
	}
}
